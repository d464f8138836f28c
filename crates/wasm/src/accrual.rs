//! How a pool passes an epoch: by what its leaf pays, or without (SPEC 6). Base units. That the leaf is in the tree is the caller's.

use inference_staking::state::LeafAmounts;

use crate::memory::{ask, refusal};

/// Whether anything of the reward record may be accrued or bypassed now.
#[no_mangle]
pub extern "C" fn require_accrual_open(now: i64) -> u32 {
    refusal(|memory| memory.reward_record.require_accrual_open(&memory.overview, now))
}

/// `accrue_reward`; `has_operator_record` is 0 if the operator's record is not there. Gives where the amounts went.
#[no_mangle]
pub extern "C" fn accrue_reward(reward: u64, usdc: u64, has_operator_record: u32, now: i64) -> u32 {
    refusal(|memory| {
        memory.reward_record.require_accrual_open(&memory.overview, now)?;
        let is_written = has_operator_record != 0 && memory.pool.auto_stakes();
        let operator_record = is_written.then_some(&mut memory.operator_record);
        let last_expired = memory.overview.last_expired_epoch(now);
        let leaf = LeafAmounts { reward, usdc };
        let accrual = memory.pool.accrue(last_expired, &mut memory.reward_record, operator_record, leaf)?;
        memory.reward_record.invariant()?;
        memory.end()?;
        memory.give([
            accrual.holder_reward,
            accrual.reward_commission,
            accrual.commission_shares,
            accrual.holder_usdc,
            accrual.usdc_commission,
        ]);
        Ok(())
    })
}

/// `accrue_reward_emergency_bypass`. Gives whether the pool can still catch the epoch up.
#[no_mangle]
pub extern "C" fn bypass(now: i64) -> u32 {
    refusal(|memory| {
        memory.reward_record.require_bypass_open(&memory.overview, now)?;
        let can_be_accrued = memory.pool.bypass_epoch(&memory.overview, &memory.reward_record, now)?;
        memory.end()?;
        memory.give([u64::from(can_be_accrued)]);
        Ok(())
    })
}

/// Whether a leaf can still take something out of the reward record.
#[no_mangle]
pub extern "C" fn can_still_pay() -> u32 {
    ask(|memory| u32::from(memory.reward_record.can_still_pay()))
}

/// Whether an accrual writes the operator's record.
#[no_mangle]
pub extern "C" fn auto_stakes() -> u32 {
    ask(|memory| u32::from(memory.pool.auto_stakes()))
}
