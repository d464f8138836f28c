//! The three authority lists: at most 5 keys, none twice, none zero (SPEC 12).

use anchor_lang::prelude::{pubkey, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instructions::CreatePoolOverviewArgs;
use inference_staking_client::state::{AuthorityList, NewEmissionSchedule};
use inference_staking_client::StakingError::*;
use inference_staking_localnet::wallet;
use solana_signer::Signer;

use super::creation::OverviewCreation;

/// Largest legacy transaction, in bytes.
const TRANSACTION_BYTES: usize = 1_232;

const COMPUTE_BUDGET: Pubkey = pubkey!("ComputeBudget111111111111111111111111111111");

fn compute_unit_limit() -> Instruction {
    let data = [[2].as_slice(), &200_000u32.to_le_bytes()].concat();
    Instruction { program_id: COMPUTE_BUDGET, accounts: vec![], data }
}

fn compute_unit_price() -> Instruction {
    let data = [[3].as_slice(), &1_000u64.to_le_bytes()].concat();
    Instruction { program_id: COMPUTE_BUDGET, accounts: vec![], data }
}

/// `count` keys of their own for each list.
fn keys(list: &str, count: usize) -> Vec<Pubkey> {
    (0..count).map(|number| wallet(&format!("{list} authority {number}")).pubkey()).collect()
}

/// Each of the three lists in the arguments.
type ListOf = fn(&mut CreatePoolOverviewArgs) -> &mut Vec<Pubkey>;
const LISTS: [ListOf; 3] =
    [|args| &mut args.reward_authorities, |args| &mut args.halt_authorities, |args| &mut args.slashing_authorities];

#[test]
fn each_list_holds_5_keys_in_their_order_and_all_fit_one_transaction_of_the_admin() {
    let mut creation = OverviewCreation::prepare();
    // The upgrade authority pays for the transaction too: one signature.
    creation.network.0.payer = creation.network.program_admin.insecure_clone();
    creation.args.reward_authorities = keys("reward", 5);
    creation.args.halt_authorities = keys("halt", 5);
    creation.args.slashing_authorities = keys("slashing", 5);
    creation.args.emission = NewEmissionSchedule::Table { epochs_per_period: 300, budgets: vec![1; 8] };
    let instructions = [compute_unit_limit(), compute_unit_price(), creation.instruction()];
    let executed = creation.network.send(&instructions, &[]).unwrap();

    assert!(executed.transaction_bytes <= TRANSACTION_BYTES, "{} bytes", executed.transaction_bytes);
    let stored = |list: &str| keys(list, 5).iter().flat_map(|key| key.to_bytes()).collect::<Vec<u8>>();
    assert_eq!(creation.overview_bytes(200, 360), stored("reward"));
    assert_eq!(creation.overview_bytes(360, 520), stored("halt"));
    assert_eq!(creation.overview_bytes(520, 680), stored("slashing"));
}

#[test]
fn the_zero_key_is_a_member_of_no_list() {
    let zero = Pubkey::default();
    for count in 0..=5 {
        let list = AuthorityList::new(&keys("any", count)).unwrap();
        assert!(!list.contains(&zero), "with {count} keys");
        assert!(keys("any", count).iter().all(|key| list.contains(key)));
    }
}

#[test]
fn no_list_holds_6_keys() {
    let mut creation = OverviewCreation::prepare();
    for list in LISTS {
        creation.assert_refuses(TooManyAuthorities, |args| *list(args) = keys("one too many", 6));
    }
}

#[test]
fn no_list_names_a_key_twice() {
    let mut creation = OverviewCreation::prepare();
    for list in LISTS {
        for (first, second) in [(0, 1), (0, 4), (3, 4)] {
            creation.assert_refuses(DuplicateAuthority, |args| {
                let mut twice = keys("twice", 5);
                twice[second] = twice[first];
                *list(args) = twice;
            });
        }
    }
}

#[test]
fn no_list_holds_the_zero_key() {
    let mut creation = OverviewCreation::prepare();
    for list in LISTS {
        for place in [0, 4] {
            creation.assert_refuses(AuthorityIsZero, |args| {
                let mut with_zero = keys("with zero", 5);
                with_zero[place] = Pubkey::default();
                *list(args) = with_zero;
            });
        }
    }
}

#[test]
fn a_list_may_be_empty_and_a_key_may_stand_in_several_lists() {
    let mut creation = OverviewCreation::prepare();
    let shared = wallet("holds two roles").pubkey();
    creation.args.reward_authorities = vec![shared];
    creation.args.halt_authorities = vec![shared];
    creation.args.slashing_authorities = vec![];
    creation.send().unwrap();
    let alone = [shared.to_bytes().as_slice(), &[0; 128]].concat();
    assert_eq!(creation.overview_bytes(200, 360), alone);
    assert_eq!(creation.overview_bytes(360, 520), alone);
    assert_eq!(creation.overview_bytes(520, 680), [0; 160]);
}
