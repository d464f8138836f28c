//! What a record is worth (SPEC 7).

use crate::memory::refusal;

/// `query_staking_record`. Gives token value, claimable USDC, activating, ripe, whether that can be activated now, locked shares, matured
/// and pending tickets, and in two words, the lower first, the rank.
#[no_mangle]
pub extern "C" fn query_staking_record(now: i64) -> u32 {
    refusal(|memory| {
        let is_beside = !memory.pool.is_closed() && !memory.is_operators();
        let operator_record = is_beside.then_some(&memory.operator_record);
        let view = memory.pool.view(&memory.overview, &memory.record, operator_record, now)?;
        memory.give([
            view.token_value,
            view.claimable_usdc,
            view.activating,
            view.ripe,
            u64::from(view.can_activate),
            view.locked_shares,
            view.matured_unstake,
            view.pending_unstake,
        ]);
        memory.give_wide(8, view.rank);
        Ok(())
    })
}
