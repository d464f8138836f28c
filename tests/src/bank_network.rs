//! Networks on a real bank. [`crate::embedded_network`] has the same names for LiteSVM.

use inference_staking_localnet::network::{upgrade_authority, START_TIME};
use inference_staking_localnet::{Network, NetworkSetup};
use solana_signer::Signer;

use crate::bank_chain::BankChain;

/// A network on a bank with the verbs of its actors.
pub type TestNetwork = crate::TestNetwork<BankChain>;

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

fn chain(now: i64) -> BankChain {
    BankChain::start(&upgrade_authority().pubkey(), now)
}
