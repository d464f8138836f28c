//! New networks on either chain, under the same names: a test that says `crate::chain` runs on the one that its binary
//! imports as that.

use inference_staking_localnet::NetworkSetup;

use crate::TestNetwork;

/// The names, for one chain.
macro_rules! networks_on {
    ($chain:ty, $start:expr) => {
        use inference_staking_localnet::network::{upgrade_authority, START_TIME};
        use inference_staking_localnet::{Network, NetworkSetup};
        use solana_signer::Signer;

        /// A network on this chain with the verbs of its actors.
        pub type TestNetwork = crate::TestNetwork<$chain>;
        /// A pool of three on one.
        pub type World = crate::world::World<$chain>;

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
            crate::TestNetwork(setup.start_on($start(&upgrade_authority().pubkey(), now)).unwrap())
        }

        /// Mints and wallets, before the singleton is created.
        pub fn bare() -> TestNetwork {
            crate::TestNetwork(Network::bare($start(&upgrade_authority().pubkey(), START_TIME)).unwrap())
        }
    };
}

/// LiteSVM: a chain in this process, started in milliseconds.
pub mod embedded {
    use inference_staking_localnet::EmbeddedChain;

    networks_on!(EmbeddedChain, |authority, now| EmbeddedChain::start(authority, now).unwrap());
}

/// A real bank, the one that validators run.
pub mod bank {
    use crate::bank_chain::BankChain;

    networks_on!(BankChain, BankChain::start);
}

impl TestNetwork {
    /// The default network on LiteSVM.
    pub fn start() -> Self {
        embedded::start()
    }

    /// A network on LiteSVM with this setup.
    pub fn start_with(setup: &NetworkSetup) -> Self {
        embedded::start_with(setup)
    }

    /// LiteSVM with mints and wallets, before the singleton is created.
    pub fn bare() -> Self {
        embedded::bare()
    }
}
