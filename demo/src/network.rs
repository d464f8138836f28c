//! The network of the demo: real JSON-RPC in this process, and the client library beside the command line.

use std::path::{Path, PathBuf};

use anchor_lang::prelude::Pubkey;
use anyhow::{Context, Result};
use inference_staking_client::instruction::{LeafProof, Mints};
use inference_staking_client::intent::Plan;
use inference_staking_client::rpc::{CommitmentConfig, Connection, Pace, PriorityFee, SendError, SendOptions};
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord, StakingRecord};
use inference_staking_keeper::trees::{commitment, leaf_proof};
use inference_staking_localnet::{EmbeddedChain, Network, NetworkSetup};
use inference_staking_localnet_rpc::{LocalNetwork, LocalNetworkOptions};
use inference_staking_rewards::{EpochTrees, RewardsTree};
use rayon::{ThreadPool, ThreadPoolBuilder};
use solana_keypair::Keypair;
use solana_signer::Signer;
use tokio::runtime::Runtime;

/// Blocks are closed faster than on the real network, so that the demo is not one of waiting.
const SLOT_TIME: std::time::Duration = std::time::Duration::from_millis(50);

/// How many commands are run at a time: most of what one takes is waiting for its block.
const AT_ONCE: usize = 24;

/// A local network, a connection to it, and a folder for the command line's files.
pub struct DemoNetwork {
    pub mints: Mints,
    pub local: LocalNetwork,
    pub(crate) connection: Connection,
    pub(crate) runtime: Runtime,
    pub(crate) keys: PathBuf,
    /// Threads for commands that are run at the same time.
    pub(crate) threads: ThreadPool,
}

impl DemoNetwork {
    /// Starts the network after `prepare`; keypairs and configuration for the command line go into `folder`.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start(
        setup: NetworkSetup,
        folder: &Path,
        prepare: impl FnOnce(&mut Network<EmbeddedChain>) -> Result<()> + Send,
    ) -> Result<Self> {
        let options = LocalNetworkOptions { setup, wallets: 0, slot_time: SLOT_TIME, ..Default::default() };
        let local = LocalNetwork::start_after(options, prepare)?;
        let pace = Pace { poll: SLOT_TIME / 2, ..Pace::default() };
        let connection = Connection::new(&local.rpc_url(), CommitmentConfig::confirmed()).with_pace(pace);
        let runtime = Runtime::new().context("the runtime does not start")?;
        let threads = ThreadPoolBuilder::new().num_threads(AT_ONCE).build().context("the threads do not start")?;
        let network = Self { mints: local.mints, local, connection, runtime, keys: folder.join("keys"), threads };
        network.write_config()?;
        Ok(network)
    }

    /// Sends a plan past the command line; the payer signs first.
    ///
    /// # Errors
    /// What it was refused for.
    pub fn send(&self, plan: &Plan, signers: &[&Keypair]) -> Result<(), SendError> {
        let payer = &self.local.roles.payer;
        let mut all = vec![payer];
        all.extend(signers.iter().filter(|signer| signer.pubkey() != payer.pubkey()));
        let options = SendOptions { priority_fee: PriorityFee::None, ..SendOptions::default() };
        self.runtime.block_on(plan.send(&self.connection, &all, &options)).map(|_| ()).map_err(|stop| stop.error)
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

    /// A pool's leaf with its proof, of a tree that the record on chain commits to.
    pub fn leaf_proof(&self, tree: &RewardsTree, pool: &Pubkey) -> Result<LeafProof> {
        let mut trees = EpochTrees::default();
        trees.insert(&commitment(&self.reward_record(tree.epoch())?), tree.clone())?;
        leaf_proof(&trees, pool).with_context(|| format!("pool {pool} has no leaf in the tree of {}", tree.epoch()))
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
