//! Where a transaction can be looked at.

use std::time::Duration;

use inference_staking_client::rpc::Connection;
use solana_cluster_type::ClusterType;
use tokio::time::timeout;

/// So long the node may think about which network it is of: nobody should wait for a link.
const PATIENCE: Duration = Duration::from_secs(2);

/// Solana's explorer at the transaction of a signature, if the node is of a public network: no explorer sees others. None either
/// if the node does not say at once.
pub async fn explorer_link(chain: &Connection, signature: &str) -> Option<String> {
    let hash = timeout(PATIENCE, chain.genesis_hash()).await.ok()?.ok()?;
    let public = [ClusterType::MainnetBeta, ClusterType::Testnet, ClusterType::Devnet];
    let cluster = public.into_iter().find(|cluster| cluster.get_genesis_hash() == Some(hash))?;
    Some(link(cluster, signature))
}

fn link(cluster: ClusterType, signature: &str) -> String {
    let named = match cluster {
        ClusterType::Testnet => "?cluster=testnet",
        ClusterType::Devnet => "?cluster=devnet",
        ClusterType::MainnetBeta | ClusterType::Development => "",
    };
    format!("https://explorer.solana.com/tx/{signature}{named}")
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use super::*;

    #[test]
    fn the_explorer_is_asked_for_the_network_of_the_transaction() {
        let link = |cluster| link(cluster, "5sig");
        assert_eq!(link(ClusterType::MainnetBeta), "https://explorer.solana.com/tx/5sig");
        assert_eq!(link(ClusterType::Devnet), "https://explorer.solana.com/tx/5sig?cluster=devnet");
        assert_eq!(link(ClusterType::Testnet), "https://explorer.solana.com/tx/5sig?cluster=testnet");
    }
}
