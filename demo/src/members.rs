//! What an actor does: sent to the chain, worked out beside it, and compared.

use anchor_lang::solana_program::instruction::Instruction;
use anyhow::{ensure, Context, Result};
use inference_staking_client::instruction::{self as ix, LeafProof};
use solana_keypair::Keypair;

use crate::amount::decimal;
use crate::check::same;
use crate::commands::Spoken;
use crate::demo::{Stage, DELEGATOR_DELAY, OPERATOR_DELAY, REGISTRATION_FEE};
use crate::epoch_rewards::{tree_file_name, EpochRewards};
use crate::expected::{LeafAmounts, OPERATOR};
use crate::participants::CastPool;

/// A member of a pool on stage, both by their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    pub pool: usize,
    pub member: usize,
}

impl Stage {
    /// The actor's name.
    pub fn name(&self, actor: Actor) -> String {
        self.cast[actor.pool].members[actor.member].name.clone()
    }

    pub(crate) fn wallet(&self, actor: Actor) -> Keypair {
        self.cast[actor.pool].members[actor.member].wallet.insecure_clone()
    }

    pub(crate) fn record(&self, actor: Actor) -> ix::RecordOf {
        self.cast[actor.pool].members[actor.member].record
    }

    /// Operators create their pools, and pay the fee.
    pub fn create_pools(&mut self) -> Result<()> {
        let operators: Vec<Actor> = (0..self.cast.len()).map(|pool| Actor { pool, member: OPERATOR }).collect();
        let words = |stage: &mut Self, actor: Actor| Ok(Some(creation(&stage.cast[actor.pool])));
        self.take_turns(&operators, &["create_operator_pool"], words, |stage, actor, _| {
            let holder = &mut stage.pools[actor.pool].holders[OPERATOR];
            holder.has_record = true;
            holder.wallet_tokens -= u128::from(REGISTRATION_FEE);
            Ok(())
        })
    }

    /// Delegators create their records.
    pub fn create_records(&mut self, delegators: &[Actor]) -> Result<()> {
        let words = |stage: &mut Self, actor: Actor| Ok(Some(stage.to_pool(actor, ["record", "create"])));
        self.take_turns(delegators, &["create_staking_record"], words, |stage, actor, _| {
            stage.pools[actor.pool].holders[actor.member].has_record = true;
            Ok(())
        })
    }

    /// Everybody stakes for the first time.
    pub fn stake(&mut self, actors: &[Actor]) -> Result<()> {
        let words = |stage: &mut Self, actor: Actor| {
            Ok(Some([stage.to_pool(actor, ["stake"]), vec![decimal(stage.first_stake(actor))]].concat()))
        };
        self.take_turns(actors, &["stake"], words, |stage, actor, receipt| {
            let amount = stage.first_stake(actor);
            let (cost, shares) = stage.pools[actor.pool].stake(actor.member, amount);
            let name = stage.name(actor);
            same(&format!("the cost of the stake of {name}"), receipt.amount("Staked", "cost")?, cost)?;
            same(&format!("the shares of the stake of {name}"), receipt.amount("Staked", "shares")?, shares)
        })
    }

    /// Dust may buy no share of a pool that earned much: then the price of one.
    fn first_stake(&self, actor: Actor) -> u128 {
        let pool = &self.pools[actor.pool];
        let share_price = pool.staked.checked_div(pool.shares).unwrap_or(0) + 1;
        u128::from(self.cast[actor.pool].members[actor.member].stake).max(share_price)
    }

    /// The command with the address of the actor's pool behind it.
    pub(crate) fn to_pool<const N: usize>(&self, actor: Actor, command: [&str; N]) -> Vec<String> {
        let pool = self.cast[actor.pool].address.to_string();
        command.into_iter().map(String::from).chain([pool]).collect()
    }

    /// Anyone brings the pool its leaf.
    pub fn accrue(&mut self, pool: usize, rewards: &EpochRewards) -> Result<()> {
        let spoken = self.accrual(pool, rewards.epoch);
        self.show(&spoken);
        for receipt in self.network.say_at_once(&[spoken], || self.narrator.step("accrue_reward"))? {
            self.count(&["accrue_reward"], &receipt);
        }
        self.leaf_is_paid(pool, rewards)?;
        self.check_pool(pool)?;
        self.check_network()
    }

    /// The command that brings a pool its leaf.
    pub(crate) fn accrual(&self, pool: usize, epoch: u64) -> Spoken {
        let (pool, tree) = (self.cast[pool].address.to_string(), self.trees.join(tree_file_name(epoch)));
        let words = ["epoch", "accrue", &pool, &tree.to_string_lossy()].map(String::from);
        Spoken::new("payer", &self.network.local.roles.payer, words)
    }

    /// What a pool's leaf changes: the amounts come from the CSV, not from the tree.
    pub(crate) fn leaf_is_paid(&mut self, pool: usize, rewards: &EpochRewards) -> Result<()> {
        let accrued = self.pools[pool].accrue(rewards.row_of(&self.cast[pool].address));
        let record = self.records.last_mut().context("no epoch was published")?;
        record.remaining.reward -= accrued.from_record.reward;
        record.remaining.usdc -= accrued.from_record.usdc;
        record.accrued_leaves += 1;
        Ok(())
    }

    pub(crate) fn accrue_instruction(&self, pool: usize, epoch: u64, proof: LeafProof) -> Instruction {
        let operator_record = self.record(Actor { pool, member: OPERATOR }).address();
        let operator_record = self.pools[pool].auto_stake.then_some(operator_record);
        let accounts = ix::accrue_reward_accounts(self.cast[pool].address, epoch, operator_record);
        ix::accrue_reward(accounts, proof)
    }

    /// Everybody burns the shares that `shares` says, if any, into a ticket; returns how many did.
    pub fn unstake(&mut self, actors: &[Actor], shares: impl Fn(&Self, Actor) -> Result<u128>) -> Result<usize> {
        let earliest = self.network.now()?;
        let words = |stage: &mut Self, actor: Actor| {
            let shares = shares(stage, actor)?;
            let words = [stage.to_pool(actor, ["unstake"]), vec!["--shares".into(), decimal(shares)]].concat();
            Ok((shares > 0).then_some(words))
        };
        let mut count = 0;
        self.take_turns(actors, &["unstake"], words, |stage, actor, receipt| {
            count += 1;
            let latest = stage.network.now()?;
            let delay = if actor.member == OPERATOR { OPERATOR_DELAY } else { DELEGATOR_DELAY };
            // The clock runs on: the second in which it was executed is known only from the ticket.
            let claimable_from = receipt.time("Unstaked", "claimable_from")?;
            ensure!(
                (earliest + delay..=latest + delay).contains(&claimable_from),
                "{} waits until {claimable_from}, not for {delay} s",
                stage.name(actor)
            );
            let burnt = shares(stage, actor)?;
            stage.pools[actor.pool].unstake(actor.member, burnt, claimable_from);
            Ok(())
        })?;
        Ok(count)
    }

    /// Matured tickets are paid.
    pub fn claim_unstake(&mut self, actors: &[Actor]) -> Result<()> {
        let words = |stage: &mut Self, actor: Actor| {
            let has_tickets = !stage.pools[actor.pool].holders[actor.member].tickets.is_empty();
            Ok(has_tickets.then(|| stage.to_pool(actor, ["claim", "unstake"])))
        };
        self.take_turns(actors, &["claim_unstake"], words, |stage, actor, receipt| {
            let now = stage.network.now()?;
            let pulled = stage.pools[actor.pool].claim_unstake(actor.member, now);
            let told = receipt.amount("UnstakeClaimed", "from_reward_vault")?;
            same(&format!("the pull for {}", stage.name(actor)), told, pulled)?;
            stage.pay_out(LeafAmounts { reward: pulled, usdc: 0 });
            Ok(())
        })
    }

    /// Everybody who has USDC takes it.
    pub fn claim_usdc(&mut self, actors: &[Actor]) -> Result<()> {
        let words = |stage: &mut Self, actor: Actor| {
            let has_usdc = stage.pools[actor.pool].claimable_usdc(actor.member) > 0;
            Ok(has_usdc.then(|| stage.to_pool(actor, ["claim", "usdc"])))
        };
        self.take_turns(actors, &["claim_usdc_earnings"], words, |stage, actor, receipt| {
            let usdc = stage.pools[actor.pool].claim_usdc(actor.member);
            let told = receipt.amount("UsdcEarningsClaimed", "amount")?;
            same(&format!("the USDC claimed by {}", stage.name(actor)), told, usdc)?;
            stage.pay_out(LeafAmounts { reward: 0, usdc });
            Ok(())
        })
    }

    /// Operators take one kind of commission after the other; those who are owed none are left out.
    pub fn withdraw_commission(&mut self, operators: &[Actor]) -> Result<()> {
        let words = |stage: &mut Self, actor: Actor| {
            let owed = stage.pools[actor.pool].reward_commission;
            let words = ["claim", "commission", "--tokens"].map(String::from).to_vec();
            Ok((owed > 0).then_some(words))
        };
        self.take_turns(operators, &["withdraw_operator_reward_commission"], words, |stage, actor, _| {
            let reward = stage.pools[actor.pool].withdraw_reward_commission();
            stage.pay_out(LeafAmounts { reward, usdc: 0 });
            Ok(())
        })?;
        let words = |stage: &mut Self, actor: Actor| {
            let owed = stage.pools[actor.pool].usdc_commission;
            let words = ["claim", "commission", "--usdc"].map(String::from).to_vec();
            Ok((owed > 0).then_some(words))
        };
        self.take_turns(operators, &["withdraw_operator_usdc_commission"], words, |stage, actor, _| {
            let usdc = stage.pools[actor.pool].withdraw_usdc_commission();
            stage.pay_out(LeafAmounts { reward: 0, usdc });
            Ok(())
        })
    }

    /// What leaves the global vaults is no longer owed.
    fn pay_out(&mut self, paid: LeafAmounts) {
        for amounts in [&mut self.vaults.balance, &mut self.vaults.liability] {
            amounts.reward -= paid.reward;
            amounts.usdc -= paid.usdc;
        }
        self.vaults.pulled += paid.reward;
    }
}

/// The command that creates a pool with its terms.
fn creation(pool: &CastPool) -> Vec<String> {
    let CastPool { number, terms, .. } = pool;
    let options = [
        ("--name", format!("operator-{number}")),
        ("--metadata-uri", format!("https://example.com/pools/{number}.json")),
        ("--reward-commission", terms.reward_bps.to_string()),
        ("--usdc-commission", terms.usdc_bps.to_string()),
        ("--auto-stake", terms.auto_stake.to_string()),
        ("--delegation", terms.delegation_allowed.to_string()),
    ];
    let options = options.into_iter().flat_map(|(option, value)| [option.to_string(), value]);
    ["pool".to_string(), "create".into()].into_iter().chain(options).collect()
}
