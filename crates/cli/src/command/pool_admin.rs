//! What a pool's admin does.

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::address::staking_record;
use inference_staking_client::{intent, StakingError};

use super::own_pool::{named_pool, offered_pool, sole_pool};
use super::token_account::{advising, existing, NAME_ANOTHER};
use crate::failure::{rule, Failure, Outcome};
use crate::input::{parse_holder, parse_pubkey, KeySource};
use crate::session::Session;
use crate::show;
use crate::view::View;

/// Arguments of `claim commission` and `pool withdraw`.
#[derive(Args, Debug)]
pub struct CommissionWithdrawal {
    /// The pool [default: the one of which who acts is the admin]
    #[arg(value_parser = parse_pubkey)]
    pub pool: Option<Pubkey>,
    /// Only the token commission
    #[arg(long, conflicts_with = "usdc")]
    pub tokens: bool,
    /// Only the USDC commission
    #[arg(long)]
    pub usdc: bool,
    /// Stake token account that is paid [default: the admin's associated token account, created if it is missing]
    #[arg(long, value_name = "TOKEN_ACCOUNT", value_parser = parse_pubkey, conflicts_with = "usdc")]
    pub to: Option<Pubkey>,
    /// USDC account that is paid [default: the admin's associated token account, created if it is missing]
    #[arg(long, value_name = "TOKEN_ACCOUNT", value_parser = parse_pubkey, conflicts_with = "tokens")]
    pub to_usdc: Option<Pubkey>,
}

/// Arguments of `pool propose-admin`.
#[derive(Args, Debug)]
pub struct ProposeAdmin {
    /// The key that may accept
    #[arg(value_parser = parse_holder, required_unless_present = "withdraw")]
    new_admin: Option<Pubkey>,
    /// Withdraw the proposal
    #[arg(long, conflicts_with = "new_admin")]
    withdraw: bool,
    /// The pool [default: the one of which who acts is the admin]
    #[arg(long, value_parser = parse_pubkey)]
    pool: Option<Pubkey>,
}

impl ProposeAdmin {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let (admin, pool) = (session.actor()?.address(), sole_pool(session, self.pool).await?);
        let present = named_pool(session, pool).await?;
        if self.new_admin == Some(present.admin) {
            let words = format!("{} is the admin of {pool} already: propose another key", present.admin);
            return Err(Failure::bad_input(words));
        }
        if self.new_admin.is_some() {
            session.preview(show::handed_over(&present));
        }
        session.carry_out(intent::propose_pool_admin(admin, pool, self.new_admin)).await
    }
}

/// Arguments of `pool accept-admin`.
#[derive(Args, Debug)]
pub struct AcceptAdmin {
    /// The pool [default: the one that was offered to who acts]
    #[arg(value_parser = parse_pubkey)]
    pool: Option<Pubkey>,
}

impl AcceptAdmin {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let (pending, pool) = (session.actor()?.address(), offered_pool(session, self.pool).await?);
        let taken = named_pool(session, pool).await?;
        session.preview(show::handed_over(&taken));
        session.carry_out(intent::accept_pool_admin(pending, pool)).await
    }
}

/// Arguments of `pool change-record`.
#[derive(Args, Debug)]
pub struct ChangeRecord {
    /// Owner of the new record, who signs too: keypair file, or address with --export or --dry-run
    #[arg(value_name = "KEYPAIR_OR_ADDRESS")]
    new_owner: String,
    /// The pool [default: the one of which who acts is the admin]
    #[arg(long, value_parser = parse_pubkey)]
    pool: Option<Pubkey>,
}

impl ChangeRecord {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let new_owner = KeySource::read(&self.new_owner)?;
        session.begin().await?;
        let (admin, pool) = (session.actor()?.address(), sole_pool(session, self.pool).await?);
        let operator_staking_record = named_pool(session, pool).await?.operator_staking_record;
        session.preview(View::new().with("record_now", operator_staking_record));
        let (chain, owner) = (session.chain()?, new_owner.address());
        if chain.staking_record_if_any(&staking_record(&pool, &owner)).await?.is_none() {
            let words =
                format!("{owner} has no record in pool {pool}: it creates one first, with `record create {pool}`");
            session.unless_exported(Failure::refused(words))?;
        }
        let plan = intent::change_operator_record(&chain, admin, pool, owner).await?;
        session.carry_out_cosigned(plan, Some(new_owner)).await
    }
}

/// Arguments of `pool close`.
#[derive(Args, Debug)]
pub struct ClosePool {
    /// The pool [default: the one of which who acts is the admin]
    #[arg(value_parser = parse_pubkey)]
    pool: Option<Pubkey>,
}

impl ClosePool {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let (authority, pool) = (session.actor()?.address(), sole_pool(session, self.pool).await?);
        let present = named_pool(session, pool).await?;
        if present.is_closed() {
            let since = format!("; it is since epoch {}", present.closed_at_epoch);
            session.unless_exported(rule(StakingError::PoolClosed).but(&since))?;
        }
        let plan = intent::close_pool(&session.chain()?, authority, pool).await?;
        session.carry_out(plan).await
    }
}

/// Arguments of `pool sweep`.
#[derive(Args, Debug)]
pub struct Sweep {
    /// The pool [default: the one of which who acts is the admin]
    #[arg(value_parser = parse_pubkey)]
    pool: Option<Pubkey>,
    /// USDC account that is paid [default: the admin's associated token account, created if it is missing]
    #[arg(long, value_name = "TOKEN_ACCOUNT", value_parser = parse_pubkey)]
    to: Option<Pubkey>,
}

impl Sweep {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.begin().await?;
        let chain = session.chain()?;
        let (admin, payer) = (session.actor()?.address(), session.payer()?.address());
        let to = existing(&chain, self.to, &admin, "--to").await?;
        let pool = sole_pool(session, self.pool).await?;
        let mut swept = named_pool(session, pool).await?;
        if let Err(refusal) = swept.take_usdc_dust(&overview, chain.now().await?) {
            session.unless_exported(rule(refusal.0))?;
        }
        let plan = intent::sweep_closed_pool(&chain, admin, pool, to, payer).await.map_err(advising(NAME_ANOTHER))?;
        session.carry_out(plan).await
    }
}

/// Arguments of `pool collect` and `pool sweep-surplus`.
#[derive(Args, Debug)]
pub struct AnyPool {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
}

impl AnyPool {
    /// Moves the pool's uncollected rewards into its vault.
    pub async fn collect(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let plan = intent::collect_rewards(&session.chain()?, self.pool).await?;
        session.carry_out(plan).await
    }

    /// Moves what its vault holds too much into the global reward vault.
    pub async fn sweep_surplus(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let plan = intent::sweep_vault_surplus(&session.chain()?, self.pool).await?;
        session.carry_out(plan).await
    }
}
