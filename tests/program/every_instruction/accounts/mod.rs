//! SPEC 7: what every instruction makes of accounts that are not its own. Each instruction of the IDL, when it would
//! go through, is sent again and again with one account bent or replaced.

mod answer;
mod place;
mod subject;
mod substitutes;
mod table;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use anchor_lang::error::ErrorCode;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::address::program_id;
use inference_staking_localnet::wallet;
use inference_staking_test_kit::idl::{self, InstructionAccount};
use inference_staking_test_kit::TestNetwork;
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::life::measured::Measured;
use super::life::send_every_instruction;
use answer::Answer;
use place::{Bend, Place};
use subject::Subject;
use substitutes::stranger;
use table::TABLE;

/// An instruction, one of its accounts, and how that is bent.
type Case = (String, String, Bend);

/// What is tried in a place, and what comes of it.
fn bends(described: &InstructionAccount, place: &Place) -> Vec<(Bend, Answer)> {
    let unsigned = described.is_signer.then_some(Answer::Anchor(ErrorCode::AccountNotSigner));
    let read_only = described.is_writable.then_some(Answer::Anchor(ErrorCode::ConstraintMut));
    let all = [
        (Bend::Unsigned, unsigned),
        (Bend::ReadOnly, read_only),
        (Bend::Another, place.another),
        (Bend::OtherType, place.other_type),
        (Bend::LookAlike, place.look_alike),
    ];
    all.into_iter().filter_map(|(bend, answer)| Some((bend, answer?))).collect()
}

fn places_of(name: &str) -> &'static [Place] {
    TABLE.iter().find(|(of, _)| *of == name).unwrap_or_else(|| panic!("{name} is missing in the table")).1
}

/// Tries every case of the instruction that is not in `tried` yet.
fn try_other_accounts(subject: &mut Subject, tried: &mut BTreeSet<Case>) {
    let (described, places) = (idl::accounts_of(subject.name), places_of(subject.name));
    let names: Vec<&str> = places.iter().map(|place| place.name).collect();
    assert!(described.iter().map(|account| account.name.as_str()).eq(names), "accounts of {}", subject.name);
    subject.assert_goes_through(&described);
    for (nth, (described, place)) in described.iter().zip(places).enumerate() {
        let own = subject.instruction.accounts[nth].pubkey;
        // The singleton stands twice on purpose.
        let stands_twice = place.another.is_some()
            && subject.instruction.accounts.iter().filter(|meta| meta.pubkey == own).count() > 1;
        // The program's own address stands for no account.
        if stands_twice || own == program_id() {
            continue;
        }
        for (bend, answer) in bends(described, place) {
            if tried.insert((subject.name.to_owned(), described.name.clone(), bend)) {
                // Shown if it fails.
                println!("{} {} {bend:?}: {answer:?}", subject.name, described.name);
                subject.assert_bent(nth, bend, answer);
            }
        }
    }
}

/// The fee is paid by somebody who plays no part in the instruction; the stranger has lamports.
fn with_another_payer(
    network: &mut TestNetwork,
    name: &str,
    instruction: &Instruction,
    signers: &[&Keypair],
    tried: &mut BTreeSet<Case>,
) {
    let (payer, listed) = (wallet("payer of fees"), (network.pools.clone(), network.records.clone()));
    for key in [payer.pubkey(), stranger().pubkey()] {
        network.give_lamports(&key, 10_000_000_000).unwrap();
    }
    let payer = std::mem::replace(&mut network.payer, payer);
    try_other_accounts(&mut Subject { network, name, instruction, signers }, tried);
    network.payer = payer;
    (network.pools, network.records) = listed;
}

#[test]
fn no_instruction_takes_other_accounts_than_its_own() {
    let tried = Rc::new(RefCell::new(BTreeSet::new()));
    let into = Rc::clone(&tried);
    send_every_instruction(&mut Measured::start_with(move |network, name, instruction, signers| {
        with_another_payer(network, name, instruction, signers, &mut into.borrow_mut());
    }));
    let of_place = |name: &'static str| {
        let places = idl::accounts_of(name).into_iter().zip(places_of(name));
        places.flat_map(move |(described, place)| {
            let cases = bends(&described, place).into_iter();
            cases.map(move |(bend, _)| (name.to_owned(), described.name.clone(), bend))
        })
    };
    let all: BTreeSet<Case> = TABLE.iter().flat_map(|(name, _)| of_place(name)).collect();
    let tried = tried.borrow();
    let left_out: Vec<&Case> = all.difference(&tried).collect();
    assert!(left_out.is_empty(), "cases that were not tried: {left_out:?}");
}

#[test]
fn the_table_of_accounts_names_every_instruction() {
    let listed: Vec<&str> = TABLE.iter().map(|(name, _)| *name).collect();
    let mut of_the_idl: Vec<String> = idl::instructions().into_values().collect();
    of_the_idl.sort();
    assert_eq!(listed, of_the_idl);
}
