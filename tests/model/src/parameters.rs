//! Parameters and their bounds (SPEC 12).

use crate::broken::Broken;
use crate::names::Actor;
use crate::rule::Rule;

const HOUR: u64 = 3_600;
const DAY: u64 = 86_400;
/// Base units of one stake token: all networks of tests have a mint of 6 decimals.
const ONE_TOKEN: u64 = 1_000_000;

/// What the program admin sets. Times in seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in SPEC 3")]
pub struct Parameters {
    pub pool_creation_allowed: bool,
    pub registration_fee: u64,
    pub registration_fee_wallet: Option<Actor>,
    pub min_operator_token_stake: u64,
    pub delegator_unstake_delay: u64,
    pub operator_unstake_delay: u64,
    pub slashing_delay: u64,
    pub challenge_period: u64,
    pub bypass_delay: u64,
    pub min_epoch_length: u64,
    pub max_commission_bps: u16,
    pub commission_notice_epochs: u16,
}

impl Parameters {
    /// Notes every bound that is broken.
    pub fn note_broken(&self, is_test_network: bool, broken: &mut Broken) {
        let fee_has_wallet = self.registration_fee == 0 || self.registration_fee_wallet.is_some();
        broken.unless(fee_has_wallet, Rule::FeeWalletGiven);
        broken.unless(self.max_commission_bps <= 10_000, Rule::MaxCommission);
        broken.unless((1..=30).contains(&self.commission_notice_epochs), Rule::CommissionNotice);
        broken.unless(self.operator_unstake_delay >= self.slashing_delay, Rule::OperatorDelayCoversSlashing);
        if is_test_network {
            self.note_broken_of_test_network(broken);
        } else {
            self.note_broken_of_real_money(broken);
        }
    }

    /// SPEC 12, the column "real money".
    fn note_broken_of_real_money(&self, broken: &mut Broken) {
        broken.unless((6 * HOUR..=7 * DAY).contains(&self.min_epoch_length), Rule::MinEpochLength);
        let challenge = self.challenge_period;
        let leaves_3_hours = challenge + 3 * HOUR <= self.min_epoch_length;
        broken.unless((HOUR..=3 * DAY).contains(&challenge) && leaves_3_hours, Rule::ChallengePeriod);
        let delay = |seconds: u64| seconds >= DAY && seconds >= self.min_epoch_length && seconds <= 90 * DAY;
        broken.unless(delay(self.delegator_unstake_delay), Rule::DelegatorDelay);
        broken.unless(delay(self.operator_unstake_delay), Rule::OperatorDelay);
        broken.unless((DAY..=90 * DAY).contains(&self.slashing_delay), Rule::SlashingDelay);
        broken.unless((DAY..=14 * DAY).contains(&self.bypass_delay), Rule::BypassDelay);
        broken.unless(self.min_operator_token_stake >= ONE_TOKEN, Rule::MinOperatorStake);
    }

    /// SPEC 12, the column "test network".
    fn note_broken_of_test_network(&self, broken: &mut Broken) {
        broken.unless(self.min_epoch_length <= 7 * DAY, Rule::MinEpochLength);
        broken.unless(self.challenge_period <= 3 * DAY, Rule::ChallengePeriod);
        broken.unless(self.delegator_unstake_delay <= 90 * DAY, Rule::DelegatorDelay);
        broken.unless(self.operator_unstake_delay <= 90 * DAY, Rule::OperatorDelay);
        broken.unless(self.slashing_delay <= 90 * DAY, Rule::SlashingDelay);
        broken.unless(self.bypass_delay <= 30 * DAY, Rule::BypassDelay);
    }
}
