//! Keys: an address, or a keypair file.

use std::fmt;
use std::path::{Path, PathBuf};

use anchor_lang::prelude::Pubkey;
use solana_keypair::{read_keypair_file, Keypair};
use solana_signer::Signer;

use crate::failure::{Failure, Outcome};

/// An address in base58.
///
/// # Errors
/// A text that says what is wrong.
pub fn parse_pubkey(text: &str) -> Result<Pubkey, String> {
    text.parse().map_err(|_| format!("`{text}` is no address: write the 32 to 44 base58 characters of a public key"))
}

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
        let elsewhere = ["usb://", "prompt://", "ASK", "stdin:"];
        if text == "-" || elsewhere.iter().any(|kind| text.starts_with(kind)) {
            return Err(Failure::bad_input(format!(
                "keypair `{text}`: only keypair files can sign here; for a hardware wallet or a multisig give its address \
                 with --signer and export the transaction with --export"
            )));
        }
        let path = expanded(text);
        let keypair = read_keypair_file(&path).map_err(|error| {
            Failure::bad_input(format!(
                "keypair `{}`: {error}; make one with `solana-keygen new --outfile {}`, or name another with --keypair",
                path.display(),
                path.display()
            ))
        })?;
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
