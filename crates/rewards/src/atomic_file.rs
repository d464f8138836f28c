//! Files as people name them: read from, and written whole or not at all (SPEC 14). `-` is standard input or output.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Read, Seek, SeekFrom, Write},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Standard input or output, where a file is named.
const STANDARD: &str = "-";

/// The temporary files that this process made beside those that they replace; `None` once it gave up writing.
static STAGED: Mutex<Option<Vec<PathBuf>>> = Mutex::new(Some(Vec::new()));

/// Links that are followed one after the other, as the system does.
const MOST_LINKS: usize = 40;

/// Bytes of a text that is read whole: no settings, key or list of addresses comes near, and a device has no end.
const MOST_TEXT_BYTES: usize = 16 << 20;

/// Opens a file to read it, or standard input.
pub(crate) fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    match is_standard(path) {
        true => Ok(Box::new(io::stdin())),
        false => Ok(Box::new(File::open(path)?)),
    }
}

/// Reads a short text whole, from a file or standard input.
///
/// # Errors
///
/// Those of the file system, and if it is longer than 16 MiB or not UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    open(path)?.take(u64::try_from(MOST_TEXT_BYTES).unwrap_or(u64::MAX).saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() > MOST_TEXT_BYTES {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is longer than 16 MiB"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to().saturating_add(1);
        io::Error::new(io::ErrorKind::InvalidData, format!("byte {byte} is no text in UTF-8: save the file as UTF-8"))
    })
}

fn is_standard(path: &Path) -> bool {
    path == Path::new(STANDARD)
}

/// Whether a result goes to standard output, by whatever name.
pub fn is_standard_output(path: &Path) -> bool {
    is_standard(path) || opened(path) == Some(1)
}

/// Where a result goes. Two results that go to the same place are equal here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Destination {
    Output,
    /// Something that this process has open already, under its number: a shell's `2>` or `3>>`.
    Opened(u32),
    /// A regular file, or none yet: it is replaced by renaming. Links were followed.
    File(PathBuf),
    /// A device, a pipe or a socket: it is written to, never replaced.
    Stream(PathBuf),
}

impl Destination {
    /// # Errors
    ///
    /// If the path names a folder, or its folder is not there, or it stands for a file that a shell has not opened to write on.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        if is_standard_output(path) {
            return Ok(Self::Output);
        }
        if let Some(number) = opened(path) {
            require_written_on(number)?;
            return Ok(Self::Opened(number));
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(metadata) if metadata.is_file() => Ok(Self::File(path.canonicalize()?)),
            Ok(_) => Ok(Self::Stream(path.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::File(new_file(path)?)),
            Err(error) => Err(error),
        }
    }

    /// Whether it is the file that is read from this path, or from standard input.
    pub(crate) fn is_read_from(&self, path: &Path) -> bool {
        let written = match self {
            Self::File(file) => fs::metadata(file),
            Self::Output => of_opened(1),
            Self::Opened(number) => of_opened(*number),
            Self::Stream(_) => return false,
        };
        let read = if is_standard(path) { of_opened(0) } else { fs::metadata(path) };
        // Two names may be of one file. A terminal is read and written.
        let of = |metadata: fs::Metadata| metadata.is_file().then(|| (metadata.dev(), metadata.ino()));
        let [written, read] = [written, read].map(|metadata| metadata.ok().and_then(of));
        written.is_some() && written == read
    }
}

/// The number of what this process has open and the path stands for, as `/dev/stdout` and `/dev/fd/3` do. A file behind it is a log that
/// others write to as well: it must not be replaced, and not be begun anew.
fn opened(path: &Path) -> Option<u32> {
    let own = PathBuf::from(format!("/proc/{}", std::process::id()));
    // Each thread has a folder of its own with the same.
    let is_own = |folder: PathBuf| folder.starts_with(&own) && folder.ends_with("fd");
    let mut behind = path.to_owned();
    for _ in 0..MOST_LINKS {
        if folder_of(&behind).canonicalize().is_ok_and(is_own) {
            return behind.file_name()?.to_str()?.parse().ok();
        }
        behind = folder_of(&behind).join(fs::read_link(&behind).ok()?);
    }
    None
}

fn of_opened(number: u32) -> io::Result<fs::Metadata> {
    fs::metadata(format!("/dev/fd/{number}"))
}

/// What is opened anew has a place of its own in a file: unless that is always the end, others write over it.
fn require_written_on(number: u32) -> io::Result<()> {
    const APPENDS: u32 = 0o2000;
    // Standard error is not opened anew.
    if number == 2 || !of_opened(number)?.is_file() {
        return Ok(());
    }
    let said = fs::read_to_string(format!("/proc/self/fdinfo/{number}"))?;
    let flags = said.lines().find_map(|line| line.strip_prefix("flags:")).map(str::trim);
    let flags = flags.and_then(|flags| u32::from_str_radix(flags, 8).ok()).unwrap_or_default();
    match flags & APPENDS {
        0 => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("it is not open for appending: write {number}>>FILE"),
        )),
        _ => Ok(()),
    }
}

/// Where a file that is not there yet will be: behind the link, if the path is one.
fn new_file(path: &Path) -> io::Result<PathBuf> {
    let mut behind = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(target) = fs::read_link(&behind) else { break };
        behind = folder_of(&behind).join(target);
    }
    let name = behind.file_name().ok_or(io::ErrorKind::IsADirectory)?;
    Ok(folder_of(&behind).canonicalize()?.join(name))
}

/// A result that is written and on disk, but not where it belongs yet. Dropped, it is removed.
#[must_use]
pub(crate) enum StagedFile {
    /// Beside the file that it replaces.
    Beside { file: tempfile::NamedTempFile, path: PathBuf },
    /// Without a name, to be copied.
    Unnamed { file: File, destination: Destination },
}

impl StagedFile {
    /// Puts it where it belongs; a regular file that was there is replaced. After an error that one is as it was.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub(crate) fn put(self) -> io::Result<()> {
        match self {
            Self::Beside { file, path } => {
                // Either it is there now, or it is removed: never both.
                let staged = staged();
                staged.as_ref().ok_or_else(given_up)?;
                file.persist(path).map_err(|error| error.error)?;
                Ok(())
            }
            Self::Unnamed { mut file, destination: Destination::Stream(path) } => {
                copy(&mut file, &mut OpenOptions::new().write(true).open(path)?)
            }
            Self::Unnamed { mut file, destination: Destination::Opened(2) } => {
                copy(&mut file, &mut io::stderr().lock())
            }
            Self::Unnamed { mut file, destination: Destination::Opened(number) } => {
                copy(&mut file, &mut OpenOptions::new().append(true).open(format!("/dev/fd/{number}"))?)
            }
            Self::Unnamed { mut file, .. } => match copy(&mut file, &mut io::stdout().lock()) {
                // A reader that closed the pipe, as `head` does, has what it wants.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                result => result,
            },
        }
    }
}

/// Removes the temporary files that this process has made and not put where they belong, and lets it write no more files: for a
/// process that is asked to end while another thread writes. Files that were there are as they were.
pub fn give_up_writing() {
    for path in staged().take().into_iter().flatten() {
        // Most are where they belong by now.
        let _gone = fs::remove_file(path);
    }
}

fn staged() -> MutexGuard<'static, Option<Vec<PathBuf>>> {
    STAGED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn given_up() -> io::Error {
    io::Error::other("the process was asked to end")
}

fn copy(from: &mut File, to: &mut impl Write) -> io::Result<()> {
    from.seek(SeekFrom::Start(0))?;
    io::copy(from, to)?;
    to.flush()
}

/// The folder that a file is in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes to a temporary file: beside the one that it replaces, so that it can be renamed.
///
/// # Errors
///
/// The first error of `write` or of the file system.
pub(crate) fn stage(
    destination: Destination,
    write: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
) -> io::Result<StagedFile> {
    match destination {
        Destination::File(path) => {
            let mut file = temporary(folder_of(&path))?;
            // Who could not read the file that was there does not read the new one.
            if let Ok(before) = fs::metadata(&path) {
                file.as_file().set_permissions(before.permissions())?;
            }
            fill(file.as_file_mut(), write)?;
            Ok(StagedFile::Beside { file, path })
        }
        destination => {
            let mut file = tempfile::tempfile()?;
            fill(&mut file, write)?;
            Ok(StagedFile::Unnamed { file, destination })
        }
    }
}

/// A temporary file in a folder.
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".rewards-").suffix(".tmp");
    // Others read what is written here. Without this only the owner could; the umask still applies.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut staged = staged();
    let staged = staged.as_mut().ok_or_else(given_up)?;
    let file = builder.tempfile_in(folder)?;
    staged.push(file.path().to_owned());
    Ok(file)
}

/// Writes a file until it is on disk.
fn fill(file: &mut File, write: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(&mut *file);
    write(&mut out)?;
    out.flush()?;
    drop(out);
    file.sync_all()
}

/// Writes a result to a temporary file and puts it where `path` says when all is written and on disk.
///
/// A regular file that was there is replaced, also behind a link; a device, a pipe or a socket is written to; `-` is standard
/// output. After an error a file is as it was, and the temporary one is gone.
///
/// # Errors
///
/// The first error of `write` or of the file system.
pub fn write_atomically(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
) -> io::Result<()> {
    stage(Destination::of(path)?, write)?.put()
}

#[cfg(test)]
#[cfg(unix)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn write(path: &Path, text: &str) -> io::Result<()> {
        write_atomically(path, |out| out.write_all(text.as_bytes()))
    }

    #[test]
    fn a_link_is_followed_and_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("file"), "old").unwrap();
        symlink("file", at("link")).unwrap();
        symlink(at("later"), at("dangling")).unwrap();
        symlink("dangling-too", at("twice")).unwrap();
        symlink("last", at("dangling-too")).unwrap();
        for (link, file) in [("link", "file"), ("dangling", "later"), ("twice", "last")] {
            write(&at(link), "new").unwrap();
            assert!(fs::symlink_metadata(at(link)).unwrap().is_symlink());
            assert_eq!(fs::read_to_string(at(file)).unwrap(), "new");
        }
    }

    #[test]
    fn a_file_that_is_replaced_keeps_who_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("file"), "old").unwrap();
        symlink("file", at("link")).unwrap();
        for (name, mode) in [("file", 0o600), ("link", 0o640)] {
            fs::set_permissions(at("file"), fs::Permissions::from_mode(mode)).unwrap();
            write(&at(name), "new").unwrap();
            assert_eq!(fs::metadata(at("file")).unwrap().permissions().mode() & 0o777, mode);
        }
    }

    #[test]
    fn a_pipe_is_written_to_and_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let reader = {
            let pipe = pipe.clone();
            std::thread::spawn(move || fs::read_to_string(pipe).unwrap())
        };
        write(&pipe, "text").unwrap();
        assert_eq!(reader.join().unwrap(), "text");
        assert!(!fs::metadata(&pipe).unwrap().is_file());
    }

    #[test]
    fn what_is_open_already_is_written_on_and_a_second_name_is_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let mut log = OpenOptions::new().create(true).append(true).open(at("log")).unwrap();
        log.write_all(b"before\n").unwrap();
        let number = std::os::fd::AsRawFd::as_raw_fd(&log);
        symlink(format!("/dev/fd/{number}"), at("link")).unwrap();
        let names =
            ["/dev/fd", "/proc/self/fd", "/proc/thread-self/fd"].map(|folder| format!("{folder}/{number}").into());
        for path in names.iter().chain([&at("link")]) {
            write(path, "text\n").unwrap();
        }
        log.write_all(b"after\n").unwrap();
        assert_eq!(fs::read_to_string(at("log")).unwrap(), format!("before\n{}after\n", "text\n".repeat(4)));
        // What would be written over, and what is read, is not written on.
        let begun = File::create(at("begun")).unwrap();
        let begun = PathBuf::from(format!("/dev/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&begun)));
        assert_eq!(write(&begun, "text\n").unwrap_err().kind(), io::ErrorKind::InvalidInput);
        assert!(Destination::of(&names[0]).unwrap().is_read_from(&at("log")));
        assert!(!Destination::of(&names[0]).unwrap().is_read_from(&at("begun")));
        assert_eq!(Destination::of(Path::new("/dev/stdout")).unwrap(), Destination::Output);
        assert_eq!(Destination::of(Path::new("/dev/stderr")).unwrap(), Destination::Opened(2));

        fs::hard_link(at("log"), at("other")).unwrap();
        assert!(Destination::of(&at("other")).unwrap().is_read_from(&at("log")));
        assert!(!Destination::of(&at("new")).unwrap().is_read_from(&at("log")));
    }

    #[test]
    fn a_text_without_an_end_is_none() {
        assert_eq!(read_text(Path::new("/dev/zero")).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(read_text(Path::new("/dev/null")).unwrap(), "");
        let folder = tempfile::tempdir().unwrap();
        let latin = folder.path().join("latin");
        fs::write(&latin, b"caf\xe9 au lait").unwrap();
        let refused = read_text(&latin).unwrap_err();
        assert_eq!(refused.to_string(), "byte 4 is no text in UTF-8: save the file as UTF-8");
    }

    #[test]
    fn a_folder_is_none_and_one_that_is_not_there_is_not_made() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path().to_owned(), folder.path().join(".."), folder.path().join("no/file")] {
            write(&path, "text").unwrap_err();
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
