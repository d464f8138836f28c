//! Writing a file whole or not at all (SPEC 14).

use std::{
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// A file that is written and on disk, under a temporary name beside its own. Dropped, it is removed.
#[must_use]
pub(crate) struct StagedFile {
    file: tempfile::NamedTempFile,
    path: PathBuf,
}

impl StagedFile {
    /// Renames it; a file that was there is replaced. After an error that one is as it was.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub(crate) fn put(self) -> io::Result<()> {
        self.file.persist(self.path).map_err(|error| error.error)?;
        Ok(())
    }
}

/// The folder that a file is in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes to a temporary file beside `path`.
///
/// # Errors
///
/// The first error of `write` or of the file system.
pub(crate) fn stage(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&mut std::fs::File>) -> io::Result<()>,
) -> io::Result<StagedFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".rewards-").suffix(".tmp");
    // Others read what is written here. Without this only the owner could; the umask still applies.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder_of(path))?;
    let mut out = BufWriter::new(file.as_file_mut());
    write(&mut out)?;
    out.flush()?;
    drop(out);
    file.as_file().sync_all()?;
    Ok(StagedFile { file, path: path.to_owned() })
}

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
    stage(path, write)?.put()
}
