//! What a pool can do about one epoch.

use inference_staking_client::state::OperatorPool;

/// One epoch passed by one pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Takes what its leaf pays.
    Accrue {
        /// The epoch.
        epoch: u64,
        /// Which of the record's roots.
        root_index: u8,
        /// Place of the pool's leaf in the tree of that root.
        leaf_index: u32,
    },
    /// Passes an epoch that pays it nothing (SPEC 6.6).
    Pass {
        /// The epoch.
        epoch: u64,
    },
}

impl Step {
    /// The epoch that the pool passes.
    pub fn epoch(&self) -> u64 {
        match self {
            Self::Accrue { epoch, .. } | Self::Pass { epoch } => *epoch,
        }
    }

    /// Whether a pool in this state is done with the step, whoever did it.
    pub(crate) fn is_done_by(&self, pool: &OperatorPool) -> bool {
        match self {
            Self::Accrue { epoch, .. } => pool.has_passed(*epoch) && !pool.has_skipped(*epoch),
            // A skipped epoch is passed, even if it can be caught up.
            Self::Pass { epoch } => pool.has_passed(*epoch),
        }
    }
}

/// Which epochs pools may pass without a proof, through `accrue_reward_emergency_bypass`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bypass {
    /// None.
    Never,
    /// Those whose record has no roots, or nothing left: they pay nobody any more.
    #[default]
    EmptyEpochs,
    /// Also those whose trees are all at hand and do not hold the pool, once the bypass delay is over.
    PoolsWithoutLeaf,
}
