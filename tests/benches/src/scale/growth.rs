//! What it costs to grow a network of one size, and to pay an epoch on it.

use std::time::{Duration, Instant};

use super::accrual;
use super::population::Population;
use super::step::Step;

/// What a network of one size cost.
pub struct Grown {
    pub pools: usize,
    pub records: usize,
    pub steps: Vec<Step>,
    /// Hashing the leaves and building the tree.
    pub tree_time: Duration,
    /// Reading all accounts and checking the invariants.
    pub check_time: Duration,
    /// Lookup tables that the batches use.
    pub tables: usize,
    /// Lamports that the tables keep.
    pub table_rent: u64,
}

impl Grown {
    /// Grows a network of so many pools.
    pub fn of(pools: usize) -> Self {
        let mut population = Population::of(pools);
        population.fund();
        let mut steps = vec![
            population.create_pools(),
            population.operators_stake(),
            population.create_records(),
            population.delegators_stake(),
        ];
        let accrued = accrual::accrue_all(&mut population);
        steps.extend(accrued.steps);
        steps.push(population.activate());
        let began = Instant::now();
        population.assert_invariants();
        Self {
            pools,
            records: population.records.len(),
            steps,
            tree_time: accrued.tree_time,
            check_time: began.elapsed(),
            tables: accrued.tables,
            table_rent: accrued.table_rent,
        }
    }
}
