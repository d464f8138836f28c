//! Names and URIs as the program takes them: UTF-8, padded with zeros to a fixed length; times as people read them.

/// The text does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextTooLong {
    /// Its length in bytes.
    pub bytes: usize,
    /// The most there may be.
    pub at_most: usize,
}

impl std::fmt::Display for TextTooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the text has {} bytes, but at most {} fit: shorten it", self.bytes, self.at_most)
    }
}

impl std::error::Error for TextTooLong {}

/// The text padded with zeros to `N` bytes.
///
/// # Errors
/// `TextTooLong` if it has more.
pub fn zero_padded<const N: usize>(text: &str) -> Result<[u8; N], TextTooLong> {
    let mut padded = [0; N];
    let too_long = TextTooLong { bytes: text.len(), at_most: N };
    padded.get_mut(..text.len()).ok_or(too_long)?.copy_from_slice(text.as_bytes());
    Ok(padded)
}

/// The text before the padding; bytes that are not UTF-8 are shown as replacement characters.
pub fn unpadded(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(bytes.get(..end).unwrap_or(bytes)).into_owned()
}

/// Unix seconds as date and time.
pub fn utc(time: i64) -> String {
    let since = u64::try_from(time).ok().map(std::time::Duration::from_secs);
    // What humantime can write ends with the year 9999.
    let since = since.filter(|since| since.as_secs() < 253_402_300_800);
    match since.and_then(|since| std::time::UNIX_EPOCH.checked_add(since)) {
        Some(moment) => {
            let text = humantime::format_rfc3339_seconds(moment).to_string();
            text.replace('T', " ").replace('Z', " UTC")
        }
        None => format!("{time} s since 1970"),
    }
}
