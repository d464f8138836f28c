//! What happens in its order: two epochs, and everybody leaves.

use std::time::Instant;

use anyhow::{Context, Result};
use inference_staking_client::StakingError;
use inference_staking_localnet::network::DAY;
use inference_staking_rewards::RewardsTree;

use crate::amount::grouped;
use crate::demo::Demo;
use crate::epoch_rewards::EpochRewards;
use crate::epochs::HASTY;
use crate::expected::OPERATOR;
use crate::parameters::{DELEGATOR_DELAY, OPERATOR_DELAY, OPERATOR_MINIMUM};
use crate::participants::MemberId;
use crate::terms::Habit;

impl Demo {
    /// Lets all of it happen.
    ///
    /// # Errors
    /// If the chain refuses, or has something else than what was worked out.
    pub fn run_all(&mut self, rewards: [(&EpochRewards, &RewardsTree); 2]) -> Result<()> {
        let [first, second] = rewards;
        self.output.heading("What happens");
        self.everybody_arrives()?;
        self.keeper_prepares()?;
        self.finalize(first.0.epoch)?;
        self.pay(first.0, first.1)?;
        self.deposits_become_shares(|habit| habit != Habit::JoinsLate)?;
        self.late_joiners_arrive()?;

        self.network.pass_time(DAY)?;
        self.finalize(second.0.epoch)?;
        self.some_take_out_a_third()?;
        self.pay(second.0, second.1)?;
        self.deposits_become_shares(|habit| habit == Habit::JoinsLate)?;

        self.everybody_leaves()?;
        self.check_everything()?;
        self.output.finish();
        Ok(())
    }

    fn everybody_arrives(&mut self) -> Result<()> {
        let began = Instant::now();
        self.others_arrive()?;
        self.output.line(&format!(
            "Day 0   {} operators create their pools and stake, in {:.0} s. {} more join, with delegators.",
            grouped(self.others.len() as u128),
            began.elapsed().as_secs_f64(),
            self.followed.len()
        ));
        self.create_pools()?;
        let joined = self.join_all(|habit| habit != Habit::JoinsLate)?;
        self.output.line(&format!(
            "        {joined} records are staked in: of operators, shares at once; of delegators, once epoch 1 is over."
        ));
        self.attempt_to_activate("activate in the epoch of the deposit", HASTY, StakingError::NothingRipe)
    }

    /// Those of the epoch that is over, of operators first.
    fn deposits_become_shares(&mut self, came: impl Fn(Habit) -> bool) -> Result<()> {
        let (operators, delegators): (Vec<MemberId>, Vec<MemberId>) =
            self.members(came).into_iter().partition(|who| who.member == OPERATOR);
        let count = self.activate(&operators)? + self.activate(&delegators)?;
        self.output.line(&format!("        {count} deposits become shares, at the price after the accrual."));
        Ok(())
    }

    fn late_joiners_arrive(&mut self) -> Result<()> {
        let joined = self.join_all(|habit| habit == Habit::JoinsLate)?;
        self.output.line(&format!("        {joined} join now, in epoch 2: they would earn from epoch 3 on."));
        Ok(())
    }

    /// Operators before delegators.
    fn join_all(&mut self, joins: impl Fn(Habit) -> bool) -> Result<usize> {
        let joining = self.members(joins);
        let delegators: Vec<MemberId> = joining.iter().copied().filter(|who| who.member != OPERATOR).collect();
        self.create_records(&delegators)?;
        self.stake(&joining)?;
        Ok(joining.len())
    }

    /// Members with a habit, pool by pool, operators first.
    fn members(&self, has_habit: impl Fn(Habit) -> bool) -> Vec<MemberId> {
        let all = self.followed.iter().enumerate().flat_map(|(pool, followed)| {
            followed.members.iter().enumerate().map(move |(member, who)| (MemberId { pool, member }, who.habit))
        });
        all.filter(|(_, habit)| has_habit(*habit)).map(|(who, _)| who).collect()
    }

    fn some_take_out_a_third(&mut self) -> Result<()> {
        let members = self.members(|habit| habit == Habit::TakesOutAThird);
        let count = self.unstake(&members, |demo, who| Ok(demo.shares_of(who) / 3))?;
        self.output
            .line(&format!("Day 1   Epoch 2 is finalizing: nothing becomes shares, but {count} unstake a third."));
        Ok(())
    }

    fn everybody_leaves(&mut self) -> Result<()> {
        let (operators, delegators): (Vec<MemberId>, Vec<MemberId>) =
            self.members(|_| true).into_iter().partition(|who| who.member == OPERATOR);
        self.claim_usdc(&delegators)?;
        self.unstake(&delegators, |demo, who| Ok(demo.shares_of(who)))?;
        let left_over = self.take_back_activating(&delegators)?;
        let early = self.too_early(["claim", "unstake"]);
        self.attempt("claim before the cooldown is over", &early, StakingError::NothingToClaim)?;
        self.claim_usdc(&operators)?;
        self.withdraw_commission(&operators)?;
        self.unstake(&operators, Self::shares_above_the_minimum)?;
        self.output.line(&format!(
            "        All {} delegators claim their USDC and unstake everything, {left_over} of them also what bought no \
             share;\n        operators take their commissions and unstake down to the minimum.",
            delegators.len()
        ));
        self.network.pass_time(DELEGATOR_DELAY)?;
        self.collect_rewards(&operators)?;
        self.output.line("Day 8   The pools' rewards are collected into their own vaults.");
        self.claim_unstake(&delegators)?;
        self.output.line("        The delegators' cooldown is over: their tokens are paid.");
        self.network.pass_time(OPERATOR_DELAY - DELEGATOR_DELAY)?;
        self.claim_unstake(&operators)?;
        self.output.line("Day 15  The operators' cooldown is over: their tokens are paid.");
        Ok(())
    }

    fn shares_of(&self, who: MemberId) -> u128 {
        self.pools[who.pool].holder(who.member).shares
    }

    fn shares_above_the_minimum(&self, operator: MemberId) -> Result<u128> {
        let kept = self.pools[operator.pool].shares_worth(OPERATOR_MINIMUM)?;
        self.shares_of(operator).checked_sub(kept).context("an operator has less than the minimum staked")
    }

    /// Compares everything once more, at the end.
    fn check_everything(&mut self) -> Result<()> {
        for pool in 0..self.followed.len() {
            self.check_pool(pool)?;
        }
        self.check_others()?;
        self.check_network()
    }
}
