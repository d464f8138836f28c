//! What the program answers about a record, against the model.

use anchor_lang::AnchorDeserialize;
use inference_staking_client::instruction as ix;
use inference_staking_client::state::StakingRecordView;
use inference_staking_model::{RecordId, RecordView};

use crate::side_by_side::Trial;

impl Trial {
    /// Asks the program about a record and holds the answer against the model's.
    pub fn query(&mut self, id: RecordId) {
        let operator_record = self.builder().operator_record(id.pool);
        let instruction = ix::query_staking_record(self.actors.record(id), operator_record);
        let executed = self.send(instruction, &[]).unwrap();
        let view = StakingRecordView::try_from_slice(&executed.return_data).unwrap();
        let answered = RecordView {
            token_value: view.token_value,
            claimable_usdc: view.claimable_usdc,
            activating: view.activating,
            ripe: view.ripe,
            can_activate: view.can_activate,
            locked_shares: view.locked_shares,
            rank: view.rank,
            matured_unstake: view.matured_unstake,
            pending_unstake: view.pending_unstake,
        };
        assert_eq!(Ok(answered), self.world.view(id));
    }
}
