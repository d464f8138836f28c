//! States and events: compared byte by byte, read one at a time, and overwritten where no instruction leads there.

use anchor_lang::prelude::Pubkey;
use anchor_lang::{AnchorDeserialize, Discriminator, Event};
use inference_staking_client::address;
use inference_staking_client::event::decode_all;
use inference_staking_client::state::{OperatorPool, PoolOverview, StakingRecord};
use inference_staking_localnet::{Chain, Executed};
use solana_account::Account;

use crate::{Staker, TestNetwork};

/// Two states of an account are the same, byte by byte.
///
/// # Panics
/// If they are not; says where they begin to differ.
#[track_caller]
pub fn assert_state<T: bytemuck::Pod>(actual: &T, expected: &T) {
    let (actual, expected) = (bytemuck::bytes_of(actual), bytemuck::bytes_of(expected));
    let differing = actual.iter().zip(expected).position(|(left, right)| left != right);
    assert_eq!(differing.map(|offset| offset + 8), None, "offset of the first byte that is another one");
}

/// The one event of its type in the logs.
///
/// # Panics
/// If there is none, or more than one.
#[track_caller]
pub fn only_event<E: Event + AnchorDeserialize + Discriminator>(executed: &Executed) -> E {
    let mut events = decode_all::<E>(&executed.logs);
    assert_eq!(events.len(), 1);
    events.remove(0)
}

/// Overwrites the singleton.
pub fn change_overview<C: Chain>(network: &mut TestNetwork<C>, change: impl FnOnce(&mut PoolOverview)) {
    network.overwrite(&address::pool_overview(), change);
}

/// Overwrites the staker's pool.
pub fn change_pool<C: Chain>(network: &mut TestNetwork<C>, staker: &Staker, change: impl FnOnce(&mut OperatorPool)) {
    network.overwrite(&staker.record.operator_pool, change);
}

/// Overwrites the staker's record.
pub fn change_record<C: Chain>(network: &mut TestNetwork<C>, staker: &Staker, change: impl FnOnce(&mut StakingRecord)) {
    network.overwrite(&staker.record.address(), change);
}

/// As if withdrawals had been halted, until this Unix time.
pub fn halt_withdrawals_until<C: Chain>(network: &mut TestNetwork<C>, until: i64) {
    change_overview(network, |overview| {
        overview.has_withdrawal_halt = 1;
        overview.withdrawal_halted_until = until;
    });
}

/// An account with the same content at another address.
pub fn copy_of<C: Chain>(network: &mut TestNetwork<C>, account: &Pubkey) -> Pubkey {
    let copy = Pubkey::new_unique();
    let content = network.chain.account(account).unwrap();
    network.chain.set_account(&copy, content);
    copy
}

/// An account with the same content that another program owns.
pub fn foreign_copy_of<C: Chain>(network: &mut TestNetwork<C>, account: &Pubkey) -> Pubkey {
    let copy = Pubkey::new_unique();
    let content = network.chain.account(account).unwrap();
    network.chain.set_account(&copy, Account { owner: Pubkey::new_from_array([9; 32]), ..content });
    copy
}

/// A token account with the same content that was never initialized.
pub fn uninitialized_copy_of<C: Chain>(network: &mut TestNetwork<C>, token_account: &Pubkey) -> Pubkey {
    let copy = Pubkey::new_unique();
    let mut content = network.chain.account(token_account).unwrap();
    // The state byte of a token account.
    content.data[108] = 0;
    network.chain.set_account(&copy, content);
    copy
}

/// Lamports of an address.
pub fn lamports<C: Chain>(network: &mut TestNetwork<C>, address: &Pubkey) -> u64 {
    network.chain.account(address).map_or(0, |account| account.lamports)
}

/// A changed copy of an account at another address.
pub fn changed_copy_of(network: &mut TestNetwork, original: &Pubkey, change: impl FnOnce(&mut Account)) -> Pubkey {
    let copy = Pubkey::new_unique();
    let mut account = network.chain.account(original).unwrap();
    change(&mut account);
    network.chain.set_account(&copy, account);
    copy
}
