//! The folder of a simulation: tables, document and plots.

use std::io::Write;
use std::path::Path;

use inference_staking_rewards::write_atomically;
use inference_staking_simulator::export::{csv, figure_csv, json, Amounts};
use inference_staking_simulator::{figures, plot, By, Curve, Ranges, Simulation};

use crate::failure::{Failure, Outcome};
use crate::view::document;

/// A file's name and what is in it.
type File = (String, Vec<u8>);

/// All files, made before the first is written.
pub fn all(
    simulation: &Simulation,
    curve: &Curve,
    ranges: &Ranges,
    amounts: Amounts,
    source: &str,
) -> Outcome<Vec<File>> {
    let tables = [("epochs", By::Epoch), ("periods", By::Period), ("years", By::Year), ("whole", By::Whole)];
    let mut files = Vec::new();
    for (name, by) in tables {
        let table = csv(simulation, curve, by, amounts).map_err(Failure::refused)?;
        files.push((format!("{name}.csv"), table.into_bytes()));
    }
    let whole = json(simulation, curve, &[By::Year, By::Period, By::Epoch], amounts);
    files.push(("simulation.json".to_owned(), (document(&whole) + "\n").into_bytes()));
    for figure in figures(simulation, ranges, amounts.decimals).map_err(Failure::bad_input)? {
        let svg = plot::svg(&figure, source).map_err(Failure::refused)?;
        let png = plot::png(&figure, source).map_err(Failure::refused)?;
        let data = figure_csv(&figure).map_err(Failure::refused)?;
        files.push((format!("{}.svg", figure.name), svg.into_bytes()));
        files.push((format!("{}.png", figure.name), png));
        files.push((format!("{}.csv", figure.name), data.into_bytes()));
    }
    Ok(files)
}

/// Writes them, each whole or not at all, and says where.
pub fn write(folder: &Path, files: Vec<File>, is_dry_run: bool) -> Outcome<Vec<String>> {
    let fault = |path: &Path| {
        let path = path.display().to_string();
        move |error: std::io::Error| Failure::refused(format!("{path}: {error}"))
    };
    if !is_dry_run {
        std::fs::create_dir_all(folder).map_err(fault(folder))?;
    }
    let mut written = Vec::new();
    for (name, content) in files {
        let path = folder.join(name);
        if !is_dry_run {
            write_atomically(&path, |out| out.write_all(&content)).map_err(fault(&path))?;
        }
        written.push(path.display().to_string());
    }
    Ok(written)
}
