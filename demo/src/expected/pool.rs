//! One pool in the model, and what is done to it.

use anyhow::{anyhow, Result};
use inference_staking_model::{
    part_of, Holder, Kind, Leaf, Mint, Operation, Parameters, PoolSettings, ProofFlaw, RewardRecord, Roles, Root,
    Schedule, World,
};

use super::names::{record, wallet, NETWORK, OPERATOR, POOL};
use super::numbers::{Accrued, LeafAmounts};
use crate::parameters::parameters;

/// What a pool is created with.
#[derive(Clone, Copy, Debug)]
pub struct PoolTerms {
    pub reward_bps: u16,
    pub usdc_bps: u16,
    pub auto_stake: bool,
    pub delegation_allowed: bool,
}

/// A pool and its holders.
pub struct ExpectedPool {
    pub terms: PoolTerms,
    pub(super) world: World,
    /// What each holder ever staked, and what was ever paid to it, in tokens.
    pub(super) put_in: Vec<u128>,
    pub(super) took_out: Vec<u128>,
    /// One for each epoch.
    pub accrued: Vec<Accrued>,
}

impl ExpectedPool {
    /// The pool right after its creation, with what each holder has in its wallet; the operator is the first.
    pub fn new(terms: PoolTerms, funds: &[u64]) -> Self {
        let roles = Roles {
            program_admin: NETWORK,
            reward: NETWORK,
            halt: NETWORK,
            slashing: NETWORK,
            treasury: NETWORK,
            payer: NETWORK,
        };
        // Records are put there as they are: no epoch is marked or issued.
        let schedule = Schedule { epochs_per_period: 1, kind: Kind::Table(Vec::new()) };
        let mut world = World::new(0, roles, rules(), schedule, true);
        for (wallet, funds) in (0..).zip(funds) {
            world.tokens.set(Holder::Wallet(wallet), *funds);
        }
        let PoolTerms { reward_bps, usdc_bps, auto_stake, delegation_allowed } = terms;
        let max_registration_fee = u64::MAX;
        let settings = PoolSettings {
            reward_bps,
            usdc_bps,
            auto_stake,
            delegation_allowed,
            // Nothing that is compared here depends on what it is called.
            name: 0,
            metadata_uri: 0,
            max_registration_fee,
        };
        let created = world.apply(&Operation::CreatePool { by: POOL, settings });
        debug_assert_eq!(created, Ok(()));
        let nothing = vec![0; funds.len()];
        Self { terms, world, put_in: nothing.clone(), took_out: nothing, accrued: Vec::new() }
    }

    /// A delegator creates its record.
    pub fn create_record(&mut self, holder: usize) -> Result<()> {
        self.apply(&Operation::CreateRecord { pool: POOL, owner: wallet(holder) })
    }

    /// The operator pays the registration fee.
    pub fn pay_fee(&mut self, fee: u64) {
        let operator = Holder::Wallet(POOL);
        let left = self.world.tokens.balance(operator) - fee;
        self.world.tokens.set(operator, left);
    }

    /// Deposits `amount`; returns the shares that it is at once, if it is the operator's in a new pool.
    pub fn stake(&mut self, holder: usize, amount: u64) -> Result<u128> {
        let before = self.holder(holder).shares;
        self.apply(&Operation::Stake { by: wallet(holder), record: record(holder), amount })?;
        self.put_in[holder] += u128::from(amount);
        Ok(self.holder(holder).shares - before)
    }

    /// Makes what is ripe shares.
    pub fn activate(&mut self, holder: usize) -> Result<()> {
        self.apply(&Operation::ActivateStake { record: record(holder) })
    }

    /// Burns shares, takes activating tokens or both, into a ticket that can be claimed from then on.
    pub fn unstake(&mut self, holder: usize, shares: u128, activating: u128, claimable_from: i64) -> Result<()> {
        let parameters = &self.world.overview.parameters;
        let delay = match holder {
            OPERATOR => parameters.operator_unstake_delay,
            _ => parameters.delegator_unstake_delay,
        };
        self.world.now = claimable_from - i64::try_from(delay)?;
        let (shares, activating) = (u64::try_from(shares)?, u64::try_from(activating)?);
        let (by, record) = (wallet(holder), record(holder));
        self.apply(&Operation::Unstake { by, record, shares, activating, joins: None })
    }

    /// Takes a leaf of the next epoch.
    pub fn accrue(&mut self, leaf: LeafAmounts) -> Result<Accrued> {
        let epoch = self.pool().passed_epoch + 1;
        let (reward, usdc) = (u64::try_from(leaf.reward)?, u64::try_from(leaf.usdc)?);
        self.publish(epoch, reward, usdc)?;
        let before = self.pool().usdc_commission;
        let leaf_of_pool = Leaf { index: 0, pool: POOL, reward, usdc };
        let flaw = ProofFlaw::None;
        self.apply(&Operation::Accrue { epoch, root: 0, leaf: leaf_of_pool, flaw })?;
        let (pool, record) = (self.pool(), &self.world.reward_records[&epoch]);
        let left = LeafAmounts { reward: record.remaining_rewards.into(), usdc: record.remaining_usdc.into() };
        // The accrual itself may have made a scheduled rate active: it paid by the one that is active now.
        let fee = part_of(reward, pool.reward_commission_rate.active);
        let accrued = Accrued {
            leaf,
            from_record: LeafAmounts { reward: leaf.reward - left.reward, usdc: leaf.usdc - left.usdc },
            commission: LeafAmounts { reward: fee.into(), usdc: (pool.usdc_commission - before).into() },
            totals: self.totals(),
        };
        self.accrued.push(accrued);
        Ok(accrued)
    }

    /// A funded record with the pool's leaf alone.
    fn publish(&mut self, epoch: u64, reward: u64, usdc: u64) -> Result<()> {
        self.apply(&Operation::Fund { mint: Mint::Stake, amount: reward })?;
        self.apply(&Operation::Fund { mint: Mint::Usdc, amount: usdc })?;
        let leaves = vec![Leaf { index: 0, pool: POOL, reward, usdc }];
        let record = RewardRecord {
            roots: vec![Root { leaves, depth: 0 }],
            total_rewards: reward,
            total_usdc: usdc,
            remaining_rewards: reward,
            remaining_usdc: usdc,
            finalized_at: self.world.now,
            claimable_from: self.world.now,
            accrued_leaves: 0,
            bypass_delay: 0,
        };
        self.world.reward_records.insert(epoch, record);
        self.world.overview.completed_epoch = epoch;
        Ok(())
    }

    /// Tokens of its rewards that are still in the reward vault.
    pub fn uncollected(&self) -> u128 {
        self.pool().uncollected_rewards.into()
    }

    /// Moves its rewards into its own vault; returns how many.
    pub fn collect(&mut self) -> Result<u128> {
        let collected = self.uncollected();
        self.apply(&Operation::Collect { pool: POOL })?;
        Ok(collected)
    }

    /// Pays matured tickets; returns the tokens.
    pub fn claim_unstake(&mut self, holder: usize, now: i64) -> Result<u128> {
        let before = self.holder(holder).wallet_tokens;
        self.world.now = now;
        self.apply(&Operation::ClaimUnstake { record: record(holder), signed: None })?;
        let paid = self.holder(holder).wallet_tokens - before;
        self.took_out[holder] += paid;
        Ok(paid)
    }

    /// Pays the holder's USDC; returns it.
    pub fn claim_usdc(&mut self, holder: usize) -> Result<u128> {
        let before = self.holder(holder).wallet_usdc;
        let (by, to) = (wallet(holder), Holder::Wallet(wallet(holder)));
        self.apply(&Operation::ClaimUsdc { by, record: record(holder), to })?;
        Ok(self.holder(holder).wallet_usdc - before)
    }

    /// Pays the operator one kind of commission that it is owed; returns it.
    pub fn withdraw_commission(&mut self, mint: Mint) -> Result<u128> {
        let to = Holder::Wallet(POOL);
        let before = self.world.ledger(mint).balance(to);
        self.apply(&Operation::WithdrawCommission { by: POOL, pool: POOL, mint, to })?;
        let paid = u128::from(self.world.ledger(mint).balance(to) - before);
        if mint == Mint::Stake {
            self.took_out[OPERATOR] += paid;
        }
        Ok(paid)
    }

    fn apply(&mut self, operation: &Operation) -> Result<()> {
        self.world.apply(operation).map_err(|broken| anyhow!("the model does not allow {operation:?}: {broken:?}"))
    }
}

/// The demo's parameters without what concerns the network: fees, epochs and halts.
fn rules() -> Parameters {
    let parameters = parameters();
    Parameters {
        pool_creation_allowed: true,
        registration_fee: 0,
        registration_fee_wallet: None,
        min_operator_token_stake: parameters.min_operator_token_stake,
        delegator_unstake_delay: parameters.delegator_unstake_delay,
        operator_unstake_delay: parameters.operator_unstake_delay,
        slashing_delay: parameters.slashing_delay,
        challenge_period: parameters.challenge_period,
        bypass_delay: parameters.bypass_delay,
        min_epoch_length: parameters.min_epoch_length,
        max_commission_bps: parameters.max_commission_bps,
        commission_notice_epochs: parameters.commission_notice_epochs,
    }
}
