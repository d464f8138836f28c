//! Operations that would go through, with one account replaced by another of the network's or one signature missing: the
//! program must refuse, and nothing may change.

use anchor_lang::prelude::{AccountMeta, Pubkey};
use anchor_lang::system_program;
use inference_staking_client::address;
use inference_staking_model::{Actor, Holder, Mint, Operation};

use super::cast::{ACTORS, OPERATORS};
use crate::side_by_side::{assert_no_panic, Trial};

impl Trial {
    /// Replaces one account that is bound to be what it is, or leaves out the signature of who acts.
    ///
    /// # Panics
    /// If the program accepts it.
    pub fn perform_tampered(&mut self, operation: &Operation, place: usize, with: usize) {
        if self.world.clone().apply(operation).is_err() {
            return;
        }
        let Some((mut instruction, mut signers)) = self.builder().build(operation) else { return };
        if instruction.program_id != address::program_id() {
            return;
        }
        let bound = self.bound_places(operation, &instruction.accounts);
        let Some(place) = place.checked_rem(bound.len()).map(|place| bound[place]) else { return };
        let meta = &mut instruction.accounts[place];
        if meta.is_signer {
            let unsigned = meta.pubkey;
            meta.is_signer = false;
            signers.retain(|signer| self.actors.key(*signer) != unsigned);
        } else {
            let others: Vec<Pubkey> = self.substitutes().into_iter().filter(|key| *key != meta.pubkey).collect();
            meta.pubkey = others[with % others.len()];
        }
        let tampered = format!("{operation:?} with account {place} replaced by {:?}", instruction.accounts[place]);
        match self.send(instruction, &signers) {
            Ok(_) => panic!("the program accepts {tampered}"),
            Err(refused) => assert_no_panic(&refused),
        }
        self.assert_same();
    }

    /// Places of accounts for which there is only one right one, and of signers other than the payer.
    fn bound_places(&self, operation: &Operation, accounts: &[AccountMeta]) -> Vec<usize> {
        let bound = self.bound_keys(operation);
        let free = self.free_destination(operation);
        let payer = self.actors.key(self.world.payer);
        let is_bound = |meta: &AccountMeta| {
            (meta.is_signer && meta.pubkey != payer) || (bound.contains(&meta.pubkey) && Some(meta.pubkey) != free)
        };
        (0..accounts.len()).filter(|place| is_bound(&accounts[*place])).collect()
    }

    fn bound_keys(&self, operation: &Operation) -> Vec<Pubkey> {
        let mints = self.network.mints;
        let mut keys = vec![
            address::pool_overview(),
            address::reward_vault(),
            address::usdc_vault(),
            mints.stake,
            mints.usdc,
            anchor_spl::token::ID,
            system_program::ID,
        ];
        keys.extend((0..OPERATORS).map(|pool| self.actors.token_account(Holder::PoolVault(pool), Mint::Stake)));
        for pool in 0..ACTORS {
            keys.extend(
                (0..ACTORS).map(|owner| self.actors.record_address(inference_staking_model::RecordId { pool, owner })),
            );
        }
        if names_pool_by_record(operation) {
            keys.extend((0..ACTORS).map(|pool| self.actors.pool(pool)));
        }
        let wallet = |actor: Actor, mint| self.actors.token_account(Holder::Wallet(actor), mint);
        match operation {
            Operation::ClaimUnstake { record, signed: None } => keys.push(wallet(record.owner, Mint::Stake)),
            Operation::Slash { .. } => {
                keys.push(self.actors.token_account(self.world.overview.token_destination, Mint::Stake));
                keys.push(self.actors.token_account(self.world.overview.usdc_destination, Mint::Usdc));
            }
            _ => {}
        }
        keys
    }

    /// The account that whoever acts may choose. Anybody's deposit may be activated.
    fn free_destination(&self, operation: &Operation) -> Option<Pubkey> {
        match operation {
            Operation::ClaimUnstake { signed: Some((_, to)), .. } => Some(self.actors.token_account(*to, Mint::Stake)),
            Operation::ActivateStake { record } => Some(self.actors.record_address(*record)),
            Operation::WithdrawRewardSurplus { to, .. } => Some(self.actors.token_account(*to, Mint::Stake)),
            Operation::WithdrawCommission { to, mint, .. } => Some(self.actors.token_account(*to, *mint)),
            Operation::ClaimUsdc { to, .. } | Operation::Sweep { to, .. } => {
                Some(self.actors.token_account(*to, Mint::Usdc))
            }
            _ => None,
        }
    }

    /// Accounts of every kind.
    fn substitutes(&self) -> Vec<Pubkey> {
        let mut keys = self.bound_keys(&Operation::PassTime { seconds: 0 });
        keys.truncate(7);
        keys.extend(self.world.pools.keys().map(|pool| self.actors.pool(*pool)));
        keys.extend(
            self.world.pools.keys().map(|pool| self.actors.token_account(Holder::PoolVault(*pool), Mint::Stake)),
        );
        keys.extend(self.world.staking_records.keys().map(|record| self.actors.record_address(*record)));
        keys.extend(self.world.reward_records.keys().take(3).map(|epoch| address::reward_record(*epoch)));
        for actor in [0, 3, 4, 7, 12] {
            keys.push(self.actors.key(actor));
            keys.extend([Mint::Stake, Mint::Usdc].map(|mint| self.actors.token_account(Holder::Wallet(actor), mint)));
        }
        keys
    }
}

/// Operations whose pool is the only right one, because a record or a proof names it.
fn names_pool_by_record(operation: &Operation) -> bool {
    use Operation as O;
    matches!(
        operation,
        O::Stake { .. }
            | O::ActivateStake { .. }
            | O::Unstake { .. }
            | O::CancelUnstake { .. }
            | O::ClaimUnstake { .. }
            | O::ClaimUsdc { .. }
            | O::CloseRecord { .. }
            | O::Lock { .. }
            | O::Accrue { .. }
            | O::Slash { .. }
            | O::CreateRecord { .. }
            | O::CreatePool { .. }
            | O::ChangeOperatorRecord { .. }
    )
}
