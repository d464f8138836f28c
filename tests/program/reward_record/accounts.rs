//! Fixed accounts of these instructions: another type, another owner, read-only, the same one twice.

use anchor_lang::error::ErrorCode;
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::address;
use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{Staker, TestNetwork};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::reward_record::epochs_world::*;

/// An instruction that would go through, its signers, and the places of its accounts by type.
struct Case {
    network: TestNetwork,
    operator: Staker,
    instruction: Instruction,
    signers: Vec<Keypair>,
    overview: usize,
    record: usize,
    pool: Option<usize>,
    written: Vec<usize>,
}

fn cases() -> Vec<Case> {
    vec![revocation(), reclaim_of_expired(), bypass_of_empty(), batch_of_one()]
}

fn revocation() -> Case {
    let mut network = challenged_network();
    let operator = network.operator("operator", 10);
    publish_without_roots(&mut network, 1..=1);
    let halt = network.halt_authority.insecure_clone();
    let instruction = ix::revoke_reward_record(halt.pubkey(), 1, network.payer.pubkey());
    let written = vec![1, 2];
    Case { network, operator, instruction, signers: vec![halt], overview: 1, record: 2, pool: None, written }
}

fn reclaim_of_expired() -> Case {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    publish_without_roots(&mut network, 1..=1);
    complete_epochs_until(&mut network, 129);
    let instruction = ix::reclaim_expired_reward_record(1, network.payer.pubkey());
    let written = vec![0, 1];
    Case { network, operator, instruction, signers: vec![], overview: 0, record: 1, pool: None, written }
}

fn bypass_of_empty() -> Case {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    publish_without_roots(&mut network, 1..=1);
    let instruction = ix::accrue_reward_emergency_bypass(operator.record.operator_pool, 1);
    let written = vec![2];
    Case { network, operator, instruction, signers: vec![], overview: 0, record: 1, pool: Some(2), written }
}

fn batch_of_one() -> Case {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let tree = network.publish_leaves(1, vec![leaf(&operator, 100, 50)], EPOCH_REWARDS, 50);
    let pool = batch_pool(&mut network, &operator, &tree, 0);
    let instruction = ix::accrue_rewards(1, 0, &[pool], vec![]);
    let written = vec![1];
    Case { network, operator, instruction, signers: vec![], overview: 0, record: 1, pool: None, written }
}

impl Case {
    #[track_caller]
    fn refuses(&mut self, code: ErrorCode, bend: impl FnOnce(&mut Instruction)) {
        let mut instruction = self.instruction.clone();
        bend(&mut instruction);
        let signers: Vec<&Keypair> = self.signers.iter().collect();
        let before = all_accounts(&mut self.network);
        assert_refused_with_code(self.network.send(&[instruction], &signers), code as u32);
        assert!(all_accounts(&mut self.network) == before, "a refused instruction changed an account");
    }
}

#[test]
fn accounts_of_another_type_are_refused() {
    for mut case in cases() {
        let (overview, record) = (address::pool_overview(), address::reward_record(1));
        let (pool, staking_record) = (case.operator.record.operator_pool, case.operator.record.address());
        let mut wrong = vec![
            (case.overview, record),
            (case.overview, pool),
            (case.overview, staking_record),
            (case.record, overview),
            (case.record, pool),
            (case.record, staking_record),
        ];
        wrong
            .extend(case.pool.iter().flat_map(|place| [overview, record, staking_record].map(|other| (*place, other))));
        for (place, other) in wrong {
            case.refuses(ErrorCode::AccountDiscriminatorMismatch, |instruction| {
                instruction.accounts[place].pubkey = other;
            });
        }
    }
}

#[test]
fn look_alikes_of_another_program_are_refused() {
    for mut case in cases() {
        let places = [Some(case.overview), Some(case.record), case.pool];
        for place in places.into_iter().flatten() {
            let original = case.instruction.accounts[place].pubkey;
            let copy = copy_owned_by_another_program(&mut case.network, &original);
            for look_alike in [copy, address::usdc_vault(), Pubkey::new_unique()] {
                case.refuses(ErrorCode::AccountOwnedByWrongProgram, |instruction| {
                    instruction.accounts[place].pubkey = look_alike;
                });
            }
        }
    }
}

#[test]
fn what_is_written_must_be_writable() {
    for mut case in cases() {
        for place in case.written.clone() {
            case.refuses(ErrorCode::ConstraintMut, |instruction| instruction.accounts[place].is_writable = false);
        }
    }
}

#[test]
fn what_is_only_read_need_not_be_writable() {
    for mut case in [bypass_of_empty(), batch_of_one()] {
        let read = if case.pool.is_some() { vec![0, 1] } else { vec![0] };
        read.into_iter().for_each(|place| case.instruction.accounts[place].is_writable = false);
        case.network.send(&[case.instruction.clone()], &[]).unwrap();
    }
}

#[test]
fn a_record_is_not_closed_into_itself_or_into_the_singleton() {
    for mut case in [revocation(), reclaim_of_expired()] {
        let rent_receiver = case.instruction.accounts.len() - 1;
        case.refuses(ErrorCode::ConstraintClose, |instruction| {
            instruction.accounts[rent_receiver].pubkey = address::reward_record(1);
        });
        let mut instruction = case.instruction.clone();
        instruction.accounts[rent_receiver].pubkey = address::pool_overview();
        let signers: Vec<&Keypair> = case.signers.iter().collect();
        refuses(&mut case.network, StakingError::WrongRentReceiver, |network| network.send(&[instruction], &signers));
    }
}

#[test]
fn the_untouched_instructions_go_through() {
    for mut case in cases() {
        let signers: Vec<&Keypair> = case.signers.iter().collect();
        case.network.send(&[case.instruction.clone()], &signers).unwrap();
    }
}
