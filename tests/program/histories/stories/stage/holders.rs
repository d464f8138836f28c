//! What holders do.

use inference_staking_client::instruction as ix;
use inference_staking_localnet::network::DAY;
use inference_staking_localnet::Chain;

use super::{Outcome, Stage};

impl Stage {
    #[track_caller]
    pub fn stake(&mut self, holder: usize, amount: u64) {
        self.network.stake(&self.actors[holder], amount).unwrap();
        self.ledger.stake(holder, amount);
        self.assert_agreement();
    }

    #[track_caller]
    pub fn unstake(&mut self, holder: usize, shares: u128) {
        self.network.unstake(&self.actors[holder], u64::try_from(shares).unwrap()).unwrap();
        let is_operator = self.ledger.pools.iter().any(|pool| pool.operator == holder);
        let matures = self.network.chain.now() + if is_operator { 14 * DAY } else { 7 * DAY };
        self.ledger.unstake(holder, shares, matures);
        self.assert_agreement();
    }

    #[track_caller]
    pub fn unstake_all(&mut self, holder: usize) {
        self.unstake(holder, self.ledger.holders[holder].shares);
    }

    #[track_caller]
    pub fn cancel_unstake(&mut self, holder: usize, place: u8) {
        let actor = &self.actors[holder];
        let operator_record = self.network.pool_of(actor).operator_staking_record;
        let accounts = ix::cancel_unstake_accounts(actor.record, operator_record);
        self.network.send(&[ix::cancel_unstake(accounts, place)], &[&actor.wallet]).unwrap();
        self.ledger.cancel_unstake(holder, place.into());
        self.assert_agreement();
    }

    #[track_caller]
    pub fn claim_unstake(&mut self, holder: usize) {
        self.network.claim_unstake(&self.actors[holder]).unwrap();
        let now = self.network.chain.now();
        self.ledger.claim_unstake(holder, now);
        self.assert_agreement();
    }

    #[track_caller]
    pub fn claim_usdc(&mut self, holder: usize) {
        self.network.claim_usdc(&self.actors[holder]).unwrap();
        self.ledger.claim_usdc(holder);
        self.assert_agreement();
    }

    /// The holder's record, which holds nothing any more, is closed.
    #[track_caller]
    pub fn close_record(&mut self, holder: usize) {
        let actor = &self.actors[holder];
        self.network.send(&[ix::close_staking_record(actor.record)], &[&actor.wallet]).unwrap();
        self.assert_agreement();
    }

    /// What a stake leads to, without the ledger: for what is refused.
    pub fn try_to_stake(&mut self, holder: usize, amount: u64) -> Outcome {
        self.network.stake(&self.actors[holder], amount)
    }
}
