mod lock;

use anchor_lang::prelude::*;
use anchor_spl::associated_token::get_associated_token_address;
use inference_staking_math::shares::Deposit;
use inference_staking_math::time_lock::Lock;

use crate::constants::*;
use crate::error::{require, Checked, StakingError};
use crate::state::{after, assert_layout, OperatorPool, PodU128};

/// Record without a lock.
pub const UNLOCKED: u8 = 0;
/// All shares are locked.
pub const LOCKED: u8 = 1;
/// Shares are being released.
pub const UNLOCKING: u8 = 2;

/// Tokens in cooldown.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ticket {
    /// Base units; 0 in a free place.
    pub amount: u64,
    /// From when they can be claimed, Unix seconds.
    pub claimable_from: i64,
}

/// What an unstake opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unstaking {
    /// The ticket.
    pub ticket: Ticket,
    /// Its place in the record.
    pub place: u8,
}

/// One owner's stake in one pool.
#[account(zero_copy)]
pub struct StakingRecord {
    /// Whose it is.
    pub owner: Pubkey,
    /// The pool.
    pub operator_pool: Pubkey,
    /// The owner's associated token account of the stake mint, where matured tickets are paid.
    pub owner_token_account: Pubkey,
    /// Shares of the pool.
    pub shares: u64,
    /// USDC settled and not claimed yet, base units.
    pub settled_usdc: u64,
    /// The pool's USDC index when the record was last settled.
    pub usdc_checkpoint: PodU128,
    /// Unstakes in cooldown.
    pub tickets: [Ticket; TICKETS],
    /// Duration of the lock, seconds; 0 without one.
    pub lock_duration: u64,
    /// When the release began, Unix seconds; meaningful while unlocking.
    pub unlock_started_at: i64,
    /// Shares when the release began; meaningful while unlocking.
    pub unlock_shares: u64,
    /// 0 no lock, 1 locked, 2 unlocking.
    pub lock_state: u8,
    /// Layout version.
    pub version: u8,
    /// Canonical bump of the address.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 5],
    /// Zero, for later versions.
    pub reserved: [u8; 16],
}

assert_layout!(StakingRecord, 248,
    owner: 8, operator_pool: 40, owner_token_account: 72, shares: 104, settled_usdc: 112, usdc_checkpoint: 120,
    tickets: 136, lock_duration: 200, lock_state: 224, version: 225, bump: 226, reserved: 232);

impl StakingRecord {
    /// Bytes of the account, discriminator included.
    pub const SPACE: usize = 8 + core::mem::size_of::<Self>();

    /// Fills a new record.
    pub fn initialize(&mut self, owner: Pubkey, operator_pool: Pubkey, stake_mint: &Pubkey, bump: u8) {
        self.owner = owner;
        self.operator_pool = operator_pool;
        self.owner_token_account = get_associated_token_address(&owner, stake_mint);
        self.version = ACCOUNT_VERSION;
        self.bump = bump;
    }

    /// # Errors
    /// `NotRecordOwner`.
    pub fn require_owner(&self, key: &Pubkey) -> Checked<()> {
        require!(self.owner == *key, StakingError::NotRecordOwner);
        Ok(())
    }

    /// # Errors
    /// `RecordOfAnotherPool`.
    pub fn require_pool(&self, operator_pool: &Pubkey) -> Checked<()> {
        require!(self.operator_pool == *operator_pool, StakingError::RecordOfAnotherPool);
        Ok(())
    }

    /// The lock as the maths takes it. None in a closed pool (SPEC section 10).
    pub fn lock(&self, pool: &OperatorPool) -> Lock {
        match self.lock_state {
            _ if pool.is_closed() => Lock::None,
            LOCKED => Lock::Locked { duration: self.lock_duration },
            UNLOCKING => Lock::Unlocking {
                duration: self.lock_duration,
                shares_at_start: self.unlock_shares,
                started_at: self.unlock_started_at,
            },
            _ => Lock::None,
        }
    }

    /// Adds shares. Settle first.
    pub fn add_shares(&mut self, shares: u64) -> Checked<()> {
        self.shares = self.shares.checked_add(shares).ok_or(StakingError::MathOverflow)?;
        Ok(())
    }

    /// Takes shares away. Settle first. A record without shares has no lock.
    ///
    /// # Errors
    /// `NotEnoughShares`.
    pub fn remove_shares(&mut self, shares: u64) -> Checked<()> {
        self.shares = self.shares.checked_sub(shares).ok_or(StakingError::NotEnoughShares)?;
        if self.shares == 0 {
            self.lock_state = UNLOCKED;
            self.lock_duration = 0;
            self.unlock_started_at = 0;
            self.unlock_shares = 0;
        }
        Ok(())
    }

    /// Opens a ticket in a free place and returns the place.
    ///
    /// # Errors
    /// `NoFreeTicket`.
    pub fn open_ticket(&mut self, ticket: Ticket) -> Checked<u8> {
        let places = self.tickets.iter_mut().zip(0u8..);
        let (free, place) = places.into_iter().find(|(t, _)| t.amount == 0).ok_or(StakingError::NoFreeTicket)?;
        *free = ticket;
        Ok(place)
    }

    /// Clears all tickets that can be claimed at `now` and returns their sum.
    ///
    /// # Errors
    /// `NothingToClaim` if none has matured.
    pub fn take_matured(&mut self, now: i64) -> Checked<u64> {
        let matured = self.matured(now)?;
        require!(matured > 0, StakingError::NothingToClaim);
        let tickets = self.tickets.iter_mut().filter(|ticket| ticket.claimable_from <= now);
        tickets.for_each(|ticket| *ticket = Ticket::default());
        Ok(matured)
    }

    /// Tokens in tickets that can be claimed at `now`.
    pub fn matured(&self, now: i64) -> Checked<u64> {
        let matured = self.tickets.iter().filter(|ticket| ticket.claimable_from <= now);
        let sum = matured.map(|ticket| ticket.amount).try_fold(0u64, u64::checked_add);
        Ok(sum.ok_or(StakingError::MathOverflow)?)
    }

    /// Tokens in all tickets.
    ///
    /// # Errors
    /// `MathOverflow` never happens: they are part of the pool's total.
    pub fn unstaking(&self) -> Checked<u64> {
        let sum = self.tickets.iter().try_fold(0u64, |sum, ticket| sum.checked_add(ticket.amount));
        Ok(sum.ok_or(StakingError::MathOverflow)?)
    }

    /// # Errors
    /// `RecordNotEmpty` if it has shares, tickets or settled USDC.
    pub fn require_empty(&self) -> Checked<()> {
        let empty = self.shares == 0 && self.settled_usdc == 0 && self.unstaking()? == 0;
        require!(empty, StakingError::RecordNotEmpty);
        Ok(())
    }
}

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

    /// Settles the record and takes all its USDC; returns the amount to pay from the global USDC vault.
    ///
    /// # Errors
    /// `NoUsdcToClaim`.
    pub fn claim_usdc(&mut self, record: &mut StakingRecord) -> Checked<u64> {
        self.settle(record)?;
        let amount = self.take_settled_usdc(record)?;
        require!(amount > 0, StakingError::NoUsdcToClaim);
        Ok(amount)
    }

    /// Takes all USDC that is written into the record.
    pub(in crate::state) fn take_settled_usdc(&mut self, record: &mut StakingRecord) -> Checked<u64> {
        let amount = core::mem::take(&mut record.settled_usdc);
        self.settled_usdc = self.settled_usdc.checked_sub(amount).ok_or(StakingError::MathOverflow)?;
        self.delegator_usdc = self.delegator_usdc.checked_sub(amount).ok_or(StakingError::MathOverflow)?;
        Ok(amount)
    }
}
