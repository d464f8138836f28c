//! Keys: an address, or a keypair file.

use std::fmt;
use std::path::{Path, PathBuf};

use anchor_lang::prelude::Pubkey;
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
        let scheme = text.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let is_elsewhere = matches!(scheme.as_deref(), Some("usb" | "prompt" | "stdin"));
        if is_elsewhere || matches!(text, "-" | "ASK") {
            return Err(Failure::bad_input(format!(
                "keypair `{}`: only keypair files can sign here; for a hardware wallet or a multisig give its address with \
                 --signer and export the transaction with --export",
                escaped(text)
            )));
        }
        let path = expanded(text.strip_prefix("file://").or(text.strip_prefix("file:")).unwrap_or(text));
        let shown = if may_be_secret(text) { "(not repeated)".to_owned() } else { path.display().to_string() };
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

/// Whether a secret itself was given where a file is named: a private key in base58, a list of numbers, seed words.
fn may_be_secret(text: &str) -> bool {
    let looks_secret = text.len() >= 80 || text.contains('[') || text.split_whitespace().count() >= 12;
    looks_secret && !text.contains('/')
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
