//! Many senders at once.

use std::thread;
use std::time::Instant;

use inference_staking_localnet::network::ONE;
use inference_staking_localnet_rpc::{LocalNetwork, LocalNetworkOptions};
use solana_signer::Signer;
use solana_transaction::Transaction;

use crate::player::{self, OPERATOR_STAKE};

const SENDERS: usize = 8;
const EACH: u64 = 25;

#[test]
fn many_senders_at_once_lose_nothing() {
    let options = LocalNetworkOptions { wallets: SENDERS, ..LocalNetworkOptions::default() };
    let network = LocalNetwork::start(options).unwrap();
    let start = Instant::now();
    thread::scope(|scope| {
        for wallet in &network.wallets {
            let network = &network;
            scope.spawn(move || stake_again_and_again(network, wallet));
        }
    });
    println!("{} transactions in {:?}", SENDERS as u64 * (EACH + 1), start.elapsed());

    let rpc = network.rpc_client();
    for wallet in &network.wallets {
        let owner = wallet.pubkey();
        let record = inference_staking_client::instruction::RecordOf {
            operator_pool: inference_staking_client::address::operator_pool(&owner),
            owner,
        };
        // 1 to 25 tokens, each amount once: 325 tokens.
        let found = player::staking_record(&rpc, record);
        assert_eq!((found.shares, found.activating), (OPERATOR_STAKE, 325 * ONE));
        let left = player::tokens_of(&rpc, &owner, &network.mints.stake);
        assert_eq!(left, 1_000_000 * ONE - OPERATOR_STAKE - 325 * ONE);
    }
}

/// Sends all before it waits for any.
fn stake_again_and_again(network: &LocalNetwork, wallet: &solana_keypair::Keypair) {
    let rpc = network.rpc_client();
    let record = player::pool_with_stake(&rpc, wallet, &network.mints);
    let payer = wallet.pubkey();
    let mut sent = Vec::new();
    for tokens in 1..=EACH {
        let stake = player::stake(record, tokens * ONE, &network.mints);
        let blockhash = rpc.get_latest_blockhash().unwrap();
        let transaction = Transaction::new_signed_with_payer(&[stake], Some(&payer), &[wallet], blockhash);
        sent.push(rpc.send_transaction(&transaction).unwrap());
    }
    for signature in sent {
        let deadline = Instant::now() + std::time::Duration::from_secs(60);
        while !rpc.confirm_transaction(&signature).unwrap() {
            assert!(Instant::now() < deadline, "{signature} was not confirmed");
            thread::sleep(std::time::Duration::from_millis(20));
        }
    }
}
