//! The WebSocket port.

use std::time::Duration;

use inference_staking_client::{account, address, state};
use inference_staking_localnet::network::ONE;
use solana_account_decoder_client_types::UiAccountEncoding;
use solana_commitment_config::CommitmentConfig;
use solana_pubsub_client::pubsub_client::PubsubClient;
use solana_rpc_client_api::config::{RpcAccountInfoConfig, RpcTransactionLogsConfig, RpcTransactionLogsFilter};

use crate::player::{self, OPERATOR_STAKE};

const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn a_subscriber_of_an_account_sees_it_change() {
    let network = player::network();
    let (rpc, operator) = (network.rpc_client(), &network.wallets[0]);
    let record = player::pool_with_stake(&rpc, operator, &network.mints);
    let config = RpcAccountInfoConfig {
        encoding: Some(UiAccountEncoding::Base64),
        commitment: Some(CommitmentConfig::confirmed()),
        ..RpcAccountInfoConfig::default()
    };
    let (subscription, updates) =
        PubsubClient::account_subscribe(network.ws_url(), &record.address(), Some(config)).unwrap();

    player::send(&rpc, &[player::stake(record, 5 * ONE, &network.mints)], &[operator]);
    let update = updates.recv_timeout(PATIENCE).unwrap();
    let seen: state::StakingRecord = account::decode(&update.value.data.decode().unwrap()).unwrap();
    assert_eq!((seen.shares, seen.activating), (OPERATOR_STAKE, 5 * ONE));
    // Its own end waits for the next message; the network's end closes the connection.
    drop((network, subscription));
}

#[test]
fn a_subscriber_of_the_program_s_logs_sees_its_transactions() {
    let network = player::network();
    let (rpc, operator) = (network.rpc_client(), &network.wallets[0]);
    let record = player::pool_with_stake(&rpc, operator, &network.mints);
    let (subscription, updates) = PubsubClient::logs_subscribe(
        network.ws_url(),
        RpcTransactionLogsFilter::Mentions(vec![address::program_id().to_string()]),
        RpcTransactionLogsConfig { commitment: Some(CommitmentConfig::confirmed()) },
    )
    .unwrap();

    player::send(&rpc, &[player::stake(record, 5 * ONE, &network.mints)], &[operator]);
    let update = updates.recv_timeout(PATIENCE).unwrap();
    assert_eq!(update.value.err, None);
    assert!(update.value.logs.iter().any(|line| line.starts_with("Program data: ")), "{:?}", update.value.logs);
    drop((network, subscription));
}
