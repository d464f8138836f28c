//! What the client library needs of a node, beyond sending: filters, simulation, statuses, fees, expiry.

use std::time::{Duration, Instant};

use anchor_lang::Discriminator;
use base64::prelude::{Engine, BASE64_STANDARD};
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::{address, state};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet_rpc::{LocalNetwork, LocalNetworkOptions};
use solana_account_decoder_client_types::UiAccountEncoding;
use solana_commitment_config::CommitmentConfig;
use solana_rpc_client_api::config::{RpcAccountInfoConfig, RpcProgramAccountsConfig, RpcSimulateTransactionConfig};
use solana_rpc_client_api::filter::{Memcmp, RpcFilterType};
use solana_signer::Signer;
use solana_transaction::{Message, Transaction};

use crate::player;

#[test]
fn program_accounts_are_filtered_by_size_and_bytes() {
    let network = player::network();
    let rpc = network.rpc_client();
    let mut pools: Vec<_> = network.wallets.iter().map(|w| player::pool_with_stake(&rpc, w, &network.mints)).collect();
    pools.sort_by_key(|record| record.operator_pool);

    let kind = RpcFilterType::Memcmp(Memcmp::new_raw_bytes(0, state::OperatorPool::DISCRIMINATOR.to_vec()));
    let size = 8 + std::mem::size_of::<state::OperatorPool>() as u64;
    let found = program_accounts(&rpc, vec![RpcFilterType::DataSize(size), kind.clone()]);
    assert_eq!(found, pools.iter().map(|record| record.operator_pool).collect::<Vec<_>>());
    assert_eq!(program_accounts(&rpc, vec![RpcFilterType::DataSize(size + 1), kind]), []);
}

fn program_accounts(
    rpc: &solana_rpc_client::rpc_client::RpcClient,
    filters: Vec<RpcFilterType>,
) -> Vec<anchor_lang::prelude::Pubkey> {
    let account_config =
        RpcAccountInfoConfig { encoding: Some(UiAccountEncoding::Base64), ..RpcAccountInfoConfig::default() };
    let config =
        RpcProgramAccountsConfig { filters: Some(filters), account_config, ..RpcProgramAccountsConfig::default() };
    let found = rpc.get_program_ui_accounts_with_config(&address::program_id(), config).unwrap();
    let mut addresses: Vec<_> = found.into_iter().map(|(address, _)| address).collect();
    addresses.sort();
    addresses
}

#[test]
fn an_unsigned_transaction_with_any_blockhash_can_be_simulated() {
    let network = player::network();
    let (rpc, operator) = (network.rpc_client(), &network.wallets[0]);
    let record = player::pool_with_stake(&rpc, operator, &network.mints);
    let stake = player::stake(record, ONE, &network.mints);
    let query = ix::query_staking_record(record, record.address());
    let unsigned = Transaction::new_unsigned(Message::new(&[stake, query], Some(&operator.pubkey())));
    let config = RpcSimulateTransactionConfig {
        sig_verify: false,
        replace_recent_blockhash: true,
        commitment: Some(CommitmentConfig::confirmed()),
        ..RpcSimulateTransactionConfig::default()
    };

    let simulated = rpc.simulate_transaction_with_config(&unsigned, config).unwrap().value;
    assert_eq!(simulated.err, None);
    assert!(simulated.units_consumed.unwrap() > 1_000);
    assert!(simulated.logs.unwrap().iter().any(|line| line.starts_with("Program data: ")));
    let returned = simulated.return_data.unwrap();
    assert_eq!(returned.program_id, address::program_id().to_string());
    // Token value, claimable USDC and activating tokens, each a u64.
    let view = BASE64_STANDARD.decode(returned.data.0).unwrap();
    assert_eq!(view[16..24], ONE.to_le_bytes());
    assert_eq!(player::staking_record(&rpc, record).activating, 0, "it is only simulated");
}

#[test]
fn a_status_tells_the_slot_and_the_level_and_nothing_of_unknown_signatures() {
    let network = player::network();
    let (rpc, operator) = (network.rpc_client(), &network.wallets[0]);
    let record = player::pool_with_stake(&rpc, operator, &network.mints);
    let transaction = player::signed(&rpc, &[player::stake(record, ONE, &network.mints)], &[operator]);
    let signature = rpc.send_and_confirm_transaction(&transaction).unwrap();

    let statuses = rpc.get_signature_statuses(&[signature, Default::default()]).unwrap().value;
    let status = statuses[0].clone().unwrap();
    assert_eq!(status.err, None);
    assert!(status.satisfies_commitment(CommitmentConfig::confirmed()));
    assert!(status.slot > 0);
    assert!(statuses[1].is_none());
}

#[test]
fn a_transaction_sent_twice_is_executed_once() {
    let network = player::network();
    let (rpc, operator) = (network.rpc_client(), &network.wallets[0]);
    let record = player::pool_with_stake(&rpc, operator, &network.mints);
    let transaction = player::signed(&rpc, &[player::stake(record, ONE, &network.mints)], &[operator]);
    rpc.send_and_confirm_transaction(&transaction).unwrap();

    // Whether the second is refused or taken for the first, it must not be executed again.
    let _ = rpc.send_transaction(&transaction);
    let marker = player::stake(record, 2 * ONE, &network.mints);
    player::send(&rpc, &[marker], &[operator]);
    assert_eq!(player::staking_record(&rpc, record).activating, 3 * ONE);
}

#[test]
fn a_blockhash_expires_after_150_blocks() {
    let options = LocalNetworkOptions { slot_time: Duration::from_millis(5), ..LocalNetworkOptions::default() };
    let network = LocalNetwork::start(options).unwrap();
    let (rpc, wallet) = (network.rpc_client(), &network.wallets[0]);
    let (blockhash, last) = rpc.get_latest_blockhash_with_commitment(CommitmentConfig::confirmed()).unwrap();
    let payer = wallet.pubkey();
    let stale = {
        let owner = payer;
        let record = RecordOf { operator_pool: address::operator_pool(&owner), owner };
        let stake = player::stake(record, ONE, &network.mints);
        Transaction::new_signed_with_payer(&[stake], Some(&payer), &[wallet], blockhash)
    };
    let deadline = Instant::now() + Duration::from_secs(60);
    while rpc.get_block_height().unwrap() <= last {
        assert!(Instant::now() < deadline, "blocks do not advance");
        std::thread::sleep(Duration::from_millis(20));
    }

    assert!(!rpc.is_blockhash_valid(&blockhash, CommitmentConfig::processed()).unwrap());
    let refused = rpc.send_transaction(&stale).unwrap_err();
    assert!(refused.to_string().contains("Blockhash not found"), "{refused}");
}

#[test]
fn priority_fees_can_be_asked_for() {
    let network = player::network();
    let fees = network.rpc_client().get_recent_prioritization_fees(&[address::pool_overview()]).unwrap();
    assert!(fees.iter().all(|fee| fee.prioritization_fee == 0), "nobody has paid any");
}
