//! Instruction data that is no arguments: Anchor refuses it, and nothing panics, however much memory it asks for.

use inference_staking_client::state::NewEmissionSchedule;
use inference_staking_localnet::wallet;
use inference_staking_test_kit::refusal::assert_refused_as_unreadable;
use solana_signer::Signer;

use crate::operator_pool::create_operator_pool::PoolCreation;
use crate::pool_overview::create_pool_overview::OverviewCreation;

/// Where the parts of `create_pool_overview` begin: after the discriminator the three lists of one key each, behind a
/// length of 4 bytes, whether it is a test network, and 101 bytes of parameters.
const LISTS: [usize; 3] = [8, 44, 80];
const SCHEDULE_KIND: usize = 218;
/// After the kind and the epochs of a period.
const BUDGETS: usize = 227;

fn overview_creation() -> OverviewCreation {
    let mut creation = OverviewCreation::prepare();
    let key = |name| vec![wallet(name).pubkey()];
    creation.args.reward_authorities = key("reward");
    creation.args.halt_authorities = key("halt");
    creation.args.slashing_authorities = key("slashing");
    creation.args.emission = NewEmissionSchedule::Table { epochs_per_period: 10, budgets: vec![1, 2] };
    creation
}

/// `create_pool_overview` with its data changed is refused and creates nothing.
#[track_caller]
fn assert_overview_unreadable(creation: &mut OverviewCreation, change: impl FnOnce(&mut Vec<u8>)) {
    let mut instruction = creation.instruction();
    change(&mut instruction.data);
    let admin = creation.network.program_admin.insecure_clone();
    assert_refused_as_unreadable(creation.network.send(&[instruction], &[&admin]));
    creation.assert_nothing_created();
}

/// `create_operator_pool` with its data changed is refused and creates nothing.
#[track_caller]
fn assert_pool_unreadable(creation: &mut PoolCreation, change: impl FnOnce(&mut Vec<u8>)) {
    let mut instruction = creation.instruction();
    change(&mut instruction.data);
    assert_refused_as_unreadable(creation.send_instruction(instruction));
    creation.assert_nothing_created();
}

#[test]
fn a_list_said_to_be_longer_than_the_data_or_the_memory_is_refused() {
    let mut creation = overview_creation();
    for (place, length) in [(LISTS[0], 1u32), (LISTS[1], 1), (LISTS[2], 1), (BUDGETS, 2)] {
        assert_eq!(creation.instruction().data[place..place + 4], length.to_le_bytes());
        for said in [1_000, 1_024, 32_768, 1 << 20, 1 << 27, 1 << 31, u32::MAX] {
            assert_overview_unreadable(&mut creation, |data| {
                data[place..place + 4].copy_from_slice(&said.to_le_bytes())
            });
        }
    }
}

#[test]
fn the_last_list_with_one_element_too_few_is_refused() {
    let mut creation = overview_creation();
    assert_overview_unreadable(&mut creation, |data| data[BUDGETS] = 3);
}

#[test]
fn truncated_arguments_of_the_overview_are_refused_wherever_they_end() {
    let mut creation = overview_creation();
    // Two budgets after their count.
    assert_eq!(creation.instruction().data.len(), BUDGETS + 4 + 2 * 8);
    for end in 8..BUDGETS + 4 + 2 * 8 {
        assert_overview_unreadable(&mut creation, |data| data.truncate(end));
    }
}

#[test]
fn a_schedule_is_of_one_of_two_kinds() {
    let mut creation = overview_creation();
    assert_eq!(creation.instruction().data[SCHEDULE_KIND], 1);
    for kind in [2, 255] {
        assert_overview_unreadable(&mut creation, |data| data[SCHEDULE_KIND] = kind);
    }
}

#[test]
fn truncated_arguments_of_a_pool_are_refused_wherever_they_end() {
    let mut creation = PoolCreation::prepare();
    // Name, URI, two commissions, two flags, the highest fee.
    const BYTES: usize = 8 + 32 + 128 + 2 * 2 + 2 + 8;
    assert_eq!(creation.instruction().data.len(), BYTES);
    for end in 8..BYTES {
        assert_pool_unreadable(&mut creation, |data| data.truncate(end));
    }
}

#[test]
fn a_flag_is_true_or_false() {
    let mut creation = PoolCreation::prepare();
    for flag in [172, 173] {
        for neither in [2, 255] {
            assert_pool_unreadable(&mut creation, |data| data[flag] = neither);
        }
    }
}
