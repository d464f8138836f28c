//! Names and URIs as the program takes them: UTF-8, padded with zeros to a fixed length; and how texts of others are shown.

use anchor_lang::prelude::Pubkey;
use inference_staking::state::is_control;

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

/// The text with every control character written out, as `\u{1b}`: whoever wrote it can neither break the lines of a
/// terminal nor turn or overwrite what stands there. The program refuses them in names and URIs.
pub fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match is_control(character) {
            true => shown.extend(character.escape_unicode()),
            false => shown.push(character),
        }
    }
    shown
}

/// The same of a text of several lines, whose line breaks are our own.
pub fn escaped_lines(text: &str) -> String {
    text.split('\n').map(escaped).collect::<Vec<_>>().join("\n")
}

/// An address in base58.
///
/// # Errors
/// A text that says what is wrong.
pub fn parse_pubkey(text: &str) -> Result<Pubkey, String> {
    text.parse().map_err(|_| {
        let shown: String = text
            .chars()
            .map(|character| match is_foreign(character) {
                true => character.escape_unicode().to_string(),
                false => character.to_string(),
            })
            .collect();
        match shown == text {
            false => format!("`{shown}` has a character in it that no address has: type the address, or copy it anew"),
            true => format!("`{shown}` is no address: write the 32 to 44 base58 characters of a public key"),
        }
    })
}

/// Not of ASCII, where all addresses are; many such characters cannot be seen.
fn is_foreign(character: char) -> bool {
    !character.is_ascii() || is_control(character)
}
