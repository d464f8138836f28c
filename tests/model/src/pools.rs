//! What pool admins do (SPEC 6.8, 7 and 9).

use std::collections::BTreeSet;

use crate::broken::Broken;
use crate::ledger::{Holder, Mint};
use crate::names::{Actor, RecordId};
use crate::rule::Rule;
use crate::settings::{PoolChange, PoolSettings};
use crate::state::{Commission, Overview, Pool, StakingRecord};
use crate::world::World;

impl World {
    pub(crate) fn create_pool(&mut self, by: Actor, settings: &PoolSettings) -> Result<(), Broken> {
        if self.pools.contains_key(&by) {
            return Err(Rule::AccountIsNew.into());
        }
        let parameters = self.overview.parameters.clone();
        let mut broken = Broken::default();
        broken.unless(parameters.pool_creation_allowed, Rule::PoolCreation);
        let highest = settings.reward_bps.max(settings.usdc_bps);
        broken.unless(highest <= parameters.max_commission_bps, Rule::CommissionMaximum);
        broken.unless(parameters.registration_fee <= settings.max_registration_fee, Rule::RegistrationFee);
        if let (true, Some(wallet)) = (parameters.registration_fee > 0, parameters.registration_fee_wallet) {
            broken.unless(wallet != self.payer, Rule::FeeToAnother);
            let (payer, fee) = (Holder::Wallet(self.payer), parameters.registration_fee);
            let paid = self.tokens.pay(payer, Holder::Wallet(wallet), fee);
            broken.unless(paid.is_ok(), Rule::EnoughFunds);
        }
        broken.check()?;
        self.pools.insert(by, new_pool(by, settings, self.overview.current_epoch()));
        self.staking_records.insert(RecordId { pool: by, owner: by }, StakingRecord::EMPTY);
        self.overview.pool_count += 1;
        Ok(())
    }

    pub(crate) fn update_pool(&mut self, by: Actor, id: Actor, change: &PoolChange) -> Result<(), Broken> {
        let mut broken = self.admin_rule(by, id)?;
        let overview = self.overview.clone();
        let pool = self.pool_mut(id)?;
        if let Some(bps) = change.reward_bps {
            schedule(&mut pool.reward_commission_rate, bps, &overview, &mut broken);
        }
        if let Some(bps) = change.usdc_bps {
            schedule(&mut pool.usdc_commission_rate, bps, &overview, &mut broken);
        }
        pool.name = change.name.unwrap_or(pool.name);
        pool.metadata_uri = change.metadata_uri.unwrap_or(pool.metadata_uri);
        pool.auto_stake = change.auto_stake.unwrap_or(pool.auto_stake);
        pool.delegation_allowed = change.delegation_allowed.unwrap_or(pool.delegation_allowed);
        pool.events += 1;
        broken.check()
    }

    fn admin_rule(&self, by: Actor, id: Actor) -> Result<Broken, Broken> {
        let mut broken = Broken::default();
        broken.unless(self.pool(id)?.admin == by, Rule::PoolAdmin);
        Ok(broken)
    }

    pub(crate) fn propose_pool_admin(&mut self, by: Actor, id: Actor, new: Option<Actor>) -> Result<(), Broken> {
        self.admin_rule(by, id)?.check()?;
        let pool = self.pool_mut(id)?;
        pool.pending_admin = new;
        pool.events += 1;
        Ok(())
    }

    pub(crate) fn accept_pool_admin(&mut self, by: Actor, id: Actor) -> Result<(), Broken> {
        let pool = self.pool_mut(id)?;
        let mut broken = Broken::default();
        broken.unless(pool.pending_admin == Some(by), Rule::PendingPoolAdmin);
        broken.unless(pool.halted_since.is_none(), Rule::PoolNotHalted);
        broken.check()?;
        pool.admin = by;
        pool.pending_admin = None;
        pool.events += 1;
        Ok(())
    }

    pub(crate) fn change_operator_record(&mut self, by: Actor, id: Actor, new_owner: Actor) -> Result<(), Broken> {
        let mut broken = self.admin_rule(by, id)?;
        let pool = self.pool(id)?;
        let old = self.record(RecordId { pool: id, owner: pool.operator })?;
        let new = self.record(RecordId { pool: id, owner: new_owner })?;
        broken.unless(pool.halted_since.is_none(), Rule::PoolNotHalted);
        broken.unless(pool.closed_at.is_none(), Rule::PoolOpen);
        broken.unless(new_owner != pool.operator, Rule::AnotherRecord);
        let value = pool.value_rounded_up(new.shares);
        let minimum = self.overview.parameters.min_operator_token_stake;
        broken.unless(pool.value_rounded_up(old.shares) >= minimum, Rule::OldRecordMinimum);
        broken.unless(value >= minimum, Rule::OperatorMinimum);
        // What the new record has in cooldown is on its way out.
        let brings = [value, new.deposits.total()];
        let slashable = [pool.value_rounded_up(old.shares), old.deposits.total(), old.unstaking()];
        let sum = |amounts: &[u64]| amounts.iter().copied().map(u128::from).sum::<u128>();
        broken.unless(sum(&brings) >= sum(&slashable), Rule::RotationKeepsStake);
        broken.check()?;
        let pool = self.pool_mut(id)?;
        pool.operator = new_owner;
        pool.events += 1;
        Ok(())
    }

    pub(crate) fn withdraw_commission(&mut self, by: Actor, id: Actor, mint: Mint, to: Holder) -> Result<(), Broken> {
        let mut broken = self.admin_rule(by, id)?;
        self.note_broken_withdrawal(id, mint, to, &mut broken)?;
        let pool = self.pool_mut(id)?;
        let owed = if mint == Mint::Stake { &mut pool.reward_commission } else { &mut pool.usdc_commission };
        let amount = std::mem::take(owed);
        broken.unless(amount > 0, Rule::CommissionOwed);
        broken.check()?;
        pool.events += 1;
        self.ledger(mint).pay(Holder::GlobalVault, to, amount)
    }

    /// Pool and withdrawals not halted; paid to an account of the mint that is neither a global vault nor the pool's own.
    fn note_broken_withdrawal(&self, id: Actor, mint: Mint, to: Holder, broken: &mut Broken) -> Result<(), Broken> {
        broken.unless(self.pool(id)?.halted_since.is_none(), Rule::PoolNotHalted);
        broken.unless(self.overview.withdrawals_open(self.now), Rule::WithdrawalsOpen);
        broken.unless(self.may_be_paid(id, mint, to), Rule::Destination);
        Ok(())
    }

    /// An account of the mint that is neither a global vault nor the pool's own.
    pub(crate) fn may_be_paid(&self, id: Actor, mint: Mint, to: Holder) -> bool {
        match to {
            Holder::Wallet(_) => true,
            Holder::PoolVault(other) => mint == Mint::Stake && other != id && self.pools.contains_key(&other),
            Holder::GlobalVault => false,
        }
    }

    pub(crate) fn close_pool(&mut self, by: Actor, id: Actor) -> Result<(), Broken> {
        let mut broken = Broken::default();
        let current = self.overview.current_epoch();
        // It is an account of the instruction, and may be gone once the pool is closed.
        self.record(RecordId { pool: id, owner: self.pool(id)?.operator })?;
        let pool = self.pool_mut(id)?;
        broken.unless(by == pool.admin || by == pool.operator, Rule::PoolAdminOrOperator);
        broken.unless(pool.halted_since.is_none(), Rule::PoolNotHalted);
        broken.unless(pool.closed_at.is_none(), Rule::PoolOpen);
        broken.check()?;
        pool.closed_at = Some(current);
        pool.events += 1;
        Ok(())
    }

    pub(crate) fn sweep(&mut self, by: Actor, id: Actor, to: Holder) -> Result<(), Broken> {
        let mut broken = self.admin_rule(by, id)?;
        self.note_broken_withdrawal(id, Mint::Usdc, to, &mut broken)?;
        let last_expired = self.overview.last_expired(self.now);
        let pool = self.pool_mut(id)?;
        pool.jump_over_expired(last_expired);
        broken.unless(pool.closed_at.is_some(), Rule::PoolClosed);
        broken.unless(pool.shares == 0, Rule::PoolEmpty);
        broken.unless(pool.closed_at.is_none_or(|closed| pool.passed_epoch >= closed), Rule::PoolUpToDate);
        let dust = pool.delegator_usdc - pool.settled_usdc;
        broken.unless(dust > 0, Rule::DustLeft);
        broken.check()?;
        pool.delegator_usdc = pool.settled_usdc;
        pool.events += 1;
        self.usdc.pay(Holder::GlobalVault, to, dust)
    }
}

/// SPEC 6.8. Naming the active rate cancels a schedule; a scheduled rate that holds already stays, and so does a lower one.
fn schedule(rate: &mut Commission, bps: u16, overview: &Overview, broken: &mut Broken) {
    let current = overview.current_epoch();
    if let Some((scheduled, from)) = rate.scheduled {
        broken.unless(from > current, Rule::CommissionNotHolding);
        broken.unless(from <= current || scheduled > rate.active, Rule::DecreaseStands);
    }
    if bps == rate.active {
        rate.scheduled = None;
        return;
    }
    broken.unless(bps <= overview.parameters.max_commission_bps, Rule::CommissionMaximum);
    let notice = if bps > rate.active { u64::from(overview.parameters.commission_notice_epochs) } else { 0 };
    rate.scheduled = Some((bps, current + 1 + notice));
}

fn new_pool(by: Actor, settings: &PoolSettings, current_epoch: u64) -> Pool {
    Pool {
        admin: by,
        pending_admin: None,
        operator: by,
        name: settings.name,
        metadata_uri: settings.metadata_uri,
        auto_stake: settings.auto_stake,
        delegation_allowed: settings.delegation_allowed,
        reward_commission_rate: Commission { active: settings.reward_bps, scheduled: None },
        usdc_commission_rate: Commission { active: settings.usdc_bps, scheduled: None },
        staked: 0,
        shares: 0,
        unstaking: 0,
        activating: 0,
        uncollected_rewards: 0,
        reward_commission: 0,
        usdc_commission: 0,
        delegator_usdc: 0,
        settled_usdc: 0,
        usdc_index: 0,
        usdc_index_remainder: 0,
        joined_epoch: current_epoch,
        closed_at: None,
        halted_since: None,
        slashing_delay_at_halt: 0,
        passed_epoch: current_epoch - 1,
        skipped: BTreeSet::new(),
        open_skips: None,
        events: 1,
    }
}
