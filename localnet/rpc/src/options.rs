//! What a local network starts with.

use std::time::Duration;

use inference_staking_localnet::NetworkSetup;

/// Options of [`crate::LocalNetwork::start`]; the default fits tests.
#[derive(Clone, Debug)]
pub struct LocalNetworkOptions {
    /// Parameters and emission schedule of the singleton.
    pub setup: NetworkSetup,
    /// Whether the singleton is created. Without it the mints, wallets and slashing destinations are there.
    pub initialized: bool,
    /// Wallets besides the roles'; each has SOL, tokens and USDC.
    pub wallets: usize,
    /// Port of the JSON-RPC server; 0 for a free one.
    pub rpc_port: u16,
    /// Port of the WebSocket server; 0 for a free one. Solana's clients expect it one above the JSON-RPC port.
    pub ws_port: u16,
    /// How often a block is closed. A transaction is confirmed by the end of its block and a blockhash lives for 150.
    pub slot_time: Duration,
}

impl Default for LocalNetworkOptions {
    /// The default setup with its singleton, 3 wallets, free ports and 10 blocks a second.
    fn default() -> Self {
        Self {
            setup: NetworkSetup::default(),
            initialized: true,
            wallets: 3,
            rpc_port: 0,
            ws_port: 0,
            slot_time: Duration::from_millis(100),
        }
    }
}
