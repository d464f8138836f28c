//! A copy of both sides to come back to.

use std::collections::BTreeMap;

use inference_staking_model::{Actor, Broken, Operation, World};
use litesvm::LiteSVM;

use crate::side_by_side::Trial;

/// Both sides as they were.
pub struct Saved {
    svm: LiteSVM,
    world: World,
    history: Vec<Operation>,
    refused: Vec<(usize, Operation, Broken)>,
    skipped_at: BTreeMap<(Actor, u64), u64>,
}

impl Trial {
    /// A copy of both sides.
    pub fn save(&mut self) -> Saved {
        Saved {
            svm: self.network.chain.svm().clone(),
            world: self.world.clone(),
            history: self.history.clone(),
            refused: self.refused.clone(),
            skipped_at: self.skipped_at.clone(),
        }
    }

    /// Back to the copy.
    pub fn restore(&mut self, saved: Saved) {
        *self.network.chain.svm() = saved.svm;
        self.world = saved.world;
        self.history = saved.history;
        self.refused = saved.refused;
        self.skipped_at = saved.skipped_at;
    }
}
