//! Tokens become activating stake, activating stake becomes shares, and both become tickets (SPEC 5, SPEC 6.9, SPEC 9).

use anchor_lang::prelude::*;
use inference_staking_math::time_lock::Lock;

use super::account::OperatorPool;
use crate::error::{require, Checked, StakingError};
use crate::state::pool_overview::PoolOverview;
use crate::state::staking_record::{StakingRecord, Ticket, UnstakeRequest, Unstaking};
use crate::state::time::after;

impl OperatorPool {
    /// What `stake` and `cancel_unstake` ask: deposits may come at any time, but for halts and a close (SPEC 7, SPEC 8).
    ///
    /// # Errors
    /// `StakingHalted`, `PoolClosed`, `PoolHalted`.
    pub fn require_deposits_open(&self, overview: &PoolOverview) -> Checked<()> {
        overview.require_staking_not_halted()?;
        self.require_open()?;
        self.require_not_halted()
    }

    /// Allows others than the operator to stake, or does not.
    pub fn set_delegation_allowed(&mut self, allowed: bool) {
        self.delegation_allowed = u8::from(allowed);
    }

    /// Others than the operator stake only where the pool's admin allows it.
    ///
    /// # Errors
    /// `DelegationNotAllowed`.
    pub fn require_delegation_allowed(&self, staking_record: &Pubkey) -> Checked<()> {
        let may_delegate = self.delegation_allowed != 0 || self.is_operators(staking_record);
        require!(may_delegate, StakingError::DelegationNotAllowed);
        Ok(())
    }

    /// Writes what the record has earned since its last settlement; comes before every change of its shares.
    ///
    /// # Errors
    /// `MathOverflow`.
    pub fn settle(&mut self, record: &mut StakingRecord) -> Checked<()> {
        let index = self.usdc_index();
        let earned = index.earned_since(record.usdc_checkpoint.get(), record.shares)?;
        record.usdc_checkpoint = self.cumulative_usdc_per_share;
        record.settled_usdc = record.settled_usdc.checked_add(earned).ok_or(StakingError::MathOverflow)?;
        self.settled_usdc = self.settled_usdc.checked_add(earned).ok_or(StakingError::MathOverflow)?;
        Ok(())
    }

    /// Everything that belongs to a pool is counted in a `u64`: with `amount` more it still is.
    ///
    /// # Errors
    /// `PoolTotalTooLarge`.
    fn require_room(&self, amount: u64) -> Checked<()> {
        let totals = [self.total_staked_amount, self.total_unstaking, self.total_activating];
        let total = totals.into_iter().try_fold(amount, u64::checked_add);
        require!(total.is_some(), StakingError::PoolTotalTooLarge);
        Ok(())
    }

    /// Takes a deposit of the current epoch: activating stake of the record.
    ///
    /// # Errors
    /// `NothingToStake`, `PoolTotalTooLarge`.
    pub fn stake(&mut self, overview: &PoolOverview, record: &mut StakingRecord, amount: u64) -> Checked<()> {
        require!(amount > 0, StakingError::NothingToStake);
        self.require_room(amount)?;
        self.add_activating(overview, record, amount)
    }

    fn add_activating(&mut self, overview: &PoolOverview, record: &mut StakingRecord, amount: u64) -> Checked<()> {
        record.add_activating(amount, overview.current_epoch()?)?;
        self.total_activating = self.total_activating.checked_add(amount).ok_or(StakingError::MathOverflow)?;
        Ok(())
    }

    /// Takes activating tokens away from the record and from the pool, the newest first. To take
    /// nothing changes nothing.
    ///
    /// # Errors
    /// `NotEnoughActivating`.
    pub(super) fn take_newest_activating(&mut self, record: &mut StakingRecord, amount: u64) -> Checked<()> {
        if amount == 0 {
            return Ok(());
        }
        record.take_newest_activating(amount)?;
        self.count_activating_taken(record, amount)
    }

    /// Takes activating tokens away from the record and from the pool, the oldest first. Comes after the
    /// pool's shares were set.
    ///
    /// # Errors
    /// `NotEnoughActivating`.
    pub(super) fn take_activating(&mut self, record: &mut StakingRecord, amount: u64) -> Checked<()> {
        record.take_activating(amount)?;
        self.count_activating_taken(record, amount)
    }

    /// What is left of a record's activating tokens is looked for no more if it buys no share.
    fn count_activating_taken(&mut self, record: &mut StakingRecord, amount: u64) -> Checked<()> {
        if !self.shares().buys_a_share(record.activating) {
            record.has_activating = 0;
        }
        self.total_activating = self.total_activating.checked_sub(amount).ok_or(StakingError::MathOverflow)?;
        Ok(())
    }

    /// Turns a ticket back into activating stake, a deposit of the current epoch; returns its tokens.
    ///
    /// # Errors
    /// `NoSuchTicket`, `RewardsNotCollected`.
    pub fn cancel_unstake(&mut self, overview: &PoolOverview, record: &mut StakingRecord, place: u8) -> Checked<u64> {
        let amount = record.take_ticket(place)?;
        self.take_unstaked(amount)?;
        self.add_activating(overview, record, amount)?;
        Ok(amount)
    }

    /// The lock that holds a record: none in a closed pool (SPEC 10).
    pub fn lock_of(&self, record: &StakingRecord) -> Lock {
        if self.is_closed() {
            Lock::None
        } else {
            record.lock()
        }
    }

    /// Turns shares and activating tokens of the record into a ticket that can be claimed `delay` seconds after `now`: one of
    /// its own, or the open one that it joins.
    ///
    /// # Errors
    /// `NothingToUnstake`, `NotEnoughShares`, `SharesWorthNothing`, `SharesLocked`, `NotEnoughActivating`, `NoFreeTicket`,
    /// `NoTicketToJoin`.
    pub fn unstake(
        &mut self,
        record: &mut StakingRecord,
        request: &UnstakeRequest,
        now: i64,
        delay: u64,
    ) -> Checked<Unstaking> {
        let UnstakeRequest { shares, activating, joins } = *request;
        require!(shares > 0 || activating > 0, StakingError::NothingToUnstake);
        let staked = if shares > 0 { self.burn_unlocked_shares(record, shares, now)? } else { 0 };
        self.take_newest_activating(record, activating)?;
        let tokens = staked.checked_add(activating).ok_or(StakingError::MathOverflow)?;
        let ticket = Ticket { amount: tokens, claimable_from: after(now, delay)? };
        let place = match joins {
            None => record.open_ticket(ticket)?,
            Some(place) => record.join_ticket(place, &ticket)?,
        };
        self.total_unstaking = self.total_unstaking.checked_add(tokens).ok_or(StakingError::MathOverflow)?;
        Ok(Unstaking { tokens, place })
    }

    fn burn_unlocked_shares(&mut self, record: &mut StakingRecord, shares: u64, now: i64) -> Checked<u64> {
        self.settle(record)?;
        let locked = self.lock_of(record).locked_shares(record.shares, now)?;
        let tokens = self.burn_shares(record, shares)?;
        require!(record.shares >= locked, StakingError::SharesLocked);
        Ok(tokens)
    }

    /// Burns shares of a settled record at today's price; returns the tokens that they were worth, which count nowhere then.
    ///
    /// # Errors
    /// `NotEnoughShares`, `SharesWorthNothing`.
    pub(super) fn burn_shares(&mut self, record: &mut StakingRecord, shares: u64) -> Checked<u64> {
        record.remove_shares(shares)?;
        let withdrawal = self.shares().withdraw(shares)?;
        self.set_shares(withdrawal.after);
        Ok(withdrawal.tokens)
    }
}
