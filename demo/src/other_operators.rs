//! The operators who are not on stage: each has a pool with a stake of its own, and all are paid with those on stage.

use std::collections::HashMap;
use std::path::Path;

use anchor_lang::prelude::Pubkey;
use anyhow::{ensure, Context, Result};
use inference_staking_client::state::OperatorPool;
use inference_staking_localnet::wallet;
use solana_keypair::Keypair;

use crate::amount::decimal;
use crate::check::same;
use crate::commands::Spoken;
use crate::demo::{Stage, OPERATOR_MINIMUM};
use crate::epoch_rewards::EpochRewards;
use crate::expected::{ExpectedHolder, ExpectedPool, LeafAmounts, OPERATOR};
use crate::participants::Operator;

/// A pool off stage and what should be in it.
pub struct CrowdPool {
    pub operator: Operator,
    pub expected: ExpectedPool,
    pub stake: u64,
}

impl CrowdPool {
    /// Terms and an odd stake that follow from the operator's number.
    pub fn new(operator: Operator) -> Self {
        let number = operator.number as u64;
        let stake = OPERATOR_MINIMUM + number * 1_000_003;
        let expected = ExpectedPool {
            reward_bps: u128::from(number % 51 * 100),
            usdc_bps: u128::from(number % 37 * 100),
            auto_stake: number.is_multiple_of(2),
            holders: vec![ExpectedHolder { wallet_tokens: stake.into(), ..ExpectedHolder::default() }],
            ..ExpectedPool::default()
        };
        Self { operator, expected, stake }
    }

    /// The operator's wallet.
    pub fn wallet(&self) -> Keypair {
        wallet(&format!("operator {}", self.operator.number))
    }

    /// Creation, whose rent and fee `payer` pays, and the first stake.
    fn creation(&self, payer: &Path) -> Spoken {
        let number = self.operator.number;
        let mut words: Vec<String> = ["pool", "create", "--fee-payer"].map(String::from).to_vec();
        let options = [
            ("--name", format!("operator-{number}")),
            ("--reward-commission", self.expected.reward_bps.to_string()),
            ("--usdc-commission", self.expected.usdc_bps.to_string()),
            ("--auto-stake", self.expected.auto_stake.to_string()),
            ("--stake", decimal(self.stake)),
        ];
        words.push(payer.display().to_string());
        words.extend(options.into_iter().flat_map(|(option, value)| [option.to_string(), value]));
        Spoken::new(&format!("operator {number}"), &self.wallet(), words)
    }
}

impl Stage {
    /// Every operator of the crowd creates its pool and stakes; the network's payer pays rent and registration fees.
    ///
    /// # Errors
    /// The first refusal or difference.
    pub fn crowd_arrives(&mut self) -> Result<()> {
        let payer = self.network.key_file("payer", &self.network.local.roles.payer)?;
        let spoken: Vec<Spoken> = self.crowd.iter().map(|pool| pool.creation(&payer)).collect();
        if let Some(first) = spoken.first() {
            self.show(first);
        }
        let step = || self.narrator.step("create_operator_pool + stake");
        for receipt in self.network.say_at_once(&spoken, step)? {
            self.count(&["create_operator_pool", "stake"], &receipt);
        }
        for pool in &mut self.crowd {
            pool.expected.holders[OPERATOR].has_record = true;
            pool.expected.stake(OPERATOR, pool.stake.into());
        }
        self.check_crowd()
    }

    /// What the leaves of an epoch change for the crowd.
    pub fn crowd_is_paid(&mut self, rewards: &EpochRewards) -> Result<()> {
        let rows: HashMap<Pubkey, LeafAmounts> = rewards
            .rows
            .iter()
            .map(|row| (row.pool, LeafAmounts { reward: row.reward.into(), usdc: row.usdc.into() }))
            .collect();
        let record = self.records.last_mut().context("no epoch was published")?;
        for pool in &mut self.crowd {
            let leaf = rows.get(&pool.operator.pool).context("a pool of the crowd has no row")?;
            let accrued = pool.expected.accrue(*leaf);
            record.remaining.reward -= accrued.from_record.reward;
            record.remaining.usdc -= accrued.from_record.usdc;
            record.accrued_leaves += 1;
        }
        Ok(())
    }

    /// Compares every pool of the crowd with what was worked out.
    ///
    /// # Errors
    /// The first difference.
    pub fn check_crowd(&mut self) -> Result<()> {
        let on_chain: HashMap<Pubkey, OperatorPool> = self.network.pools()?.into_iter().collect();
        for CrowdPool { operator, expected, .. } in &self.crowd {
            let pool =
                on_chain.get(&operator.pool).with_context(|| format!("operator {} has no pool", operator.number))?;
            let of_pool = |what: &str| format!("{what} of the pool of operator {}", operator.number);
            for (what, on_chain, expected) in [
                ("the staked total", pool.total_staked_amount, expected.staked),
                ("the total of shares", pool.total_shares, expected.shares),
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
            on_chain.len() <= self.crowd.len() + self.cast.len(),
            "there are pools on chain that nobody of the demo has created"
        );
        Ok(())
    }
}
