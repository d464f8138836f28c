mod cancel_unstake;
mod claim_unstake;
mod claim_usdc_earnings;
mod close_staking_record;
mod create_staking_record;
mod query_staking_record;
mod stake;
mod unstake;

pub use cancel_unstake::*;
pub use claim_unstake::*;
pub use claim_usdc_earnings::*;
pub use close_staking_record::*;
pub use create_staking_record::*;
pub use query_staking_record::*;
pub use stake::*;
pub use unstake::*;
