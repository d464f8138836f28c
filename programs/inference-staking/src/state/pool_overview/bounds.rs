//! What parameters may be (SPEC 12): on a network for real money so that one stolen key cannot reach another epoch's money,
//! on a test network so that a test need not wait.

use core::ops::RangeInclusive;

use inference_staking_math::time_lock::SECONDS_PER_DAY;

use super::parameter_values::PoolOverviewParameters;
use crate::constants::MARK_MARGIN_SECONDS;
use crate::error::{require, Checked, StakingError};

const HOUR: u64 = 3_600;
const DAY: u64 = SECONDS_PER_DAY;

/// Longest unstake delay, seconds.
const LONGEST_UNSTAKE_DELAY: u64 = 90 * DAY;
/// Commission notice, epochs.
const COMMISSION_NOTICES: RangeInclusive<u16> = 1..=30;

/// One column of SPEC 12. Seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    min_epoch_lengths: RangeInclusive<u64>,
    challenge_periods: RangeInclusive<u64>,
    unstake_delays: RangeInclusive<u64>,
    slashing_delays: RangeInclusive<u64>,
    bypass_delays: RangeInclusive<u64>,
    /// Whether the challenge period, the unstake delays and the operator's minimum stake have bounds that depend on others.
    is_real_money: bool,
}

/// A network for real money.
const REAL_MONEY: Bounds = Bounds {
    min_epoch_lengths: 6 * HOUR..=7 * DAY,
    challenge_periods: HOUR..=3 * DAY,
    unstake_delays: DAY..=LONGEST_UNSTAKE_DELAY,
    slashing_delays: DAY..=90 * DAY,
    bypass_delays: DAY..=14 * DAY,
    is_real_money: true,
};

/// A test network.
const TEST_NETWORK: Bounds = Bounds {
    min_epoch_lengths: 0..=7 * DAY,
    challenge_periods: 0..=3 * DAY,
    unstake_delays: 0..=LONGEST_UNSTAKE_DELAY,
    slashing_delays: 0..=90 * DAY,
    bypass_delays: 0..=30 * DAY,
    is_real_money: false,
};

impl Bounds {
    /// The column of a network.
    pub fn of(is_test_network: bool) -> Self {
        if is_test_network {
            TEST_NETWORK
        } else {
            REAL_MONEY
        }
    }

    /// Whether the parameters are within all bounds. `stake_decimals` are those of the stake token.
    ///
    /// # Errors
    /// One for each value (SPEC 12).
    pub fn require(&self, parameters: &PoolOverviewParameters, stake_decimals: u8) -> Checked<()> {
        self.require_times(parameters)?;
        let max_bps = inference_staking_math::commission::BPS_DENOMINATOR;
        require!(parameters.max_commission_bps <= max_bps, StakingError::MaxCommissionOutOfRange);
        let notice = parameters.commission_notice_epochs;
        require!(COMMISSION_NOTICES.contains(&notice), StakingError::CommissionNoticeOutOfRange);
        if self.is_real_money {
            require_related(parameters)?;
            // A token so divisible that one of it is more than any amount is no money.
            let one_token = 10u64.checked_pow(u32::from(stake_decimals));
            let is_enough = one_token.is_some_and(|one| parameters.min_operator_token_stake >= one);
            require!(is_enough, StakingError::MinOperatorStakeBelowOneToken);
        }
        Ok(())
    }

    fn require_times(&self, parameters: &PoolOverviewParameters) -> Checked<()> {
        let epoch = &parameters.min_epoch_length;
        require!(self.min_epoch_lengths.contains(epoch), StakingError::MinEpochLengthOutOfRange);
        let period = &parameters.challenge_period;
        require!(self.challenge_periods.contains(period), StakingError::ChallengePeriodOutOfRange);
        let (delegators, operators) = (&parameters.delegator_unstake_delay, &parameters.operator_unstake_delay);
        require!(self.unstake_delays.contains(delegators), StakingError::DelegatorDelayOutOfRange);
        require!(self.unstake_delays.contains(operators), StakingError::OperatorDelayOutOfRange);
        let slashing = &parameters.slashing_delay;
        require!(self.slashing_delays.contains(slashing), StakingError::SlashingDelayOutOfRange);
        require!(operators >= slashing, StakingError::OperatorDelayBelowSlashingDelay);
        require!(self.bypass_delays.contains(&parameters.bypass_delay), StakingError::BypassDelayOutOfRange);
        Ok(())
    }
}

/// On a network for real money a record can be revoked and deposits activated within the shortest epoch, and nobody leaves
/// before the epoch is over in which it decided to.
fn require_related(parameters: &PoolOverviewParameters) -> Checked<()> {
    let epoch = parameters.min_epoch_length;
    let fits_epoch = parameters.challenge_period <= epoch.saturating_sub(MARK_MARGIN_SECONDS);
    require!(fits_epoch, StakingError::ChallengePeriodOutOfRange);
    require!(parameters.delegator_unstake_delay >= epoch, StakingError::DelegatorDelayOutOfRange);
    require!(parameters.operator_unstake_delay >= epoch, StakingError::OperatorDelayOutOfRange);
    Ok(())
}
