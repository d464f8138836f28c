//! Whether what is paid can be claimed: only a pool that may accrue in the epoch can bring its leaf (SPEC 14).

use solana_pubkey::Pubkey;

/// The pools that may accrue in an epoch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PayablePools {
    /// In order of the address bytes, each once.
    pools: Vec<Pubkey>,
}

impl PayablePools {
    /// Of these pools, in any order.
    pub fn new(mut pools: Vec<Pubkey>) -> Self {
        pools.sort_unstable();
        pools.dedup();
        Self { pools }
    }

    /// Whether a pool is one of them.
    pub fn contains(&self, pool: &Pubkey) -> bool {
        self.pools.binary_search(pool).is_ok()
    }

    /// All of them, in order of the address bytes.
    pub fn as_slice(&self) -> &[Pubkey] {
        &self.pools
    }
}
