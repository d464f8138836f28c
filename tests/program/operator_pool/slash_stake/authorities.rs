//! Who may slash, and where it goes.

use inference_staking_client::accounts::SlashStake;
use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::wallet;
use inference_staking_test_kit::assert_refused;
use solana_signer::Signer;

use super::world::*;

#[test]
fn only_slashing_authorities_slash() {
    let World { mut network, operator, alice, .. } = slashable_pool();
    let others = [
        network.program_admin.insecure_clone(),
        network.reward_authority.insecure_clone(),
        network.halt_authority.insecure_clone(),
        operator.wallet.insecure_clone(),
        alice.wallet.insecure_clone(),
    ];
    for other in others {
        let mut accounts = slash_accounts(&mut network, &operator, false);
        accounts.authority = other.pubkey();
        let slash = ix::slash_stake(accounts, take(ONE, 0, false));
        assert_refused(network.send(&[slash], &[&other]), StakingError::NotSlashingAuthority);
    }
}

#[test]
fn any_one_authority_of_the_list_slashes_and_a_removed_one_does_not() {
    let World { mut network, operator, .. } = slashable_pool();
    let fifth = wallet("fifth slashing authority");
    let key = fifth.pubkey();
    change_overview(&mut network, |overview| overview.slashing_authorities.keys[4] = key);
    let mut accounts = slash_accounts(&mut network, &operator, false);
    accounts.authority = key;
    network.send(&[ix::slash_stake(accounts, take(ONE, 0, false))], &[&fifth]).unwrap();
    slash(&mut network, &operator, take(ONE, 0, false)).unwrap();
    change_overview(&mut network, |overview| overview.slashing_authorities.keys[0] = key);
    assert_refused(slash(&mut network, &operator, take(ONE, 0, false)), StakingError::NotSlashingAuthority);
}

#[test]
fn slashed_tokens_and_usdc_go_nowhere_but_to_the_stored_destinations() {
    let World { mut network, operator, .. } = slashable_pool();
    let thief = network.funded_wallet("thief", 0).unwrap().pubkey();
    let mints = network.mints;
    let (tokens, usdc) = (token_treasury(&network), usdc_treasury(&network));
    let thiefs_tokens = inference_staking_client::address::owner_token_account(&thief, &mints.stake);
    let thiefs_usdc = inference_staking_client::address::owner_token_account(&thief, &mints.usdc);
    for to_tokens in [thiefs_tokens, usdc] {
        let change = |accounts: &mut SlashStake| accounts.slashing_token_destination = to_tokens;
        let result = slash_with(&mut network, &operator, take(ONE, 0, false), change);
        assert_refused(result, StakingError::WrongSlashDestination);
    }
    for (to_tokens, to_usdc) in
        [(thiefs_tokens, usdc), (tokens, thiefs_usdc), (thiefs_tokens, thiefs_usdc), (usdc, tokens)]
    {
        let result = slash_with(&mut network, &operator, take(ONE, 0, true), |accounts| {
            accounts.slashing_token_destination = to_tokens;
            accounts.slashing_usdc_destination = Some(to_usdc);
        });
        assert_refused(result, StakingError::WrongSlashDestination);
    }
}

#[test]
fn changed_destinations_count_from_then_on() {
    let World { mut network, operator, .. } = slashable_pool();
    let court = network.funded_wallet("court", 0).unwrap().pubkey();
    let mints = network.mints;
    let to_tokens = inference_staking_client::address::owner_token_account(&court, &mints.stake);
    let to_usdc = inference_staking_client::address::owner_token_account(&court, &mints.usdc);
    change_overview(&mut network, |overview| {
        overview.slashing_token_destination = to_tokens;
        overview.slashing_usdc_destination = to_usdc;
    });
    let result = slash(&mut network, &operator, take(500 * ONE, 0, true));
    assert_refused(result, StakingError::WrongSlashDestination);
    slash_with(&mut network, &operator, take(500 * ONE, 0, true), |accounts| {
        accounts.slashing_token_destination = to_tokens;
        accounts.slashing_usdc_destination = Some(to_usdc);
    })
    .unwrap();
    assert_eq!((network.balance(&to_tokens), network.balance(&to_usdc)), (1_225 * ONE, 360 * ONE));
    assert_eq!(slashed(&mut network), (0, 0));
}
