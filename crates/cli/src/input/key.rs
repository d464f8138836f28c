//! Keys: an address, or a keypair file.

use std::fmt;
use std::path::{Path, PathBuf};

use anchor_lang::prelude::Pubkey;
use base64::prelude::{Engine, BASE64_STANDARD_NO_PAD};
use inference_staking_client::text::escaped;
use inference_staking_rewards::read_text;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::failure::{Failure, Outcome};

/// A key that signs, or only its address.
pub enum KeySource {
    /// It is here and can sign.
    Held(Box<Keypair>),
    /// Only the address is known: enough to export or simulate a transaction.
    Address(Pubkey),
}

impl KeySource {
    /// Reads an address or a keypair file.
    ///
    /// # Errors
    /// Bad input if it is neither, or a kind of signer that this program does not have.
    pub fn read(text: &str) -> Outcome<Self> {
        if let Ok(address) = text.parse() {
            return Ok(Self::Address(address));
        }
        if text.trim().is_empty() {
            return Err(Failure::bad_input("no keypair is named: name the file of one with --keypair"));
        }
        let is_elsewhere = scheme(text).is_some_and(|scheme| scheme != "file") && !Path::new(text).exists();
        let behind_scheme = text.split_once(':').map_or(text, |(_, behind)| behind);
        let is_secret = may_be_secret(text) || may_be_secret(behind_scheme);
        if is_elsewhere || matches!(text, "-" | "ASK") {
            let shown = if is_secret { "(not repeated)".to_owned() } else { escaped(text) };
            return Err(Failure::bad_input(format!(
                "keypair `{shown}`: only keypair files can sign here; for a hardware wallet or a multisig give its address with \
                 --signer and export the transaction with --export"
            )));
        }
        let path = match scheme(text) {
            Some(scheme) if scheme == "file" => in_file_url(text),
            _ => text,
        };
        let path = expanded(path);
        let shown = if is_secret { "(not repeated)".to_owned() } else { path.display().to_string() };
        let keypair =
            read_keypair(&path).map_err(|why| Failure::bad_input(format!("keypair `{}`: {why}", escaped(&shown))))?;
        Ok(Self::Held(Box::new(keypair)))
    }

    /// Its address.
    pub fn address(&self) -> Pubkey {
        match self {
            Self::Held(keypair) => keypair.pubkey(),
            Self::Address(address) => *address,
        }
    }
}

/// The scheme that a text begins with as a URL does, such as `usb`, in lower case.
fn scheme(text: &str) -> Option<String> {
    let (scheme, _) = text.split_once(':')?;
    let is_one = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|each| each.is_ascii_alphanumeric() || matches!(each, '+' | '-' | '.'));
    is_one.then(|| scheme.to_ascii_lowercase())
}

/// The path in a URL of a file on this machine.
fn in_file_url(text: &str) -> &str {
    let (_, rest) = text.split_once(':').unwrap_or_default();
    let Some(behind) = rest.strip_prefix("//") else { return rest };
    behind.strip_prefix("localhost").filter(|path| path.starts_with('/')).unwrap_or(behind)
}

/// Whether a secret itself was given where something else is named: a private key in base58, base64 or hexadecimal, a list of
/// numbers, seed words.
pub(crate) fn may_be_secret(text: &str) -> bool {
    let is_key = |bytes: Vec<u8>| matches!(bytes.len(), 32 | 64);
    let is_base64 = BASE64_STANDARD_NO_PAD.decode(text.trim_end_matches('=')).is_ok_and(is_key);
    let hex = text.strip_prefix("0x").unwrap_or(text);
    let is_hex = hex.len() >= 64 && hex.chars().all(|each| each.is_ascii_hexdigit());
    let is_list = text.trim_start().starts_with('[') && text.contains(',');
    let looks_secret = text.len() >= 80 || is_list || text.split_whitespace().count() >= 12;
    is_base64 || is_hex || (looks_secret && !text.contains('/'))
}

/// The keypair in a file of numbers, as `solana-keygen` writes it. What else stands in it is never repeated: it may be a secret.
fn read_keypair(path: &Path) -> Result<Keypair, String> {
    let text = read_text(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            "there is no such file; make one with `solana-keygen new`, or name another with --keypair".to_owned()
        }
        std::io::ErrorKind::InvalidData => "this is no text, and so no keypair file".to_owned(),
        _ => error.to_string(),
    })?;
    let Ok(bytes) = serde_json::from_str::<Vec<u8>>(&text) else {
        let words = text.split_whitespace().count();
        return Err(match (text.trim().len(), words) {
            _ if text.starts_with('\u{feff}') => {
                "the file begins with a byte order mark (BOM), which some editors write: save it as UTF-8 without BOM"
            }
            (80..=90, 1) => "the file holds one word, perhaps a private key in base58 as wallets export it",
            (_, 12 | 24) => "the file holds seed words; `solana-keygen recover` makes a keypair file of them",
            _ => "the file is no list of 64 numbers, as `solana-keygen` writes them",
        }
        .to_owned()
            + "; it was left as it is");
    };
    match (bytes.len(), Keypair::try_from(&bytes[..])) {
        (_, Ok(keypair)) => Ok(keypair),
        (64, Err(_)) => {
            Err("its two halves do not belong together: the file is damaged; it was left as it is".to_owned())
        }
        (count, Err(_)) => Err(format!("the file holds {count} numbers, and a keypair has 64; it was left as it is")),
    }
}

impl fmt::Debug for KeySource {
    /// Its address alone: never the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeySource({})", self.address())
    }
}

/// The path, with `~/` as the home folder.
pub(crate) fn expanded(text: &str) -> PathBuf {
    match (text.strip_prefix("~/"), home()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => Path::new(text).to_owned(),
    }
}

/// The home folder.
pub(crate) fn home() -> Option<PathBuf> {
    std::env::home_dir()
}
