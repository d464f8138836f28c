//! What an actor does: sent to the chain, worked out beside it, and compared.

use anchor_lang::solana_program::instruction::Instruction;
use anyhow::{ensure, Context, Result};
use inference_staking_client::instruction::{self as ix, FeeAccounts, LeafProof};
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::text::zero_padded;
use inference_staking_localnet::wallet;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::cast::CastPool;
use crate::check::same;
use crate::epoch_rewards::EpochRewards;
use crate::expected::{LeafAmounts, OPERATOR};
use crate::stage::{Stage, DELEGATOR_DELAY, OPERATOR_DELAY, REGISTRATION_FEE};

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

    /// Funds everybody's wallet.
    pub fn fund_wallets(&mut self) -> Result<()> {
        for member in self.cast.iter().flat_map(|pool| &pool.members) {
            let funded = self.network.fund(&member.wallet.pubkey(), member.funds);
            funded.with_context(|| format!("funding {}", member.name))?;
        }
        Ok(())
    }

    /// The operator creates its pool, and pays the fee.
    pub fn create_pool(&mut self, pool: usize) -> Result<()> {
        let operator = self.wallet(Actor { pool, member: OPERATOR });
        let fee = FeeAccounts {
            source: self.tokens_of(&operator.pubkey()),
            destination: self.tokens_of(&wallet("registration fee").pubkey()),
        };
        let (key, mint) = (operator.pubkey(), self.network.mints.stake);
        let accounts = ix::create_operator_pool_accounts(key, key, mint, Some(fee));
        let CastPool { number, terms, .. } = &self.cast[pool];
        let args = CreateOperatorPoolArgs {
            name: zero_padded(&format!("operator {number}"))?,
            metadata_uri: zero_padded(&format!("https://example.com/pools/{number}.json"))?,
            reward_commission_bps: terms.reward_bps,
            usdc_commission_bps: terms.usdc_bps,
            auto_stake: terms.auto_stake,
            delegation_allowed: terms.delegation_allowed,
        };
        self.send("create_operator_pool", ix::create_operator_pool(accounts, args), &[&operator])?;
        let holder = &mut self.pools[pool].holders[OPERATOR];
        holder.has_record = true;
        holder.wallet_tokens -= u128::from(REGISTRATION_FEE);
        self.check_pool(pool)
    }

    /// The actor, with a record if it is a delegator, stakes for the first time.
    pub fn join(&mut self, actor: Actor) -> Result<()> {
        if actor.member != OPERATOR {
            let instruction = ix::create_staking_record(self.network.local.roles.payer.pubkey(), self.record(actor));
            self.send("create_staking_record", instruction, &[&self.wallet(actor)])?;
            self.pools[actor.pool].holders[actor.member].has_record = true;
        }
        // Dust may buy no share of a pool that earned much: then the price of one.
        let pool = &self.pools[actor.pool];
        let share_price = pool.staked.checked_div(pool.shares).unwrap_or(0) + 1;
        let wanted = u128::from(self.cast[actor.pool].members[actor.member].stake);
        self.stake(actor, u64::try_from(wanted.max(share_price))?)
    }

    fn stake(&mut self, actor: Actor, amount: u64) -> Result<()> {
        let instruction = self.stake_instruction(actor, amount)?;
        let executed = self.send("stake", instruction, &[&self.wallet(actor)])?;
        let (cost, shares) = self.pools[actor.pool].stake(actor.member, amount.into());
        let name = self.name(actor);
        // Nodes cut zeros off the end of return data.
        let mut returned = executed.return_data;
        returned.resize(16, 0);
        let returned: [u8; 16] = returned.try_into().ok().context("stake returned more than cost and shares")?;
        let returned = u128::from_le_bytes(returned);
        same(&format!("cost that the stake of {name} returned"), returned & u128::from(u64::MAX), cost)?;
        same(&format!("shares that the stake of {name} returned"), returned >> 64, shares)?;
        self.check_pool(actor.pool)
    }

    pub(crate) fn stake_instruction(&mut self, actor: Actor, amount: u64) -> Result<Instruction> {
        let record = self.record(actor);
        let operator_record = self.network.pool(&record.operator_pool)?.operator_staking_record;
        let (source, mint) = (self.tokens_of(&record.owner), self.network.mints.stake);
        Ok(ix::stake(ix::stake_accounts(record, operator_record, source, mint), amount))
    }

    /// Anyone brings the pool its leaf.
    pub fn accrue(&mut self, pool: usize, rewards: &EpochRewards, proof: LeafProof) -> Result<()> {
        let instruction = self.accrue_instruction(pool, rewards.epoch, proof);
        self.send("accrue_reward", instruction, &[])?;
        self.leaf_is_paid(pool, rewards)?;
        self.check_pool(pool)?;
        self.check_network()
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

    /// The actor burns `shares` into a ticket.
    pub fn unstake(&mut self, actor: Actor, shares: u128) -> Result<()> {
        let instruction = ix::unstake(self.record(actor), u64::try_from(shares)?);
        let earliest = self.network.now()?;
        self.send("unstake", instruction, &[&self.wallet(actor)])?;
        let latest = self.network.now()?;
        let delay = if actor.member == OPERATOR { OPERATOR_DELAY } else { DELEGATOR_DELAY };
        // The clock runs on: the second in which it was executed is known only from the newest ticket.
        let tickets = self.network.record(&self.record(actor).address())?.tickets;
        let claimable_from = tickets.iter().map(|ticket| ticket.claimable_from).max().context("no tickets")?;
        ensure!(
            (earliest + delay..=latest + delay).contains(&claimable_from),
            "{} waits until {claimable_from}, not for {delay} s",
            self.name(actor)
        );
        self.pools[actor.pool].unstake(actor.member, shares, claimable_from);
        self.check_pool(actor.pool)
    }

    /// The actor's matured tickets are paid.
    pub fn claim_unstake(&mut self, actor: Actor) -> Result<()> {
        let instruction = ix::claim_unstake(self.record(actor), self.network.mints.stake);
        self.send("claim_unstake", instruction, &[])?;
        let now = self.network.now()?;
        let pulled = self.pools[actor.pool].claim_unstake(actor.member, now);
        self.vaults.pulled += pulled;
        self.pay_out(LeafAmounts { reward: pulled, usdc: 0 });
        self.check_pool(actor.pool)?;
        self.check_network()
    }

    /// The actor takes its USDC, if it has any.
    pub fn claim_usdc(&mut self, actor: Actor) -> Result<()> {
        if self.pools[actor.pool].claimable_usdc(actor.member) == 0 {
            return Ok(());
        }
        let record = self.record(actor);
        let instruction = ix::claim_usdc_earnings(record, self.usdc_of(&record.owner), self.network.mints.usdc);
        self.send("claim_usdc_earnings", instruction, &[&self.wallet(actor)])?;
        let usdc = self.pools[actor.pool].claim_usdc(actor.member);
        self.pay_out(LeafAmounts { reward: 0, usdc });
        self.check_pool(actor.pool)?;
        self.check_network()
    }

    /// What leaves the global vaults is no longer owed.
    fn pay_out(&mut self, paid: LeafAmounts) {
        for amounts in [&mut self.vaults.balance, &mut self.vaults.liability] {
            amounts.reward -= paid.reward;
            amounts.usdc -= paid.usdc;
        }
    }
}
