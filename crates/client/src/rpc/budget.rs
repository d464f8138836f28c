//! Compute units and what they cost: the same for what is sent, for what is shown before, and for everybody who sends.

use anchor_lang::solana_program::instruction::Instruction;
use solana_compute_budget_interface::ComputeBudgetInstruction;

/// Most compute units of a transaction.
pub const MAX_COMPUTE_UNITS: u32 = 1_400_000;
/// Compute unit limit of a transaction that nobody can simulate when it is sent, such as one for a multisig.
pub const UNSIMULATED_COMPUTE_UNITS: u32 = 400_000;

/// Units that the two compute-budget instructions themselves take.
const COMPUTE_BUDGET_UNITS: u64 = 300;
/// What a refusal takes beyond an execution at most: the program writes its message into the log. Under a limit without room for
/// it, what somebody else overtook would end as too low a limit, and nobody would know that a new plan helps.
const REFUSAL_UNITS: u64 = 2_000;
const MICRO_LAMPORTS: u128 = 1_000_000;

/// The compute unit limit of a transaction of which a simulation took so many: 10 % more, since the state may change until
/// the execution, what setting limit and price takes, and room for the message of a refusal.
pub fn compute_unit_limit(simulated: u64) -> u32 {
    let reserve = simulated.div_ceil(10).saturating_add(COMPUTE_BUDGET_UNITS).saturating_add(REFUSAL_UNITS);
    let with_reserve = simulated.saturating_add(reserve);
    u32::try_from(with_reserve).unwrap_or(MAX_COMPUTE_UNITS).min(MAX_COMPUTE_UNITS)
}

/// Lamports that a compute unit limit costs at a price in micro-lamports per unit, rounded up as the network does.
pub fn priority_fee_lamports(limit: u32, price: u64) -> u64 {
    // The product of a u32 and a u64 fits a u128.
    let micro_lamports = u128::from(limit).saturating_mul(u128::from(price));
    u64::try_from(micro_lamports.div_ceil(MICRO_LAMPORTS)).unwrap_or(u64::MAX)
}

/// The instructions with a compute unit limit and, unless it is 0, a price in micro-lamports per unit before them.
pub fn with_compute_budget(instructions: &[Instruction], limit: u32, price: u64) -> Vec<Instruction> {
    let mut all = vec![ComputeBudgetInstruction::set_compute_unit_limit(limit)];
    all.extend((price > 0).then(|| ComputeBudgetInstruction::set_compute_unit_price(price)));
    all.extend_from_slice(instructions);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_has_a_reserve_and_ends_at_the_network_s() {
        assert_eq!(compute_unit_limit(0), 2_300);
        assert_eq!(compute_unit_limit(1_000), 3_400);
        // A tenth of 1,001 is 100.1: 101.
        assert_eq!(compute_unit_limit(1_001), 3_402);
        assert_eq!(compute_unit_limit(1_400_000), 1_400_000);
        assert_eq!(compute_unit_limit(u64::MAX), 1_400_000);
    }

    #[test]
    fn a_priority_fee_rounds_up_to_a_lamport() {
        assert_eq!(priority_fee_lamports(1_400, 0), 0);
        assert_eq!(priority_fee_lamports(1_400, 1), 1);
        assert_eq!(priority_fee_lamports(100_000, 1_000_000), 100_000);
        // 1,400 x 12,345 = 17.283 lamports.
        assert_eq!(priority_fee_lamports(1_400, 12_345), 18);
        assert_eq!(priority_fee_lamports(u32::MAX, u64::MAX), u64::MAX);
    }
}
