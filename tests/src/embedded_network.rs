//! Networks on LiteSVM. [`crate::bank_network`] has the same names for a real bank, so that a test which says
//! `crate::chain` runs on both.

use inference_staking_localnet::network::{upgrade_authority, START_TIME};
use inference_staking_localnet::{EmbeddedChain, Network, NetworkSetup};
use solana_signer::Signer;

/// A network on LiteSVM with the verbs of its actors.
pub type TestNetwork = crate::TestNetwork<EmbeddedChain>;

/// The default network.
pub fn start() -> TestNetwork {
    start_with(&NetworkSetup::default())
}

/// A network with this setup.
pub fn start_with(setup: &NetworkSetup) -> TestNetwork {
    start_at(setup, START_TIME)
}

/// The same on a chain whose clock starts at this Unix time.
pub fn start_at(setup: &NetworkSetup, now: i64) -> TestNetwork {
    crate::TestNetwork(setup.start_on(chain(now)).unwrap())
}

/// Mints and wallets, before the singleton is created.
pub fn bare() -> TestNetwork {
    crate::TestNetwork(Network::bare(chain(START_TIME)).unwrap())
}

fn chain(now: i64) -> EmbeddedChain {
    EmbeddedChain::start(&upgrade_authority().pubkey(), now).unwrap()
}
