//! One owner's stake in one pool: its layout (SPEC 3). What a pool does with it is the pool's.

use anchor_lang::prelude::*;
use anchor_spl::associated_token::get_associated_token_address;

use super::ticket::Ticket;
use crate::constants::*;
use crate::error::{require, Checked, StakingError};
use crate::state::layout::{assert_layout, PodU128, Versioned};

/// Record without a lock.
pub const UNLOCKED: u8 = 0;
/// All shares are locked.
pub const LOCKED: u8 = 1;
/// Shares are being released.
pub const UNLOCKING: u8 = 2;

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
    /// Tokens of deposits that are not shares yet, base units.
    pub activating: u64,
    /// The part of them that came in `latest_deposit_epoch`, base units.
    pub latest_deposit: u64,
    /// The current epoch when something came last.
    pub latest_deposit_epoch: u64,
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
    /// 1 from a deposit until what is left of it buys no share: what filters of `getProgramAccounts` look for.
    pub has_activating: u8,
    /// The higher of the pool's active and announced token commission when the lock was made, bps; meaningful with one.
    pub lock_reward_commission_bps: u16,
    /// The higher of the pool's active and announced USDC commission when the lock was made, bps; meaningful with one.
    pub lock_usdc_commission_bps: u16,
    /// Zero, for later versions.
    pub reserved: [u8; 16],
}

assert_layout!(StakingRecord, 272,
    owner: 8, operator_pool: 40, owner_token_account: 72, shares: 104, settled_usdc: 112, usdc_checkpoint: 120,
    tickets: 136, activating: 200, lock_duration: 224, lock_state: 248, version: 249, bump: 250, has_activating: 251,
    lock_reward_commission_bps: 252, reserved: 256);

impl Versioned for StakingRecord {
    const VERSION: u8 = 1;

    fn version(&self) -> u8 {
        self.version
    }
}

/// What a new record begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewStakingRecord {
    /// Whose it is.
    pub owner: Pubkey,
    /// The pool.
    pub operator_pool: Pubkey,
    /// Mint of the stake token, in which matured tickets are paid.
    pub stake_mint: Pubkey,
    /// Canonical bump of the address.
    pub bump: u8,
}

impl StakingRecord {
    /// Bytes of the account, discriminator included.
    pub const SPACE: usize = 8 + core::mem::size_of::<Self>();

    /// Fills a new record, all of whose bytes are zero.
    pub fn initialize(&mut self, new: &NewStakingRecord) {
        self.owner = new.owner;
        self.operator_pool = new.operator_pool;
        self.owner_token_account = get_associated_token_address(&new.owner, &new.stake_mint);
        self.version = Self::VERSION;
        self.bump = new.bump;
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

    /// Adds shares. Settle first.
    ///
    /// # Errors
    /// `MathOverflow`.
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
            self.clear_lock();
        }
        Ok(())
    }

    /// # Errors
    /// `RecordNotEmpty` if it has shares, activating tokens, tickets or settled USDC.
    pub fn require_empty(&self) -> Checked<()> {
        let holds_none = self.shares == 0 && self.activating == 0 && self.settled_usdc == 0;
        let empty = holds_none && self.unstaking()? == 0;
        require!(empty, StakingError::RecordNotEmpty);
        Ok(())
    }
}
