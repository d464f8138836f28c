//! The running network: where it answers, who has keys, and what only its owner can do.

use std::time::{SystemTime, UNIX_EPOCH};

use anchor_lang::prelude::{Clock, Pubkey};
use anyhow::{anyhow, Context, Result};
use inference_staking_client::address;
use inference_staking_client::instruction::Mints;
use inference_staking_localnet::{EmbeddedChain, Network};
use solana_account::Account;
use solana_commitment_config::CommitmentConfig;
use solana_keypair::Keypair;
use solana_rpc_client::rpc_client::RpcClient;
use surfpool_core::surfnet::svm::SurfnetSvm;
use surfpool_core::types::TimeTravelConfig;

use crate::engine::Engine;
use crate::genesis::Genesis;
use crate::options::LocalNetworkOptions;
use crate::ports::Ports;
use crate::roles::Roles;
use crate::token_gift;

/// How often other free ports are tried when somebody else was faster.
const ATTEMPTS: usize = 5;

/// A local network; it ends, and frees its ports, when dropped.
///
/// Its methods may be called in and outside async code. They take milliseconds and block for that long.
pub struct LocalNetwork {
    engine: Engine,
    /// The two mints, with 6 decimals.
    pub mints: Mints,
    /// The roles' wallets.
    pub roles: Roles,
    /// Funded wallets without a role.
    pub wallets: Vec<Keypair>,
}

impl LocalNetwork {
    /// Builds the network and serves it.
    ///
    /// # Errors
    /// If the program has not been built, refuses the parameters, or a port is taken.
    pub fn start(options: LocalNetworkOptions) -> Result<Self> {
        Self::start_after(options, |_| Ok(()))
    }

    /// As `start`, with a history: `prologue` is played on the embedded chain that the network's first state is taken from,
    /// where a transaction takes a fraction of a millisecond.
    ///
    /// # Errors
    /// As `start`, and those of `prologue`.
    pub fn start_after(
        options: LocalNetworkOptions,
        prologue: impl FnOnce(&mut Network<EmbeddedChain>) -> Result<()> + Send,
    ) -> Result<Self> {
        outside_async(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).context("this machine's clock is before 1970")?;
            let genesis = Genesis::build(&options, i64::try_from(since.as_secs())?, prologue)?;
            let engine = serve(&options, &genesis)?;
            Ok(Self { engine, mints: genesis.mints, roles: genesis.roles, wallets: genesis.wallets })
        })
    }

    /// Where JSON-RPC answers.
    pub fn rpc_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.engine.ports().rpc)
    }

    /// Where subscriptions are taken.
    pub fn ws_url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.engine.ports().ws)
    }

    /// A blocking client of it, confirmed. In async code use the nonblocking client of `rpc_url`.
    pub fn rpc_client(&self) -> RpcClient {
        RpcClient::new_with_commitment(self.rpc_url(), CommitmentConfig::confirmed())
    }

    /// Unix time of the clock sysvar.
    ///
    /// # Errors
    /// Never, as long as the network runs.
    pub fn now(&self) -> Result<i64> {
        outside_async(|| Ok(self.engine.svm().with_svm_reader(|svm| svm.inner.get_sysvar::<Clock>().unix_timestamp)))
    }

    /// Moves the clock sysvar on. Slots move with it; blockhashes stay as valid as they were.
    ///
    /// # Errors
    /// If the network does not answer within 2 seconds.
    pub fn time_travel(&self, seconds: u64) -> Result<i64> {
        outside_async(|| {
            let svm = self.engine.svm();
            let now = svm.with_svm_reader(|svm| svm.updated_at);
            let target = seconds.checked_mul(1_000).and_then(|milliseconds| now.checked_add(milliseconds));
            let target = TimeTravelConfig::AbsoluteTimestamp(target.context("that is too far in the future")?);
            svm.time_travel(None, self.engine.commands(), target).map_err(|error| anyhow!("{error}"))
        })?;
        self.now()
    }

    /// The account at an address, or `None`.
    ///
    /// # Errors
    /// If the network's storage fails.
    pub fn account(&self, address: &Pubkey) -> Result<Option<Account>> {
        outside_async(|| self.engine.svm().with_svm_reader(|svm| account(svm, address)))
    }

    /// Replaces an account: for states that no instruction makes.
    ///
    /// # Errors
    /// If the account is a broken program or sysvar.
    pub fn set_account(&self, address: &Pubkey, account: Account) -> Result<()> {
        self.change(|svm| set_account(svm, address, account))
    }

    /// Gives an address SOL out of nothing.
    ///
    /// # Errors
    /// If the network's storage fails.
    pub fn give_lamports(&self, to: &Pubkey, lamports: u64) -> Result<()> {
        self.change(|svm| {
            let mut account = account(svm, to)?.unwrap_or_default();
            account.lamports = account.lamports.checked_add(lamports).context("more lamports than a u64 can count")?;
            set_account(svm, to, account)
        })
    }

    /// Gives an owner's associated token account base units of a mint out of nothing; creates it if it is missing.
    ///
    /// # Errors
    /// If there is no such mint.
    pub fn give_tokens(&self, owner: &Pubkey, mint: &Pubkey, amount: u64) -> Result<()> {
        self.change(|svm| {
            let at = address::owner_token_account(owner, mint);
            let credited = token_gift::credited(account(svm, &at)?.as_ref(), owner, mint, amount)?;
            let before = account(svm, mint)?.with_context(|| format!("there is no mint {mint}"))?;
            set_account(svm, mint, token_gift::issued(&before, amount)?)?;
            set_account(svm, &at, credited)
        })
    }

    fn change(&self, change: impl FnOnce(&mut SurfnetSvm) -> Result<()> + Send + Sync) -> Result<()> {
        outside_async(|| self.engine.svm().with_svm_writer(change))
    }
}

fn serve(options: &LocalNetworkOptions, genesis: &Genesis) -> Result<Engine> {
    let attempts = if options.rpc_port == 0 || options.ws_port == 0 { ATTEMPTS } else { 1 };
    let attempt = || {
        let ports = Ports::choose(options.rpc_port, options.ws_port)?;
        Engine::start(ports, options.slot_time, &genesis.accounts)
    };
    let mut last = attempt();
    for _ in 1..attempts {
        if last.is_ok() {
            break;
        }
        last = attempt();
    }
    last
}

fn account(svm: &SurfnetSvm, address: &Pubkey) -> Result<Option<Account>> {
    let found = svm.get_account(address).map_err(|error| anyhow!("account {address}: {error}"))?;
    Ok(found.filter(|account| account.lamports > 0))
}

fn set_account(svm: &mut SurfnetSvm, address: &Pubkey, account: Account) -> Result<()> {
    svm.set_account(address, account).map_err(|error| anyhow!("account {address}: {error}"))
}

/// Runs on a thread of its own, because surfpool's locks may not be waited for in an async runtime.
fn outside_async<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    std::thread::scope(|scope| scope.spawn(work).join())
        .map_err(|_| anyhow!("the local network's own code failed: see the message above"))?
}
