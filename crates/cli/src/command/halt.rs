//! `halt …`: halts of one pool and of all.

use anchor_lang::prelude::Pubkey;
use clap::{Args, Subcommand};
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;

use super::admin::update;
use super::parameter_settings::no_change;
use crate::failure::Outcome;
use crate::input::parse_pubkey;
use crate::plan::Plan;
use crate::session::Session;

/// What can be halted and resumed.
#[derive(Debug, Subcommand)]
pub enum HaltCommand {
    /// Halt a pool: no stake, no exit of its operator, and it can be slashed after the slashing delay. Halt authority
    Pool(OfPool),
    /// Resume a pool. Halt authority
    Resume(OfPool),
    /// Halt staking in all pools, or resume it. Program admin
    Staking(OfAll),
    /// Halt accrual of all pools, or resume it. Program admin
    Accrual(OfAll),
    /// Halt withdrawals from all pools for 14 days, or end such a halt. Program admin
    Withdrawals(OfAll),
}

/// Arguments of `halt pool` and `halt resume`.
#[derive(Args, Debug)]
pub struct OfPool {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
}

/// Arguments of the halts of all pools.
#[derive(Args, Debug)]
pub struct OfAll {
    /// End the halt instead
    #[arg(long)]
    resume: bool,
}

impl HaltCommand {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        match self {
            Self::Pool(OfPool { pool }) => {
                let plan = Plan::of(ix::set_halt_status(session.actor()?.address(), pool, true));
                session.carry_out(plan.asking(format!("Halt pool {pool}?"))).await
            }
            Self::Resume(OfPool { pool }) => {
                let plan = Plan::of(ix::set_halt_status(session.actor()?.address(), pool, false));
                session
                    .carry_out(plan.asking(format!("Resume pool {pool}? A slash needs the whole delay again.")))
                    .await
            }
            Self::Staking(halt) => {
                let args = UpdatePoolOverviewArgs { staking_halted: Some(!halt.resume), ..no_change() };
                halt.send(session, args, "Halt staking in all pools?").await
            }
            Self::Accrual(halt) => {
                let args = UpdatePoolOverviewArgs { accrual_halted: Some(!halt.resume), ..no_change() };
                halt.send(session, args, "Halt accrual of all pools?").await
            }
            Self::Withdrawals(halt) => {
                let args = UpdatePoolOverviewArgs { withdrawals_halted: Some(!halt.resume), ..no_change() };
                let question = "Halt withdrawals from all pools? The halt ends by itself after 14 days.";
                halt.send(session, args, question).await
            }
        }
    }
}

impl OfAll {
    async fn send(&self, session: &mut Session<'_>, args: UpdatePoolOverviewArgs, question: &str) -> Outcome<()> {
        update(session, args, None, None, (!self.resume).then_some(question)).await
    }
}
