//! What is measured: every instruction in its typical case, and the worst cases of those that are sent often.

mod accrual;
mod administration;
mod batches;
mod epochs;
mod pools;
mod records;
mod staking;
mod usdc;
mod world;

use anyhow::Result;
use inference_staking_test_kit::idl;

use crate::bench::Bench;

/// Measures all cases.
///
/// # Errors
/// If an instruction of the IDL is not measured.
pub fn measure(bench: &mut Bench) -> Result<()> {
    accrual::measure(bench);
    batches::measure(bench);
    staking::measure(bench);
    usdc::measure(bench);
    records::measure(bench);
    pools::measure(bench);
    epochs::measure(bench);
    administration::measure(bench);
    bench.require_complete(idl::instructions().values())
}
