//! Deposits to harm others: dust in somebody else's record, so that it never is empty or that its flag never goes; a pool filled until
//! nobody else has room. Against them stand that a record takes its owner's deposits alone, and that nothing is counted twice (SPEC 7).

use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::states::change_record;
use inference_staking_test_kit::Staker;

use crate::chain::TestNetwork;
use crate::world::*;

#[test]
fn nobody_deposits_into_the_record_of_another() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let mallory = network.delegator("mallory", &operator);
    // Mallory pays, into Alice's record: with its own signature, with hers missing.
    let mut stake = network.stake_accounts(&mallory);
    stake.staking_record = alice.record.address();
    refuses_instruction(&mut network, StakingError::NotRecordOwner, ix::stake(stake, 1), &[&mallory.wallet]);
    stake.owner = alice.key();
    let mut unsigned = ix::stake(stake, 1);
    unsigned.accounts[0].is_signer = false;
    refuses_with_code(&mut network, NOT_SIGNER, &[unsigned], &[]);
    // Nor does it turn Alice's tickets back, or her tokens into tickets.
    network.unstake(&alice, 1_000 * ONE).unwrap();
    network.stake(&alice, 10 * ONE).unwrap();
    let mut cancel = ix::cancel_unstake(alice.record, 0);
    cancel.accounts[0].pubkey = mallory.key();
    refuses_instruction(&mut network, StakingError::NotRecordOwner, cancel, &[&mallory.wallet]);
    let mut unstake = unstake_activating_of(&alice, 1);
    unstake.accounts[0].pubkey = mallory.key();
    refuses_instruction(&mut network, StakingError::NotRecordOwner, unstake, &[&mallory.wallet]);
    leave_whole(&mut network, &alice);
    close_record_naming(&mut network, &alice, operator.record.operator_pool).unwrap();
    assert_eq!(gained(&mut network, &alice), (0, 0));
}

/// The dust of a thousand records would be a thousand flags; it is nobody's loss, and holds no activation of others up.
#[test]
fn dust_that_buys_no_share_is_left_alone_and_stands_in_nobodys_way() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    let dust = depositor_with(&mut network, "dust", &operator, 1);
    network.stake(&alice, 1_450 * ONE).unwrap();
    pass_epoch(&mut network, &operator, 2);
    let together = [activate_of(&dust, &operator), activate_of(&alice, &operator)];
    refuses(&mut network, StakingError::DepositBuysNoShare, |network| network.send(&together, &[]));
    network.activate(&alice).unwrap();
    assert_eq!(network.record_of(&alice).shares, 4_000 * ONE);
    leave_whole(&mut network, &dust);
    assert_eq!(gained(&mut network, &dust), (0, 0));
}

#[test]
fn a_pool_has_room_for_as_many_tokens_as_there_can_be() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    // Bob has all tokens that a mint can have but those of the others: 3,000,000 were minted, 10,000 of them are in the pool.
    let (mint, bobs) = (network.mints.stake, stake_account(&network, &bob));
    let (alices, operators) = (network.tokens_of(&alice), network.tokens_of(&operator));
    network.mint_to(&mint, &bobs, u64::MAX - 3 * WALLET).unwrap();
    let all = network.tokens_of(&bob);
    network.stake(&bob, all).unwrap();
    // Staked, in cooldown and activating count alike; what is not there does not fit.
    network.unstake(&bob, 5_000 * ONE).unwrap();
    unstake_activating(&mut network, &bob, 7).unwrap();
    for amount in [alices + operators + 1, u64::MAX] {
        let stake = stake_of(&mut network, &alice, amount);
        refuses_instruction(&mut network, StakingError::PoolTotalTooLarge, stake, &[&alice.wallet]);
    }
    // What others really have always does.
    network.stake(&alice, alices).unwrap();
    network.stake(&operator, operators).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!(pool.total_staked_amount + pool.total_unstaking + pool.total_activating, u64::MAX);
    pass_epoch_without_tokens(&mut network, &operator);
    for staker in [&alice, &operator, &bob] {
        network.activate(staker).unwrap();
    }
    cancel_unstake(&mut network, &bob).unwrap();
    leave_whole(&mut network, &alice);
    assert_eq!(gained(&mut network, &alice), (0, 0));
}

/// Epoch 1 comes without roots: not a token is left that could fund it.
fn pass_epoch_without_tokens(network: &mut TestNetwork, operator: &Staker) {
    publish_without_roots(network, 1);
    bypass(network, operator, 1).unwrap();
}

/// Should a record's numbers ever be out of order, it has at most what it has: nothing wraps around to be ripe.
#[test]
fn a_record_from_the_future_has_nothing_ripe() {
    let World { mut network, operator, .. } = pool_of_three();
    let mallory = depositor_with(&mut network, "mallory", &operator, 100 * ONE);
    change_record(&mut network, &mallory, |record| record.latest_deposit_epoch = u64::MAX);
    activation_refused(&mut network, &mallory, StakingError::NothingRipe);
    pass_epoch(&mut network, &operator, 1);
    activation_refused(&mut network, &mallory, StakingError::NothingRipe);
    network.pass_time(DAY);
    leave_whole(&mut network, &mallory);
    assert_eq!(gained(&mut network, &mallory), (0, 0));
}
