//! What a network has written to its folder, for commands beside it.

use std::path::{Path, PathBuf};

use anchor_lang::prelude::Pubkey;
use anyhow::{bail, Context, Result};
use serde_json::Value;
use solana_keypair::{read_keypair_file, Keypair};

/// What a network has written to its folder.
pub struct NetworkFiles {
    folder: PathBuf,
    summary: Value,
}

impl NetworkFiles {
    /// Reads its summary.
    ///
    /// # Errors
    /// If no network has written one to the folder.
    pub fn read(folder: &Path) -> Result<Self> {
        let file = folder.join("network.json");
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("cannot read {}: start a network with `cargo xtask localnet`, or name the folder of one that runs with --out", file.display()))?;
        let summary = serde_json::from_str(&text).with_context(|| format!("{} is no summary", file.display()))?;
        Ok(Self { folder: folder.to_owned(), summary })
    }

    /// Where its JSON-RPC answers.
    ///
    /// # Errors
    /// If the summary does not say it.
    pub fn rpc_url(&self) -> Result<&str> {
        self.text("rpc_url")
    }

    fn text(&self, name: &str) -> Result<&str> {
        self.summary[name].as_str().with_context(|| format!("network.json has no {name}"))
    }

    /// An address that the summary names.
    ///
    /// # Errors
    /// If it names none.
    pub fn address(&self, name: &str) -> Result<Pubkey> {
        self.text(name)?.parse().with_context(|| format!("{name} in network.json is no address"))
    }

    /// The key of a role.
    ///
    /// # Errors
    /// If its file cannot be read.
    pub fn key(&self, name: &str) -> Result<Keypair> {
        let file = self.folder.join(format!("{name}.json"));
        match read_keypair_file(&file) {
            Ok(key) => Ok(key),
            Err(error) => bail!("cannot read {}: {error}", file.display()),
        }
    }
}
