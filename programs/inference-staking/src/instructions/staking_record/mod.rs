mod claim_unstake;
mod claim_usdc_earnings;
mod create_staking_record;
mod stake;
mod unstake;

pub use claim_unstake::*;
pub use claim_usdc_earnings::*;
pub use create_staking_record::*;
pub use stake::*;
pub use unstake::*;
