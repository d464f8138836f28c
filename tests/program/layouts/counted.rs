//! What version 2 adds to a pool, read at its place in the data.

use std::ops::Range;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::account::decode;
use inference_staking_client::state::OperatorPool;
use inference_staking_localnet::Chain;
use inference_staking_test_kit::TestNetwork;
use solana_account::Account;

/// Where all versions have their number.
pub const VERSION: usize = 527;
/// What version 2 took of the reserved bytes: rewards of all shares, and the first epoch that counts.
pub const TAKEN: Range<usize> = 536..552;

/// The version of a pool and its new fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub version: u8,
    pub holder_rewards: u64,
    pub from_epoch: u64,
}

/// What an account of version 1 has there.
pub const NEVER_WRITTEN: Counted = Counted { version: 1, holder_rewards: 0, from_epoch: 0 };

/// Of version 2.
pub fn counted(from_epoch: u64, holder_rewards: u64) -> Counted {
    Counted { version: 2, holder_rewards, from_epoch }
}

pub fn counted_of(network: &mut TestNetwork, pool: &Pubkey) -> Counted {
    let data = network.chain.account(pool).unwrap().data;
    let number = |at: usize| u64::from_le_bytes(data[at..at + 8].try_into().unwrap());
    Counted { version: data[VERSION], holder_rewards: number(TAKEN.start), from_epoch: number(TAKEN.start + 8) }
}

/// The account as version 1 has it, if it is a pool; any other as it is.
pub fn as_version_1(mut account: Account) -> Account {
    if decode::<OperatorPool>(&account.data).is_ok() {
        account.data[VERSION] = 1;
        account.data[TAKEN].fill(0);
    }
    account
}
