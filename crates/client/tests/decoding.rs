//! Events, accounts and errors are read as the program writes them, and nothing else is taken for them.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod idl;

use anchor_lang::prelude::Pubkey;
use anchor_lang::{Discriminator, Event as _};
use base64::{prelude::BASE64_STANDARD, Engine};
use inference_staking_client::account::{decode, DecodeError};
use inference_staking_client::event::{decode_all, decode_events, Event};
use inference_staking_client::events::{EpochMarkedAsFinalizing, ProgramAdminAccepted};
use inference_staking_client::refusal::{
    explain, failing_account, failing_pool, failing_program, staking_error, Custom, STAKING_ERRORS,
};
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord, StakingRecord};
use inference_staking_client::{address, StakingError};

fn marked(epoch: u64) -> EpochMarkedAsFinalizing {
    EpochMarkedAsFinalizing {
        reward_epoch: epoch,
        authority: Pubkey::new_from_array([1; 32]),
        marked_at: 1_000,
        epoch: epoch + 1,
    }
}

fn line(event: &impl anchor_lang::Event) -> String {
    format!("Program data: {}", BASE64_STANDARD.encode(event.data()))
}

fn start(program: Pubkey, depth: usize) -> String {
    format!("Program {program} invoke [{depth}]")
}

fn end(program: Pubkey) -> String {
    format!("Program {program} success")
}

fn epochs(events: &[Event]) -> Vec<u64> {
    let epoch = |event: &Event| match event {
        Event::EpochMarkedAsFinalizing(event) => Some(event.reward_epoch),
        _ => None,
    };
    events.iter().filter_map(epoch).collect()
}

#[test]
fn all_events_of_the_idl_are_known() {
    let idl = idl::read();
    let events = idl::list(&idl, "events");
    let mut names: Vec<_> = events.iter().map(idl::name).collect();
    names.sort_unstable();
    let mut known = Event::NAMES.to_vec();
    known.sort_unstable();
    assert_eq!(known, names);
}

#[test]
fn events_are_read_in_their_order() {
    let program = address::program_id();
    let accepted = ProgramAdminAccepted { previous_admin: Pubkey::default(), program_admin: program, epoch: 1 };
    let logs = [start(program, 1), line(&marked(1)), line(&accepted), line(&marked(2)), end(program)];
    let events = decode_events(&logs);
    let names: Vec<_> = events.iter().map(Event::name).collect();
    assert_eq!(names, ["EpochMarkedAsFinalizing", "ProgramAdminAccepted", "EpochMarkedAsFinalizing"]);
    assert_eq!(events[1], Event::ProgramAdminAccepted(Box::new(accepted)));
    assert_eq!(decode_all::<EpochMarkedAsFinalizing>(&logs), [marked(1), marked(2)]);
}

#[test]
fn data_of_other_programs_is_no_event() {
    let (ours, other) = (address::program_id(), anchor_spl::token::ID);
    let logs = [
        start(other, 1),
        line(&marked(1)),
        end(other),
        start(ours, 1),
        start(other, 2),
        line(&marked(2)),
        end(other),
        line(&marked(3)),
        end(ours),
        line(&marked(4)),
    ];
    assert_eq!(epochs(&decode_events(&logs)), [3]);
}

#[test]
fn a_program_cannot_pretend_to_be_ours_in_its_own_log_lines() {
    let other = anchor_spl::token::ID;
    let pretence = format!("Program log: {}", start(address::program_id(), 1));
    let logs = [start(other, 1), pretence, line(&marked(1)), end(other)];
    assert_eq!(epochs(&decode_events(&logs)), [0u64; 0]);
}

#[test]
fn cut_off_logs_give_the_events_before_and_after_the_cut() {
    let (ours, other) = (address::program_id(), anchor_spl::token::ID);
    // The end of the first instruction was dropped; the depth of the next start tells that it is over.
    let whole = line(&marked(2));
    let cut = whole[..whole.len() - 7].to_owned();
    let logs = [start(ours, 1), line(&marked(1)), cut, "Log truncated".to_owned(), start(other, 1), line(&marked(3))];
    assert_eq!(epochs(&decode_events(&logs)), [1]);
}

#[test]
fn lines_that_are_no_data_are_passed_over() {
    let ours = address::program_id();
    let mut unknown = marked(1).data();
    unknown[0] ^= 1;
    let logs = [
        start(ours, 1),
        "Program data: not base64!".to_owned(),
        "Program data: ".to_owned(),
        "Program data: AAAA".to_owned(),
        format!("Program data: {}", BASE64_STANDARD.encode(unknown)),
        "Program ".to_owned(),
        "Program x invoke".to_owned(),
        line(&marked(5)),
    ];
    assert_eq!(epochs(&decode_events(&logs)), [5]);
}

/// A body of equal bytes comes back; data that is too short or of another type does not.
fn comes_back<T: bytemuck::Pod + Discriminator + anchor_lang::Owner>(byte: u8) {
    let body = vec![byte; size_of::<T>()];
    let data = [T::DISCRIMINATOR, &body].concat();
    assert_eq!(bytemuck::bytes_of(&decode::<T>(&data).ok().unwrap()), &body[..]);
    assert_eq!(decode::<T>(&data[..data.len() - 1]).err(), Some(DecodeError::TooShort));
    assert_eq!(decode::<T>(&[]).err(), Some(DecodeError::TooShort));
    let other = [&[0; 8][..], &body].concat();
    assert_eq!(decode::<T>(&other).err(), Some(DecodeError::WrongType));
}

#[test]
fn accounts_are_read_by_their_discriminators() {
    let idl = idl::read();
    let known: Vec<(&str, &[u8])> = vec![
        ("OperatorPool", OperatorPool::DISCRIMINATOR),
        ("PoolOverview", PoolOverview::DISCRIMINATOR),
        ("RewardRecord", RewardRecord::DISCRIMINATOR),
        ("StakingRecord", StakingRecord::DISCRIMINATOR),
    ];
    let accounts = idl::list(&idl, "accounts");
    assert_eq!(accounts.len(), known.len());
    for (account, (name, discriminator)) in accounts.iter().zip(known) {
        assert_eq!((idl::name(account), &idl::discriminator(account)[..]), (name, discriminator));
    }
}

#[test]
fn errors_have_the_numbers_and_texts_of_the_idl() {
    let idl = idl::read();
    let errors = idl::list(&idl, "errors");
    assert_eq!(errors.len(), STAKING_ERRORS.len());
    for entry in errors {
        let code = u32::try_from(entry["code"].as_u64().unwrap()).unwrap();
        let error = staking_error(code).unwrap();
        assert_eq!(u32::from(error), code);
        assert_eq!(error.name(), idl::name(&entry));
        assert_eq!(error.to_string(), entry["msg"].as_str().unwrap());
    }
    assert_eq!(staking_error(5_999), None);
    assert_eq!(staking_error(6_000 + STAKING_ERRORS.len() as u32), None);
}

fn text(program: Pubkey, code: u32) -> String {
    match explain(Some(&program), code) {
        Custom::Staking(error) => error.to_string(),
        Custom::Token(words) => format!("token: {words}"),
        Custom::System(words) => format!("system: {words}"),
        Custom::Framework(words) => format!("framework: {words}"),
        Custom::Unknown => "unknown".to_owned(),
    }
}

#[test]
fn a_number_means_what_its_program_means_by_it() {
    let (ours, token, system) =
        (address::program_id(), anchor_spl::token::ID, anchor_lang::prelude::system_program::ID);
    assert_eq!(text(ours, StakingError::StakingHalted.into()), StakingError::StakingHalted.to_string());
    assert_eq!(
        text(token, 1),
        "token: the token account holds too little: use a smaller amount, or fund it first (InsufficientFunds, error 1)"
    );
    assert_eq!(
        text(system, 1),
        "system: the payer has too little SOL for the rent of a new account: fund it first (ResultWithNegativeLamports, error 1)"
    );
    assert!(text(ours, 3_012).starts_with("framework: an account does not exist yet"));
    assert_eq!(text(token, 20), "unknown");
    assert_eq!(text(system, 9), "unknown");
    assert_eq!(text(ours, 9_999), "unknown");
    assert_eq!(text(Pubkey::default(), 0), text(system, 0));
    assert_eq!(text(anchor_spl::associated_token::ID, 6_000), "unknown");
    // Without logs the token program's number stands under our name.
    assert!(text(ours, 17).contains("AccountFrozen"));
}

#[test]
fn logs_tell_who_refused() {
    let (ours, token) = (address::program_id(), anchor_spl::token::ID);
    let pool = Pubkey::new_from_array([9; 32]);
    let logs = [
        start(ours, 1),
        "Program log: AnchorError caused by account: staking_record. Error Code: AccountNotInitialized.".to_owned(),
        "Program log: accrue_rewards failed at pool".to_owned(),
        format!("Program log: {pool}"),
        format!("Program {token} failed: custom program error: 0x1"),
        format!("Program {ours} failed: custom program error: 0x1"),
    ];
    assert_eq!(failing_program(&logs), Some(token));
    assert_eq!(failing_pool(&logs, None), Some(pool));
    assert_eq!(failing_account(&logs).as_deref(), Some("staking_record"));
    assert_eq!((failing_program(&[]), failing_pool(&[], None), failing_account(&[])), (None, None, None));
}

#[test]
fn accounts_come_back_and_others_are_refused() {
    for byte in [0, 0xa5] {
        comes_back::<OperatorPool>(byte);
        comes_back::<PoolOverview>(byte);
        comes_back::<RewardRecord>(byte);
        comes_back::<StakingRecord>(byte);
    }
}
