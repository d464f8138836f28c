//! Prefunded PDA blocks creation.

use anchor_lang::prelude::{Pubkey, Rent};
use inference_staking_client::{address, instruction as ix};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{wallet, Chain, NetworkSetup};
use solana_signer::Signer;

use crate::chain::bare;
use crate::world::*;

/// Mallory sends lamports to every address that a network will need, before it exists; then the whole network is made.
fn everything_is_created_where_lamports_lie(lamports: u64) {
    let mut network = bare();
    let (operator, alice) = (wallet("operator").pubkey(), wallet("alice").pubkey());
    let pool = address::operator_pool(&operator);
    let singleton = [address::pool_overview(), address::reward_vault(), address::usdc_vault()];
    let of_the_pool = [pool, address::pool_vault(&pool)];
    let records = [&operator, &alice].map(|owner| address::staking_record(&pool, owner));
    let rewards = [1, 2].map(address::reward_record);
    let addresses: Vec<Pubkey> = [&singleton[..], &of_the_pool, &records, &rewards].concat();
    for address in &addresses {
        network.give_lamports(address, lamports).unwrap();
    }

    let accounts = network.create_pool_overview_accounts().unwrap();
    let admin = network.program_admin.insecure_clone();
    let setup = NetworkSetup::default();
    network.send(&[ix::create_pool_overview(accounts, setup.overview_args())], &[&admin]).unwrap();
    let World { mut network, operator, alice, .. } = pool_of_three_on(network);
    for epoch in [1, 2] {
        let tree = network.publish_leaves(epoch, vec![leaf(&operator, 1_000 * ONE, ONE)], EMISSION, ONE);
        network.accrue(&operator, epoch, tree.proof(0)).unwrap();
        network.pass_time(86_400);
    }
    // Every account is there and keeps what was sent, or was topped up to its rent.
    for address in &addresses {
        let account = network.chain.account(address).unwrap();
        let rent = Rent::default().minimum_balance(account.data.len());
        assert!(!account.data.is_empty());
        assert_eq!(account.lamports, rent.max(lamports), "{address}");
    }
    // And works: 10,000 + 2 x 900 for 10,000 shares, so Alice's 3,000 are 3,540; 3/10 of 2 x 0.8 USDC.
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.pass_time(7 * 86_400);
    network.claim_unstake(&alice).unwrap();
    network.claim_usdc(&alice).unwrap();
    assert_eq!((network.tokens_of(&alice), network.usdc_of(&alice)), (1_000_540 * ONE, 480_000));
}

#[test]
fn lamports_sent_ahead_block_no_creation() {
    // As few as can lie at an address, and more than any rent.
    let few = Rent::default().minimum_balance(0);
    everything_is_created_where_lamports_lie(few);
    everything_is_created_where_lamports_lie(1_000_000_000);
}
