//! Challenge period as long as an epoch: no pool ever passes all that is over before the next mark, so nobody can ever enter one.

use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::NetworkSetup;

use crate::chain::{bare, start_with};
use crate::world::*;

#[test]
fn a_network_for_real_money_leaves_three_hours_of_every_epoch_after_the_challenge() {
    let mut network = bare();
    let accounts = network.create_pool_overview_accounts().unwrap();
    let admin = network.program_admin.insecure_clone();
    let mut args = NetworkSetup::for_real_money().overview_args();
    // Epochs are at least a day: as long as one, and a second too long.
    for challenge_period in [86_400, 75_601] {
        args.parameters.challenge_period = challenge_period;
        let creation = ix::create_pool_overview(accounts, args.clone());
        refuses(&mut network, StakingError::ChallengePeriodOutOfRange, |network| network.send(&[creation], &[&admin]));
    }
    args.parameters.challenge_period = 75_600;
    network.send(&[ix::create_pool_overview(accounts, args)], &[&admin]).unwrap();
}

/// The same by an update, and from the other side: the epochs become shorter instead.
#[test]
fn neither_a_longer_challenge_nor_a_shorter_epoch_closes_a_running_network() {
    let mut network = start_with(&NetworkSetup::for_real_money());
    let challenge = |seconds| UpdatePoolOverviewArgs { challenge_period: Some(seconds), ..Default::default() };
    let epoch = |seconds| UpdatePoolOverviewArgs { min_epoch_length: Some(seconds), ..Default::default() };
    let out_of_range = StakingError::ChallengePeriodOutOfRange;
    refuses(&mut network, out_of_range, |network| update_overview(network, challenge(86_400)));
    refuses(&mut network, out_of_range, |network| update_overview(network, challenge(75_601)));
    update_overview(&mut network, challenge(75_600)).unwrap();
    refuses(&mut network, out_of_range, |network| update_overview(network, epoch(86_399)));
    // Both together fit: 6 hours less 3.
    let both =
        UpdatePoolOverviewArgs { challenge_period: Some(10_800), min_epoch_length: Some(21_600), ..Default::default() };
    update_overview(&mut network, both).unwrap();
}
