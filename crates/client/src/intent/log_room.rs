//! How many instructions have their events in the log of one transaction.

use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::Discriminator;

use crate::args;

/// Bytes of a log, behind which nothing is written any more: an event that stands there is lost.
const LOG_BYTES: usize = 10_000;

/// The lines of the two instructions that set the compute budget.
const BUDGET_LINES: usize = 250;

/// The event of an activation and the lines of its call. Fourteen fit a transaction.
const ACTIVATION: usize = 660;

/// Those of a bypass. Eighteen fit a transaction.
const BYPASS: usize = 530;

/// Those of any other instruction at most: no event has more than 512 bytes, which are 684 in a log.
const ANY_OTHER: usize = 950;

/// Whether the log of a transaction of these instructions holds all their events, whatever else its size allows. A batch of
/// accruals has one event, which the program keeps small enough.
pub fn log_holds(instructions: &[Instruction]) -> bool {
    let written = instructions.iter().map(log_bytes).fold(BUDGET_LINES, usize::saturating_add);
    written <= LOG_BYTES
}

fn log_bytes(instruction: &Instruction) -> usize {
    let is = |discriminator: &[u8]| instruction.data.starts_with(discriminator);
    if is(args::ActivateStake::DISCRIMINATOR) {
        ACTIVATION
    } else if is(args::AccrueRewardEmergencyBypass::DISCRIMINATOR) {
        BYPASS
    } else {
        ANY_OTHER
    }
}

#[cfg(test)]
mod tests {
    use anchor_lang::prelude::Pubkey;

    use super::*;
    use crate::instruction::{accrue_reward_emergency_bypass, activate_stake, RecordOf};

    fn fits(activations: usize, bypasses: usize) -> bool {
        let key = Pubkey::new_from_array([1; 32]);
        let activation = activate_stake(RecordOf { operator_pool: key, owner: key }, key);
        let bypass = accrue_reward_emergency_bypass(key, 1);
        log_holds(&[vec![activation; activations], vec![bypass; bypasses]].concat())
    }

    #[test]
    fn fourteen_activations_or_eighteen_bypasses_or_some_of_both_share_a_log() {
        assert!(fits(14, 0) && !fits(15, 0));
        assert!(fits(0, 18) && !fits(0, 19));
        // 250 + 7 x 660 + 9 x 530 = 9,640.
        assert!(fits(7, 9) && !fits(7, 10) && !fits(8, 9));
    }
}
