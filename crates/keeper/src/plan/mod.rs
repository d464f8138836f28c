//! Planning, without any network: which pool can pass which epoch now, in which transactions, and what cannot and why.

mod parcel;
mod queue;
mod reason;
mod step;

pub use parcel::{pack, Parcel, ParcelPool};
pub use queue::{queue_of, PoolQueue};
pub use reason::{Left, Reason};
pub use step::{Bypass, Step};

use crate::snapshot::Snapshot;
use crate::trees::Trees;

/// What every pool can do now, and what it cannot.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Pools with at least one step, in the order of their addresses.
    pub queues: Vec<PoolQueue>,
    /// Epochs that pools cannot pass now, and why.
    pub left: Vec<Left>,
    /// Pools for which there is nothing to do.
    pub up_to_date: u64,
}

impl Plan {
    /// Plans for every pool of the snapshot.
    pub fn new(snapshot: &Snapshot, trees: &Trees, bypass: Bypass) -> Self {
        let mut plan = Self::default();
        for (address, pool) in &snapshot.pools {
            let queue = queue_of(*address, pool, snapshot, trees, bypass);
            if queue.steps.is_empty() && queue.left.is_empty() {
                plan.up_to_date = plan.up_to_date.saturating_add(1);
            }
            plan.left.extend(queue.left.iter().cloned());
            if !queue.steps.is_empty() {
                plan.queues.push(queue);
            }
        }
        plan
    }

    /// Steps of all pools together.
    pub fn steps(&self) -> u64 {
        self.queues
            .iter()
            .map(|queue| u64::try_from(queue.steps.len()).unwrap_or(u64::MAX))
            .fold(0, u64::saturating_add)
    }
}
