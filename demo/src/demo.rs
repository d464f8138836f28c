//! Everything that acts are played on: the chain, what everybody should have, and what it cost so far.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anyhow::{bail, ensure, Context, Result};
use inference_staking_client::state::PoolOverviewParameters;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::NetworkSetup;
use solana_keypair::Keypair;

use crate::amount::decimal;
use crate::commands::Spoken;
use crate::costs::Costs;
use crate::emission;
use crate::expected::{ExpectedHolder, ExpectedPool, LeafAmounts};
use crate::network::LiveNetwork;
use crate::other_operators::CrowdPool;
use crate::output::Narrator;
use crate::participants::CastPool;
use crate::wallets::{foundation, Prologue};

/// Reward records wait so long before they can be accrued.
pub const CHALLENGE_PERIOD: i64 = 3_600;
pub const DELEGATOR_DELAY: i64 = 7 * DAY;
pub const OPERATOR_DELAY: i64 = 14 * DAY;
/// Tokens that an operator keeps staked.
pub const OPERATOR_MINIMUM: u64 = 1_000 * ONE;
/// Tokens that creating a pool costs.
pub const REGISTRATION_FEE: u64 = 250 * ONE;

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
pub struct Stage {
    pub network: LiveNetwork,
    pub narrator: Narrator,
    pub cast: Vec<CastPool>,
    /// Everybody else.
    pub crowd: Vec<CrowdPool>,
    /// Folder of the tree files.
    pub trees: PathBuf,
    /// In the order of `cast`.
    pub pools: Vec<ExpectedPool>,
    pub records: Vec<ExpectedRecord>,
    pub vaults: ExpectedVaults,
    pub costs: Costs,
    pub refusals: Vec<RefusedAttempt>,
    /// Commands that were said before, by their first words.
    pub shown: HashSet<String>,
}

/// The parameters of the demo's network.
pub fn parameters() -> PoolOverviewParameters {
    PoolOverviewParameters {
        registration_fee: REGISTRATION_FEE,
        min_operator_token_stake: OPERATOR_MINIMUM,
        delegator_unstake_delay: DELEGATOR_DELAY.unsigned_abs(),
        operator_unstake_delay: OPERATOR_DELAY.unsigned_abs(),
        challenge_period: CHALLENGE_PERIOD.unsigned_abs(),
        min_epoch_length: DAY.unsigned_abs(),
        ..NetworkSetup::default().parameters
    }
}

impl Stage {
    /// Starts a network with the program, two mints, the singleton, everybody's wallets, and a `pot` that epochs are paid of.
    ///
    /// # Errors
    /// If the program is not built or refuses.
    pub fn set(
        cast: Vec<CastPool>,
        crowd: Vec<CrowdPool>,
        pot: LeafAmounts,
        folder: &Path,
        narrator: Narrator,
    ) -> Result<Self> {
        let setup = NetworkSetup { parameters: parameters(), emission: emission::schedule() };
        let began = Instant::now();
        let network = LiveNetwork::start(setup, folder, |network| {
            let mut prologue = Prologue::new(network);
            prologue.wallets(pot, &cast)?;
            prologue.crowd(&crowd)?;
            narrator.busy("starting JSON-RPC");
            Ok(())
        })?;
        narrator.say(&format!(
            "Everybody has a wallet with tokens after {:.1} s. The network answers at {}, and everything from here on goes \
             through it.",
            began.elapsed().as_secs_f64(),
            network.local.rpc_url()
        ));
        let pools = cast.iter().map(expected_pool).collect();
        Ok(Self {
            network,
            narrator,
            cast,
            crowd,
            trees: folder.to_path_buf(),
            pools,
            records: Vec::new(),
            vaults: ExpectedVaults::default(),
            costs: Costs::default(),
            refusals: Vec::new(),
            shown: HashSet::new(),
        })
    }

    /// Says a command that the program has to refuse with `error`.
    ///
    /// # Errors
    /// If it goes through or is refused for another reason.
    pub fn attempt(&mut self, what: &'static str, spoken: &Spoken, error: StakingError) -> Result<()> {
        let notes = self.network.say_in_vain(spoken).with_context(|| what)?;
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
        instruction: Instruction,
        signers: &[&Keypair],
        error: StakingError,
    ) -> Result<()> {
        let refused = match self.network.send(instruction, signers) {
            Ok(_) => bail!("{what}: the program let it through instead of refusing with {}", error.name()),
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
        self.say(&Spoken::new("foundation", &foundation(), words))?;
        self.vaults.balance.reward += total.reward;
        self.vaults.balance.usdc += total.usdc;
        Ok(())
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

fn expected_pool(pool: &CastPool) -> ExpectedPool {
    let holder = |funds: u64| ExpectedHolder { wallet_tokens: funds.into(), ..ExpectedHolder::default() };
    ExpectedPool {
        reward_bps: pool.terms.reward_bps.into(),
        usdc_bps: pool.terms.usdc_bps.into(),
        auto_stake: pool.terms.auto_stake,
        holders: pool.members.iter().map(|member| holder(member.funds)).collect(),
        ..ExpectedPool::default()
    }
}
