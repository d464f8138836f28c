//! What all pools can do now.

use super::queue::{queue_of, PoolQueue};
use super::reason::Left;
use super::step::Bypass;
use crate::snapshot::Snapshot;
use crate::trees::Trees;

/// What every pool can do now, and what it cannot.
#[derive(Clone, Debug, Default)]
pub struct Schedule {
    /// Pools with at least one step, in the order of their addresses.
    pub queues: Vec<PoolQueue>,
    /// Epochs that pools cannot pass now, and why.
    pub left: Vec<Left>,
    /// Pools for which there is nothing to do.
    pub up_to_date: u64,
}

impl Schedule {
    /// Schedules every pool of the snapshot.
    pub fn new(snapshot: &Snapshot, trees: &Trees, bypass: Bypass) -> Self {
        let mut schedule = Self::default();
        for (address, pool) in &snapshot.pools {
            let queue = queue_of(*address, pool, snapshot, trees, bypass);
            if queue.steps.is_empty() && queue.left.is_empty() {
                schedule.up_to_date = schedule.up_to_date.saturating_add(1);
            }
            schedule.left.extend(queue.left.iter().cloned());
            if !queue.steps.is_empty() {
                schedule.queues.push(queue);
            }
        }
        schedule
    }

    /// Steps of all pools together.
    pub fn steps(&self) -> u64 {
        self.queues
            .iter()
            .map(|queue| u64::try_from(queue.steps.len()).unwrap_or(u64::MAX))
            .fold(0, u64::saturating_add)
    }
}
