//! The network of the demo: real JSON-RPC in this process, and the client library beside the command line.

use std::path::{Path, PathBuf};

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anyhow::{Context, Result};
use inference_staking_client::instruction::Mints;
use inference_staking_client::rpc::{
    transaction_size, CommitmentConfig, Connection, Pace, PriorityFee, SendError, SendOptions,
};
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord, StakingRecord};
use inference_staking_localnet::{EmbeddedChain, Executed, Network, NetworkSetup};
use inference_staking_localnet_rpc::{LocalNetwork, LocalNetworkOptions};
use rayon::{ThreadPool, ThreadPoolBuilder};
use solana_keypair::Keypair;
use solana_signer::Signer;
use tokio::runtime::Runtime;

use crate::commands::consumed;

/// Blocks are closed faster than on the real network, so that the story is not one of waiting.
const SLOT_TIME: std::time::Duration = std::time::Duration::from_millis(50);

/// How many commands are said at a time: most of what one takes is waiting for its block.
const SPEAKERS: usize = 24;

/// A local network, a connection to it, and a folder for the command line's files.
pub struct LiveNetwork {
    pub mints: Mints,
    pub local: LocalNetwork,
    pub(crate) connection: Connection,
    pub(crate) runtime: Runtime,
    pub(crate) keys: PathBuf,
    /// Threads for those who speak at the same time.
    pub(crate) speakers: ThreadPool,
}

impl LiveNetwork {
    /// Starts the network after a prologue; keypairs and configuration for the command line go into `folder`.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start(
        setup: NetworkSetup,
        folder: &Path,
        prologue: impl FnOnce(&mut Network<EmbeddedChain>) -> Result<()> + Send,
    ) -> Result<Self> {
        let options = LocalNetworkOptions { setup, wallets: 0, slot_time: SLOT_TIME, ..Default::default() };
        let local = LocalNetwork::start_after(options, prologue)?;
        let pace = Pace { poll: SLOT_TIME / 2, ..Pace::default() };
        let connection = Connection::new(&local.rpc_url(), CommitmentConfig::confirmed()).with_pace(pace);
        let runtime = Runtime::new().context("the runtime does not start")?;
        let speakers = ThreadPoolBuilder::new().num_threads(SPEAKERS).build().context("the threads do not start")?;
        let network = Self { mints: local.mints, local, connection, runtime, keys: folder.join("keys"), speakers };
        network.write_config()?;
        Ok(network)
    }

    /// Simulates, for the costs, and sends; the payer signs first.
    ///
    /// # Errors
    /// What it was refused for.
    pub fn send(&self, instruction: Instruction, signers: &[&Keypair]) -> Result<Executed, SendError> {
        let payer = &self.local.roles.payer;
        let mut all = vec![payer];
        all.extend(signers.iter().filter(|signer| signer.pubkey() != payer.pubkey()));
        let options = SendOptions { priority_fee: PriorityFee::None, ..SendOptions::default() };
        let instructions = [instruction];
        let transaction_bytes = transaction_size(&instructions, &payer.pubkey()).bytes;
        self.runtime.block_on(async {
            let simulated = self.connection.simulate(&instructions, &payer.pubkey()).await?;
            let sent = self.connection.send(&instructions, &all, &options).await?;
            // Without what setting the compute-unit limit takes.
            let compute_units = simulated.logs.iter().filter_map(|line| consumed(line)).sum();
            let return_data = simulated.return_data;
            Ok(Executed { compute_units, logs: sent.logs, return_data, transaction_bytes })
        })
    }

    /// Base units in a token account; 0 if it does not exist.
    pub fn balance(&self, token_account: &Pubkey) -> Result<u64> {
        Ok(self.runtime.block_on(self.connection.token_balance(token_account))?.unwrap_or(0))
    }

    pub fn overview(&self) -> Result<PoolOverview> {
        Ok(self.runtime.block_on(self.connection.overview())?)
    }

    pub fn pool(&self, address: &Pubkey) -> Result<OperatorPool> {
        Ok(self.runtime.block_on(self.connection.pool(address))?)
    }

    /// Every pool of the network.
    pub fn pools(&self) -> Result<Vec<(Pubkey, OperatorPool)>> {
        Ok(self.runtime.block_on(self.connection.pools())?)
    }

    pub fn record(&self, address: &Pubkey) -> Result<StakingRecord> {
        Ok(self.runtime.block_on(self.connection.staking_record(address))?)
    }

    pub fn reward_record(&self, epoch: u64) -> Result<RewardRecord> {
        let record = self.runtime.block_on(self.connection.reward_record(epoch))?;
        record.with_context(|| format!("epoch {epoch} has no record"))
    }

    /// Moves the clock on.
    pub fn pass_time(&self, seconds: i64) -> Result<()> {
        self.local.time_travel(seconds.unsigned_abs())?;
        Ok(())
    }

    /// Unix time of the network.
    pub fn now(&self) -> Result<i64> {
        self.local.now()
    }
}
