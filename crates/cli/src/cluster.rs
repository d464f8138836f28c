//! Which network a node is of.

use serde::Deserialize;
use solana_cluster_type::ClusterType;
use solana_hash::Hash;

/// A network, by the name that Anchor gives it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Cluster {
    /// Solana's, with real money.
    Mainnet,
    /// Solana's, for validators.
    Testnet,
    /// Solana's, for developers.
    Devnet,
    /// Any other: a validator of one's own.
    Localnet,
}

impl Cluster {
    /// The network whose first block has this hash.
    pub fn of(genesis_hash: &Hash) -> Self {
        let is = |public: ClusterType| public.get_genesis_hash().as_ref() == Some(genesis_hash);
        if is(ClusterType::MainnetBeta) {
            Self::Mainnet
        } else if is(ClusterType::Testnet) {
            Self::Testnet
        } else if is(ClusterType::Devnet) {
            Self::Devnet
        } else {
            Self::Localnet
        }
    }

    /// Its name, as files spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mainnet => "mainnet",
            Self::Testnet => "testnet",
            Self::Devnet => "devnet",
            Self::Localnet => "localnet",
        }
    }
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_told_by_its_first_block() {
        // As Solana's documentation writes them.
        for (hash, cluster) in [
            ("5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d", Cluster::Mainnet),
            ("4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY", Cluster::Testnet),
            ("EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG", Cluster::Devnet),
        ] {
            assert_eq!(Cluster::of(&hash.parse().unwrap()), cluster);
        }
        assert_eq!(Cluster::of(&Hash::new_from_array([7; 32])), Cluster::Localnet);
    }

    #[test]
    fn a_file_names_a_network_as_messages_do() {
        for cluster in [Cluster::Mainnet, Cluster::Testnet, Cluster::Devnet, Cluster::Localnet] {
            assert_eq!(serde_json::from_value::<Cluster>(cluster.name().into()).unwrap(), cluster);
        }
    }
}
