use anchor_lang::prelude::*;

use crate::state::*;

/// Shares of the operator's record, which may be the record that is borrowed already.
pub(crate) fn operator_shares(
    staking_record: &AccountLoader<StakingRecord>,
    record: &StakingRecord,
    operator_staking_record: &AccountInfo,
) -> Result<u64> {
    if staking_record.as_ref().key == operator_staking_record.key {
        return Ok(record.shares);
    }
    Ok(read_state::<StakingRecord>(operator_staking_record)?.shares)
}
