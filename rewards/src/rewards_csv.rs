//! The rewards CSV `pool,reward,usdc` (spec section 14).

mod fault;
mod line_by_line;
mod reader;
mod row;
mod writer;

pub use fault::{AmountFault, Column, CsvError, CsvFault};
pub use reader::{read_rewards_csv, RewardsCsv};
pub use writer::{write_rewards_csv, write_rewards_csv_file};
