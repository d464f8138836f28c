//! The file of table addresses: `{"tables": ["…"]}`.

use std::io::Write;
use std::path::Path;

use anchor_lang::prelude::Pubkey;
use inference_staking_rewards::{read_text, write_atomically};
use serde::{Deserialize, Serialize};

use crate::error::KeeperError;

#[derive(Deserialize, Serialize)]
struct TableFile {
    tables: Vec<String>,
}

/// Addresses in the file.
pub(crate) fn read(path: &Path) -> Result<Vec<Pubkey>, KeeperError> {
    let fault = |reason: String| KeeperError::TableFile { path: path.display().to_string(), reason };
    let text = read_text(path).map_err(|error| fault(error.to_string()))?;
    let file: TableFile = serde_json::from_str(&text).map_err(|error| fault(no_file_of_tables(&error)))?;
    let parse = |text: String| text.parse().map_err(|_| fault(format!("{text:?} is no address")));
    file.tables.into_iter().map(parse).collect()
}

/// Writes a file without tables, if there is no file.
pub(crate) fn begin(path: &Path) -> Result<(), KeeperError> {
    if path.exists() {
        return Ok(());
    }
    write(path, &[])
}

/// Writes the file anew; a kill leaves the old one or the new one.
pub(crate) fn write(path: &Path, tables: &[Pubkey]) -> Result<(), KeeperError> {
    let fault = |reason: String| KeeperError::TableFileUnwritten { path: path.display().to_string(), reason };
    let file = TableFile { tables: tables.iter().map(Pubkey::to_string).collect() };
    let text = serde_json::to_string_pretty(&file).map_err(|error| fault(error.to_string()))?;
    write_atomically(path, |out| out.write_all((text + "\n").as_bytes())).map_err(|error| fault(error.to_string()))
}

fn no_file_of_tables(error: &serde_json::Error) -> String {
    format!("line {}: this is no such file: one has {{\"tables\": [\"ADDRESS\", ...]}} in it", error.line())
}
