//! Commissions, name and metadata URI of a new pool, and whether pools may be created at all.

use anchor_lang::error::ErrorCode;
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::state::PoolOverview;
use inference_staking_client::StakingError;
use inference_staking_localnet::NetworkSetup;
use inference_staking_tests::assert_refused;

use crate::creating_a_pool::PoolCreation;
use crate::creating_an_overview::overview_address;
use crate::framework_refusals::assert_refused_by_anchor;

/// Where the name begins in the instruction's data: after the discriminator and its length.
const NAME_IN_DATA: usize = 12;

fn network_with_maximum_commission(bps: u16) -> NetworkSetup {
    let mut setup = NetworkSetup::default();
    setup.parameters.max_commission_bps = bps;
    setup
}

/// A pool with these arguments is created; the account's data.
#[track_caller]
fn created_with(change: impl FnOnce(&mut CreateOperatorPoolArgs)) -> Vec<u8> {
    let mut creation = PoolCreation::prepare();
    change(&mut creation.args);
    creation.send().unwrap();
    creation.pool_data()
}

fn padded(text: &str, size: usize) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.resize(size, 0);
    bytes
}

#[test]
fn no_pool_is_created_while_creation_is_not_allowed() {
    let mut setup = NetworkSetup::default();
    setup.parameters.pool_creation_allowed = false;
    let mut creation = PoolCreation::prepare_with(&setup);
    assert_refused(creation.send(), StakingError::PoolCreationNotAllowed);
    creation.assert_nothing_created();
}

#[test]
fn each_commission_is_at_most_the_maximum() {
    let mut creation = PoolCreation::prepare_with(&network_with_maximum_commission(1_234));
    for above in [1_235, 10_000, u16::MAX] {
        creation.assert_refuses(StakingError::CommissionAboveMaximum, |args| {
            args.reward_commission_bps = above;
            args.usdc_commission_bps = 0;
        });
        creation.assert_refuses(StakingError::CommissionAboveMaximum, |args| {
            args.reward_commission_bps = 0;
            args.usdc_commission_bps = above;
        });
    }
    creation.args.reward_commission_bps = 1_234;
    creation.args.usdc_commission_bps = 1_234;
    creation.send().unwrap();
    assert_eq!(creation.pool_data()[488..492], [0xd2, 0x04, 0xd2, 0x04]);
}

#[test]
fn a_maximum_of_100_percent_allows_it_and_one_of_nothing_allows_nothing() {
    let mut everything = PoolCreation::prepare_with(&network_with_maximum_commission(10_000));
    everything.args.reward_commission_bps = 10_000;
    everything.args.usdc_commission_bps = 10_000;
    everything.send().unwrap();

    let mut nothing = PoolCreation::prepare_with(&network_with_maximum_commission(0));
    nothing.assert_refuses(StakingError::CommissionAboveMaximum, |args| {
        args.reward_commission_bps = 1;
        args.usdc_commission_bps = 0;
    });
    nothing.args.reward_commission_bps = 0;
    nothing.args.usdc_commission_bps = 0;
    nothing.send().unwrap();
}

#[test]
fn a_name_has_at_most_32_bytes() {
    let longest = "abcdefghijklmnopqrstuvwxyz012345";
    assert_eq!(created_with(|args| args.name = longest.into())[168..200], *longest.as_bytes());
    let mut creation = PoolCreation::prepare();
    for name in [format!("{longest}6"), "x".repeat(200)] {
        creation.assert_refuses(StakingError::NameTooLong, |args| args.name = name);
    }
}

#[test]
fn a_name_is_measured_in_bytes_not_in_characters() {
    // Two bytes for each letter, four for the face.
    let greek = "αβγδεζηθικλμνξ😀";
    assert_eq!(greek.len(), 32);
    assert_eq!(created_with(|args| args.name = greek.into())[168..200], *greek.as_bytes());
    let mut creation = PoolCreation::prepare();
    creation.assert_refuses(StakingError::NameTooLong, |args| args.name = format!("{greek}a"));
    creation.assert_refuses(StakingError::NameTooLong, |args| args.name = "α".repeat(17));
}

#[test]
fn a_metadata_uri_is_empty_or_https() {
    assert_eq!(created_with(|args| args.metadata_uri = String::new())[200..328], [0; 128]);
    let shortest = "https://a";
    assert_eq!(created_with(|args| args.metadata_uri = shortest.into())[200..328], padded(shortest, 128));
    let mut creation = PoolCreation::prepare();
    let others =
        ["http://example.com", "https:/example.com", "HTTPS://example.com", " https://a", "ipfs://a", "x", "https"];
    for uri in others {
        creation.assert_refuses(StakingError::MetadataUriNotHttps, |args| args.metadata_uri = uri.into());
    }
}

#[test]
fn a_metadata_uri_has_at_most_128_bytes() {
    let longest = format!("https://{}", "u".repeat(120));
    assert_eq!(created_with(|args| args.metadata_uri = longest.clone())[200..328], *longest.as_bytes());
    let mut creation = PoolCreation::prepare();
    creation.assert_refuses(StakingError::MetadataUriTooLong, |args| args.metadata_uri = format!("{longest}u"));
    // 8 + 40 x 3 = 128 bytes; one letter more is too long, with far fewer than 128 characters.
    let multi_byte = format!("https://{}", "€".repeat(40));
    assert_eq!(created_with(|args| args.metadata_uri = multi_byte.clone())[200..328], *multi_byte.as_bytes());
    creation.assert_refuses(StakingError::MetadataUriTooLong, |args| args.metadata_uri = format!("{multi_byte}a"));
}

#[test]
fn a_zero_byte_is_refused_wherever_it_stands() {
    let mut creation = PoolCreation::prepare();
    for name in ["\0", "\0name", "na\0me", "name\0"] {
        creation.assert_refuses(StakingError::TextContainsZero, |args| args.name = name.into());
    }
    for uri in ["https://\0", "https://a\0b", "https://a\0"] {
        creation.assert_refuses(StakingError::TextContainsZero, |args| args.metadata_uri = uri.into());
    }
}

#[test]
fn text_that_is_not_utf_8_is_refused() {
    let mut creation = PoolCreation::prepare();
    creation.args.name = "name".into();
    let instruction = creation.instruction();
    // A lone continuation byte, an impossible byte, half a character, an encoded surrogate.
    let invalid: [&[u8]; 4] = [b"n\x80me", b"\xffame", b"nam\xc3", b"n\xed\xa0\x80"];
    for bytes in invalid {
        let mut in_the_name = instruction.clone();
        in_the_name.data[NAME_IN_DATA..][..4].copy_from_slice(bytes);
        let mut in_the_uri = instruction.clone();
        // The URI follows the name and its own length; after `https://`.
        in_the_uri.data[NAME_IN_DATA + 4 + 4 + 8..][..4].copy_from_slice(bytes);
        for garbled in [in_the_name, in_the_uri] {
            let result = creation.send_instruction(garbled);
            assert_refused_by_anchor(result, ErrorCode::InstructionDidNotDeserialize);
        }
    }
    creation.assert_nothing_created();
}

#[test]
fn arguments_that_cannot_be_read_are_refused() {
    let mut creation = PoolCreation::prepare();
    let mut truncated = creation.instruction();
    truncated.data.pop();
    let mut longer_than_the_data = creation.instruction();
    longer_than_the_data.data[8..12].copy_from_slice(&1_000u32.to_le_bytes());
    let mut neither_true_nor_false = creation.instruction();
    *neither_true_nor_false.data.last_mut().unwrap() = 2;
    for instruction in [truncated, longer_than_the_data, neither_true_nor_false] {
        let result = creation.send_instruction(instruction);
        assert_refused_by_anchor(result, ErrorCode::InstructionDidNotDeserialize);
    }
    creation.assert_nothing_created();
}

#[test]
fn a_name_said_to_be_longer_than_the_heap_is_refused_without_a_panic() {
    let mut creation = PoolCreation::prepare();
    let mut instruction = creation.instruction();
    instruction.data[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
    let result = creation.send_instruction(instruction);
    assert_refused_by_anchor(result, ErrorCode::InstructionDidNotDeserialize);
    creation.assert_nothing_created();
}

#[test]
fn pools_are_counted_up_to_a_u64() {
    let mut creation = PoolCreation::prepare();
    let overview = overview_address().0;
    creation.network.overwrite::<PoolOverview>(&overview, |overview| overview.operator_pool_count = u64::MAX);
    assert_refused(creation.send(), StakingError::MathOverflow);
    assert_eq!(creation.network.overview().unwrap().operator_pool_count, u64::MAX);
}
