//! `update_pool_overview_authorities`: the three lists, each replaced alone, and what it means at once.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::events::PoolOverviewAuthoritiesUpdated;
use inference_staking_client::instructions::UpdatePoolOverviewAuthoritiesArgs;
use inference_staking_client::state::{AuthorityList, PoolOverview};
use inference_staking_client::StakingError::*;
use inference_staking_client::{args, instruction as ix};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{wallet, Executed, Refused};
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::pools::slash_of;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::states::{assert_state, only_event};
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};
use solana_keypair::Keypair;
use solana_signer::Signer;

type Args = UpdatePoolOverviewAuthoritiesArgs;

/// Each list: how it is given, and where it is stored.
type ListOf = (fn(&mut Args) -> &mut Option<Vec<Pubkey>>, fn(&mut PoolOverview) -> &mut AuthorityList);
const LISTS: [ListOf; 3] = [
    (|args| &mut args.reward_authorities, |overview| &mut overview.reward_authorities),
    (|args| &mut args.halt_authorities, |overview| &mut overview.halt_authorities),
    (|args| &mut args.slashing_authorities, |overview| &mut overview.slashing_authorities),
];

/// The keys of the wallets "1", "2" and so on.
fn keys(count: usize) -> Vec<Pubkey> {
    (1..=count).map(|number| wallet(&number.to_string()).pubkey()).collect()
}

/// The list as it is stored: unused places are zero.
fn stored(keys: &[Pubkey]) -> AuthorityList {
    let mut list = AuthorityList { keys: [Pubkey::default(); 5] };
    list.keys[..keys.len()].copy_from_slice(keys);
    list
}

fn args_with(list: ListOf, keys: Vec<Pubkey>) -> Args {
    let mut args = Args::default();
    *list.0(&mut args) = Some(keys);
    args
}

fn event_of(overview: &PoolOverview) -> PoolOverviewAuthoritiesUpdated {
    PoolOverviewAuthoritiesUpdated {
        program_admin: wallet("program admin").pubkey(),
        reward_authorities: overview.reward_authorities.keys,
        halt_authorities: overview.halt_authorities.keys,
        slashing_authorities: overview.slashing_authorities.keys,
        pending_program_admin: overview.pending_program_admin,
        epoch: 1,
    }
}

#[test]
fn each_list_alone_is_replaced_whole_and_no_other() {
    for list in LISTS {
        let mut network = TestNetwork::start();
        let before = overview(&mut network);
        // Longer, shorter and empty: no key of the list before stays.
        for count in [5, 2, 1, 0, 3] {
            let mut expected = before;
            *list.1(&mut expected) = stored(&keys(count));
            let executed = update_authorities(&mut network, args_with(list, keys(count))).unwrap();
            assert_state(&overview(&mut network), &expected);
            assert_eq!(only_event::<PoolOverviewAuthoritiesUpdated>(&executed), event_of(&expected));
        }
    }
}

#[test]
fn all_lists_and_a_proposal_are_taken_at_once() {
    let mut network = TestNetwork::start();
    let heir = wallet("heir").pubkey();
    let args = Args {
        reward_authorities: Some(keys(5)),
        halt_authorities: Some(keys(4)),
        slashing_authorities: Some(keys(3)),
        pending_program_admin: Some(heir),
    };
    let expected = PoolOverview {
        reward_authorities: stored(&keys(5)),
        halt_authorities: stored(&keys(4)),
        slashing_authorities: stored(&keys(3)),
        pending_program_admin: heir,
        ..overview(&mut network)
    };
    let executed = update_authorities(&mut network, args).unwrap();
    assert_state(&overview(&mut network), &expected);
    assert_eq!(only_event::<PoolOverviewAuthoritiesUpdated>(&executed), event_of(&expected));
}

#[test]
fn an_update_of_nothing_changes_no_list_and_says_how_all_are() {
    let mut network = TestNetwork::start();
    let before = overview(&mut network);
    let executed = update_authorities(&mut network, Args::default()).unwrap();
    assert_state(&overview(&mut network), &before);
    assert_eq!(only_event::<PoolOverviewAuthoritiesUpdated>(&executed), event_of(&before));
}

#[test]
fn no_list_holds_6_keys_or_a_key_twice_or_the_zero_key() {
    let mut network = TestNetwork::start();
    let zero = Pubkey::default();
    let [a, b, c] = [keys(3)[0], keys(3)[1], keys(3)[2]];
    for list in LISTS {
        for (wrong, error) in [
            (keys(6), TooManyAuthorities),
            (vec![a, a], DuplicateAuthority),
            (vec![a, b, c, a], DuplicateAuthority),
            (vec![a, b, c, b, b], DuplicateAuthority),
            (vec![zero], AuthorityIsZero),
            (vec![a, b, c, another_than(&c), zero], AuthorityIsZero),
            (vec![zero, a], AuthorityIsZero),
        ] {
            refuses(&mut network, error, |network| update_authorities(network, args_with(list, wrong)));
        }
    }
}

/// A key that is none of the wallets above.
fn another_than(key: &Pubkey) -> Pubkey {
    wallet(&key.to_string()).pubkey()
}

#[test]
fn one_wrong_list_refuses_the_others_and_the_proposal() {
    let mut network = TestNetwork::start();
    for list in LISTS {
        let mut args = Args {
            reward_authorities: Some(keys(2)),
            halt_authorities: Some(keys(2)),
            slashing_authorities: Some(keys(2)),
            pending_program_admin: Some(wallet("heir").pubkey()),
        };
        *list.0(&mut args) = Some(keys(6));
        refuses(&mut network, TooManyAuthorities, |network| update_authorities(network, args));
    }
}

#[test]
fn a_key_may_stand_in_all_three_lists() {
    let mut network = TestNetwork::start();
    let one = Some(keys(1));
    let args = Args {
        reward_authorities: one.clone(),
        halt_authorities: one.clone(),
        slashing_authorities: one,
        pending_program_admin: None,
    };
    update_authorities(&mut network, args).unwrap();
    let operator = network.operator("operator", 1_000 * ONE);
    set_halted_as(&mut network, &wallet("1"), operator.record.operator_pool, true).unwrap();
    network.pass_time(2 * DAY);
    slash_as(&mut network, &wallet("1"), &operator).unwrap();
    mark_as(&mut network, &wallet("1")).unwrap();
}

#[test]
fn reward_authorities_lose_and_gain_their_power_at_once() {
    let mut network = TestNetwork::start();
    mark_as(&mut network, &wallet("reward authority")).unwrap();
    update_authorities(&mut network, args_with(LISTS[0], keys(2))).unwrap();
    network.fund_vaults(10_000 * ONE, 0);
    // The mark of the old one stands, but only a new one may publish.
    refuses(&mut network, NotRewardAuthority, |network| network.publish(1, totals(1, 10_000 * ONE)));
    network.0.reward_authority = wallet("2");
    network.publish(1, totals(1, 10_000 * ONE)).unwrap();
    network.pass_time(DAY);
    let next = |authority: &Keypair| ix::mark_epoch_as_finalizing(authority.pubkey(), 2);
    let old = wallet("reward authority");
    assert_refused(network.send(&[next(&old)], &[&old]), NotRewardAuthority);
    network.send(&[next(&wallet("1"))], &[&wallet("1")]).unwrap();
}

#[test]
fn halt_authorities_lose_and_gain_their_power_at_once() {
    let mut network = TestNetwork::start();
    let pool = network.operator("operator", 0).record.operator_pool;
    set_halted(&mut network, pool, true).unwrap();
    update_authorities(&mut network, args_with(LISTS[1], keys(5))).unwrap();
    assert_refused(set_halted(&mut network, pool, false), NotHaltAuthority);
    for (name, halted) in [("1", false), ("2", true), ("3", false), ("4", true), ("5", false)] {
        set_halted_as(&mut network, &wallet(name), pool, halted).unwrap();
    }
    update_authorities(&mut network, args_with(LISTS[1], keys(4))).unwrap();
    assert_refused(set_halted_as(&mut network, &wallet("5"), pool, true), NotHaltAuthority);
}

#[test]
fn slashing_authorities_lose_and_gain_their_power_at_once() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 1_000 * ONE);
    set_halted(&mut network, operator.record.operator_pool, true).unwrap();
    network.pass_time(2 * DAY);
    slash_as(&mut network, &wallet("slashing authority"), &operator).unwrap();
    update_authorities(&mut network, args_with(LISTS[2], keys(1))).unwrap();
    let old = slash_as(&mut network, &wallet("slashing authority"), &operator);
    assert_refused(old, NotSlashingAuthority);
    slash_as(&mut network, &wallet("1"), &operator).unwrap();
    // Two slashes of one token each.
    let treasury = overview(&mut network).slashing_token_destination;
    assert_eq!(network.balance(&treasury), 2 * ONE);
}

#[test]
fn an_empty_list_leaves_nobody_with_the_power_not_even_the_admin() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 1_000 * ONE);
    let pool = operator.record.operator_pool;
    for list in LISTS {
        update_authorities(&mut network, args_with(list, vec![])).unwrap();
    }
    for name in ["reward authority", "halt authority", "slashing authority", "program admin"] {
        assert_refused(mark_as(&mut network, &wallet(name)), NotRewardAuthority);
        assert_refused(set_halted_as(&mut network, &wallet(name), pool, true), NotHaltAuthority);
        assert_refused(slash_as(&mut network, &wallet(name), &operator), NotSlashingAuthority);
    }
}

/// Marks epoch 1.
fn mark_as(network: &mut TestNetwork, authority: &Keypair) -> Result<Executed, Refused> {
    network.send(&[ix::mark_epoch_as_finalizing(authority.pubkey(), 1)], &[authority])
}

/// Slashes shares of one token, at a price of one.
fn slash_as(network: &mut TestNetwork, authority: &Keypair, operator: &Staker) -> Result<Executed, Refused> {
    let accounts =
        ix::slash_stake_accounts(authority.pubkey(), slash_of(network, operator.record), network.mints, false);
    let slash =
        args::SlashStake { shares: ONE, activating_amount: 0, unstaking_amount: 0, confiscate_commission: false };
    network.send(&[ix::slash_stake(accounts, slash)], &[authority])
}

#[test]
fn nobody_but_the_program_admin_may_change_the_lists() {
    let mut network = TestNetwork::start();
    for name in ["stranger", "payer", "reward authority", "slashing authority", "heir", "operator", "halt authority"] {
        refuses(&mut network, NotProgramAdmin, |network| {
            update_authorities_as(network, &wallet(name), UpdatePoolOverviewAuthoritiesArgs::default())
        });
    }
}
