//! What comes from a node: accounts, events and logs (SPEC 14).

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use anchor_lang::{Discriminator, Owner};
use base64::{prelude::BASE64_STANDARD, Engine};
use bolero::check;
use bytemuck::Pod;
use inference_staking_client::account::{decode, decode_token_account, DecodeError};
use inference_staking_client::address::program_id;
use inference_staking_client::event::decode_events;
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord, StakingRecord};
use inference_staking_client::Event;

/// Decodes `body` behind the type's discriminator, and as it is.
fn assert_decodes<T: Pod + Discriminator + Owner>(body: &[u8]) {
    let data = [T::DISCRIMINATOR, body].concat();
    match decode::<T>(&data) {
        Ok(account) => assert_eq!(bytemuck::bytes_of(&account), &body[..size_of::<T>()]),
        Err(error) => {
            assert_eq!(error, DecodeError::TooShort);
            assert!(body.len() < size_of::<T>());
        }
    }
    if !body.starts_with(T::DISCRIMINATOR) {
        let expected = if body.len() < 8 { DecodeError::TooShort } else { DecodeError::WrongType };
        assert_eq!(decode::<T>(body).err(), Some(expected));
    }
}

#[test]
fn accounts() {
    check!().for_each(|body: &[u8]| {
        assert_decodes::<PoolOverview>(body);
        assert_decodes::<OperatorPool>(body);
        assert_decodes::<StakingRecord>(body);
        assert_decodes::<RewardRecord>(body);
        // A token account has 165 bytes: nothing shorter is taken for one.
        assert!(decode_token_account(body).is_err() || body.len() >= 165);
    });
}

#[test]
fn events() {
    check!().for_each(|data: &[u8]| {
        let event = Event::from_data(data);
        let logs = |program: &str| {
            let line = format!("Program data: {}", BASE64_STANDARD.encode(data));
            [format!("Program {program} invoke [1]"), line, format!("Program {program} success")]
        };
        assert_eq!(decode_events(&logs(&program_id().to_string())), Vec::from_iter(event.clone()));
        assert_eq!(decode_events(&logs("11111111111111111111111111111111")), []);
        let Some(event) = event else { return };
        assert!(Event::NAMES.contains(&event.name()));
        // An event is all of its bytes: what a node cut off or added is none.
        assert_eq!(Event::from_data(&data[..data.len() - 1]), None);
        assert_eq!(Event::from_data(&[data, &[0]].concat()), None);
    });
}

#[test]
fn logs() {
    check!().for_each(|bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let invoked = lines.iter().any(|line| line.starts_with(&format!("Program {} invoke", program_id())));
        let data = lines.iter().filter(|line| line.starts_with("Program data: ")).count();
        let events = decode_events(&lines);
        assert!(events.len() <= if invoked { data } else { 0 });
    });
}
