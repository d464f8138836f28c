//! What a record's owner sends.

use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::args;
use inference_staking_client::instruction as ix;
use inference_staking_model::{Actor, Holder, Mint, Operation as O};

use super::Builder;

impl Builder<'_> {
    /// Built for the record's owner; then whoever acts takes the owner's place as the signer.
    pub(super) fn build_of_record(&self, operation: &O) -> Option<(Instruction, Vec<Actor>)> {
        let (by, record, mut instruction) = match operation {
            O::CreateRecord { pool, owner } => {
                let record = self.actors.record(inference_staking_model::RecordId { pool: *pool, owner: *owner });
                return Some((ix::create_staking_record(self.payer(), record), vec![*owner]));
            }
            O::ClaimUnstake { record, signed: None } => {
                return Some((ix::claim_unstake(self.actors.record(*record), self.mints.stake), vec![]));
            }
            O::ClaimUnstake { record, signed: Some((by, to)) } => {
                let to = self.actors.token_account(*to, Mint::Stake);
                (*by, *record, ix::claim_unstake_to(self.actors.record(*record), to, self.mints.stake))
            }
            O::Stake { by, record, amount } => {
                let source = self.actors.token_account(Holder::Wallet(*by), Mint::Stake);
                let accounts = ix::stake_accounts(self.actors.record(*record), source, self.mints.stake);
                (*by, *record, ix::stake(accounts, *amount))
            }
            O::ActivateStake { record } => {
                let operator_record = self.operator_record(record.pool);
                return Some((ix::activate_stake(self.actors.record(*record), operator_record), vec![]));
            }
            O::Unstake { by, record, shares, activating, joins } => {
                let what = args::Unstake { shares: *shares, activating: *activating, ticket: *joins };
                (*by, *record, ix::unstake_of(self.actors.record(*record), what))
            }
            O::CancelUnstake { by, record, ticket } => {
                (*by, *record, ix::cancel_unstake(self.actors.record(*record), *ticket))
            }
            O::ClaimUsdc { by, record, to } => {
                let to = self.actors.token_account(*to, Mint::Usdc);
                (*by, *record, ix::claim_usdc_earnings(self.actors.record(*record), to, self.mints.usdc))
            }
            O::CloseRecord { by, record } => (*by, *record, ix::close_staking_record(self.actors.record(*record))),
            O::Lock { by, record, duration } => (*by, *record, ix::lock_stake(self.actors.record(*record), *duration)),
            O::ExtendLock { by, record, seconds } => {
                (*by, *record, ix::extend_lock(self.actors.record(*record), *seconds))
            }
            O::BeginUnlock { by, record } => (*by, *record, ix::begin_unlock(self.actors.record(*record))),
            O::CancelUnlock { by, record } => (*by, *record, ix::cancel_unlock(self.actors.record(*record))),
            _ => return None,
        };
        let owner = self.actors.key(record.owner);
        instruction.accounts.iter_mut().filter(|meta| meta.is_signer && meta.pubkey == owner).for_each(|meta| {
            meta.pubkey = self.actors.key(by);
        });
        Some((instruction, vec![by]))
    }
}
