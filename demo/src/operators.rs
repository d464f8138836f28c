//! What operators of followed pools do: they create them, and take their commissions.

use anyhow::Result;
use inference_staking_model::Mint;

use crate::demo::Demo;
use crate::expected::{LeafAmounts, OPERATOR};
use crate::parameters::REGISTRATION_FEE;
use crate::participants::{FollowedPool, MemberId};

impl Demo {
    /// Operators create their pools, and pay the fee.
    pub fn create_pools(&mut self) -> Result<()> {
        let operators: Vec<MemberId> =
            (0..self.followed.len()).map(|pool| MemberId { pool, member: OPERATOR }).collect();
        let words = |demo: &mut Self, who: MemberId| Ok(Some(creation(&demo.followed[who.pool])));
        self.run_in_rounds(&operators, &["create_operator_pool"], words, |demo, who, _| {
            demo.pools[who.pool].pay_fee(REGISTRATION_FEE);
            Ok(())
        })
    }

    /// Operators take one kind of commission after the other; those who are owed none are left out.
    pub fn withdraw_commission(&mut self, operators: &[MemberId]) -> Result<()> {
        let words = |demo: &mut Self, who: MemberId| {
            let owed = demo.pools[who.pool].numbers().reward_commission;
            let words = ["claim", "commission", "--tokens"].map(String::from).to_vec();
            Ok((owed > 0).then_some(words))
        };
        self.run_in_rounds(operators, &["withdraw_operator_reward_commission"], words, |demo, who, _| {
            let reward = demo.pools[who.pool].withdraw_commission(Mint::Stake)?;
            demo.pay_out(LeafAmounts { reward, usdc: 0 });
            Ok(())
        })?;
        let words = |demo: &mut Self, who: MemberId| {
            let owed = demo.pools[who.pool].numbers().usdc_commission;
            let words = ["claim", "commission", "--usdc"].map(String::from).to_vec();
            Ok((owed > 0).then_some(words))
        };
        self.run_in_rounds(operators, &["withdraw_operator_usdc_commission"], words, |demo, who, _| {
            let usdc = demo.pools[who.pool].withdraw_commission(Mint::Usdc)?;
            demo.pay_out(LeafAmounts { reward: 0, usdc });
            Ok(())
        })
    }
}

/// The command that creates a pool with its terms.
fn creation(pool: &FollowedPool) -> Vec<String> {
    let FollowedPool { number, terms, .. } = pool;
    let options = [
        ("--name", format!("operator-{number}")),
        ("--metadata-uri", format!("https://example.com/pools/{number}.json")),
        ("--reward-commission", format!("{}bps", terms.reward_bps)),
        ("--usdc-commission", format!("{}bps", terms.usdc_bps)),
        ("--auto-stake", terms.auto_stake.to_string()),
        ("--delegation", terms.delegation_allowed.to_string()),
    ];
    let options = options.into_iter().flat_map(|(option, value)| [option.to_string(), value]);
    ["pool".to_string(), "create".into()].into_iter().chain(options).collect()
}
