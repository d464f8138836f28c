//! The parameters of the demo's network.

use inference_staking_client::state::PoolOverviewParameters;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::NetworkSetup;

/// Reward records wait so long before they can be accrued.
pub const CHALLENGE_PERIOD: i64 = 3_600;
pub const DELEGATOR_DELAY: i64 = 7 * DAY;
pub const OPERATOR_DELAY: i64 = 14 * DAY;
/// Tokens that an operator keeps staked.
pub const OPERATOR_MINIMUM: u64 = 1_000 * ONE;
/// Tokens that creating a pool costs.
pub const REGISTRATION_FEE: u64 = 250 * ONE;

/// What the network is created with.
pub fn parameters() -> PoolOverviewParameters {
    PoolOverviewParameters {
        registration_fee: REGISTRATION_FEE,
        min_operator_token_stake: OPERATOR_MINIMUM,
        delegator_unstake_delay: DELEGATOR_DELAY.unsigned_abs(),
        operator_unstake_delay: OPERATOR_DELAY.unsigned_abs(),
        challenge_period: CHALLENGE_PERIOD.unsigned_abs(),
        min_epoch_length: DAY.unsigned_abs(),
        ..NetworkSetup::default().parameters
    }
}
