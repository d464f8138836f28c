//! What a record is worth and what its owner could claim now, as the program itself says.

use anchor_lang::prelude::Pubkey;
use inference_staking::state::StakingRecordView;

use super::error::IntentError;
use crate::instruction as ix;
use crate::instruction::RecordOf;
use crate::rpc::Connection;

/// Asks the program through `query_staking_record`, which is simulated only. `payer` has to be a wallet with some SOL.
///
/// # Errors
/// `Send` if the simulation fails; `UnknownAnswer`.
pub async fn query_staking_record(
    connection: &Connection,
    record: RecordOf,
    payer: &Pubkey,
) -> Result<StakingRecordView, IntentError> {
    let operator_record = connection.pool(&record.operator_pool).await?.operator_staking_record;
    let simulated = connection.simulate(&[ix::query_staking_record(record, operator_record)], payer).await?;
    simulated.returned().ok_or(IntentError::UnknownAnswer)
}
