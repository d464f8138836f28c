//! A program that stakes on behalf of its users, by calls into the staking program. Each manager has one vault, an address that
//! this program signs for: it owns the staking record, the tokens before they are staked, and what comes back.
//! `docs/guides/integrator.md` says what to know before one writes such a program.
#![allow(missing_docs, reason = "Anchor's derives write public items without docs")]

mod activate;
mod by_manager;
mod claim_usdc;
mod close;
mod deposit;
mod leave;
mod open;
mod withdraw;
mod worth;

pub use activate::*;
pub use by_manager::*;
pub use claim_usdc::*;
pub use close::*;
pub use deposit::*;
pub use leave::*;
pub use open::*;
pub use withdraw::*;
pub use worth::*;

use anchor_lang::prelude::*;
use inference_staking::instructions::ActivateStakeReturn;

declare_id!("9roCSFMsjdDTd6HjfUNgQVB8w4GA7khmBwG7YrC5jgdJ");

/// Seed of a vault's address, before its manager.
#[constant]
pub const VAULT_SEED: &[u8] = b"vault";

#[program]
pub mod cpi_vault {
    use super::*;

    /// Makes the vault's staking record in a pool. The manager pays its rent.
    pub fn open(ctx: Context<Open>) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps)
    }

    /// Stakes tokens of the vault, unless one of the pool's commissions is, or is announced to be, above the given rates.
    pub fn deposit(
        ctx: Context<Deposit>,
        amount: u64,
        max_reward_commission_bps: u16,
        max_usdc_commission_bps: u16,
    ) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps, amount, max_reward_commission_bps, max_usdc_commission_bps)
    }

    /// Makes what was deposited in an earlier epoch shares. Anyone.
    pub fn activate(ctx: Context<Activate>) -> Result<ActivateStakeReturn> {
        ctx.accounts.handle()
    }

    /// Returns what the vault has in the pool. Anyone.
    pub fn worth(ctx: Context<Look>) -> Result<Worth> {
        ctx.accounts.handle()
    }

    /// Pays the vault's USDC to an account that the manager names.
    pub fn claim_usdc(ctx: Context<ClaimUsdc>) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps)
    }

    /// Takes everything out of the pool: the cooldown begins.
    pub fn leave(ctx: Context<Leave>) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps)
    }

    /// Pays what has come through the cooldown to an account that the manager names.
    pub fn withdraw(ctx: Context<Withdraw>) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps)
    }

    /// Closes the vault's empty record, and passes its rent on to the manager.
    pub fn close(ctx: Context<Close>) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps)
    }
}

/// Errors of this program. They begin behind those of the staking program, whose numbers come through unchanged when a call
/// fails: so a number says whose it is.
#[error_code(offset = 7000)]
pub enum VaultError {
    /// See `deposit`.
    #[msg("A commission of the pool is, or is announced to be, above what the manager agrees to")]
    CommissionTooHigh,
    /// See `worth`.
    #[msg("The staking record does not belong to the vault")]
    NotTheVaultsRecord,
    /// See `worth`.
    #[msg("The sum of what the vault has does not fit a u64")]
    TooMuch,
}
