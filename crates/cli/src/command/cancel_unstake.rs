//! `cancel-unstake`.

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::instruction::{self as ix, RecordOf};

use crate::failure::Outcome;
use crate::input::parse_pubkey;
use crate::plan::Plan;
use crate::session::Session;

/// Turn a ticket back into shares at today's price
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
        let pool = session.chain()?.pool(&self.pool).await?;
        let record = RecordOf { operator_pool: self.pool, owner: session.actor()?.address() };
        let accounts = ix::cancel_unstake_accounts(record, pool.operator_staking_record);
        session.carry_out(Plan::of(ix::cancel_unstake(accounts, self.ticket))).await
    }
}
