//! Stolen mark blocks hand-overs of pools.

use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::DAY;
use inference_staking_localnet::wallet;
use solana_signer::Signer;

use crate::world::*;

#[test]
fn a_thief_who_marks_an_epoch_and_never_commits_it_holds_no_hand_over_up() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    network.pass_time(DAY);
    network.mark(2).unwrap();
    network.pass_time(30 * DAY);
    let (successor, pool) = (wallet("successor"), operator.record.operator_pool);
    let propose = ix::change_operator_pool_admin(operator.key(), pool, successor.pubkey());
    network.send(&[propose], &[&operator.wallet]).unwrap();
    network.send(&[ix::accept_operator_pool_admin(successor.pubkey(), pool)], &[&successor]).unwrap();
    assert_eq!(network.pool_of(&operator).admin, successor.pubkey());
}

#[test]
fn an_admin_whose_key_is_lost_to_a_thief_during_the_mark_takes_its_proposal_back() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let (thief, pool) = (wallet("thief"), operator.record.operator_pool);
    let propose = |to| ix::change_operator_pool_admin(operator.key(), pool, to);
    network.send(&[propose(thief.pubkey())], &[&operator.wallet]).unwrap();
    network.pass_time(DAY);
    network.mark(2).unwrap();
    network.send(&[propose(Default::default())], &[&operator.wallet]).unwrap();
    let accept = ix::accept_operator_pool_admin(thief.pubkey(), pool);
    refuses_instruction(&mut network, StakingError::NotPendingPoolAdmin, accept, &[&thief]);
}
