use inference_staking_math::shares::Deposit;

use crate::error::{require, Checked, StakingError};
use crate::state::{after, OperatorPool, StakingRecord, Ticket, Unstaking};

impl OperatorPool {
    /// Writes what the record has earned since its last settlement; comes before every change of its shares.
    pub fn settle(&mut self, record: &mut StakingRecord) -> Checked<()> {
        let index = self.usdc_index();
        let earned = index.earned_since(record.usdc_checkpoint.get(), record.shares)?;
        record.usdc_checkpoint = self.cumulative_usdc_per_share;
        record.settled_usdc = record.settled_usdc.checked_add(earned).ok_or(StakingError::MathOverflow)?;
        self.settled_usdc = self.settled_usdc.checked_add(earned).ok_or(StakingError::MathOverflow)?;
        Ok(())
    }

    /// Buys shares for the record with at most `amount` tokens.
    ///
    /// # Errors
    /// `DepositBuysNoShare`, `MathOverflow`.
    pub fn stake(&mut self, record: &mut StakingRecord, amount: u64) -> Checked<Deposit> {
        self.settle(record)?;
        let deposit = self.shares().deposit(amount)?;
        record.add_shares(deposit.shares)?;
        self.set_shares(deposit.after);
        Ok(deposit)
    }

    /// Burns `shares` of the record into a ticket that can be claimed `delay` seconds after `now`; returns the ticket and its place.
    ///
    /// # Errors
    /// `NotEnoughShares`, `SharesWorthNothing`, `SharesLocked`, `NoFreeTicket`.
    pub fn unstake(&mut self, record: &mut StakingRecord, shares: u64, now: i64, delay: u64) -> Checked<Unstaking> {
        self.settle(record)?;
        let locked = record.lock(self).locked_shares(record.shares, now)?;
        record.remove_shares(shares)?;
        require!(record.shares >= locked, StakingError::SharesLocked);
        let withdrawal = self.shares().withdraw(shares)?;
        let ticket = Ticket { amount: withdrawal.tokens, claimable_from: after(now, delay)? };
        let place = record.open_ticket(ticket)?;
        self.set_shares(withdrawal.after);
        self.total_unstaking = self.total_unstaking.checked_add(withdrawal.tokens).ok_or(StakingError::MathOverflow)?;
        Ok(Unstaking { ticket, place })
    }

    /// Turns a ticket back into shares at today's price. What is less than a share's price stays in the ticket.
    ///
    /// # Errors
    /// `NoSuchTicket`, `DepositBuysNoShare`, `MathOverflow`.
    pub fn cancel_unstake(&mut self, record: &mut StakingRecord, place: u8) -> Checked<Deposit> {
        let offered = record.tickets.get(usize::from(place)).map_or(0, |ticket| ticket.amount);
        require!(offered > 0, StakingError::NoSuchTicket);
        let deposit = self.stake(record, offered)?;
        let ticket = record.tickets.get_mut(usize::from(place)).ok_or(StakingError::NoSuchTicket)?;
        ticket.amount = offered.checked_sub(deposit.cost).ok_or(StakingError::InvariantViolated)?;
        if ticket.amount == 0 {
            *ticket = Ticket::default();
        }
        self.total_unstaking = self.total_unstaking.checked_sub(deposit.cost).ok_or(StakingError::MathOverflow)?;
        Ok(deposit)
    }

    /// The operator of an open pool keeps at least `minimum` tokens staked; its shares count rounded up.
    ///
    /// # Errors
    /// `OperatorStakeBelowMinimum`.
    pub fn require_operator_minimum(&self, operator_shares: u64, minimum: u64) -> Checked<()> {
        let enough = self.shares().is_worth_at_least(operator_shares, minimum);
        require!(enough, StakingError::OperatorStakeBelowMinimum);
        Ok(())
    }
}
