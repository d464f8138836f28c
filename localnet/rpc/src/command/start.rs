//! Starts a network, writes its files, and keeps it until it is told to end.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{ensure, Context, Result};
use clap::Args;
use inference_staking_client::rpc::{CommitmentConfig, Connection, Pace};
use inference_staking_client::time::SLOT;
use inference_staking_localnet::program::checkout;
use inference_staking_localnet_rpc::{say, LocalNetwork, LocalNetworkOptions};
use solana_signer::Signer;

use crate::command::announcement::{announce, Network};
use crate::command::folder::{Folder, Urls};
use crate::command::network_files::NetworkFiles;
use crate::command::{console, validator};

/// How long a network that runs may take to answer.
const ANSWER: Duration = Duration::from_secs(3);

/// Options of a network.
#[derive(Args)]
pub struct Start {
    /// Port of the JSON-RPC server; 0 for a free one.
    #[arg(long, default_value_t = 8899)]
    port: u16,
    /// Port of the WebSocket server; 0 for a free one [default: one above the JSON-RPC port].
    #[arg(long)]
    ws_port: Option<u16>,
    /// Funded wallets besides those of the roles.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    wallets: u16,
    /// Leave the singleton to `inference-staking init`.
    #[arg(long)]
    without_overview: bool,
    /// Run `solana-test-validator` with the same accounts instead; time does not travel there.
    #[arg(long)]
    validator: bool,
    /// Folder for keypairs and configuration [default: target/localnet of the workspace].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Start {
    /// Runs until Ctrl-C.
    ///
    /// # Errors
    /// If the network does not start, or a file cannot be written.
    pub fn run(&self) -> Result<()> {
        let folder = Folder::create(&self.out.clone().unwrap_or_else(default_out))?;
        let options = LocalNetworkOptions {
            initialized: !self.without_overview,
            wallets: usize::from(self.wallets),
            rpc_port: self.port,
            ws_port: self.ws_port.unwrap_or(if self.port == 0 { 0 } else { self.port.saturating_add(1) }),
            slot_time: SLOT,
            ..LocalNetworkOptions::default()
        };
        let runtime = tokio::runtime::Runtime::new().context("the runtime does not start")?;
        runtime.block_on(require_unused(&folder))?;
        let ended = match self.validator {
            true => runtime.block_on(validator::run(&options, &folder)),
            false => runtime.block_on(embedded(options, &folder)),
        };
        // A thread may still wait for a line of standard input.
        runtime.shutdown_background();
        ended
    }
}

/// The files of a network that runs are not taken from it: what points to them would find no network, or another one.
async fn require_unused(folder: &Folder) -> Result<()> {
    let Ok(files) = NetworkFiles::read(folder.path()) else { return Ok(()) };
    let (Ok(url), Ok(payer)) = (files.rpc_url(), files.key("payer")) else { return Ok(()) };
    let pace = Pace { read_attempts: 1, ..Pace::default() };
    let connection = Connection::new(url, CommitmentConfig::confirmed()).with_pace(pace);
    let runs = tokio::time::timeout(ANSWER, connection.lamports(&payer.pubkey())).await;
    // Another network has other wallets.
    let runs = matches!(runs, Ok(Ok(lamports)) if lamports > 0);
    ensure!(
        !runs,
        "a network runs at {url} with the files in {}: end it, or name another folder with --out",
        folder.path().display()
    );
    Ok(())
}

async fn embedded(options: LocalNetworkOptions, folder: &Folder) -> Result<()> {
    let ended = console::end_signal()?;
    let initialized = options.initialized;
    let network = LocalNetwork::start(options)?;
    let urls = Urls { rpc: network.rpc_url(), ws: network.ws_url() };
    let LocalNetwork { mints, roles, wallets, .. } = &network;
    announce(folder, &urls, &Network { mints, roles, wallets, initialized })?;
    say(console::help(&network.rpc_url()))?;
    console::listen(&network, ended).await;
    say("The local network has ended.")
}

/// Where the build puts everything else.
pub fn default_out() -> PathBuf {
    checkout().join("target/localnet")
}
