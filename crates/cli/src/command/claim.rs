//! `claim unstake|usdc|commission`.

use std::cell::Cell;

use anchor_lang::prelude::Pubkey;
use clap::{Args, Subcommand};
use inference_staking_client::instruction::RecordOf;
use inference_staking_client::intent::{self, CommissionRequest, Commissions, Consequence, Plan};
use inference_staking_client::rpc::{SendOptions, Sent};
use inference_staking_client::{Event, StakingError};
use solana_signer::Signer;

use super::own_pool::{named_pool, own_pool};
use super::pool_admin::CommissionWithdrawal;
use super::token_account::{advising, existing, NAME_ANOTHER};
use crate::carry_out::Overcomes;
use crate::failure::{rule, Failure, Outcome};
use crate::input::parse_pubkey;
use crate::session::Session;
use crate::view::{Value, View};

/// What can be claimed.
#[derive(Debug, Subcommand)]
pub enum ClaimCommand {
    /// Pay all matured unstakes to the record owner's associated token account; anyone can
    ///
    /// Creates the token account if it is missing, and collects the pool's rewards first if the payout needs them. The owner
    /// may name another account to be paid.
    Unstake(ClaimUnstake),
    /// Take all USDC that the record has earned
    Usdc(ClaimUsdc),
    /// Take all USDC and all matured unstakes of all records of who acts
    ///
    /// It takes as few transactions as hold the claims, but tokens come first and never with USDC in one: a USDC account that is frozen
    /// holds up no principal.
    ///
    /// Those of a `move` that waits too: its tokens are in the wallet then, and `stake` is what is left of it. With nothing to claim
    /// nothing is sent or exported, which is no failure.
    All,
    /// Take the commissions that a pool owes its operator
    Commission(CommissionWithdrawal),
}

impl ClaimCommand {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        match self {
            Self::Unstake(command) => command.run(session).await,
            Self::Usdc(command) => command.run(session).await,
            Self::All => claim_all(session).await,
            Self::Commission(command) => command.run(session).await,
        }
    }
}

async fn claim_all(session: &mut Session<'_>) -> Outcome<()> {
    session.begin().await?;
    let (owner, payer) = (session.actor()?.address(), session.payer()?.address());
    let (plan, all) = intent::claim_all(&session.chain()?, owner, payer).await?;
    if all.halted > 0 {
        session.note("what the operator's record of a halted pool is owed cannot be claimed until the pool is resumed");
    }
    let advice = advising("; `claim unstake` and `claim usdc` of a pool pay another one with --to");
    let left_out: Vec<String> = all.left_out.into_iter().map(|reason| advice(reason).to_string()).collect();
    let one_by_one = "claim them one by one, with `claim unstake` and `claim usdc` of each pool";
    session.require_one_blockhash_each(&plan, one_by_one)?;
    for reason in left_out.iter().filter(|_| !plan.transactions.is_empty()) {
        session.warn(reason);
    }
    let told = View::new()
        .with_some("left_out", (!left_out.is_empty()).then(|| left_out.join("; ")))
        .with("records_paid", Value::Count(all.records))
        .with("unstaked", Value::Tokens(all.unstaked))
        .with("usdc", Value::Usdc(all.usdc));
    if plan.transactions.is_empty() && !left_out.is_empty() {
        return Err(Failure::refused(left_out.join("; ")));
    }
    if plan.transactions.is_empty() {
        match session.options.export {
            true => session.export_nothing(),
            false => session.show(&told),
        }
        if all.halted == 0 {
            session.note("there is nothing to claim: no USDC, and no ticket has matured");
        }
        return Ok(());
    }
    let chain = session.chain()?;
    let paid = Cell::new((all.unstaked, all.usdc));
    let send = async |plan: Plan, signers: &[&dyn Signer], options: &SendOptions| {
        let sent = intent::send_claim_all(plan, &chain, owner, payer, signers, options).await?;
        paid.set(paid_by(&sent).unwrap_or(paid.get()));
        Ok(sent)
    };
    session.carry_out_by(plan, None, told, Overcomes::OthersClaims, send).await?;
    if paid.get() != (all.unstaked, all.usdc) {
        session.warn(
            "what was paid is not what was planned, since the chain has changed meanwhile: the events say what it was",
        );
    }
    Ok(())
}

/// Tokens and USDC that transactions paid, by their events; `None` if a node did not show them.
fn paid_by(sent: &[Sent]) -> Option<(u64, u64)> {
    let events = sent.iter().flat_map(|sent| &sent.events);
    let paid = events.fold((0u64, 0u64), |(tokens, usdc), event| match event {
        Event::UnstakeClaimed(claim) => (tokens.saturating_add(claim.amount), usdc),
        Event::UsdcEarningsClaimed(claim) => (tokens, usdc.saturating_add(claim.amount)),
        _ => (tokens, usdc),
    });
    sent.iter().all(|sent| sent.compute_units.is_some()).then_some(paid)
}

/// Arguments of `claim unstake`.
#[derive(Args, Debug)]
pub struct ClaimUnstake {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// Owner of the record [default: who acts]
    #[arg(long, value_name = "ADDRESS", value_parser = parse_pubkey)]
    owner: Option<Pubkey>,
    /// Stake token account that is paid; the owner signs [default: the owner's associated token account]
    #[arg(long, value_name = "TOKEN_ACCOUNT", value_parser = parse_pubkey, conflicts_with = "owner")]
    to: Option<Pubkey>,
}

impl ClaimUnstake {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let payer = session.payer()?.address();
        let owner = self.owner.map_or_else(|| session.actor().map(|key| key.address()), Ok)?;
        let record = RecordOf { operator_pool: self.pool, owner };
        let chain = session.chain()?;
        let to = existing(&chain, self.to, &owner, "--to").await?;
        named_pool(session, self.pool).await?;
        session.preview(View::new().with("owner", owner));
        let advice = match self.owner {
            Some(_) => format!("; its owner can name another one: `claim unstake {} --to`", self.pool),
            None => NAME_ANOTHER.to_owned(),
        };
        let plan = intent::claim_unstake(&chain, record, to, payer).await.map_err(advising(advice))?;
        require_due(session, &plan, StakingError::NothingToClaim)?;
        session.carry_out_payout(plan, self.pool, View::new()).await
    }
}

/// Arguments of `claim usdc`.
#[derive(Args, Debug)]
pub struct ClaimUsdc {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// USDC account that is paid [default: the associated token account of who acts, created if it is missing]
    #[arg(long, value_name = "TOKEN_ACCOUNT", value_parser = parse_pubkey)]
    to: Option<Pubkey>,
}

impl ClaimUsdc {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let chain = session.chain()?;
        let (owner, payer) = (session.actor()?.address(), session.payer()?.address());
        named_pool(session, self.pool).await?;
        session.preview(View::new().with("owner", owner));
        let to = existing(&chain, self.to, &owner, "--to").await?;
        let record = RecordOf { operator_pool: self.pool, owner };
        let plan = intent::claim_usdc(&chain, record, to, payer).await.map_err(advising(NAME_ANOTHER))?;
        require_due(session, &plan, StakingError::NoUsdcToClaim)?;
        session.carry_out(plan).await
    }
}

/// The two kinds are paid to two accounts.
const NAME_ANOTHER_OF_KIND: &str = "; name another token account with --to, or with --to-usdc for USDC";

impl CommissionWithdrawal {
    /// Takes what is asked for, or both kinds if there is something of both.
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let chain = session.chain()?;
        let (admin, payer) = (session.actor()?.address(), session.payer()?.address());
        let commissions = match (self.tokens, self.usdc) {
            (true, _) => Commissions::Tokens,
            (_, true) => Commissions::Usdc,
            _ => Commissions::Owed,
        };
        let request = CommissionRequest {
            operator_pool: own_pool(session, self.pool).await?,
            admin,
            commissions,
            token_destination: existing(&chain, self.to, &admin, "--to").await?,
            usdc_destination: existing(&chain, self.to_usdc, &admin, "--to-usdc").await?,
            payer,
        };
        named_pool(session, request.operator_pool).await?;
        let planned = intent::withdraw_commissions(&chain, &request).await;
        let (plan, left_out) = planned.map_err(advising(NAME_ANOTHER_OF_KIND))?;
        require_due(session, &plan, StakingError::NoCommissionToWithdraw)?;
        let left_out: Vec<String> = left_out.iter().map(|reason| format!("{reason}{NAME_ANOTHER_OF_KIND}")).collect();
        if plan.transactions.is_empty() {
            return Err(Failure::refused(left_out.join("; ")));
        }
        left_out.iter().for_each(|reason| session.warn(reason));
        let is_paid = |account: &Pubkey| {
            plan.instructions().any(|instruction| instruction.accounts.iter().any(|meta| meta.pubkey == *account))
        };
        for (option, account) in [("--to", self.to), ("--to-usdc", self.to_usdc)] {
            if let Some(account) = account.filter(|account| !is_paid(account)) {
                session.note(&format!("nothing of its kind is owed, so nothing goes to {account} of {option}"));
            }
        }
        let told = View::new().with_some("left_out", (!left_out.is_empty()).then(|| left_out.join("; ")));
        session.carry_out_telling(plan, told).await
    }
}

/// Nothing is asked of a destination that would be paid nothing.
fn require_due(session: &mut Session<'_>, plan: &Plan, error: StakingError) -> Outcome<()> {
    let is_nothing = |each: &Consequence| {
        matches!(each, Consequence::PaysTokens { amount: 0, .. } | Consequence::PaysUsdc { amount: 0, .. })
    };
    match plan.consequences.iter().any(is_nothing) {
        true => session.unless_exported(rule(error)),
        false => Ok(()),
    }
}
