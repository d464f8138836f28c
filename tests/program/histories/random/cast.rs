//! Who is who in a random history.

use inference_staking_model::{Actor, Roles};

/// Wallets by number. The first ones create pools and delegate; the rest have the network's roles.
pub const NAMES: [&str; 16] = [
    "operator 0",
    "operator 1",
    "operator 2",
    "delegator 3",
    "delegator 4",
    "delegator 5",
    "delegator 6",
    "stranger",
    "program admin",
    "reward authority",
    "halt authority",
    "slashing authority",
    "slashing treasury",
    "registration fee",
    "payer",
    "newcomer",
];

/// Wallets that may create a pool.
pub const OPERATORS: u8 = 3;
/// Wallets that stake: operators and delegators.
pub const STAKERS: u8 = 7;
/// All wallets but the newcomer's.
pub const ACTORS: u8 = 15;
/// Comes only when a history is played again with its deposits.
pub const NEWCOMER: Actor = 15;
/// The wallet that registration fees go to.
pub const FEE_WALLET: Actor = 13;
/// The roles when a history begins.
pub const ROLES: Roles = Roles { program_admin: 8, reward: 9, halt: 10, slashing: 11, treasury: 12, payer: 14 };
