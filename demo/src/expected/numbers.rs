//! Numbers to compare and to sum, wide enough for the sums of all pools.

use inference_staking_math::shares::PoolShares;

/// Amounts of a leaf, base units.
#[derive(Clone, Copy, Debug, Default)]
pub struct LeafAmounts {
    pub reward: u128,
    pub usdc: u128,
}

impl LeafAmounts {
    /// The sum of both.
    pub fn plus(self, other: Self) -> Self {
        Self { reward: self.reward + other.reward, usdc: self.usdc + other.usdc }
    }
}

/// What an accrual did with a leaf.
#[derive(Clone, Copy, Debug)]
pub struct Accrued {
    /// What the leaf said.
    pub leaf: LeafAmounts,
    /// What left the record: all of it, or the commissions only if nobody held a share.
    pub from_record: LeafAmounts,
    /// Commissions, staked or owed.
    pub commission: LeafAmounts,
    /// The pool's two totals afterwards.
    pub totals: PoolShares,
}

/// Tokens in cooldown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExpectedTicket {
    pub claimable_from: i64,
    pub amount: u128,
}

/// One holder of a pool: record and wallet.
#[derive(Clone, Debug, Default)]
pub struct ExpectedHolder {
    /// Whether the record exists.
    pub has_record: bool,
    pub shares: u128,
    /// Tokens that are not shares yet, of them those of the latest deposit epoch, and that epoch.
    pub activating: u128,
    pub latest_deposit: u128,
    pub latest_deposit_epoch: u64,
    /// Whether they could become shares.
    pub can_activate: bool,
    pub checkpoint: u128,
    pub settled_usdc: u128,
    pub tickets: Vec<ExpectedTicket>,
    pub wallet_tokens: u128,
    pub wallet_usdc: u128,
    /// Tokens ever staked and ever paid out.
    pub put_in: u128,
    pub took_out: u128,
}

/// One pool.
#[derive(Clone, Copy, Debug)]
pub struct ExpectedNumbers {
    pub passed_epoch: u64,
    pub staked: u128,
    pub shares: u128,
    pub unstaking: u128,
    pub activating: u128,
    pub uncollected: u128,
    pub reward_commission: u128,
    pub usdc_commission: u128,
    pub holder_usdc: u128,
    pub settled_usdc: u128,
    pub index: u128,
    pub remainder: u128,
    pub vault: u128,
}
