//! What the upgrade authority, the program admin, halt and slashing authorities send.

use anchor_lang::prelude::{system_program, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking::instructions::{
    CreatePoolOverviewArgs, UpdatePoolOverviewArgs, UpdatePoolOverviewAuthoritiesArgs,
};
use inference_staking::{accounts, instruction as args};

use super::build::{build, Mints};
use crate::address;

/// Accounts of `create_pool_overview`.
pub fn create_pool_overview_accounts(
    upgrade_authority: Pubkey,
    mints: Mints,
    slashing_token_destination: Pubkey,
    slashing_usdc_destination: Pubkey,
) -> accounts::CreatePoolOverview {
    accounts::CreatePoolOverview {
        upgrade_authority,
        program_data: address::program_data(),
        pool_overview: address::pool_overview(),
        stake_mint: mints.stake,
        usdc_mint: mints.usdc,
        reward_vault: address::reward_vault(),
        usdc_vault: address::usdc_vault(),
        slashing_token_destination,
        slashing_usdc_destination,
        token_program: anchor_spl::token::ID,
        system_program: system_program::ID,
    }
}

/// `create_pool_overview`.
pub fn create_pool_overview(accounts: accounts::CreatePoolOverview, args: CreatePoolOverviewArgs) -> Instruction {
    build(accounts, args::CreatePoolOverview { args })
}

/// A token account that slashes are to go to, and who owns it, as it says itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewDestination {
    /// The token account.
    pub token_account: Pubkey,
    /// Its owner, which must be no account of the staking program.
    pub owner: Pubkey,
}

/// Accounts of `update_pool_overview`; destinations, of the stake token and of USDC, only to change them.
pub fn update_pool_overview_accounts(
    program_admin: Pubkey,
    tokens: Option<NewDestination>,
    usdc: Option<NewDestination>,
) -> accounts::UpdatePoolOverview {
    accounts::UpdatePoolOverview {
        program_admin,
        pool_overview: address::pool_overview(),
        slashing_token_destination: tokens.map(|new| new.token_account),
        slashing_usdc_destination: usdc.map(|new| new.token_account),
        slashing_token_destination_owner: tokens.map(|new| new.owner),
        slashing_usdc_destination_owner: usdc.map(|new| new.owner),
    }
}

/// `update_pool_overview` without a change of destinations.
pub fn update_pool_overview(program_admin: Pubkey, args: UpdatePoolOverviewArgs) -> Instruction {
    build(update_pool_overview_accounts(program_admin, None, None), args::UpdatePoolOverview { args })
}

/// `update_pool_overview_authorities`.
pub fn update_pool_overview_authorities(program_admin: Pubkey, args: UpdatePoolOverviewAuthoritiesArgs) -> Instruction {
    let accounts = accounts::UpdatePoolOverviewAuthorities { program_admin, pool_overview: address::pool_overview() };
    build(accounts, args::UpdatePoolOverviewAuthorities { args })
}

/// `accept_program_admin`.
pub fn accept_program_admin(pending_program_admin: Pubkey) -> Instruction {
    let accounts = accounts::AcceptProgramAdmin { pending_program_admin, pool_overview: address::pool_overview() };
    build(accounts, args::AcceptProgramAdmin {})
}

/// Accounts of `withdraw_reward_surplus`.
pub fn withdraw_reward_surplus_accounts(
    program_admin: Pubkey,
    destination: Pubkey,
    stake_mint: Pubkey,
) -> accounts::WithdrawRewardSurplus {
    accounts::WithdrawRewardSurplus {
        program_admin,
        pool_overview: address::pool_overview(),
        destination,
        reward_vault: address::reward_vault(),
        stake_mint,
        token_program: anchor_spl::token::ID,
    }
}

/// `withdraw_reward_surplus`.
pub fn withdraw_reward_surplus(accounts: accounts::WithdrawRewardSurplus) -> Instruction {
    build(accounts, args::WithdrawRewardSurplus {})
}

/// `set_halt_status`.
pub fn set_halt_status(authority: Pubkey, operator_pool: Pubkey, halted: bool) -> Instruction {
    let accounts = accounts::SetHaltStatus { authority, pool_overview: address::pool_overview(), operator_pool };
    build(accounts, args::SetHaltStatus { halted })
}

/// What a slash is about; destinations are those stored in the pool overview.
#[derive(Clone, Copy, Debug)]
pub struct SlashOf {
    /// The halted pool.
    pub operator_pool: Pubkey,
    /// The operator's record, stored in the pool.
    pub operator_staking_record: Pubkey,
    /// Receives tokens.
    pub slashing_token_destination: Pubkey,
    /// Receives USDC.
    pub slashing_usdc_destination: Pubkey,
}

/// Accounts of `slash_stake`: those of a confiscation come along only if one is asked for.
pub fn slash_stake_accounts(
    authority: Pubkey,
    slash: SlashOf,
    mints: Mints,
    confiscate_commission: bool,
) -> accounts::SlashStake {
    let to_confiscate = |key: Pubkey| confiscate_commission.then_some(key);
    accounts::SlashStake {
        authority,
        pool_overview: address::pool_overview(),
        operator_pool: slash.operator_pool,
        operator_staking_record: slash.operator_staking_record,
        slashing_token_destination: slash.slashing_token_destination,
        pool_vault: address::pool_vault(&slash.operator_pool),
        stake_mint: mints.stake,
        token_program: anchor_spl::token::ID,
        liable_pool_overview: to_confiscate(address::pool_overview()),
        slashing_usdc_destination: to_confiscate(slash.slashing_usdc_destination),
        reward_vault: to_confiscate(address::reward_vault()),
        usdc_vault: to_confiscate(address::usdc_vault()),
        usdc_mint: to_confiscate(mints.usdc),
    }
}

/// `slash_stake`.
pub fn slash_stake(accounts: accounts::SlashStake, args: args::SlashStake) -> Instruction {
    build(accounts, args)
}
