//! Plays two epochs, from the first stake to the last claim, on a running network with the program, its singleton and the
//! wallets of a local network: `cargo xtask localnet --validator`. `scripts/validator-story.sh` starts one for it.
//!
//! A validator's clock cannot be moved, so the story first makes all its waits short and then waits for them.

#![allow(clippy::restriction, clippy::pedantic, reason = "a story with play money stops at the first surprise")]

use inference_staking_client::instruction::Mints;
use inference_staking_localnet::network::upgrade_authority;
use inference_staking_localnet::{wallet, Network};
use inference_staking_test_kit::rpc_chain::RpcChain;
use inference_staking_test_kit::{two_epochs, TestNetwork};
use solana_signer::Signer;

fn main() {
    let Some(url) = std::env::args().nth(1) else {
        eprintln!("usage: validator_story JSON-RPC-URL");
        std::process::exit(2);
    };
    two_epochs::play(&mut TestNetwork(running_at(&url)));
    println!("Two epochs were played at {url}, from the first stake to the last claim: every number was right.");
}

/// The network whose roles have the wallets of every local network.
fn running_at(url: &str) -> Network<RpcChain> {
    Network {
        chain: RpcChain::connect(url),
        payer: wallet("payer"),
        program_admin: upgrade_authority(),
        reward_authority: wallet("reward authority"),
        halt_authority: wallet("halt authority"),
        slashing_authority: wallet("slashing authority"),
        mint_authority: wallet("mint authority"),
        mints: Mints { stake: wallet("stake mint").pubkey(), usdc: wallet("USDC mint").pubkey() },
        pools: Vec::new(),
        records: Vec::new(),
        appended: Vec::new(),
    }
}
