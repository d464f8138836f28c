//! What a pool's admin sends.

use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_model::{Actor, Mint, Operation as O};

use super::Builder;
use crate::side_by_side::actors::{pool_name, pool_uri};

impl Builder<'_> {
    pub(super) fn build_of_pool(&self, operation: &O) -> Option<(Instruction, Vec<Actor>)> {
        let key = |actor: &Actor| self.actors.key(*actor);
        let pool = |creator: &Actor| self.actors.pool(*creator);
        Some(match operation {
            O::UpdatePool { by, pool: creator, change } => {
                let args = UpdateOperatorPoolArgs {
                    reward_commission_bps: change.reward_bps,
                    usdc_commission_bps: change.usdc_bps,
                    auto_stake: change.auto_stake,
                    delegation_allowed: change.delegation_allowed,
                    name: change.name.map(pool_name),
                    metadata_uri: change.metadata_uri.map(pool_uri),
                };
                (ix::update_operator_pool(key(by), pool(creator), args), vec![*by])
            }
            O::ProposePoolAdmin { by, pool: creator, new_admin } => {
                let new = self.actors.key_or_zero(*new_admin);
                (ix::change_operator_pool_admin(key(by), pool(creator), new), vec![*by])
            }
            O::AcceptPoolAdmin { by, pool: creator } => {
                (ix::accept_operator_pool_admin(key(by), pool(creator)), vec![*by])
            }
            O::ChangeOperatorRecord { by, pool: creator, new_owner } => {
                let old = self.operator_record(*creator);
                let accounts = ix::change_operator_staking_record_accounts(key(by), pool(creator), old, key(new_owner));
                (ix::change_operator_staking_record(accounts), vec![*by, *new_owner])
            }
            O::WithdrawCommission { by, pool: creator, mint, to } => {
                let to = self.actors.token_account(*to, *mint);
                let (by_key, pool) = (key(by), pool(creator));
                let instruction = match mint {
                    Mint::Stake => ix::withdraw_operator_reward_commission(
                        ix::withdraw_operator_reward_commission_accounts(by_key, pool, to, self.mints),
                    ),
                    Mint::Usdc => ix::withdraw_operator_usdc_commission(
                        ix::withdraw_operator_usdc_commission_accounts(by_key, pool, to, self.mints),
                    ),
                };
                (instruction, vec![*by])
            }
            O::ClosePool { by, pool: creator } => {
                let operator_record = self.operator_record(*creator);
                (ix::close_operator_pool(key(by), pool(creator), operator_record), vec![*by])
            }
            O::Collect { pool: creator } => (ix::collect_pool_rewards(pool(creator), self.mints.stake), vec![]),
            O::SweepSurplus { pool: creator } => {
                (ix::sweep_pool_vault_surplus(pool(creator), self.mints.stake), vec![])
            }
            O::Sweep { by, pool: creator, to } => {
                let to = self.actors.token_account(*to, Mint::Usdc);
                let accounts = ix::sweep_closed_pool_usdc_dust_accounts(key(by), pool(creator), to, self.mints);
                (ix::sweep_closed_pool_usdc_dust(accounts), vec![*by])
            }
            _ => return None,
        })
    }
}
