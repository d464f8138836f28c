//! What a network costs at 100, 1,000 and 10,000 pools with ten staking records for each.

mod accrual;
mod growth;
mod population;
mod report;
mod step;

use anyhow::Result;

use growth::Grown;

/// The sizes that are compared.
const POOLS: [usize; 3] = [100, 1_000, 10_000];

/// Grows a network of each size and writes tests/benches/scale.md.
///
/// # Errors
/// If the file cannot be written.
///
/// # Panics
/// If the chain refuses a transaction, one is too large, or an invariant is broken at the end.
pub fn run(toolchain: &str) -> Result<()> {
    let mut grown = Vec::new();
    for pools in POOLS {
        eprintln!("{pools} pools ...");
        grown.push(Grown::of(pools));
    }
    report::write(&grown, toolchain)
}
