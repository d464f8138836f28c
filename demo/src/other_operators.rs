//! What the operators of the pools that are not followed do: they create them and stake; all are paid with the followed
//! ones.

use std::collections::HashMap;

use anchor_lang::prelude::Pubkey;
use anyhow::{ensure, Context, Result};
use inference_staking_client::state::OperatorPool;

use crate::check::same;
use crate::commands::Command;
use crate::demo::Demo;
use crate::epoch_rewards::EpochRewards;
use crate::expected::{LeafAmounts, OPERATOR};
use crate::other_pools::OtherPool;

impl Demo {
    /// Each of the other operators creates its pool and stakes; the network's payer pays rent and registration fees.
    ///
    /// # Errors
    /// The first refusal or difference.
    pub fn others_arrive(&mut self) -> Result<()> {
        let payer = self.network.key_file("payer", &self.network.local.roles.payer)?;
        let command: Vec<Command> = self.others.iter().map(|pool| pool.creation(&payer)).collect();
        if let Some(first) = command.first() {
            self.show(first);
        }
        let step = || self.output.step("create_operator_pool + stake");
        for receipt in self.network.run_at_once(&command, step)? {
            self.count(&["create_operator_pool", "stake"], &receipt);
        }
        for pool in &mut self.others {
            pool.expected.stake(OPERATOR, pool.stake)?;
        }
        self.check_others()
    }

    /// What the leaves of an epoch change in the other pools.
    pub fn others_are_paid(&mut self, rewards: &EpochRewards) -> Result<()> {
        let rows: HashMap<Pubkey, LeafAmounts> = rewards
            .rows
            .iter()
            .map(|row| (row.pool, LeafAmounts { reward: row.reward.into(), usdc: row.usdc.into() }))
            .collect();
        let record = self.records.last_mut().context("no epoch was published")?;
        for pool in &mut self.others {
            let leaf = rows.get(&pool.operator.pool).context("another pool has no row")?;
            let accrued = pool.expected.accrue(*leaf)?;
            record.remaining.reward -= accrued.from_record.reward;
            record.remaining.usdc -= accrued.from_record.usdc;
            record.accrued_leaves += 1;
        }
        Ok(())
    }

    /// Compares each of the other pools with what was worked out.
    ///
    /// # Errors
    /// The first difference.
    pub fn check_others(&mut self) -> Result<()> {
        let on_chain: HashMap<Pubkey, OperatorPool> = self.network.pools()?.into_iter().collect();
        for OtherPool { operator, expected, .. } in &self.others {
            let pool =
                on_chain.get(&operator.pool).with_context(|| format!("operator {} has no pool", operator.number))?;
            let expected = expected.numbers();
            let of_pool = |what: &str| format!("{what} of the pool of operator {}", operator.number);
            for (what, on_chain, expected) in [
                ("the staked total", pool.total_staked_amount, expected.staked),
                ("the total of shares", pool.total_shares, expected.shares),
                ("the activating total", pool.total_activating, expected.activating),
                ("the uncollected rewards", pool.uncollected_rewards, expected.uncollected),
                ("the owed token commission", pool.reward_commission, expected.reward_commission),
                ("the owed USDC commission", pool.usdc_commission, expected.usdc_commission),
                ("the USDC of share holders", pool.delegator_usdc, expected.holder_usdc),
                ("the settled USDC", pool.settled_usdc, expected.settled_usdc),
                ("the last passed epoch", pool.reward_last_claimed_epoch, expected.passed_epoch.into()),
            ] {
                same::<u128>(&of_pool(what), on_chain, expected)?;
            }
            same(&of_pool("the USDC index"), pool.cumulative_usdc_per_share.get(), expected.index)?;
        }
        ensure!(
            on_chain.len() <= self.others.len() + self.followed.len(),
            "there are pools on chain that nobody of the demo has created"
        );
        Ok(())
    }
}
