//! Writing a file whole or not at all (SPEC 14).

use std::{
    io::{self, BufWriter, Write},
    path::Path,
};

/// Writes to a temporary file beside `path` and renames it to `path` when all is written and on disk.
///
/// A file that was there is replaced. After an error it is as it was, and the temporary one is gone.
///
/// # Errors
///
/// The first error of `write` or of the file system.
pub(crate) fn write_atomically(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&mut std::fs::File>) -> io::Result<()>,
) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".rewards-").suffix(".tmp");
    // Others read what is written here. Without this only the owner could; the umask still applies.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // Removed when dropped, unless it was persisted.
    let mut file = builder.tempfile_in(directory)?;
    let mut out = BufWriter::new(file.as_file_mut());
    write(&mut out)?;
    out.flush()?;
    drop(out);
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
