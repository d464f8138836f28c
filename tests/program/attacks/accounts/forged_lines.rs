//! Escape sequences and line breaks in a pool's name or URI forge lines on other people's terminals.

use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::{CreateOperatorPoolArgs, UpdateOperatorPoolArgs};
use inference_staking_client::text::{escaped, unpadded, zero_padded};
use inference_staking_client::StakingError;
use inference_staking_localnet::wallet;
use inference_staking_test_kit::actors::pool_args;
use solana_signer::Signer;

use crate::chain::start;
use crate::world::*;

/// What a list of pools would show: a row more, a line overwritten, a screen wiped (twice: the second with the one-byte
/// introducer of the upper half), a commission read backwards, a title of the window.
const FORGERIES: [&str; 6] = [
    "Good\nBest pool  0 %",
    "Bad\rGood",
    "\u{1b}[2J\u{1b}[HGood",
    "\u{9b}2JGood",
    "Pool \u{202e}% 05 ,% 0",
    "\u{1b}]0;owned\u{7}",
];

#[test]
fn a_new_pool_forges_no_line_by_its_name_or_uri() {
    let mut network = start();
    let admin = wallet("forger");
    for text in FORGERIES {
        let named = CreateOperatorPoolArgs { name: zero_padded(text).unwrap(), ..pool_args() };
        let uri = format!("https://a/{text}");
        let described = CreateOperatorPoolArgs { metadata_uri: zero_padded(&uri).unwrap(), ..pool_args() };
        for args in [named, described] {
            let accounts =
                ix::create_operator_pool_accounts(network.payer.pubkey(), admin.pubkey(), network.mints.stake, None);
            let creation = ix::create_operator_pool(accounts, args, 0);
            refuses(&mut network, StakingError::ControlCharacterInText, |network| network.send(&[creation], &[&admin]));
        }
    }
}

/// An honest name first, a forged one once others stake; and should one ever stand in an account, displays write it out.
#[test]
fn a_pool_does_not_become_a_forger_and_would_be_shown_as_one() {
    let World { mut network, operator, .. } = pool_of_three();
    for text in FORGERIES {
        let uri = format!("https://a/{text}");
        let named = UpdateOperatorPoolArgs { name: Some(zero_padded(text).unwrap()), ..Default::default() };
        let described = UpdateOperatorPoolArgs { metadata_uri: Some(zero_padded(&uri).unwrap()), ..Default::default() };
        for args in [named, described] {
            let update = ix::update_operator_pool(operator.key(), operator.record.operator_pool, args);
            refuses(&mut network, StakingError::ControlCharacterInText, |network| {
                network.send(&[update], &[&operator.wallet])
            });
        }
        let shown = escaped(&unpadded(&zero_padded::<32>(text).unwrap()));
        assert!(shown.chars().all(|character| !character.is_control() && character != '\u{202e}'), "{shown}");
    }
}
