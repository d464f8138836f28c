//! Marking epochs, and creating, revoking and reclaiming their records (SPEC 6).

use crate::broken::Broken;
use crate::ledger::Holder;
use crate::names::Actor;
use crate::rule::Rule;
use crate::state::RewardRecord;
use crate::tree::Root;
use crate::world::World;

/// SPEC 6.1: time that a network for real money has between records, seconds.
const MARGIN: i64 = 3 * 3_600;

impl World {
    /// SPEC 6.1: from when the next epoch may be marked; none if at any time.
    pub fn earliest_mark(&self) -> Option<i64> {
        self.minimum_length_over().max(self.mark_margin_over())
    }

    /// The minimum epoch length after the last finalization.
    pub fn minimum_length_over(&self) -> Option<i64> {
        let length = self.overview.parameters.min_epoch_length as i64;
        (self.overview.completed_epoch > 0).then_some(self.overview.last_finalized_at + length)
    }

    /// Once the newest record is claimable; with real money 3 hours after that, and 3 hours after accrual was resumed.
    fn mark_margin_over(&self) -> Option<i64> {
        let overview = &self.overview;
        if overview.is_test_network {
            return overview.newest_claimable_from;
        }
        let since = overview.newest_claimable_from.max(overview.accrual_resumed_at);
        since.map(|since| since + MARGIN)
    }

    /// SPEC 6.6: from when pools may pass the epoch of a record without a proof.
    pub fn bypass_from(&self, record: &RewardRecord) -> i64 {
        if !record.can_still_pay() {
            return record.claimable_from;
        }
        let since = self.overview.accrual_resumed_at.map_or(record.claimable_from, |at| at.max(record.claimable_from));
        since + record.bypass_delay as i64
    }

    pub(crate) fn mark(&mut self, by: Actor, epoch: u64) -> Result<(), Broken> {
        let overview = &self.overview;
        let mut broken = Broken::default();
        broken.unless(overview.reward_authorities.contains(&by), Rule::RewardAuthority);
        broken.unless(!overview.finalizing, Rule::NotFinalizingYet);
        broken.unless(epoch == overview.completed_epoch + 1, Rule::NextEpoch);
        broken.unless(!overview.accrual_halted, Rule::AccrualOpen);
        broken.unless(self.minimum_length_over().is_none_or(|from| self.now >= from), Rule::EpochLength);
        broken.unless(self.mark_margin_over().is_none_or(|from| self.now >= from), Rule::MarkMargin);
        broken.check()?;
        self.overview.finalizing = true;
        Ok(())
    }

    pub(crate) fn create_reward_record(
        &mut self,
        by: Actor,
        roots: &[Root],
        depths_given: usize,
        rewards: u64,
        usdc: u64,
    ) -> Result<(), Broken> {
        let epoch = self.overview.completed_epoch + 1;
        let mut broken = Broken::default();
        broken.unless(self.overview.reward_authorities.contains(&by), Rule::RewardAuthority);
        broken.unless(self.overview.finalizing, Rule::Finalizing);
        if roots.is_empty() {
            broken.unless(rewards == 0 && usdc == 0, Rule::NoRootsNoTotals);
        } else {
            broken.unless(rewards == self.emission(epoch), Rule::Emission);
        }
        broken.unless(roots.len() <= 5, Rule::RootCount);
        broken.unless(depths_given == roots.len(), Rule::DepthForEachRoot);
        broken.unless(roots.iter().take(depths_given).all(|root| root.depth <= 24), Rule::TreeDepth);
        broken.unless(roots.iter().all(|root| !root.leaves.is_empty()), Rule::RootNotZero);
        let funded = |balance: u64, liability: u128, total: u64| u128::from(balance) >= liability + u128::from(total);
        let (tokens, owed) = (self.tokens.balance(Holder::GlobalVault), self.reward_liability());
        broken.unless(funded(tokens, owed, rewards), Rule::RewardFunding);
        let (held, owed) = (self.usdc.balance(Holder::GlobalVault), self.usdc_liability());
        broken.unless(funded(held, owed, usdc), Rule::UsdcFunding);
        broken.check()?;
        let record = RewardRecord {
            roots: roots.to_vec(),
            total_rewards: rewards,
            total_usdc: usdc,
            remaining_rewards: rewards,
            remaining_usdc: usdc,
            finalized_at: self.now,
            claimable_from: self.now + self.overview.parameters.challenge_period as i64,
            accrued_leaves: 0,
            bypass_delay: self.overview.parameters.bypass_delay,
        };
        self.overview.newest_claimable_from = Some(record.claimable_from);
        if rewards > 0 {
            self.overview.rewarded_epochs.insert(epoch);
        }
        self.reward_records.insert(epoch, record);
        self.overview.completed_epoch = epoch;
        self.overview.finalizing = false;
        self.overview.last_finalized_at = self.now;
        Ok(())
    }

    pub(crate) fn revoke(&mut self, by: Actor, epoch: u64) -> Result<(), Broken> {
        let record = self.reward_records.get(&epoch).ok_or(Broken::only(Rule::AccountExists))?;
        let overview = &self.overview;
        let mut broken = Broken::default();
        let may_revoke = overview.halt_authorities.contains(&by) || overview.program_admin == by;
        broken.unless(may_revoke, Rule::RevokingAuthority);
        broken.unless(epoch == overview.completed_epoch, Rule::NewestRecord);
        let waits = overview.newest_claimable_from.is_some_and(|from| self.now < from);
        broken.unless(waits, Rule::ChallengeRunning);
        broken.unless(record.accrued_leaves == 0, Rule::NothingAccrued);
        broken.check()?;
        self.reward_records.remove(&epoch);
        self.overview.completed_epoch -= 1;
        self.overview.finalizing = true;
        // The record before it counts as claimable.
        self.overview.newest_claimable_from = None;
        self.overview.rewarded_epochs.remove(&epoch);
        Ok(())
    }

    pub(crate) fn reclaim(&mut self, epoch: u64) -> Result<(), Broken> {
        if !self.reward_records.contains_key(&epoch) {
            return Err(Rule::AccountExists.into());
        }
        let mut broken = Broken::default();
        broken.unless(!self.overview.accrual_halted, Rule::AccrualOpen);
        broken.unless(self.overview.is_expired(epoch, self.now), Rule::Expired);
        broken.check()?;
        self.reward_records.remove(&epoch);
        Ok(())
    }
}
