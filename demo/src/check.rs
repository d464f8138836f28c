//! Comparison of the chain with what should be on it, to the last unit.

use std::fmt::Display;

use anyhow::{ensure, Result};
use inference_staking_client::address;

use crate::demo::Demo;
use crate::expected::ExpectedTicket;
use crate::participants::MemberId;

/// Requires that the chain has what was worked out.
///
/// # Errors
/// A sentence with both values.
pub fn same<T: PartialEq + Display>(what: &str, on_chain: impl Into<T>, expected: T) -> Result<()> {
    let on_chain = on_chain.into();
    ensure!(on_chain == expected, "{what} does not match: the chain says {on_chain}, but it should be {expected}");
    Ok(())
}

impl Demo {
    /// Compares a pool, its vault, its records and its members' wallets.
    ///
    /// # Errors
    /// The first difference.
    pub fn check_pool(&mut self, place: usize) -> Result<()> {
        let pool = self.network.pool(&self.followed[place].address)?;
        let expected = self.pools[place].numbers();
        let number = self.followed[place].number;
        let of_pool = |what: &str| format!("{what} of the pool of operator {number}");
        for (what, on_chain, expected) in [
            ("the staked total", pool.total_staked_amount, expected.staked),
            ("the total of shares", pool.total_shares, expected.shares),
            ("the unstaking total", pool.total_unstaking, expected.unstaking),
            ("the activating total", pool.total_activating, expected.activating),
            ("the uncollected rewards", pool.uncollected_rewards, expected.uncollected),
            ("the owed token commission", pool.reward_commission, expected.reward_commission),
            ("the owed USDC commission", pool.usdc_commission, expected.usdc_commission),
            ("the USDC of share holders", pool.delegator_usdc, expected.holder_usdc),
            ("the settled USDC", pool.settled_usdc, expected.settled_usdc),
            ("the remainder of the USDC index", pool.usdc_index_remainder, expected.remainder),
            ("the last passed epoch", pool.reward_last_claimed_epoch, expected.passed_epoch.into()),
            ("the vault balance", self.network.balance(&pool.vault)?, expected.vault),
        ] {
            same::<u128>(&of_pool(what), on_chain, expected)?;
        }
        same(&of_pool("the USDC index"), pool.cumulative_usdc_per_share.get(), expected.index)?;
        for member in 0..self.pools[place].holder_count() {
            self.check_member(MemberId { pool: place, member })?;
        }
        Ok(())
    }

    fn check_member(&mut self, who: MemberId) -> Result<()> {
        let name = self.name(who);
        let of_member = |what: &str| format!("{what} of {name}");
        let record = self.record(who);
        let (tokens, usdc) = (self.tokens_of(&record.owner), self.usdc_of(&record.owner));
        let expected = self.pools[who.pool].holder(who.member);
        same::<u128>(&of_member("the token wallet"), self.network.balance(&tokens)?, expected.wallet_tokens)?;
        same::<u128>(&of_member("the USDC wallet"), self.network.balance(&usdc)?, expected.wallet_usdc)?;
        if !expected.has_record {
            return Ok(());
        }
        let on_chain = self.network.record(&record.address())?;
        same::<u128>(&of_member("the shares"), on_chain.shares, expected.shares)?;
        same::<u128>(&of_member("the activating tokens"), on_chain.activating, expected.activating)?;
        same::<u128>(&of_member("the latest deposit"), on_chain.latest_deposit, expected.latest_deposit)?;
        same(&of_member("the latest deposit's epoch"), on_chain.latest_deposit_epoch, expected.latest_deposit_epoch)?;
        same::<u128>(&of_member("the settled USDC"), on_chain.settled_usdc, expected.settled_usdc)?;
        same(&of_member("the USDC checkpoint"), on_chain.usdc_checkpoint.get(), expected.checkpoint)?;
        let open = on_chain.tickets.iter().filter(|ticket| ticket.amount > 0);
        let tickets = open.map(|t| ExpectedTicket { claimable_from: t.claimable_from, amount: t.amount.into() });
        let (mut tickets, mut wanted) = (tickets.collect::<Vec<_>>(), expected.tickets);
        tickets.sort_unstable();
        wanted.sort_unstable();
        ensure!(
            tickets == wanted,
            "the tickets of {name} do not match: the chain says {tickets:?}, but they should be {wanted:?}"
        );
        Ok(())
    }

    /// Compares the global vaults, their liabilities and every epoch's record.
    ///
    /// # Errors
    /// The first difference.
    pub fn check_network(&mut self) -> Result<()> {
        let overview = self.network.overview()?;
        let (reward_vault, usdc_vault) = (address::reward_vault(), address::usdc_vault());
        let vaults = self.vaults;
        for (what, on_chain, expected) in [
            ("the global reward vault", self.network.balance(&reward_vault)?, vaults.balance.reward),
            ("the global USDC vault", self.network.balance(&usdc_vault)?, vaults.balance.usdc),
            ("the reward liability", overview.reward_liability, vaults.liability.reward),
            ("the USDC liability", overview.usdc_liability, vaults.liability.usdc),
            ("the last completed epoch", overview.completed_reward_epoch, self.records.len() as u128),
        ] {
            same::<u128>(what, on_chain, expected)?;
        }
        for (epoch, expected) in (1..).zip(self.records.clone()) {
            let record = self.network.reward_record(epoch)?;
            for (what, on_chain, expected) in [
                ("the total of rewards", record.total_rewards, expected.total.reward),
                ("the total of USDC", record.total_usdc, expected.total.usdc),
                ("the remaining rewards", record.remaining_rewards, expected.remaining.reward),
                ("the remaining USDC", record.remaining_usdc, expected.remaining.usdc),
                ("the number of accrued leaves", record.accrued_leaves, expected.accrued_leaves.into()),
            ] {
                same::<u128>(&format!("{what} in the record of epoch {epoch}"), on_chain, expected)?;
            }
            let is_of_tree = record.roots[0] == expected.root && record.depths[0] == expected.depth;
            ensure!(
                is_of_tree && record.root_count == 1,
                "the root of epoch {epoch} on chain is not that of the tree file"
            );
        }
        Ok(())
    }
}
