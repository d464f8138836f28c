//! What a pool's admin sends, and what anyone does about a pool's vault.

use anchor_lang::prelude::{system_program, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking::instructions::{CreateOperatorPoolArgs, UpdateOperatorPoolArgs};
use inference_staking::{accounts, instruction as args};

use super::build::{build, Mints};
use crate::address;

/// Token accounts that a registration fee goes between.
#[derive(Clone, Copy, Debug)]
pub struct FeeAccounts {
    /// Payer's stake token account.
    pub source: Pubkey,
    /// Stake token account of the registration fee wallet.
    pub destination: Pubkey,
}

/// Accounts of `create_operator_pool`; `fee` is needed if there is a registration fee.
pub fn create_operator_pool_accounts(
    payer: Pubkey,
    admin: Pubkey,
    stake_mint: Pubkey,
    fee: Option<FeeAccounts>,
) -> accounts::CreateOperatorPool {
    let operator_pool = address::operator_pool(&admin);
    accounts::CreateOperatorPool {
        payer,
        admin,
        pool_overview: address::pool_overview(),
        operator_pool,
        operator_staking_record: address::staking_record(&operator_pool, &admin),
        pool_vault: address::pool_vault(&operator_pool),
        stake_mint,
        fee_source: fee.map(|fee| fee.source),
        fee_destination: fee.map(|fee| fee.destination),
        token_program: anchor_spl::token::ID,
        system_program: system_program::ID,
    }
}

/// `create_operator_pool` for a registration fee of at most `max_registration_fee`.
pub fn create_operator_pool(
    accounts: accounts::CreateOperatorPool,
    args: CreateOperatorPoolArgs,
    max_registration_fee: u64,
) -> Instruction {
    build(accounts, args::CreateOperatorPool { args, max_registration_fee })
}

/// `update_operator_pool`.
pub fn update_operator_pool(admin: Pubkey, operator_pool: Pubkey, args: UpdateOperatorPoolArgs) -> Instruction {
    let accounts = accounts::ByPoolAdmin { admin, pool_overview: address::pool_overview(), operator_pool };
    build(accounts, args::UpdateOperatorPool { args })
}

/// `change_operator_pool_admin`; the zero key withdraws a proposal.
pub fn change_operator_pool_admin(admin: Pubkey, operator_pool: Pubkey, new_admin: Pubkey) -> Instruction {
    let accounts = accounts::ByPoolAdmin { admin, pool_overview: address::pool_overview(), operator_pool };
    build(accounts, args::ChangeOperatorPoolAdmin { new_admin })
}

/// `accept_operator_pool_admin`.
pub fn accept_operator_pool_admin(pending_admin: Pubkey, operator_pool: Pubkey) -> Instruction {
    let accounts =
        accounts::AcceptOperatorPoolAdmin { pending_admin, pool_overview: address::pool_overview(), operator_pool };
    build(accounts, args::AcceptOperatorPoolAdmin {})
}

/// Accounts of `change_operator_staking_record`; `operator_staking_record` is the one stored in the pool.
pub fn change_operator_staking_record_accounts(
    admin: Pubkey,
    operator_pool: Pubkey,
    operator_staking_record: Pubkey,
    new_record_owner: Pubkey,
) -> accounts::ChangeOperatorStakingRecord {
    accounts::ChangeOperatorStakingRecord {
        admin,
        new_record_owner,
        pool_overview: address::pool_overview(),
        operator_pool,
        operator_staking_record,
        new_operator_staking_record: address::staking_record(&operator_pool, &new_record_owner),
    }
}

/// `change_operator_staking_record`.
pub fn change_operator_staking_record(accounts: accounts::ChangeOperatorStakingRecord) -> Instruction {
    build(accounts, args::ChangeOperatorStakingRecord {})
}

/// Accounts of `withdraw_operator_reward_commission`.
pub fn withdraw_operator_reward_commission_accounts(
    admin: Pubkey,
    operator_pool: Pubkey,
    destination: Pubkey,
    mints: Mints,
) -> accounts::WithdrawOperatorRewardCommission {
    accounts::WithdrawOperatorRewardCommission {
        admin,
        pool_overview: address::pool_overview(),
        operator_pool,
        destination,
        reward_vault: address::reward_vault(),
        stake_mint: mints.stake,
        token_program: anchor_spl::token::ID,
    }
}

/// `withdraw_operator_reward_commission`.
pub fn withdraw_operator_reward_commission(accounts: accounts::WithdrawOperatorRewardCommission) -> Instruction {
    build(accounts, args::WithdrawOperatorRewardCommission {})
}

/// Accounts of `withdraw_operator_usdc_commission`.
pub fn withdraw_operator_usdc_commission_accounts(
    admin: Pubkey,
    operator_pool: Pubkey,
    destination: Pubkey,
    mints: Mints,
) -> accounts::AdminUsdcPayout {
    accounts::AdminUsdcPayout {
        admin,
        pool_overview: address::pool_overview(),
        operator_pool,
        destination,
        usdc_vault: address::usdc_vault(),
        usdc_mint: mints.usdc,
        token_program: anchor_spl::token::ID,
    }
}

/// `withdraw_operator_usdc_commission`.
pub fn withdraw_operator_usdc_commission(accounts: accounts::AdminUsdcPayout) -> Instruction {
    build(accounts, args::WithdrawOperatorUsdcCommission {})
}

/// `close_operator_pool` by the pool's admin or the owner of the operator's record, the one stored in the pool.
pub fn close_operator_pool(authority: Pubkey, operator_pool: Pubkey, operator_staking_record: Pubkey) -> Instruction {
    let pool_overview = address::pool_overview();
    let accounts = accounts::CloseOperatorPool { authority, pool_overview, operator_pool, operator_staking_record };
    build(accounts, args::CloseOperatorPool {})
}

/// Accounts of `collect_pool_rewards`.
pub fn collect_pool_rewards_accounts(operator_pool: Pubkey, stake_mint: Pubkey) -> accounts::CollectPoolRewards {
    accounts::CollectPoolRewards {
        pool_overview: address::pool_overview(),
        operator_pool,
        pool_vault: address::pool_vault(&operator_pool),
        reward_vault: address::reward_vault(),
        stake_mint,
        token_program: anchor_spl::token::ID,
    }
}

/// `collect_pool_rewards`.
pub fn collect_pool_rewards(operator_pool: Pubkey, stake_mint: Pubkey) -> Instruction {
    build(collect_pool_rewards_accounts(operator_pool, stake_mint), args::CollectPoolRewards {})
}

/// Accounts of `sweep_pool_vault_surplus`.
pub fn sweep_pool_vault_surplus_accounts(operator_pool: Pubkey, stake_mint: Pubkey) -> accounts::SweepPoolVaultSurplus {
    accounts::SweepPoolVaultSurplus {
        pool_overview: address::pool_overview(),
        operator_pool,
        pool_vault: address::pool_vault(&operator_pool),
        reward_vault: address::reward_vault(),
        stake_mint,
        token_program: anchor_spl::token::ID,
    }
}

/// `sweep_pool_vault_surplus`.
pub fn sweep_pool_vault_surplus(operator_pool: Pubkey, stake_mint: Pubkey) -> Instruction {
    build(sweep_pool_vault_surplus_accounts(operator_pool, stake_mint), args::SweepPoolVaultSurplus {})
}

/// Accounts of `sweep_closed_pool_usdc_dust`.
pub fn sweep_closed_pool_usdc_dust_accounts(
    admin: Pubkey,
    operator_pool: Pubkey,
    destination: Pubkey,
    mints: Mints,
) -> accounts::AdminUsdcPayout {
    accounts::AdminUsdcPayout {
        admin,
        pool_overview: address::pool_overview(),
        operator_pool,
        destination,
        usdc_vault: address::usdc_vault(),
        usdc_mint: mints.usdc,
        token_program: anchor_spl::token::ID,
    }
}

/// `sweep_closed_pool_usdc_dust`.
pub fn sweep_closed_pool_usdc_dust(accounts: accounts::AdminUsdcPayout) -> Instruction {
    build(accounts, args::SweepClosedPoolUsdcDust {})
}
