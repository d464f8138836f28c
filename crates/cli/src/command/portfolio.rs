//! `portfolio`: everything that an owner has in all pools.

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::state::{OperatorPool, PoolOverview, StakingRecord, StakingRecordView};
use inference_staking_client::text::unpadded;

use super::holdings::{self, Holdings};
use crate::failure::{Failure, Outcome};
use crate::input::{parse_pubkey, Span};
use crate::session::Session;
use crate::show;
use crate::view::{Value, View};

/// Show everything that an owner has in all pools: values, activating stake, what can be claimed, tickets with the time left,
/// locks and ranks
///
/// With `--output csv` a row for each position, for spreadsheets.
#[derive(Args, Debug)]
pub struct Portfolio {
    /// Owner of the positions [default: who acts]
    #[arg(value_parser = parse_pubkey)]
    owner: Option<Pubkey>,
}

impl Portfolio {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.overview().await?;
        let chain = session.chain()?;
        let owner = self.owner.map_or_else(|| session.actor().map(|key| key.address()), Ok)?;
        let records = chain.records_of_owner(&owner).await?;
        if records.is_empty() && chain.is_account_of_program(&owner).await? {
            return Err(Failure::bad_input(format!(
                "{owner} is an account of a program, such as a pool or a token account, and owns no record: give the wallet's address"
            )));
        }
        let holdings = Holdings::read(&chain, records).await?;
        let now = holdings.now();
        let (mut rows, mut tickets, mut total) = (Vec::new(), Vec::new(), Total::default());
        for (address, record, pool) in holdings.iter()? {
            let worth = holdings.appraise(&overview, &address, record)?;
            total.add(&worth, record);
            rows.push(row(record, pool, &worth));
            tickets.extend((0u64..).zip(&record.tickets).filter(|(_, ticket)| ticket.amount > 0).map(
                |(place, ticket)| {
                    let left = u64::try_from(ticket.claimable_from.saturating_sub(now)).unwrap_or(0);
                    View::new()
                        .with("pool", record.operator_pool)
                        .with("ticket", Value::Count(place))
                        .with("amount", Value::Tokens(ticket.amount))
                        .with("claimable_from", Value::Time(ticket.claimable_from))
                        .with("time_left", Span(left).to_string())
                },
            ));
        }
        let (record, pool, worth) = holdings::none(&overview)?;
        let blank = row(&record, &pool, &worth);
        session.show(&total.view(owner, &overview).with_listing("positions", blank, rows).with("tickets", tickets));
        Ok(())
    }
}

fn row(record: &StakingRecord, pool: &OperatorPool, worth: &StakingRecordView) -> View {
    View::new()
        .with("pool", record.operator_pool)
        .with("name", unpadded(&pool.name))
        .with("shares", Value::Shares(record.shares))
        .with("value", Value::Tokens(worth.token_value))
        .with("activating", Value::Tokens(worth.activating))
        .with("can_activate", worth.can_activate)
        .with("claimable_usdc", Value::Usdc(worth.claimable_usdc))
        .with("claimable_unstake", Value::Tokens(worth.matured_unstake))
        .with("pending_unstake", Value::Tokens(worth.pending_unstake))
        .with("locked_shares", Value::Shares(worth.locked_shares))
        .with("rank", show::rank(worth.rank))
}

/// Sums over an owner's positions.
#[derive(Default)]
struct Total {
    positions: u64,
    value: u64,
    activating: u64,
    claimable_usdc: u64,
    claimable_unstake: u64,
    pending_unstake: u64,
    rank: u128,
}

impl Total {
    fn add(&mut self, worth: &StakingRecordView, record: &StakingRecord) {
        self.positions = self.positions.saturating_add(1);
        self.value = self.value.saturating_add(worth.token_value);
        self.activating = self.activating.saturating_add(record.activating);
        self.claimable_usdc = self.claimable_usdc.saturating_add(worth.claimable_usdc);
        self.claimable_unstake = self.claimable_unstake.saturating_add(worth.matured_unstake);
        self.pending_unstake = self.pending_unstake.saturating_add(worth.pending_unstake);
        self.rank = self.rank.saturating_add(worth.rank);
    }

    fn view(&self, owner: Pubkey, overview: &PoolOverview) -> View {
        View::new()
            .with("owner", owner)
            .with("completed_epoch", Value::Count(overview.completed_reward_epoch))
            .with("position_count", Value::Count(self.positions))
            .with("value", Value::Tokens(self.value))
            .with("activating", Value::Tokens(self.activating))
            .with("claimable_usdc", Value::Usdc(self.claimable_usdc))
            .with("claimable_unstake", Value::Tokens(self.claimable_unstake))
            .with("pending_unstake", Value::Tokens(self.pending_unstake))
            .with("rank", show::rank(self.rank))
    }
}
