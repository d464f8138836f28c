//! `simulate`: what an emission schedule means.

mod files;
mod network;
mod settings;
mod view;
mod words;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use inference_staking_client::state::{EmissionSchedule, NewEmissionSchedule};
use inference_staking_rewards::in_units;
use inference_staking_simulator::export::{self, Amounts};
use inference_staking_simulator::{By, Course, Curve, Simulation};

use super::emission_settings::EmissionSettings;
use super::init_file::read;
use super::rewards::writing;
use crate::failure::{Failure, Outcome};
use crate::input::parse_folder;
use crate::options::Format;
use crate::session::Session;
use crate::show;
use settings::{AssumptionSettings, RangeSettings, SimulationFile};

/// Show what an emission schedule means: inflation, supply, staking yields, dilution; to the year, the epoch and in all
///
/// The schedule is that of the flags or of the file. If neither has one, it is the network's, whose epochs that have passed are taken
/// as they were. Amounts are the program's own integers; how far they are from the curve in real numbers is shown. Nothing is sent.
#[derive(Args, Debug)]
pub struct Simulate {
    /// File with [emission] as `init` reads it, [assumptions] and [ranges], each of which may be missing: TOML, or YAML and JSON by their names
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    emission: EmissionSettings,
    #[command(flatten)]
    assumptions: AssumptionSettings,
    #[command(flatten)]
    ranges: RangeSettings,
    /// What a row of -o json and -o csv is
    #[arg(long, value_enum, default_value_t, value_name = "INTERVAL")]
    per: Per,
    /// Folder for all of it: tables as CSV, everything as JSON, and eight plots as SVG, PNG and CSV
    #[arg(long, value_name = "FOLDER", value_parser = parse_folder)]
    out: Option<PathBuf>,
}

/// Intervals of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Per {
    /// Each epoch
    Epoch,
    /// Each period of the schedule
    Period,
    /// Each year of 365 days
    #[default]
    Year,
    /// The whole horizon
    Whole,
}

impl From<Per> for By {
    fn from(per: Per) -> Self {
        match per {
            Per::Epoch => Self::Epoch,
            Per::Period => Self::Period,
            Per::Year => Self::Year,
            Per::Whole => Self::Whole,
        }
    }
}

/// Where a schedule comes from, and what has passed of it.
struct Origin {
    course: Course,
    decimals: u8,
    /// The schedule as it is shown.
    shown: crate::view::View,
    is_network: bool,
}

impl Simulate {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let file = self.file.as_deref().map_or_else(|| Ok(SimulationFile::default()), read::<SimulationFile>)?;
        let assumptions = self.assumptions.or(file.assumptions);
        let emission = self.emission.or(file.emission);
        let origin = match emission == EmissionSettings::default() {
            true if assumptions.decimals.is_some() => {
                return Err(Failure::bad_input("the network says what decimals its token has: leave --decimals out"))
            }
            true => network::read(session).await?,
            false => given(session, emission, assumptions.decimals())?,
        };
        let schedule = origin.course.schedule;
        let settled = assumptions.settle(&schedule, origin.decimals)?;
        let ranges = self.ranges.or(file.ranges).ranges(&schedule)?;
        let simulation = Simulation::run(&origin.course, settled.assumptions()).map_err(Failure::bad_input)?;
        let curve = Curve::beside(&simulation).map_err(Failure::bad_input)?;
        let amounts = Amounts { decimals: origin.decimals, write: in_units };
        let written = match &self.out {
            Some(folder) => {
                session.progress("drawing");
                let source = words::source(
                    &schedule,
                    &settled,
                    self.ranges.or(file.ranges),
                    origin.is_network.then_some(origin.course.passed_epochs()),
                );
                let folder_files = files::all(&simulation, &curve, &ranges, amounts, &source)?;
                let (folder, is_dry_run) = (folder.clone(), session.options.dry_run);
                writing(move || files::write(&folder, folder_files, is_dry_run)).await?
            }
            None => Vec::new(),
        };
        let by = By::from(self.per);
        match session.options.output {
            Format::Table => session.show(&view::whole(origin.shown, &settled, &simulation, &curve, written)),
            Format::Csv => {
                let table = export::csv(&simulation, &curve, by, amounts).map_err(Failure::refused)?;
                session.show_csv(&table);
            }
            Format::Json => session.show_json(export::json(&simulation, &curve, &[by], amounts)),
        }
        Ok(())
    }
}

/// A schedule of which nothing has passed.
fn given(session: &mut Session<'_>, emission: EmissionSettings, decimals: u8) -> Outcome<Origin> {
    session.assume_stake_decimals(decimals);
    let args: NewEmissionSchedule = emission.schedule(decimals)?;
    let stored = EmissionSchedule::new(&args).map_err(|refusal| Failure::bad_input(refusal.0))?;
    let course = Course::new(stored.schedule()).map_err(Failure::bad_input)?;
    Ok(Origin { course, decimals, shown: show::emission_args(&args), is_network: false })
}
