//! The files of a network, for command lines and scripts: keypairs, Solana's configuration, a summary.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use inference_staking_client::address;
use inference_staking_client::instruction::Mints;
use inference_staking_localnet_rpc::Roles;
use serde_json::{json, Map, Value};
use solana_keypair::Keypair;
use solana_signer::Signer;

/// Where a network answers.
#[derive(Clone, Debug)]
pub struct Urls {
    pub rpc: String,
    pub ws: String,
}

/// A wallet by its name and the file of its keypair.
pub struct NamedKey {
    pub name: String,
    pub address: anchor_lang::prelude::Pubkey,
    pub file: PathBuf,
}

/// The folder that everything is written to.
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Makes the folder.
    ///
    /// # Errors
    /// If that is not possible.
    pub fn create(path: &Path) -> Result<Self> {
        fs::create_dir_all(path).with_context(|| format!("cannot make the folder {}", path.display()))?;
        let path = fs::canonicalize(path).with_context(|| format!("cannot find {}", path.display()))?;
        Ok(Self { path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Solana's configuration, for `--config`.
    pub fn config(&self) -> PathBuf {
        self.path.join("config.yml")
    }

    /// Writes a keypair file for each role and wallet.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn write_keys(&self, roles: &Roles, wallets: &[Keypair]) -> Result<Vec<NamedKey>> {
        let numbered = wallets.iter().enumerate().map(|(place, keypair)| (format!("wallet-{}", place + 1), keypair));
        let roles = roles.named().map(|(name, keypair)| (name.to_owned(), keypair));
        numbered.chain(roles).map(|(name, keypair)| self.write_key(name, keypair)).collect()
    }

    fn write_key(&self, name: String, keypair: &Keypair) -> Result<NamedKey> {
        let file = self.path.join(format!("{name}.json"));
        let bytes: Vec<u8> = keypair.to_bytes().to_vec();
        write_private(&file, serde_json::to_string(&bytes)?.as_bytes())?;
        Ok(NamedKey { name, address: keypair.pubkey(), file })
    }

    /// Writes the configuration that `solana --config` and our own command line read; `keypair` signs by default.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write_config(&self, urls: &Urls, keypair: &Path) -> Result<()> {
        let quoted = |text: &str| Value::from(text).to_string();
        let text = format!(
            "---\njson_rpc_url: {}\nwebsocket_url: {}\nkeypair_path: {}\naddress_labels: {{}}\ncommitment: confirmed\n",
            quoted(&urls.rpc),
            quoted(&urls.ws),
            quoted(&keypair.to_string_lossy()),
        );
        write(&self.config(), text.as_bytes())
    }

    /// Writes `network.json`: every address of the network, for scripts.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write_summary(&self, urls: &Urls, mints: &Mints, keys: &[NamedKey]) -> Result<()> {
        let wallets: Map<String, Value> =
            keys.iter().map(|key| (key.name.clone(), Value::from(key.address.to_string()))).collect();
        let summary = json!({
            "rpc_url": urls.rpc,
            "websocket_url": urls.ws,
            "program_id": address::program_id().to_string(),
            "pool_overview": address::pool_overview().to_string(),
            "stake_mint": mints.stake.to_string(),
            "usdc_mint": mints.usdc.to_string(),
            "wallets": wallets,
        });
        write(&self.path.join("network.json"), serde_json::to_string_pretty(&summary)?.as_bytes())
    }
}

pub fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}

/// Readable for its owner alone, as Solana's own tools leave keypairs.
fn write_private(file: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut opened = options.open(file).with_context(|| format!("cannot write {}", file.display()))?;
    opened.write_all(bytes).with_context(|| format!("cannot write {}", file.display()))
}
