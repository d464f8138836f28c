//! Everything at one place: the chain, what everybody should have, and what it cost so far.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anchor_lang::prelude::Pubkey;
use anyhow::{bail, ensure, Context, Result};
use inference_staking_client::intent::{IntentError, Plan};
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::NetworkSetup;
use solana_keypair::Keypair;

use crate::amount::decimal;
use crate::commands::Command;
use crate::costs::Costs;
use crate::emission;
use crate::expected::{ExpectedPool, LeafAmounts, PoolTerms};
use crate::network::DemoNetwork;
use crate::other_pools::OtherPool;
use crate::output::Output;
use crate::parameters::parameters;
use crate::participants::FollowedPool;
use crate::terms::Terms;
use crate::wallets::{foundation, Wallets};

/// An epoch's record as it should be.
#[derive(Clone, Copy, Debug)]
pub struct ExpectedRecord {
    pub total: LeafAmounts,
    pub remaining: LeafAmounts,
    pub accrued_leaves: u64,
    pub root: [u8; 32],
    pub depth: u8,
}

/// The global vaults as they should be.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExpectedVaults {
    pub balance: LeafAmounts,
    pub liability: LeafAmounts,
    /// Tokens that payouts have pulled out of the reward vault.
    pub pulled: u128,
}

/// Something the program had to refuse, and did.
pub struct RefusedAttempt {
    pub what: &'static str,
    pub error: StakingError,
}

/// The chain, and beside it what should be on it.
pub struct Demo {
    pub network: DemoNetwork,
    pub output: Output,
    pub followed: Vec<FollowedPool>,
    /// Everybody else.
    pub others: Vec<OtherPool>,
    /// Folder of the tree files.
    pub trees: PathBuf,
    /// In the order of `followed`.
    pub pools: Vec<ExpectedPool>,
    pub records: Vec<ExpectedRecord>,
    pub vaults: ExpectedVaults,
    pub costs: Costs,
    pub refusals: Vec<RefusedAttempt>,
    /// Commands that were shown before, by their first words.
    pub shown: HashSet<String>,
}

impl Demo {
    /// Starts a network with the program, two mints, the singleton, everybody's wallets, and a `pot` that epochs are paid of.
    ///
    /// # Errors
    /// If the program is not built or refuses.
    pub fn start(
        followed: Vec<FollowedPool>,
        others: Vec<OtherPool>,
        pot: LeafAmounts,
        folder: &Path,
        output: Output,
    ) -> Result<Self> {
        let setup = NetworkSetup { parameters: parameters(), emission: emission::schedule(), is_test_network: true };
        let began = Instant::now();
        let network = DemoNetwork::start(setup, folder, |network| {
            let mut wallets = Wallets::new(network);
            wallets.members(pot, &followed)?;
            wallets.other_operators(&others)?;
            output.busy("starting JSON-RPC");
            Ok(())
        })?;
        output.line(&format!(
            "Everybody has a wallet with tokens after {:.1} s. The network answers at {}, and everything from here on goes \
             through it.",
            began.elapsed().as_secs_f64(),
            network.local.rpc_url()
        ));
        let pools = followed.iter().map(expected_pool).collect();
        Ok(Self {
            network,
            output,
            followed,
            others,
            trees: folder.to_path_buf(),
            pools,
            records: Vec::new(),
            vaults: ExpectedVaults::default(),
            costs: Costs::default(),
            refusals: Vec::new(),
            shown: HashSet::new(),
        })
    }

    /// Runs a command that the program has to refuse with `error`.
    ///
    /// # Errors
    /// If it goes through or is refused for another reason.
    pub fn attempt(&mut self, what: &'static str, command: &Command, error: StakingError) -> Result<()> {
        let notes = self.network.run_refused(command).with_context(|| what)?;
        ensure!(notes.contains(&error.name()), "{what}: expected the error {}, got: {notes}", error.name());
        self.refusals.push(RefusedAttempt { what, error });
        Ok(())
    }

    /// Sends what the command line would not even send, and the program has to refuse with `error`.
    ///
    /// # Errors
    /// If it goes through or is refused for another reason.
    pub fn attempt_past_the_command_line(
        &mut self,
        what: &'static str,
        plan: Result<Plan, IntentError>,
        signers: &[&Keypair],
        error: StakingError,
    ) -> Result<()> {
        let refused = match self.network.send(&plan?, signers) {
            Ok(()) => bail!("{what}: the program let it through instead of refusing with {}", error.name()),
            Err(refused) => refused,
        };
        if refused.staking_error() != Some(error) {
            bail!("{what}: expected the error {}, got: {refused}", error.name());
        }
        self.refusals.push(RefusedAttempt { what, error });
        Ok(())
    }

    /// The foundation pays an epoch's totals into the global vaults.
    ///
    /// # Errors
    /// If the chain refuses.
    pub fn fund_vaults(&mut self, total: LeafAmounts) -> Result<()> {
        let mut words = vec!["rewards".to_string(), "fund".into(), "--tokens".into(), decimal(total.reward)];
        if total.usdc > 0 {
            words.extend(["--usdc".into(), decimal(total.usdc)]);
        }
        self.run(&Command::new("foundation", &foundation(), words))?;
        self.vaults.balance.reward += total.reward;
        self.vaults.balance.usdc += total.usdc;
        Ok(())
    }

    /// What leaves the global vaults is no longer owed.
    pub(crate) fn pay_out(&mut self, paid: LeafAmounts) {
        for amounts in [&mut self.vaults.balance, &mut self.vaults.liability] {
            amounts.reward -= paid.reward;
            amounts.usdc -= paid.usdc;
        }
        self.vaults.pulled += paid.reward;
    }

    /// Where an owner's tokens are.
    pub fn tokens_of(&self, owner: &Pubkey) -> Pubkey {
        address::owner_token_account(owner, &self.network.mints.stake)
    }

    /// Where an owner's USDC is.
    pub fn usdc_of(&self, owner: &Pubkey) -> Pubkey {
        address::owner_token_account(owner, &self.network.mints.usdc)
    }
}

fn expected_pool(pool: &FollowedPool) -> ExpectedPool {
    let Terms { reward_bps, usdc_bps, auto_stake, delegation_allowed, .. } = pool.terms;
    let funds: Vec<u64> = pool.members.iter().map(|member| member.funds).collect();
    ExpectedPool::new(PoolTerms { reward_bps, usdc_bps, auto_stake, delegation_allowed }, &funds)
}
