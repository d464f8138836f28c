//! `cancel-unstake`.

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::instruction::RecordOf;
use inference_staking_client::intent::{self, StakePlan};

use super::own_pool::named_pool;
use crate::failure::Outcome;
use crate::input::parse_pubkey;
use crate::session::Session;
use crate::show;
use crate::view::{Value, View};

/// Turn a ticket back into activating stake: it rejoins as a deposit of the current epoch does
///
/// All its tokens do; they become shares at the price of then, once the current epoch is over and the pool has passed it.
/// Collects the pool's rewards first if they are needed in the ticket's place.
#[derive(Args, Debug)]
pub struct CancelUnstake {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// Place of the ticket, 0 to 3, as `record show` lists them
    #[arg(value_parser = clap::value_parser!(u8).range(0..=3))]
    ticket: u8,
}

impl CancelUnstake {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let record = RecordOf { operator_pool: self.pool, owner: session.actor()?.address() };
        named_pool(session, self.pool).await?;
        session.preview(View::new().with("ticket", Value::Count(self.ticket.into())).with("owner", record.owner));
        let planned = intent::cancel_unstake(&session.chain()?, record, self.ticket).await?;
        let StakePlan { plan, becomes_shares, held_up_by } = planned;
        session.carry_out_payout(plan, self.pool, show::becomes_shares(becomes_shares, &held_up_by)).await
    }
}
