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

/// The text with every character written out, as `\u{1b}`, that is a control or cannot be seen: whoever wrote it can neither
/// break the lines of a terminal, nor turn or overwrite what stands there, nor hide something in a name. The program refuses
/// controls in names and URIs, and takes the others.
pub fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match is_unseen(character) {
            true => shown.extend(character.escape_unicode()),
            false => shown.push(character),
        }
    }
    shown
}

/// Whether a character rules what stands around it, or is shown as nothing: the controls that the program refuses, what breaks
/// lines or comments on text, every space but the usual one, the blank of Braille, and the code points that Unicode 16 lists as
/// Default_Ignorable_Code_Point, such as the zero width space, the byte order mark, the soft hyphen, and the joiners and selectors of emoji,
/// which are escaped like the others.
pub fn is_unseen(character: char) -> bool {
    let is_ignorable = matches!(
        character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
    );
    let is_blank = (character.is_whitespace() && character != ' ') || character == '\u{2800}';
    let comments = matches!(character, '\u{FFF9}'..='\u{FFFB}');
    is_ignorable || is_blank || comments || is_control(character)
}

/// The same of a text of several lines, whose line breaks are our own.
pub fn escaped_lines(text: &str) -> String {
    text.split('\n').map(escaped).collect::<Vec<_>>().join("\n")
}

/// Rust's words about a number or an address that is none, in ours.
pub fn in_own_words(text: &str) -> String {
    let whole = "write a whole number";
    [
        ("cannot parse integer from empty string", whole),
        ("invalid digit found in string", whole),
        ("number too large to fit in target type", "the number is too large"),
        ("number too small to fit in target type", "the number is too small"),
        ("number would be zero for non-zero type", "write a number of at least 1"),
        ("invalid socket address syntax", "write an IP address and a port, such as 127.0.0.1:8080"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (rust, ours)| text.replace(rust, ours))
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

/// An address in base58 of somebody who is to hold something: not that of all zeros, of which nobody has the key.
///
/// # Errors
/// A text that says what is wrong.
pub fn parse_holder(text: &str) -> Result<Pubkey, String> {
    let address = parse_pubkey(text)?;
    match address == Pubkey::default() {
        true => {
            Err(format!("`{address}` is the address of all zeros, that of Solana's system program: nobody has its key"))
        }
        false => Ok(address),
    }
}

/// What an error says, and what its causes say besides.
pub fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let message = error.to_string();
        if !text.contains(&message) {
            text = format!("{text}: {message}");
        }
        cause = error.source();
    }
    text
}

/// Not of ASCII, where all addresses are; many such characters cannot be seen.
fn is_foreign(character: char) -> bool {
    !character.is_ascii() || is_control(character)
}
