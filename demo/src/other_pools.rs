//! The pools that are not followed: each with its operator's stake alone.

use std::collections::HashSet;
use std::path::Path;

use anchor_lang::prelude::Pubkey;
use inference_staking_localnet::wallet;
use inference_staking_rewards::RewardRow;
use solana_keypair::Keypair;

use crate::amount::decimal;
use crate::commands::Command;
use crate::expected::{ExpectedPool, PoolTerms};
use crate::parameters::OPERATOR_MINIMUM;
use crate::participants::{FollowedPool, Operator};

/// A pool with its operator alone, and what should be in it.
pub struct OtherPool {
    pub operator: Operator,
    pub expected: ExpectedPool,
    pub stake: u64,
}

impl OtherPool {
    /// Terms and an odd stake that follow from the operator's number.
    pub fn new(operator: Operator) -> Self {
        let number = operator.number as u64;
        let stake = OPERATOR_MINIMUM + number * 1_000_003;
        let terms = PoolTerms {
            // At most 50 and 36 percent.
            reward_bps: (operator.number % 51) as u16 * 100,
            usdc_bps: (operator.number % 37) as u16 * 100,
            auto_stake: number.is_multiple_of(2),
            delegation_allowed: true,
        };
        let expected = ExpectedPool::new(terms, &[stake]);
        Self { operator, expected, stake }
    }

    /// The operator's wallet.
    pub fn wallet(&self) -> Keypair {
        wallet(&format!("operator {}", self.operator.number))
    }

    /// Creation, whose rent and fee `payer` pays, and the first stake.
    pub(crate) fn creation(&self, payer: &Path) -> Command {
        let number = self.operator.number;
        let mut words: Vec<String> = ["pool", "create", "--fee-payer"].map(String::from).to_vec();
        let options = [
            ("--name", format!("operator-{number}")),
            ("--reward-commission", format!("{}bps", self.expected.terms.reward_bps)),
            ("--usdc-commission", format!("{}bps", self.expected.terms.usdc_bps)),
            ("--auto-stake", self.expected.terms.auto_stake.to_string()),
            ("--stake", decimal(self.stake)),
        ];
        words.push(payer.display().to_string());
        words.extend(options.into_iter().flat_map(|(option, value)| [option.to_string(), value]));
        Command::new(&format!("operator {number}"), &self.wallet(), words)
    }
}

/// The pools of operators that have a row and are not followed.
pub fn other_pools(operators: &[Operator], rows: &[RewardRow], followed: &[FollowedPool]) -> Vec<OtherPool> {
    let rewarded: HashSet<Pubkey> = rows.iter().map(|row| row.pool).collect();
    let followed_already: HashSet<Pubkey> = followed.iter().map(|pool| pool.address).collect();
    let is_other = |pool: &Pubkey| rewarded.contains(pool) && !followed_already.contains(pool);
    operators.iter().filter(|operator| is_other(&operator.pool)).map(|operator| OtherPool::new(*operator)).collect()
}
