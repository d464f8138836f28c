//! What every instruction cost in this run.

use std::collections::BTreeMap;

use inference_staking_client::address::program_id;

/// Compute units that SPEC 17 allows an instruction that there is.
const TARGETS: [(&str, u64); 6] = [
    ("accrue_reward", 5_200),
    ("stake", 4_800),
    ("unstake", 2_900),
    ("claim_unstake", 4_800),
    ("claim_usdc_earnings", 5_200),
    ("collect_pool_rewards", 4_500),
];

/// Smallest and largest.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    pub min: u64,
    pub max: u64,
}

impl Range {
    fn of(value: u64) -> Self {
        Self { min: value, max: value }
    }

    fn with(self, value: u64) -> Self {
        Self { min: self.min.min(value), max: self.max.max(value) }
    }
}

/// All transactions with one instruction.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub count: u64,
    pub compute_units: Range,
    pub transaction_bytes: Range,
}

/// Costs by instruction.
#[derive(Default)]
pub struct Costs(BTreeMap<&'static str, Cost>);

impl Costs {
    /// Counts an instruction, and the transaction that it was in.
    pub fn count(&mut self, instruction: &'static str, units: u64, transaction_bytes: usize) {
        let bytes = transaction_bytes as u64;
        let first = Cost { count: 0, compute_units: Range::of(units), transaction_bytes: Range::of(bytes) };
        let cost = self.0.entry(instruction).or_insert(first);
        cost.count += 1;
        cost.compute_units = cost.compute_units.with(units);
        cost.transaction_bytes = cost.transaction_bytes.with(bytes);
    }

    /// All of them, by name.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, Cost)> + '_ {
        self.0.iter().map(|(name, cost)| (*name, *cost))
    }
}

/// Most compute units that the spec wants for an instruction.
pub fn target(instruction: &str) -> Option<u64> {
    TARGETS.iter().find(|(name, _)| *name == instruction).map(|(_, units)| *units)
}

/// Compute units of an instruction of the program, from the runtime's line about it.
pub fn consumed(line: &str) -> Option<u64> {
    line.strip_prefix(&format!("Program {} consumed ", program_id()))?.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compute_units_are_those_of_the_program_alone() {
        assert_eq!(consumed(&format!("Program {} consumed 5123 of 200000 compute units", program_id())), Some(5_123));
        assert_eq!(consumed(&format!("Program {} success", program_id())), None);
        assert_eq!(consumed("Program 11111111111111111111111111111111 consumed 150 of 200000 compute units"), None);
    }
}
