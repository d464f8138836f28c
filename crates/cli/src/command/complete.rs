//! `completions` and `man`.

use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;

use crate::failure::{Failure, Outcome};
use crate::input::parse_folder;
use crate::session::Session;

/// Print shell completions
///
/// For bash: `inference-staking completions bash > ~/.local/share/bash-completion/completions/inference-staking`
#[derive(Args, Debug)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub fn run(self, session: &mut Session<'_>, mut all: Command) -> Outcome<()> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut all, "inference-staking", &mut script);
        session.print(String::from_utf8_lossy(&script).trim_end());
        Ok(())
    }
}

/// Print the manual page, or write those of all commands to a folder
#[derive(Args, Debug)]
pub struct Man {
    /// Folder for the pages of all commands
    #[arg(long, value_name = "FOLDER", value_parser = parse_folder)]
    folder: Option<PathBuf>,
}

impl Man {
    pub fn run(self, session: &mut Session<'_>, all: Command) -> Outcome<()> {
        let Some(folder) = self.folder else {
            let mut page = Vec::new();
            let rendered = clap_mangen::Man::new(all).render(&mut page);
            rendered.map_err(|error| Failure::refused(format!("the manual page: {error}")))?;
            session.print(String::from_utf8_lossy(&page).trim_end());
            return Ok(());
        };
        let place = folder.display().to_string();
        if session.options.dry_run {
            session.note(&format!("manual pages would be in {place}"));
            return Ok(());
        }
        let written = std::fs::create_dir_all(&folder).and_then(|()| clap_mangen::generate_to(all, &folder));
        written.map_err(|error| Failure::refused(format!("manual pages in {place}: {error}")))?;
        session.note(&format!("manual pages are in {place}"));
        Ok(())
    }
}
