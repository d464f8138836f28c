//! The two hashes of the tree: leaf and node (SPEC 6).

use solana_keccak_hasher::hashv;

/// A keccak256 hash: a leaf, a node or a root.
pub type Hash = [u8; 32];

/// What fills the tree behind its last leaf, up to `2^depth`.
///
/// No reward can be proven at such a position: that would take a [`Leaf`] that hashes to zero.
pub const EMPTY_LEAF: Hash = [0; 32];

/// First byte of what a leaf hashes.
pub const LEAF_PREFIX: u8 = 0;

/// Bytes that a leaf hashes: prefix 1, program id 32, epoch 8, pool 32, reward 8, USDC 8.
///
/// A node hashes 64, so no node is the hash of a leaf.
pub const LEAF_LEN: usize = 89;

/// What one operator pool earned in one epoch.
///
/// It names program, epoch and pool, so it proves nothing for any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf<'a> {
    /// Address of the staking program.
    pub program_id: &'a [u8; 32],
    /// Epoch in which it was earned.
    pub epoch: u64,
    /// Address of the operator pool.
    pub pool: &'a [u8; 32],
    /// Reward, in base units of the staked token.
    pub reward: u64,
    /// USDC revenue, in base units of USDC.
    pub usdc: u64,
}

impl Leaf<'_> {
    /// `keccak256(0x00 | program id | epoch LE | pool | reward LE | usdc LE)`.
    #[inline]
    #[must_use]
    pub fn hash(&self) -> Hash {
        EpochLeaves::new(self.program_id, self.epoch).hash(self.pool, self.reward, self.usdc)
    }
}

/// What all leaves of an epoch begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochLeaves {
    beginning: [u8; BEGINNING_LEN],
}

/// Bytes of a leaf before its pool.
const BEGINNING_LEN: usize = 41;

impl EpochLeaves {
    /// Leaves of an epoch of the staking program at this address.
    #[inline]
    #[must_use]
    pub fn new(program_id: &[u8; 32], epoch: u64) -> Self {
        let mut beginning = [0; BEGINNING_LEN];
        beginning[0] = LEAF_PREFIX;
        beginning[1..33].copy_from_slice(program_id);
        beginning[33..].copy_from_slice(&epoch.to_le_bytes());
        Self { beginning }
    }

    /// The hash of a pool's leaf; see [`Leaf::hash`].
    #[inline]
    #[must_use]
    pub fn hash(&self, pool: &[u8; 32], reward: u64, usdc: u64) -> Hash {
        let mut amounts = [0; 16];
        amounts[..8].copy_from_slice(&reward.to_le_bytes());
        amounts[8..].copy_from_slice(&usdc.to_le_bytes());
        // Few slices: the syscall charges at least 10 units for each, however short. Fewer would have to be copied together.
        hashv(&[&self.beginning, pool, &amounts]).to_bytes()
    }
}

/// `keccak256(left | right)`.
#[inline]
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    // Two slices cost what one of 64 bytes does, and nothing is copied.
    hashv(&[left, right]).to_bytes()
}
