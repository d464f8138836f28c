//! The hand-over of the program admin in two steps: a proposal, and its acceptance.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::events::{PoolOverviewAuthoritiesUpdated, ProgramAdminAccepted};
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::{UpdatePoolOverviewArgs, UpdatePoolOverviewAuthoritiesArgs};
use inference_staking_client::state::PoolOverview;
use inference_staking_client::StakingError::*;
use inference_staking_localnet::{wallet, Executed, Refused};
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::states::{assert_state, only_event};
use inference_staking_test_kit::{assert_refused, TestNetwork};
use solana_keypair::Keypair;
use solana_signer::Signer;

fn propose(network: &mut TestNetwork, key: Pubkey) -> Result<Executed, Refused> {
    let args = UpdatePoolOverviewAuthoritiesArgs { pending_program_admin: Some(key), ..Default::default() };
    update_authorities(network, args)
}

fn accept(network: &mut TestNetwork, key: &Keypair) -> Result<Executed, Refused> {
    network.send(&[ix::accept_program_admin(key.pubkey())], &[key])
}

/// Whether `key` can do what the admin can, in both instructions.
fn is_admin(network: &mut TestNetwork, key: &Keypair) -> bool {
    let update = update_as(network, key, UpdatePoolOverviewArgs::default());
    let lists = update_authorities_as(network, key, UpdatePoolOverviewAuthoritiesArgs::default());
    let may = update.is_ok();
    assert_eq!(lists.is_ok(), may);
    if !may {
        assert_refused(update, NotProgramAdmin);
        assert_refused(lists, NotProgramAdmin);
    }
    may
}

#[test]
fn a_proposal_is_written_and_changes_no_power() {
    let mut network = TestNetwork::start();
    let (admin, heir) = (wallet("program admin"), wallet("heir"));
    let before = overview(&mut network);
    let executed = propose(&mut network, heir.pubkey()).unwrap();
    assert_state(&overview(&mut network), &PoolOverview { pending_program_admin: heir.pubkey(), ..before });
    let event = only_event::<PoolOverviewAuthoritiesUpdated>(&executed);
    assert_eq!((event.program_admin, event.pending_program_admin), (admin.pubkey(), heir.pubkey()));
    assert!(is_admin(&mut network, &admin));
    assert!(!is_admin(&mut network, &heir));
}

#[test]
fn with_the_acceptance_the_new_admin_has_the_power_and_the_old_one_none() {
    let mut network = TestNetwork::start();
    let (admin, heir) = (wallet("program admin"), wallet("heir"));
    let before = overview(&mut network);
    propose(&mut network, heir.pubkey()).unwrap();
    let executed = accept(&mut network, &heir).unwrap();
    // The proposal is used up.
    assert_state(&overview(&mut network), &PoolOverview { program_admin: heir.pubkey(), ..before });
    let event = ProgramAdminAccepted { previous_admin: admin.pubkey(), program_admin: heir.pubkey(), epoch: 1 };
    assert_eq!(only_event::<ProgramAdminAccepted>(&executed), event);
    assert!(is_admin(&mut network, &heir));
    assert!(!is_admin(&mut network, &admin));
    refuses(&mut network, NotPendingProgramAdmin, |network| accept(network, &heir));
    refuses(&mut network, NotPendingProgramAdmin, |network| accept(network, &admin));

    let executed = update_as(&mut network, &heir, UpdatePoolOverviewArgs::default()).unwrap();
    let told = only_event::<inference_staking_client::events::PoolOverviewUpdated>(&executed).program_admin;
    assert_eq!(told, heir.pubkey());
}

#[test]
fn without_a_proposal_the_zero_key_is_not_the_proposed_one() {
    let overview: PoolOverview = bytemuck::Zeroable::zeroed();
    let refused = overview.require_pending_program_admin(&Pubkey::default());
    assert_eq!(refused, Err(NotPendingProgramAdmin.into()));
}

#[test]
fn nobody_but_the_proposed_key_can_accept() {
    let mut network = TestNetwork::start();
    let names = ["program admin", "stranger", "halt authority", "reward authority", "payer"];
    for name in names {
        refuses(&mut network, NotPendingProgramAdmin, |network| accept(network, &wallet(name)));
    }
    propose(&mut network, wallet("heir").pubkey()).unwrap();
    for name in names {
        refuses(&mut network, NotPendingProgramAdmin, |network| accept(network, &wallet(name)));
    }
}

#[test]
fn the_zero_key_withdraws_a_proposed_program_admin() {
    let mut network = TestNetwork::start();
    let before = overview(&mut network);
    propose(&mut network, wallet("heir").pubkey()).unwrap();
    let executed = propose(&mut network, Pubkey::default()).unwrap();
    assert_state(&overview(&mut network), &before);
    let pending = only_event::<PoolOverviewAuthoritiesUpdated>(&executed).pending_program_admin;
    assert_eq!(pending, Pubkey::default());
    refuses(&mut network, NotPendingProgramAdmin, |network| accept(network, &wallet("heir")));
}

#[test]
fn a_second_proposal_takes_the_place_of_the_first() {
    let mut network = TestNetwork::start();
    propose(&mut network, wallet("first heir").pubkey()).unwrap();
    propose(&mut network, wallet("second heir").pubkey()).unwrap();
    refuses(&mut network, NotPendingProgramAdmin, |network| accept(network, &wallet("first heir")));
    accept(&mut network, &wallet("second heir")).unwrap();
}

#[test]
fn the_admin_may_be_handed_back() {
    let mut network = TestNetwork::start();
    let (admin, heir) = (wallet("program admin"), wallet("heir"));
    let before = overview(&mut network);
    propose(&mut network, heir.pubkey()).unwrap();
    accept(&mut network, &heir).unwrap();
    let back = UpdatePoolOverviewAuthoritiesArgs { pending_program_admin: Some(admin.pubkey()), ..Default::default() };
    update_authorities_as(&mut network, &heir, back).unwrap();
    accept(&mut network, &admin).unwrap();
    assert_state(&overview(&mut network), &before);
}

#[test]
fn an_update_of_lists_leaves_a_proposal_as_it_is() {
    let mut network = TestNetwork::start();
    propose(&mut network, wallet("heir").pubkey()).unwrap();
    let lists = UpdatePoolOverviewAuthoritiesArgs { halt_authorities: Some(vec![]), ..Default::default() };
    update_authorities(&mut network, lists).unwrap();
    update(&mut network, UpdatePoolOverviewArgs::default()).unwrap();
    accept(&mut network, &wallet("heir")).unwrap();
}

#[test]
fn a_hand_over_counts_for_the_next_instruction_of_the_same_transaction() {
    let mut network = TestNetwork::start();
    let (admin, heir) = (wallet("program admin"), wallet("heir"));
    propose(&mut network, heir.pubkey()).unwrap();
    let accept = ix::accept_program_admin(heir.pubkey());
    let by = |key: &Keypair| ix::update_pool_overview(key.pubkey(), UpdatePoolOverviewArgs::default());
    let too_late = network.send(&[accept.clone(), by(&admin)], &[&heir, &admin]);
    assert_refused(too_late, NotProgramAdmin);
    assert_eq!(overview(&mut network).program_admin, admin.pubkey());
    network.send(&[accept, by(&heir)], &[&heir]).unwrap();
}
