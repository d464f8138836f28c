//! What stands on a new network.

use anchor_lang::solana_program::bpf_loader_upgradeable;
use inference_staking_client::{account, address, state};
use inference_staking_localnet::network::{upgrade_authority, ONE};
use inference_staking_localnet::NetworkSetup;
use inference_staking_localnet_rpc::{LocalNetwork, LocalNetworkOptions};
use solana_signer::Signer;

use crate::player;

/// Bytes of ProgramData before the code: a u32 tag, the slot, an option of the authority.
const AUTHORITY: std::ops::Range<usize> = 13..45;

#[test]
fn the_program_is_deployed_under_an_authority_whose_key_is_there() {
    let network = player::network();
    let rpc = network.rpc_client();

    let program = rpc.get_account(&address::program_id()).unwrap();
    assert!(program.executable);
    assert_eq!(program.owner, bpf_loader_upgradeable::ID);
    let code = rpc.get_account(&address::program_data()).unwrap();
    assert_eq!(&code.data[AUTHORITY], network.roles.program_admin.pubkey().as_ref());
    assert_eq!(code.data[45..], std::fs::read(inference_staking_localnet::program::program_path()).unwrap());
}

#[test]
fn the_singleton_has_the_parameters_of_the_setup() {
    let mut setup = NetworkSetup::default();
    setup.parameters.min_operator_token_stake = 1_234 * ONE;
    let network = LocalNetwork::start(LocalNetworkOptions { setup, ..LocalNetworkOptions::default() }).unwrap();

    let data = network.rpc_client().get_account_data(&address::pool_overview()).unwrap();
    let overview: state::PoolOverview = account::decode(&data).unwrap();
    assert_eq!(overview.min_operator_token_stake, 1_234 * ONE);
    assert_eq!(overview.program_admin, upgrade_authority().pubkey());
    assert_eq!(overview.stake_mint, network.mints.stake);
    assert_eq!(overview.usdc_mint, network.mints.usdc);
}

#[test]
fn a_network_can_be_left_without_its_singleton() {
    let options = LocalNetworkOptions { initialized: false, ..LocalNetworkOptions::default() };
    let network = LocalNetwork::start(options).unwrap();
    let rpc = network.rpc_client();

    assert_eq!(network.account(&address::pool_overview()).unwrap(), None);
    let treasury = network.roles.slashing_treasury.pubkey();
    assert_eq!(player::tokens_of(&rpc, &treasury, &network.mints.stake), 0);
    assert_eq!(player::tokens_of(&rpc, &treasury, &network.mints.usdc), 0);
}

#[test]
fn every_role_and_wallet_has_what_it_needs() {
    let network = player::network();
    let rpc = network.rpc_client();

    for (name, keypair) in network.roles.named() {
        assert_eq!(rpc.get_balance(&keypair.pubkey()).unwrap(), 1_000_000_000_000, "SOL of {name}");
    }
    assert_eq!(network.wallets.len(), 3);
    for wallet in &network.wallets {
        assert_eq!(rpc.get_balance(&wallet.pubkey()).unwrap(), 1_000_000_000_000);
        assert_eq!(player::tokens_of(&rpc, &wallet.pubkey(), &network.mints.stake), 1_000_000 * ONE);
        assert_eq!(player::tokens_of(&rpc, &wallet.pubkey(), &network.mints.usdc), 100_000 * ONE);
    }
}

#[test]
fn two_networks_in_one_process_know_nothing_of_each_other() {
    let (one, other) = (player::network(), player::network());
    assert_ne!(one.rpc_url(), other.rpc_url());
    let record = player::pool_with_stake(&one.rpc_client(), &one.wallets[0], &one.mints);

    assert!(one.account(&record.operator_pool).unwrap().is_some());
    assert_eq!(other.account(&record.operator_pool).unwrap(), None);
}

#[test]
fn a_dropped_network_frees_its_ports() {
    let network = player::network();
    let (url, rpc) = (network.rpc_url(), network.rpc_client());
    let port: u16 = url.rsplit(':').next().unwrap().parse().unwrap();
    drop(network);

    assert!(rpc.get_slot().is_err());
    let options = LocalNetworkOptions { rpc_port: port, ..LocalNetworkOptions::default() };
    assert_eq!(LocalNetwork::start(options).unwrap().rpc_url(), url);
}

#[test]
fn gifts_arrive_and_a_mint_knows_of_them() {
    let network = player::network();
    let rpc = network.rpc_client();
    let stranger = inference_staking_localnet::wallet("stranger").pubkey();
    let supply = |rpc: &solana_rpc_client::rpc_client::RpcClient| -> u64 {
        rpc.get_token_supply(&network.mints.stake).unwrap().amount.parse().unwrap()
    };
    let before = supply(&rpc);
    network.give_lamports(&stranger, 5).unwrap();
    network.give_tokens(&stranger, &network.mints.stake, 7).unwrap();
    network.give_tokens(&stranger, &network.mints.stake, 4).unwrap();

    assert_eq!(rpc.get_balance(&stranger).unwrap(), 5);
    assert_eq!(player::tokens_of(&rpc, &stranger, &network.mints.stake), 11);
    assert_eq!(supply(&rpc), before + 11);
}
