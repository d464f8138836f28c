//! What a pool's admin does.

use anchor_lang::prelude::Pubkey;
use clap::{ArgAction, ArgGroup, Args};
use inference_staking_client::constants::{METADATA_URI_BYTES, NAME_BYTES};
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::intent;

use super::own_pool::{offered_pool, own_pool};
use super::token_account::existing;
use crate::failure::Outcome;
use crate::input::{parse_holder, parse_name, parse_pubkey, parse_uri, Bps, KeySource};
use crate::session::Session;

/// Arguments of `pool update`.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("change").required(true).multiple(true))]
pub struct Update {
    /// The pool [default: the one of which who acts is the admin]
    #[arg(value_parser = parse_pubkey)]
    pool: Option<Pubkey>,
    /// Commission on token rewards to schedule; the active one cancels a schedule
    #[arg(long, value_name = "RATE", group = "change")]
    reward_commission: Option<Bps>,
    /// Commission on USDC to schedule; the active one cancels a schedule
    #[arg(long, value_name = "RATE", group = "change")]
    usdc_commission: Option<Bps>,
    /// Whether token commission is staked for the operator instead of owed
    #[arg(long, action = ArgAction::Set, value_name = "BOOL", group = "change")]
    auto_stake: Option<bool>,
    /// Whether others than the operator may stake
    #[arg(long, action = ArgAction::Set, value_name = "BOOL", group = "change")]
    delegation: Option<bool>,
    /// Name, up to 32 bytes
    #[arg(long, value_parser = parse_name, group = "change")]
    name: Option<[u8; NAME_BYTES]>,
    /// URI of the metadata, up to 128 bytes: https, or empty
    #[arg(long, value_name = "URI", value_parser = parse_uri, group = "change")]
    metadata_uri: Option<[u8; METADATA_URI_BYTES]>,
}

impl Update {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let args = UpdateOperatorPoolArgs {
            reward_commission_bps: self.reward_commission.map(|rate| rate.0),
            usdc_commission_bps: self.usdc_commission.map(|rate| rate.0),
            auto_stake: self.auto_stake,
            delegation_allowed: self.delegation,
            name: self.name,
            metadata_uri: self.metadata_uri,
        };
        session.begin().await?;
        let (admin, pool) = (session.actor()?.address(), own_pool(session, self.pool).await?);
        session.carry_out(intent::update_pool(admin, pool, args)).await
    }
}

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
        let (admin, pool) = (session.actor()?.address(), own_pool(session, self.pool).await?);
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
        let (admin, pool) = (session.actor()?.address(), own_pool(session, self.pool).await?);
        let plan = intent::change_operator_record(&session.chain()?, admin, pool, new_owner.address()).await?;
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
        let (authority, pool) = (session.actor()?.address(), own_pool(session, self.pool).await?);
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
        session.begin().await?;
        let chain = session.chain()?;
        let (admin, payer) = (session.actor()?.address(), session.payer()?.address());
        let to = existing(&chain, self.to, &admin).await?;
        let pool = own_pool(session, self.pool).await?;
        let plan = intent::sweep_closed_pool(&chain, admin, pool, to, payer).await?;
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
