//! The network of the demo: real JSON-RPC in this process, the client library, and the command line's own code.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anyhow::{bail, Context, Result};
use inference_staking_cli::{run, Captured, DONE};
use inference_staking_client::instruction::Mints;
use inference_staking_client::rpc::{
    transaction_size, CommitmentConfig, Connection, Pace, PriorityFee, SendError, SendOptions,
};
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord, StakingRecord};
use inference_staking_localnet::{tokens, Executed, NetworkSetup};
use inference_staking_localnet_rpc::{LocalNetwork, LocalNetworkOptions};
use solana_keypair::Keypair;
use solana_signer::Signer;
use tokio::runtime::Runtime;

/// Blocks are closed faster than on the real network, so that the story is not one of waiting.
const SLOT_TIME: std::time::Duration = std::time::Duration::from_millis(50);
/// What everybody has for rent and fees.
const LAMPORTS: u64 = 1_000_000_000;
/// Transactions a second that the command line's keeper may send, and how many at a time.
const KEEPER: [&str; 4] = ["--rate", "500", "--in-flight", "12"];

/// A local network, a connection to it, and a folder for the command line's files.
pub struct LiveNetwork {
    pub mints: Mints,
    pub local: LocalNetwork,
    connection: Connection,
    runtime: Runtime,
    folder: PathBuf,
}

impl LiveNetwork {
    /// Starts the network; keypairs and configuration for the command line go into `folder`.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start(setup: NetworkSetup, folder: &Path) -> Result<Self> {
        let options = LocalNetworkOptions { setup, wallets: 0, slot_time: SLOT_TIME, ..Default::default() };
        let local = LocalNetwork::start(options)?;
        let pace = Pace { poll: SLOT_TIME / 2, ..Pace::default() };
        let connection = Connection::new(&local.rpc_url(), CommitmentConfig::confirmed()).with_pace(pace);
        let runtime = Runtime::new().context("the runtime does not start")?;
        let folder = folder.join("keys");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let config = format!("---\njson_rpc_url: {}\ncommitment: confirmed\n", local.rpc_url());
        fs::write(folder.join("config.yml"), config).context("cannot write the configuration")?;
        Ok(Self { mints: local.mints, local, connection, runtime, folder })
    }

    /// Says a command to the command line's own code, signed by `actor`, and returns what it answers.
    ///
    /// # Errors
    /// What the command line says if it refuses.
    pub fn command(&self, name: &str, actor: &Keypair, words: &[&str]) -> Result<String> {
        let key = self.folder.join(format!("{name}.json"));
        fs::write(&key, format!("{:?}", actor.to_bytes()))
            .with_context(|| format!("cannot write {}", key.display()))?;
        let config = self.folder.join("config.yml");
        let mut said: Vec<OsString> = vec!["inference-staking".into(), "--config".into(), config.into()];
        said.extend(["--keypair".into(), key.into_os_string()]);
        said.extend(["--yes", "--priority-fee", "none"].into_iter().chain(words.iter().copied()).map(OsString::from));
        let mut out = Captured::default();
        let code = self.runtime.block_on(run(said, &mut out));
        if code != DONE {
            bail!("`inference-staking {}` ended with {code}: {}{}", words.join(" "), out.notes, out.results);
        }
        Ok(out.results)
    }

    /// `rewards accrue`: the keeper brings every pool its leaf.
    ///
    /// # Errors
    /// If it cannot, or something is left.
    pub fn accrue_all(&self, trees: &Path) -> Result<String> {
        let trees = trees.to_string_lossy();
        let words = [&["rewards", "accrue", "--trees", &trees], &KEEPER[..]].concat();
        self.command("payer", &self.local.roles.payer, &words)
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
            let (compute_units, return_data) = (simulated.compute_units, simulated.return_data);
            Ok(Executed { compute_units, logs: sent.logs, return_data, transaction_bytes })
        })
    }

    /// Mints base units into a token account.
    ///
    /// # Errors
    /// If the chain refuses.
    pub fn mint_to(&self, mint: &Pubkey, account: &Pubkey, amount: u64) -> Result<()> {
        let authority = &self.local.roles.mint_authority;
        self.send(tokens::mint_to(mint, account, &authority.pubkey(), amount), &[authority])?;
        Ok(())
    }

    /// Gives an owner SOL, `tokens` base units, and an empty account for USDC.
    ///
    /// # Errors
    /// If the network fails.
    pub fn fund(&self, owner: &Pubkey, tokens: u64) -> Result<()> {
        self.local.give_tokens(owner, &self.mints.usdc, 0)?;
        self.fund_without_usdc(owner, tokens)
    }

    /// Gives an owner SOL and `tokens` base units. The node takes longer for each token account that there is.
    ///
    /// # Errors
    /// If the network fails.
    pub fn fund_without_usdc(&self, owner: &Pubkey, tokens: u64) -> Result<()> {
        self.local.give_lamports(owner, LAMPORTS)?;
        self.local.give_tokens(owner, &self.mints.stake, tokens)
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
