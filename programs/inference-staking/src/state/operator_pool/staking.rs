//! Tokens become shares of a pool, and shares become tickets (SPEC 5, SPEC 6.9, SPEC 9).

use anchor_lang::prelude::*;
use inference_staking_math::shares::Deposit;
use inference_staking_math::time_lock::Lock;

use super::account::OperatorPool;
use crate::error::{require, Checked, StakingError};
use crate::state::pool_overview::PoolOverview;
use crate::state::staking_record::{StakingRecord, Ticket, Unstaking};
use crate::state::time::after;

impl OperatorPool {
    /// The gate for everything that becomes shares: closed while an epoch is finalizing, until the pool has passed it, and
    /// during halts (SPEC 6.9, SPEC 8).
    ///
    /// # Errors
    /// `StakingHalted`, `PoolClosed`, `PoolHalted`, `EpochFinalizing`, `PoolBehind`.
    pub fn require_entry_open(&self, overview: &PoolOverview) -> Checked<()> {
        overview.require_staking_not_halted()?;
        self.require_open()?;
        self.require_not_halted()?;
        overview.require_not_finalizing()?;
        require!(self.has_passed(overview.completed_reward_epoch), StakingError::PoolBehind);
        Ok(())
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

    /// Buys shares for the record with at most `amount` tokens.
    ///
    /// # Errors
    /// `PoolTotalTooLarge`, `DepositBuysNoShare`.
    pub fn stake(&mut self, record: &mut StakingRecord, amount: u64) -> Checked<Deposit> {
        self.require_room(amount)?;
        self.buy_shares(record, amount)
    }

    fn buy_shares(&mut self, record: &mut StakingRecord, amount: u64) -> Checked<Deposit> {
        self.settle(record)?;
        let deposit = self.shares().deposit(amount)?;
        record.add_shares(deposit.shares)?;
        self.set_shares(deposit.after);
        Ok(deposit)
    }

    /// The lock that holds a record: none in a closed pool (SPEC 10).
    pub fn lock_of(&self, record: &StakingRecord) -> Lock {
        if self.is_closed() {
            Lock::None
        } else {
            record.lock()
        }
    }

    /// Burns `shares` of the record into a ticket that can be claimed `delay` seconds after `now`: one of its own, or the
    /// open one at the place `joins`.
    ///
    /// # Errors
    /// `NotEnoughShares`, `SharesWorthNothing`, `SharesLocked`, `NoFreeTicket`, `NoTicketToJoin`.
    pub fn unstake(
        &mut self,
        record: &mut StakingRecord,
        shares: u64,
        joins: Option<u8>,
        now: i64,
        delay: u64,
    ) -> Checked<Unstaking> {
        self.settle(record)?;
        let locked = self.lock_of(record).locked_shares(record.shares, now)?;
        record.remove_shares(shares)?;
        require!(record.shares >= locked, StakingError::SharesLocked);
        let withdrawal = self.shares().withdraw(shares)?;
        let ticket = Ticket { amount: withdrawal.tokens, claimable_from: after(now, delay)? };
        let place = match joins {
            None => record.open_ticket(ticket)?,
            Some(place) => record.join_ticket(place, &ticket)?,
        };
        self.set_shares(withdrawal.after);
        self.total_unstaking = self.total_unstaking.checked_add(withdrawal.tokens).ok_or(StakingError::MathOverflow)?;
        Ok(Unstaking { tokens: withdrawal.tokens, place })
    }

    /// Turns a ticket back into shares at today's price. What is less than a share's price stays in the ticket.
    ///
    /// # Errors
    /// `NoSuchTicket`, `DepositBuysNoShare`, `MathOverflow`.
    pub fn cancel_unstake(&mut self, record: &mut StakingRecord, place: u8) -> Checked<Deposit> {
        let offered = record.tickets.get(usize::from(place)).map_or(0, |ticket| ticket.amount);
        require!(offered > 0, StakingError::NoSuchTicket);
        let deposit = self.buy_shares(record, offered)?;
        let ticket = record.tickets.get_mut(usize::from(place)).ok_or(StakingError::NoSuchTicket)?;
        ticket.amount = offered.checked_sub(deposit.cost).ok_or(StakingError::InvariantViolated)?;
        if ticket.amount == 0 {
            *ticket = Ticket::default();
        }
        self.total_unstaking = self.total_unstaking.checked_sub(deposit.cost).ok_or(StakingError::MathOverflow)?;
        Ok(deposit)
    }
}
