//! Remainders of activations keep flags and totals above zero for ever, so nothing can be swept or filtered. Against it stand that the
//! flag is cleared when what is left buys no share, that a sweep asks for no shares only, and that a remainder leaves like everything
//! else (SPEC 3, SPEC 9).

use inference_staking_client::{args, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::activate_return;
use inference_staking_test_kit::{pools, Staker};

use crate::chain::TestNetwork;
use crate::world::*;

/// The pool of the vector of SPEC 16: 1,500 base units for 1,000 shares, all of them the operator's, and no commission. Alice
/// deposited 100 in the epoch that paid the pool 500 units.
fn vector() -> (TestNetwork, Staker, Staker) {
    let mut network = network_issuing(vec![500]);
    let operator = network.operator_with("operator", 1_000, free_pool_args());
    let alice = depositor_with(&mut network, "alice", &operator, 100);
    let tree = network.publish_leaves(1, vec![leaf(&operator, 500, 0)], 500, 0);
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    (network, operator, alice)
}

fn flag(network: &mut TestNetwork, staker: &Staker) -> u8 {
    network.record_of(staker).has_activating
}

#[test]
fn a_remainder_is_looked_for_no_more() {
    let (mut network, operator, alice) = vector();
    assert_eq!(flag(&mut network, &alice), 1);
    let activated = activate_return(&network.activate(&alice).unwrap());
    assert_eq!((activated.cost, activated.shares, activated.left), (99, 66, 1));
    let (record, pool) = (network.record_of(&alice), network.pool_of(&operator));
    assert_eq!((record.activating, record.has_activating), (1, 0));
    assert_eq!((pool.total_staked_amount, pool.total_shares, pool.total_activating), (1_599, 1_066, 1));
    // It is activated no more: it buys nothing.
    for _ in 0..2 {
        refuses(&mut network, StakingError::DepositBuysNoShare, |network| network.activate(&alice));
    }
    // The flag is back with the next deposit, and gone with what it buys: 3 units at 1.5 are 2 shares.
    network.stake(&alice, 2).unwrap();
    assert_eq!(flag(&mut network, &alice), 1);
    network.ripen(&alice);
    let activated = activate_return(&network.activate(&alice).unwrap());
    assert_eq!((activated.cost, activated.shares, activated.left), (3, 2, 0));
    assert_eq!(flag(&mut network, &alice), 0);
}

#[test]
fn an_unstake_or_a_slash_that_leaves_a_remainder_clears_the_flag_too() {
    let (mut network, operator, alice) = vector();
    unstake_activating(&mut network, &alice, 98).unwrap();
    // 2 units buy a share at 1.5, 1 buys none.
    assert_eq!(flag(&mut network, &alice), 1);
    unstake_activating(&mut network, &alice, 1).unwrap();
    assert_eq!(flag(&mut network, &alice), 0);
    network.stake(&operator, 10).unwrap();
    halt(&mut network, &operator);
    network.pass_time(2 * DAY);
    for (amount, expected) in [(8, 1), (1, 0), (1, 0)] {
        let what = args::SlashStake {
            shares: 0,
            activating_amount: amount,
            unstaking_amount: 0,
            confiscate_commission: false,
        };
        pools::slash(&mut network, operator.record, what).unwrap();
        assert_eq!(flag(&mut network, &operator), expected);
    }
}

/// A record full of remainders, none of which buys a share, keeps neither its owner nor the pool's admin from the end.
#[test]
fn a_remainder_holds_up_neither_the_sweep_of_a_closed_pool_nor_its_own_record() {
    let (mut network, operator, alice) = vector();
    network.activate(&alice).unwrap();
    // 1,065 units of USDC for 1,066 shares: 999 and 65 can be claimed, one by nobody.
    let tree = network.publish_leaves(2, vec![leaf(&operator, 0, 1_065)], 0, 1_065);
    network.accrue(&operator, 2, tree.proof(0)).unwrap();
    close_pool(&mut network, &operator).unwrap();
    for (staker, shares) in [(&operator, 1_000), (&alice, 66)] {
        network.unstake(staker, shares).unwrap();
    }
    publish_without_roots(&mut network, 3);
    bypass(&mut network, &operator, 3).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_shares, pool.total_activating), (0, 1));
    sweep(&mut network, &operator).unwrap();
    assert_eq!(network.usdc_of(&operator), 1);
    // The unit of stake is nobody's surplus.
    refuses(&mut network, StakingError::NoVaultSurplus, |network| sweep_surplus(network, &operator));

    let pool = operator.record.operator_pool;
    for staker in [&operator, &alice] {
        network.claim_usdc(staker).unwrap();
        network.pass_time(14 * DAY);
        network.claim_unstake(staker).unwrap();
    }
    refuses(&mut network, StakingError::RecordNotEmpty, |network| close_record_naming(network, &alice, pool));
    unstake_activating(&mut network, &alice, 1).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    close_record_naming(&mut network, &alice, pool).unwrap();
    close_record_naming(&mut network, &operator, pool).unwrap();
    // 1,000 shares of 1,599 / 1,066 are 1,500; what is left is Alice's: 99 and the 1.
    assert_eq!((gained(&mut network, &operator), gained(&mut network, &alice)), ((500, 1_000), (0, 65)));
}

#[test]
fn a_sweep_of_a_vault_leaves_what_is_activating() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let depositor = depositor_with(&mut network, "depositor", &operator, 5_000 * ONE);
    refuses(&mut network, StakingError::NoVaultSurplus, |network| sweep_surplus(network, &operator));
    donate(&mut network, &depositor, &pool_vault(&operator), 7);
    let rewards = vaults(&mut network).0;
    sweep_surplus(&mut network, &operator).unwrap();
    assert_eq!(vaults(&mut network).0, rewards + 7);
    // 10,000 of the three, whose rewards are not collected, and the deposit.
    let vault = pool_vault(&operator);
    assert_eq!(network.balance(&vault), 15_000 * ONE);
}

/// What was too little for a share becomes enough when the last one has left, and a share costs a token again. The flag stays cleared;
/// anybody activates it all the same, and gets nothing of what was before.
#[test]
fn a_remainder_in_a_pool_that_was_emptied_buys_at_the_first_price_and_captures_nothing() {
    let mut network = network_issuing(vec![1_000 * ONE]);
    let operator = network.operator_with("operator", 1, free_pool_args());
    let alice = depositor_with(&mut network, "alice", &operator, 1_800 * ONE);
    let tree = network.publish_leaves(1, vec![leaf(&operator, 900 * ONE, 90 * ONE)], 1_000 * ONE, 90 * ONE);
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    // A share is worth 900.000001: one is bought, and 899.999999 are left.
    let activated = activate_return(&network.activate(&alice).unwrap());
    assert_eq!((activated.shares, activated.left), (1, 900 * ONE - 1));
    assert_eq!(flag(&mut network, &alice), 0);
    network.unstake(&operator, 1).unwrap();
    network.unstake(&alice, 1).unwrap();
    assert_eq!(network.pool_of(&operator).total_shares, 0);
    let activated = activate_return(&network.activate(&alice).unwrap());
    assert_eq!((activated.cost, activated.shares, activated.left), (900 * ONE - 1, 900 * ONE - 1, 0));
    // The tickets and the USDC of those who were there are theirs.
    refuses(&mut network, StakingError::NoUsdcToClaim, |network| network.claim_usdc(&alice));
    leave_whole(&mut network, &alice);
    network.claim_unstake(&operator).unwrap();
    network.claim_usdc(&operator).unwrap();
    assert_eq!((gained(&mut network, &operator), gained(&mut network, &alice)), ((tokens(900), 90 * ONE), (0, 0)));
}
