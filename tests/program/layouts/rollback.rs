//! The earlier program is put back: what the later one has written is left alone until that returns.

use inference_staking_client::address::program_id;
use inference_staking_client::instruction as ix;
use inference_staking_client::refusal::{explain, Custom};
use inference_staking_client::StakingError::AccountOfLaterVersion;
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::pools::collect;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::{PaidLeaf, TestNetwork};

use crate::counted::{counted, counted_of, NEVER_WRITTEN};
use crate::upgrade::{roll_back, upgrade};

#[test]
fn the_earlier_program_refuses_what_the_later_one_wrote_and_goes_on_with_the_rest() {
    let mut network = TestNetwork::start();
    let [one, two] = ["one", "two"].map(|name| network.operator(name, 1_000 * ONE));
    let pools = [one.record.operator_pool, two.record.operator_pool];
    upgrade(&mut network);
    collect(&mut network, &one).unwrap();
    roll_back(&mut network);

    let leaf = |pool| PaidLeaf { pool, reward: 100 * ONE, usdc: 0 };
    let tree = network.publish_leaves(1, pools.map(leaf).into(), 10_000 * ONE, 0);
    network.wait_for_newest_record();
    refuses(&mut network, AccountOfLaterVersion, |network| network.accrue(&one, 1, tree.proof(0)));
    refuses(&mut network, AccountOfLaterVersion, |network| network.stake(&one, ONE));
    refuses(&mut network, AccountOfLaterVersion, |network| collect(network, &one));
    network.accrue(&two, 1, tree.proof(1)).unwrap();
    assert_eq!(network.pool_of(&two).total_staked_amount, 1_090 * ONE);
    // It reads both, and so does its client.
    network.send(&[ix::query_staking_record(one.record, one.record.address())], &[]).unwrap();
    assert_eq!(network.pool_of(&one).total_staked_amount, 1_000 * ONE);
    assert_eq!(pools.map(|pool| counted_of(&mut network, &pool)), [counted(1, 0), NEVER_WRITTEN]);

    upgrade(&mut network);
    network.accrue(&one, 1, tree.proof(0)).unwrap();
    collect(&mut network, &two).unwrap();
    // Nothing was lost: the first has missed nothing, and the second counts from where it is written.
    assert_eq!(pools.map(|pool| counted_of(&mut network, &pool)), [counted(1, 90 * ONE), counted(2, 0)]);
}

#[test]
fn the_client_says_what_to_do() {
    let Custom::Staking(error) = explain(Some(&program_id()), AccountOfLaterVersion.into()) else {
        panic!("an error of the program")
    };
    let words =
        "The account was written by a later version of the program than the one that is deployed: the program's \
                 upgrade authority has to deploy that version again";
    assert_eq!(error.message(), words);
}
