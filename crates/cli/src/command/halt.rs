//! `halt …`: halts of one pool and of all.

use anchor_lang::prelude::Pubkey;
use clap::{Args, Subcommand};
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::intent::{self, SlashingDestinations};

use super::own_pool::named_pool;
use crate::failure::Outcome;
use crate::input::parse_pubkey;
use crate::session::Session;

/// What can be halted and resumed.
#[derive(Debug, Subcommand)]
pub enum HaltCommand {
    /// Halt a pool, or resume it: no stake, nothing becomes shares, no exit of its operator, and it can be slashed after the
    /// slashing delay. Halt authority
    Pool(OfPool),
    /// Another name of `halt pool POOL --resume`
    #[command(hide = true)]
    Resume(Resume),
    /// Halt staking in all pools, or resume it: no stake, and nothing becomes shares. Program admin
    Staking(OfAll),
    /// Halt accrual of all pools, or resume it. Program admin
    Accrual(OfAll),
    /// Halt withdrawals from all pools for 14 days, or end such a halt. Program admin
    Withdrawals(OfAll),
}

/// Arguments of `halt pool`.
#[derive(Args, Debug)]
pub struct OfPool {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// End the halt instead
    #[arg(long)]
    resume: bool,
}

/// Arguments of `halt resume`.
#[derive(Args, Debug)]
pub struct Resume {
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
        if let Self::Pool(OfPool { pool, .. }) | Self::Resume(Resume { pool }) = &self {
            let is_halted = named_pool(session, *pool).await?.is_halted != 0;
            let resumes = !matches!(&self, Self::Pool(OfPool { resume: false, .. }));
            // Another authority may have been faster, which is no failure: the clock of a halt goes on.
            match (resumes, is_halted) {
                (true, false) => session.note(&format!("pool {pool} is not halted: there is nothing to resume now")),
                (false, true) => session.note(&format!("pool {pool} is halted already: `pool show` says since when")),
                _ => {}
            }
        }
        let who = session.actor()?.address();
        let of_all = |args| intent::update_overview(who, args, SlashingDestinations::default());
        let plan = match self {
            Self::Pool(OfPool { pool, resume }) => intent::set_pool_halt(who, pool, !resume),
            Self::Resume(Resume { pool }) => intent::set_pool_halt(who, pool, false),
            Self::Staking(OfAll { resume }) => {
                of_all(UpdatePoolOverviewArgs { staking_halted: Some(!resume), ..Default::default() })
            }
            Self::Accrual(OfAll { resume }) => {
                of_all(UpdatePoolOverviewArgs { accrual_halted: Some(!resume), ..Default::default() })
            }
            Self::Withdrawals(OfAll { resume }) => {
                of_all(UpdatePoolOverviewArgs { withdrawals_halted: Some(!resume), ..Default::default() })
            }
        };
        session.carry_out(plan).await
    }
}
