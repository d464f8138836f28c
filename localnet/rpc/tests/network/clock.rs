//! Time travel.

use inference_staking_client::instruction as ix;
use inference_staking_localnet::network::{DAY, ONE};
use solana_rpc_client_api::request::RpcRequest;
use solana_signer::Signer;

use crate::player;

/// Address of the clock sysvar.
const CLOCK: &str = "SysvarC1ock11111111111111111111111111111111";
/// Real seconds that a test may take beside the time that it travels.
const SLACK: i64 = 60;

#[test]
fn time_travel_moves_the_clock_sysvar() {
    let network = player::network();
    let rpc = network.rpc_client();
    let before = network.now().unwrap();

    let told = network.time_travel(7 * 86_400).unwrap();
    assert!((before + 7 * DAY..before + 7 * DAY + SLACK).contains(&told), "{told}");
    let data = rpc.get_account_data(&CLOCK.parse().unwrap()).unwrap();
    // Bytes 32..40 of the sysvar are the Unix time.
    let seen = i64::from_le_bytes(data[32..40].try_into().unwrap());
    assert!((told..told + SLACK).contains(&seen), "{seen}");
}

#[test]
fn the_clock_goes_on_by_itself() {
    let network = player::network();
    let before = network.now().unwrap();
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while network.now().unwrap() == before {
        assert!(std::time::Instant::now() < deadline, "the clock stands still");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!((before + 1..before + SLACK).contains(&network.now().unwrap()));
}

#[test]
fn an_unstake_can_be_claimed_once_its_cooldown_was_travelled_over() {
    let network = player::network();
    let (rpc, operator) = (network.rpc_client(), &network.wallets[0]);
    let record = player::pool_with_stake(&rpc, operator, &network.mints);
    let staked = player::tokens_of(&rpc, &operator.pubkey(), &network.mints.stake);
    player::send(&rpc, &[ix::unstake(record, 300 * ONE)], &[operator]);
    let claim = ix::claim_unstake(record, network.mints.stake);

    // The default setup makes operators wait for 14 days.
    network.time_travel(13 * 86_400).unwrap();
    let refused = rpc.simulate_transaction(&unsigned(&rpc, &claim, &operator.pubkey())).unwrap().value.err;
    assert!(refused.is_some());
    network.time_travel(86_400).unwrap();
    player::send(&rpc, &[claim], &[operator]);
    assert_eq!(player::tokens_of(&rpc, &operator.pubkey(), &network.mints.stake), staked + 300 * ONE);
}

#[test]
fn anybody_with_the_url_can_travel() {
    let network = player::network();
    let before = network.now().unwrap();
    let target = (before + DAY) * 1_000;
    let params = serde_json::json!([{ "absoluteTimestamp": target }]);
    let request = RpcRequest::Custom { method: "surfnet_timeTravel" };
    network.rpc_client().send::<serde_json::Value>(request, params).unwrap();
    assert!((before + DAY..before + DAY + SLACK).contains(&network.now().unwrap()));
}

#[test]
fn a_transaction_signed_before_the_travel_still_lands() {
    let network = player::network();
    let (rpc, operator) = (network.rpc_client(), &network.wallets[0]);
    let record = player::pool_with_stake(&rpc, operator, &network.mints);
    let transaction = player::signed(&rpc, &[player::stake(record, ONE, &network.mints)], &[operator]);

    network.time_travel(365 * 86_400).unwrap();
    rpc.send_and_confirm_transaction(&transaction).unwrap();
    assert_eq!(player::staking_record(&rpc, record).activating, ONE);
}

fn unsigned(
    rpc: &solana_rpc_client::rpc_client::RpcClient,
    instruction: &anchor_lang::solana_program::instruction::Instruction,
    payer: &anchor_lang::prelude::Pubkey,
) -> solana_transaction::Transaction {
    let blockhash = rpc.get_latest_blockhash().unwrap();
    let message =
        solana_transaction::Message::new_with_blockhash(std::slice::from_ref(instruction), Some(payer), &blockhash);
    solana_transaction::Transaction::new_unsigned(message)
}
