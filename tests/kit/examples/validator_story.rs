//! Plays two epochs, from the first stake to the last claim, on a running network with the program, its singleton and the
//! wallets of a local network: `cargo xtask localnet --validator`. `scripts/validator-story.sh` starts one for it.
//!
//! A validator's clock cannot be moved, so the story first makes all its waits short and then waits for them. Its accruals are
//! the keeper's, with lookup tables, which are closed in the end, once they have cooled down.

#![allow(clippy::restriction, clippy::pedantic, reason = "a story with play money stops at the first surprise")]

use std::time::{Duration, Instant};

use inference_staking_client::address;
use inference_staking_client::instruction::Mints;
use inference_staking_client::rpc::Connection;
use inference_staking_keeper::{accrue, close_tables, create_tables, Options, TableSource, TreeSource};
use inference_staking_localnet::network::upgrade_authority;
use inference_staking_localnet::{wallet, Network};
use inference_staking_rewards::{write_tree_file, RewardRow, RewardsTree};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::rpc_chain::RpcChain;
use inference_staking_test_kit::{two_epochs, Staker, TestNetwork};
use solana_commitment_config::CommitmentConfig;
use solana_keypair::Keypair;
use solana_signer::Signer;
use tokio::runtime::Runtime;

/// Longest to wait for a table to cool down: 513 slots take 128 seconds at 0.25 each (SPEC 18), and longer on a busy machine or
/// a validator with longer slots.
const LONGEST_COOLDOWN: Duration = Duration::from_secs(540);
/// Longest to wait for the next slot.
const LONGEST_SLOT: Duration = Duration::from_secs(60);

fn main() {
    let Some(url) = std::env::args().nth(1) else {
        eprintln!("usage: validator_story JSON-RPC-URL");
        std::process::exit(2);
    };
    let mut network = TestNetwork(running_at(&url));
    let keeper = Keeper::new(&url, network.payer.insecure_clone());
    two_epochs::play(&mut network, &mut |_, operator, epoch, tree| keeper.accrue(operator, epoch, tree));
    println!("Two epochs were played at {url}, from the first stake to the last claim: every number was right.");
    let took = keeper.close_tables();
    println!("The lookup table was closed {} s after its deactivation, and its rent is back.", took.as_secs());
}

/// The keeper's library, with tree files in a folder and tables that the payer owns.
struct Keeper {
    runtime: Runtime,
    connection: Connection,
    payer: Keypair,
    trees: tempfile::TempDir,
}

impl Keeper {
    fn new(url: &str, payer: Keypair) -> Self {
        Self {
            runtime: Runtime::new().unwrap(),
            connection: Connection::new(url, CommitmentConfig::confirmed()),
            payer,
            trees: tempfile::tempdir().unwrap(),
        }
    }

    /// Deposits become shares by themselves later in the story.
    fn options(&self) -> Options {
        let tables = TableSource { file: None, authority: Some(self.payer.pubkey()) };
        Options { activate: false, tables, progress: false, ..Options::default() }
    }

    /// Accrues all pools of the epoch, of which the operator's is the only one there is, out of a table that holds it.
    fn accrue(&self, operator: &Staker, epoch: u64, tree: &EpochTree) {
        let row = |leaf: &inference_staking_test_kit::PaidLeaf| RewardRow {
            pool: leaf.pool,
            reward: leaf.reward,
            usdc: leaf.usdc,
        };
        let rows = tree.leaves.iter().map(row).collect();
        let of_rows = RewardsTree::from_rows(address::program_id(), epoch, rows).unwrap();
        assert_eq!(of_rows.root(), tree.tree.root());
        write_tree_file(&of_rows, &self.trees.path().join(format!("{epoch}.json"))).unwrap();
        self.runtime.block_on(async {
            let options = self.options();
            let made = create_tables(&self.connection, &self.payer, None, &options).await.unwrap();
            assert_eq!((made.tables.len(), made.missing), (1, 0), "{made:?}");
            // An address can be used from the slot after the one in which it was added.
            let (added_by, deadline) = (self.connection.slot().await.unwrap(), Instant::now() + LONGEST_SLOT);
            while self.connection.slot().await.unwrap() <= added_by {
                assert!(Instant::now() < deadline, "slots do not advance");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            let usable = options.tables.usable(&self.connection).await.unwrap();
            assert!(usable.hold(&operator.record.operator_pool), "epoch {epoch}");
            let trees = TreeSource::Folder(self.trees.path().to_owned());
            let summary = accrue(&self.connection, &trees, &self.payer, &options).await.into_result().unwrap();
            assert_eq!((summary.accrued, summary.transactions, summary.left.len()), (1, 1, 0), "{summary}");
        });
    }

    /// Deactivates the table and closes it as soon as that can be done; how long that took.
    fn close_tables(&self) -> Duration {
        self.runtime.block_on(async {
            let (options, began) = (self.options(), Instant::now());
            let close = || close_tables(&self.connection, &self.payer, None, &options);
            let deactivated = close().await.unwrap();
            assert_eq!((deactivated.deactivated, deactivated.closed, deactivated.left), (1, 0, 1), "{deactivated:?}");
            loop {
                let step = close().await.unwrap();
                assert!(began.elapsed() < LONGEST_COOLDOWN, "{step:?}");
                if step.left == 0 {
                    assert_eq!(step.closed, 1, "{step:?}");
                    return began.elapsed();
                }
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
        })
    }
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
