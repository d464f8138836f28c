use core::cell::Ref;

use anchor_lang::prelude::*;

use crate::state::*;

/// The operator's record, to read beside a record that is borrowed already. `None` if that is the operator's, or if the pool is
/// closed: its operator's record may be gone, and nothing becomes shares of it.
pub(crate) fn operator_record_beside<'a>(
    pool: &OperatorPool,
    staking_record: &AccountLoader<StakingRecord>,
    operator_staking_record: &'a AccountInfo,
) -> Result<Option<Ref<'a, StakingRecord>>> {
    if pool.is_closed() || staking_record.as_ref().key == operator_staking_record.key {
        return Ok(None);
    }
    read_state(operator_staking_record).map(Some)
}
