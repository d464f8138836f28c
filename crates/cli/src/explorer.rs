//! Where a transaction can be looked at.

use std::time::Duration;

use inference_staking_client::rpc::Connection;
use tokio::time::timeout;

use crate::cluster::Cluster;

/// So long the node may think about which network it is of: nobody should wait for a link.
const PATIENCE: Duration = Duration::from_secs(2);

/// Solana's explorer at the transaction of a signature, if the node is of a public network: no explorer sees others. None either
/// if the node does not say at once.
pub async fn explorer_link(chain: &Connection, signature: &str) -> Option<String> {
    let hash = timeout(PATIENCE, chain.genesis_hash()).await.ok()?.ok()?;
    link(Cluster::of(&hash), signature)
}

fn link(cluster: Cluster, signature: &str) -> Option<String> {
    let named = match cluster {
        Cluster::Mainnet => "",
        Cluster::Testnet => "?cluster=testnet",
        Cluster::Devnet => "?cluster=devnet",
        Cluster::Localnet => return None,
    };
    Some(format!("https://explorer.solana.com/tx/{signature}{named}"))
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use super::*;

    #[test]
    fn the_explorer_is_asked_for_the_network_of_the_transaction() {
        let link = |cluster| link(cluster, "5sig");
        let at = |rest: &str| Some(format!("https://explorer.solana.com/tx/5sig{rest}"));
        assert_eq!(link(Cluster::Mainnet), at(""));
        assert_eq!(link(Cluster::Devnet), at("?cluster=devnet"));
        assert_eq!(link(Cluster::Testnet), at("?cluster=testnet"));
        assert_eq!(link(Cluster::Localnet), None);
    }
}
