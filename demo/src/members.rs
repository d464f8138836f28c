//! What members of followed pools do with their records: sent to the chain, worked out beside it, and compared.

use anyhow::{ensure, Result};
use inference_staking_client::instruction::RecordOf;
use solana_keypair::Keypair;

use crate::amount::decimal;
use crate::check::same;
use crate::demo::Demo;
use crate::expected::{LeafAmounts, OPERATOR};
use crate::parameters::{DELEGATOR_DELAY, OPERATOR_DELAY};
use crate::participants::MemberId;

impl Demo {
    /// The member's name.
    pub fn name(&self, who: MemberId) -> String {
        self.followed[who.pool].members[who.member].name.clone()
    }

    pub(crate) fn wallet(&self, who: MemberId) -> Keypair {
        self.followed[who.pool].members[who.member].wallet.insecure_clone()
    }

    pub(crate) fn record(&self, who: MemberId) -> RecordOf {
        self.followed[who.pool].members[who.member].record
    }

    /// Delegators create their records.
    pub fn create_records(&mut self, delegators: &[MemberId]) -> Result<()> {
        let words = |demo: &mut Self, who: MemberId| Ok(Some(demo.to_pool(who, ["record", "create"])));
        self.run_in_rounds(delegators, &["create_staking_record"], words, |demo, who, _| {
            demo.pools[who.pool].create_record(who.member)
        })
    }

    /// Everybody stakes for the first time.
    pub fn stake(&mut self, members: &[MemberId]) -> Result<()> {
        let words = |demo: &mut Self, who: MemberId| {
            Ok(Some([demo.to_pool(who, ["stake"]), vec![decimal(demo.first_stake(who))]].concat()))
        };
        self.run_in_rounds(members, &["stake"], words, |demo, who, receipt| {
            let amount = demo.first_stake(who);
            let shares = demo.pools[who.pool].stake(who.member, amount)?;
            let name = demo.name(who);
            same::<u128>(&format!("the stake of {name}"), receipt.amount("Staked", "amount")?, amount.into())?;
            same(&format!("the shares at once of {name}"), receipt.amount("Staked", "shares")?, shares)
        })
    }

    fn first_stake(&self, who: MemberId) -> u64 {
        self.followed[who.pool].members[who.member].stake
    }

    /// The command with the address of the member's pool behind it.
    pub(crate) fn to_pool<const N: usize>(&self, who: MemberId, command: [&str; N]) -> Vec<String> {
        let pool = self.followed[who.pool].address.to_string();
        command.into_iter().map(String::from).chain([pool]).collect()
    }

    /// Everybody burns the shares that `shares` says, if any, into a ticket; returns how many did.
    pub fn unstake(&mut self, members: &[MemberId], shares: impl Fn(&Self, MemberId) -> Result<u128>) -> Result<usize> {
        let earliest = self.network.now()?;
        let words = |demo: &mut Self, who: MemberId| {
            let shares = shares(demo, who)?;
            let words = [demo.to_pool(who, ["unstake"]), vec!["--shares".into(), decimal(shares)]].concat();
            Ok((shares > 0).then_some(words))
        };
        let mut count = 0;
        self.run_in_rounds(members, &["unstake"], words, |demo, who, receipt| {
            count += 1;
            let latest = demo.network.now()?;
            let delay = if who.member == OPERATOR { OPERATOR_DELAY } else { DELEGATOR_DELAY };
            // The clock runs on: the second in which it was executed is known only from the ticket.
            let claimable_from = receipt.time("Unstaked", "claimable_from")?;
            ensure!(
                (earliest + delay..=latest + delay).contains(&claimable_from),
                "{} waits until {claimable_from}, not for {delay} s",
                demo.name(who)
            );
            let burnt = shares(demo, who)?;
            demo.pools[who.pool].unstake(who.member, burnt, 0, claimable_from)
        })?;
        Ok(count)
    }

    /// Matured tickets are paid.
    pub fn claim_unstake(&mut self, members: &[MemberId]) -> Result<()> {
        let words = |demo: &mut Self, who: MemberId| {
            let has_tickets = !demo.pools[who.pool].holder(who.member).tickets.is_empty();
            Ok(has_tickets.then(|| demo.to_pool(who, ["claim", "unstake"])))
        };
        self.run_in_rounds(members, &["claim_unstake"], words, |demo, who, receipt| {
            let now = demo.network.now()?;
            let paid = demo.pools[who.pool].claim_unstake(who.member, now)?;
            let told = receipt.amount("UnstakeClaimed", "amount")?;
            same(&format!("the tokens paid to {}", demo.name(who)), told, paid)
        })
    }

    /// The members move what is uncollected of their pools' rewards into the pools' own vaults.
    pub fn collect_rewards(&mut self, members: &[MemberId]) -> Result<()> {
        let words = |demo: &mut Self, who: MemberId| {
            let has_uncollected = demo.pools[who.pool].uncollected() > 0;
            Ok(has_uncollected.then(|| demo.to_pool(who, ["pool", "collect"])))
        };
        self.run_in_rounds(members, &["collect_pool_rewards"], words, |demo, who, receipt| {
            let collected = demo.pools[who.pool].collect()?;
            let told = receipt.amount("PoolRewardsCollected", "amount")?;
            same(&format!("the rewards that {} collected", demo.name(who)), told, collected)?;
            demo.pay_out(LeafAmounts { reward: collected, usdc: 0 });
            Ok(())
        })
    }

    /// Everybody who has USDC takes it.
    pub fn claim_usdc(&mut self, members: &[MemberId]) -> Result<()> {
        let words = |demo: &mut Self, who: MemberId| {
            let has_usdc = demo.pools[who.pool].claimable_usdc(who.member) > 0;
            Ok(has_usdc.then(|| demo.to_pool(who, ["claim", "usdc"])))
        };
        self.run_in_rounds(members, &["claim_usdc_earnings"], words, |demo, who, receipt| {
            let usdc = demo.pools[who.pool].claim_usdc(who.member)?;
            let told = receipt.amount("UsdcEarningsClaimed", "amount")?;
            same(&format!("the USDC claimed by {}", demo.name(who)), told, usdc)?;
            demo.pay_out(LeafAmounts { reward: 0, usdc });
            Ok(())
        })
    }
}
