//! Places that a command writes to or reads from more than once.

use std::path::PathBuf;

/// A folder that is there, or can be made.
///
/// # Errors
/// If the text names a file, or standard output.
pub fn parse_folder(text: &str) -> Result<PathBuf, String> {
    let folder = PathBuf::from(text);
    match text {
        "" => Err("name a folder".to_owned()),
        "-" => Err("standard output is no folder: name one".to_owned()),
        _ if folder.exists() && !folder.is_dir() => Err("this is a file: name a folder".to_owned()),
        _ => Ok(folder),
    }
}

/// A file that is written once and read again later.
///
/// # Errors
/// If the text names standard input or output, or what is no file: a pipe gives nothing twice, and reading it may never end.
pub fn parse_kept_file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match text == "-" || (path.exists() && !path.is_file()) {
        true => Err("what it holds is read again later: name a file".to_owned()),
        false => Ok(path),
    }
}
