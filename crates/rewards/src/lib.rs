//! Rewards of one epoch: CSV input, Merkle tree, tree file, verdicts on it, service of proofs (SPEC 6 and 14).
//!
//! For files: [`compute::compute_file`], [`build::build_files`], [`verify::verify_file`], [`serve::serve`].
//! No chain and no RPC. Amounts are base units: of the staked token for rewards, of USDC for revenue; what is said of the chain is
//! in tokens. Files are written whole or not at all.
//!
//! ```
//! use inference_staking_merkle::{verify_proof, Leaf};
//! use inference_staking_rewards::{read_rewards_csv, RewardsTree};
//! use solana_pubkey::Pubkey;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (program_id, pool) = (Pubkey::from([1; 32]), Pubkey::from([2; 32]));
//! let csv = format!("pool,reward,usdc\n{pool},500,70\n");
//! let tree = RewardsTree::from_rows(program_id, 7, read_rewards_csv(csv.as_bytes())?)?;
//!
//! let proof = tree.proof(&pool).ok_or("the pool has no leaf")?;
//! let leaf = Leaf {
//!     program_id: &program_id.to_bytes(),
//!     epoch: 7,
//!     pool: &pool.to_bytes(),
//!     reward: proof.reward,
//!     usdc: proof.usdc,
//! };
//! verify_proof(&tree.root(), tree.depth(), &leaf.hash(), proof.leaf_index, &proof.siblings)?;
//! # Ok(())
//! # }
//! ```

mod apportion;
mod atomic_file;
pub mod build;
mod commitment;
pub mod compute;
mod decimals;
mod epoch_trees;
mod error;
mod expected;
mod metrics_csv;
mod payable;
mod pool_csv;
mod reader_words;
mod reward_row;
mod rewards_csv;
mod sample;
mod score;
pub mod serve;
mod split;
mod tree;
mod tree_file;
pub mod verify;

pub use apportion::{apportion, ApportionError};
pub use atomic_file::{give_up_writing, is_standard_output, read_text, write_atomically};
pub use commitment::{Commitment, CommittedRoot, WrongTree};
pub use decimals::{in_units, Decimals};
pub use epoch_trees::{EpochTrees, LeafPlace};
pub use error::{BadInput, Doing, RewardsError};
pub use metrics_csv::{read_metrics_csv, MetricsCsv, MetricsRow, MetricsTotals};
pub use payable::PayablePools;
pub use pool_csv::{CsvError, CsvFault, NumberFault, PoolCsv, PoolRow};
pub use reader_words::in_plain_words;
pub use reward_row::{Amount, RewardRow, Totals, TotalsOverflow};
pub use rewards_csv::{read_rewards_csv, write_rewards_csv, write_rewards_csv_file, RewardsCsv};
pub use sample::sample_rewards;
pub use score::Score;
pub use split::{pool_in_two_trees, split_by_address};
pub use tree::{RewardProof, RewardsTree, TreeError};
pub use tree_file::{
    read_tree, read_tree_file, stated_epoch, tree_files, write_tree, write_tree_file, HexHash, TreeFileError,
    MAX_TREE_FILE_BYTES, TREE_FILE_VERSION,
};
