//! Marking epochs, and creating, revoking and reclaiming their records (SPEC 6).

use crate::broken::Broken;
use crate::ledger::Holder;
use crate::names::Actor;
use crate::rule::Rule;
use crate::state::RewardRecord;
use crate::tree::Root;
use crate::world::World;

impl World {
    pub(crate) fn mark(&mut self, by: Actor, epoch: u64) -> Result<(), Broken> {
        let overview = &self.overview;
        let mut broken = Broken::default();
        broken.unless(overview.reward_authorities.contains(&by), Rule::RewardAuthority);
        broken.unless(!overview.finalizing, Rule::NotFinalizingYet);
        broken.unless(epoch == overview.completed_epoch + 1, Rule::NextEpoch);
        let earliest = overview.last_finalized_at + overview.parameters.min_epoch_length as i64;
        broken.unless(overview.completed_epoch == 0 || self.now >= earliest, Rule::EpochLength);
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
        };
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
        broken.unless(self.now < record.claimable_from, Rule::ChallengeRunning);
        broken.unless(record.accrued_leaves == 0, Rule::NothingAccrued);
        broken.check()?;
        self.reward_records.remove(&epoch);
        self.overview.completed_epoch -= 1;
        self.overview.finalizing = true;
        Ok(())
    }

    pub(crate) fn reclaim(&mut self, epoch: u64) -> Result<(), Broken> {
        if !self.reward_records.contains_key(&epoch) {
            return Err(Rule::AccountExists.into());
        }
        let mut broken = Broken::default();
        broken.unless(self.overview.is_expired(epoch), Rule::Expired);
        broken.check()?;
        self.reward_records.remove(&epoch);
        Ok(())
    }
}
