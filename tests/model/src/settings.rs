//! What pools and the singleton are set to, and how that is changed.

use crate::emission::Schedule;
use crate::ledger::Holder;
use crate::names::Actor;
use crate::parameters::Parameters;

/// Settings of a new pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolSettings {
    /// Token commission, bps.
    pub reward_bps: u16,
    /// USDC commission, bps.
    pub usdc_bps: u16,
    /// Whether token commission is staked.
    pub auto_stake: bool,
    /// Whether others may stake.
    pub delegation_allowed: bool,
    /// Its name, as a number: what a text says does not matter here, whose it is does.
    pub name: u16,
    /// Its metadata URI, as a number.
    pub metadata_uri: u16,
    /// The most that the payer agrees to pay as registration fee.
    pub max_registration_fee: u64,
}

/// What `update_operator_pool` is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PoolChange {
    /// Token commission, bps.
    pub reward_bps: Option<u16>,
    /// USDC commission, bps.
    pub usdc_bps: Option<u16>,
    /// Whether token commission is staked.
    pub auto_stake: Option<bool>,
    /// Whether others may stake.
    pub delegation_allowed: Option<bool>,
    /// Its name.
    pub name: Option<u16>,
    /// Its metadata URI.
    pub metadata_uri: Option<u16>,
}

/// What `update_pool_overview` is given: all parameters as they shall be, and what else changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverviewChange {
    /// All parameters afterwards.
    pub parameters: Parameters,
    /// Staking halt.
    pub staking_halted: Option<bool>,
    /// Accrual halt.
    pub accrual_halted: Option<bool>,
    /// Withdrawal halt.
    pub withdrawals_halted: Option<bool>,
    /// New schedule.
    pub schedule: Option<Schedule>,
    /// New destination of slashed tokens.
    pub token_destination: Option<Holder>,
    /// New destination of slashed USDC.
    pub usdc_destination: Option<Holder>,
}

/// What `update_pool_overview_authorities` is given. `None` in a list is the zero key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthorityChange {
    /// Reward authorities.
    pub reward: Option<Vec<Option<Actor>>>,
    /// Halt authorities.
    pub halt: Option<Vec<Option<Actor>>>,
    /// Slashing authorities.
    pub slashing: Option<Vec<Option<Actor>>>,
    /// Proposed admin; `Some(None)` withdraws a proposal.
    pub pending_admin: Option<Option<Actor>>,
}
