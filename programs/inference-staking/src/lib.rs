//! Delegated staking for the operators of an inference network. The rules are in SPEC.md of the project; each entry point
//! below says what its caller gets.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_possible_wrap
    )
)]

use anchor_lang::prelude::*;

pub mod constants;
pub mod error;
pub mod events;
pub mod instructions;
pub mod state;

use instructions::*;

declare_id!("stkVMchKFFj1mF77L6mCYXRB9DGV3PxDL5dQAhDthp8");

/// Entry points: accounts and arguments in, one handler each.
#[program]
pub mod inference_staking {
    use super::*;

    /// Creates the singleton and the global vaults. Only the program's upgrade authority, who becomes the program admin.
    pub fn create_pool_overview(ctx: Context<CreatePoolOverview>, args: CreatePoolOverviewArgs) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps, args)
    }

    /// Creates an operator's pool, its vault and the operator's staking record, for the registration fee.
    pub fn create_operator_pool(ctx: Context<CreateOperatorPool>, args: CreateOperatorPoolArgs) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps, args)
    }

    /// Creates the owner's staking record in an open pool.
    pub fn create_staking_record(ctx: Context<CreateStakingRecord>) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps)
    }

    /// Buys shares with at most `amount` tokens. Takes exactly what the shares cost, and returns both.
    pub fn stake(ctx: Context<Stake>, amount: u64) -> Result<StakeReturn> {
        ctx.accounts.handle(amount)
    }

    /// Closes entry into pools until `epoch`, the next one, has its rewards. Reward authority.
    pub fn mark_epoch_as_finalizing(ctx: Context<MarkEpochAsFinalizing>, epoch: u64) -> Result<()> {
        ctx.accounts.handle(epoch)
    }

    /// Commits what the finalizing epoch pays: up to 5 Merkle roots with their depths, and the totals. Reward authority.
    pub fn create_reward_record(
        ctx: Context<CreateRewardRecord>,
        roots: Vec<[u8; 32]>,
        depths: Vec<u16>,
        total_rewards: u64,
        total_usdc: u64,
    ) -> Result<()> {
        ctx.accounts.handle(&ctx.bumps, &roots, &depths, total_rewards, total_usdc)
    }

    /// Gives a pool what its leaf pays, against the leaf's proof. Anyone.
    pub fn accrue_reward(
        ctx: Context<AccrueReward>,
        root_index: u8,
        leaf_index: u32,
        reward: u64,
        usdc: u64,
        proof: Vec<[u8; 32]>,
    ) -> Result<()> {
        ctx.accounts.handle(root_index, leaf_index, reward, usdc, &proof)
    }

    /// Burns shares into a ticket that can be claimed after the cooldown. Needs no proof.
    pub fn unstake(ctx: Context<Unstake>, shares: u64) -> Result<()> {
        ctx.accounts.handle(shares)
    }

    /// Pays all matured tickets to the owner's associated token account. Anyone.
    pub fn claim_unstake(ctx: Context<ClaimUnstake>) -> Result<()> {
        ctx.accounts.handle()
    }

    /// Pays all USDC that the record has earned to an account the owner names.
    pub fn claim_usdc_earnings(ctx: Context<ClaimUsdcEarnings>) -> Result<()> {
        ctx.accounts.handle()
    }
}
