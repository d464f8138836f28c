//! `pool …`: what everyone may see, and creation. What a pool's admin does is in `pool_admin`.

use anchor_lang::prelude::Pubkey;
use clap::{ArgAction, Args, Subcommand};
use inference_staking_client::address;
use inference_staking_client::constants::{METADATA_URI_BYTES, NAME_BYTES};
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::intent::{self, PoolCreation};
use inference_staking_client::text::unpadded;

use super::own_pool::own_pool;
use super::pool_admin::*;
use super::pool_list::List;
use super::pool_update::Update;
use super::token_account::{advising, require_funds};
use crate::failure::{Failure, Outcome};
use crate::input::{parse_name, parse_pubkey, parse_uri, ui, Bps, Decimal};
use crate::session::Session;
use crate::show;
use crate::view::{Value, View};

/// What can be done with pools.
#[derive(Debug, Subcommand)]
pub enum PoolCommand {
    /// Create the pool of who acts, with its vault and the operator's record
    Create(Create),
    /// Show a pool
    Show(Show),
    /// List all pools
    List(List),
    /// Schedule commissions or change settings
    Update(Update),
    /// Another name of `claim commission`
    #[command(hide = true)]
    Withdraw(CommissionWithdrawal),
    /// Propose a new admin, or withdraw the proposal
    ProposeAdmin(ProposeAdmin),
    /// Take over as a pool's admin: who was proposed
    AcceptAdmin(AcceptAdmin),
    /// Make another record the operator's: the one that can be slashed
    ChangeRecord(ChangeRecord),
    /// Close the pool after the current epoch, as its admin or as owner of the operator's record; it cannot be opened again
    Close(ClosePool),
    /// Take the USDC of a closed pool without shares that nobody can claim
    Sweep(Sweep),
    /// Move the pool's uncollected rewards from the global reward vault into its own; anyone can
    Collect(AnyPool),
    /// Move what the pool's vault holds beyond what it owes into the global reward vault; anyone can
    SweepSurplus(AnyPool),
}

impl PoolCommand {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        match self {
            Self::Create(command) => command.run(session).await,
            Self::Show(command) => command.run(session).await,
            Self::List(command) => command.run(session).await,
            Self::Update(command) => command.run(session).await,
            Self::Withdraw(command) => command.run(session).await,
            Self::ProposeAdmin(command) => command.run(session).await,
            Self::AcceptAdmin(command) => command.run(session).await,
            Self::ChangeRecord(command) => command.run(session).await,
            Self::Close(command) => command.run(session).await,
            Self::Sweep(command) => command.run(session).await,
            Self::Collect(command) => command.collect(session).await,
            Self::SweepSurplus(command) => command.sweep_surplus(session).await,
        }
    }
}

/// Arguments of `pool create`.
#[derive(Args, Debug)]
pub struct Create {
    /// Name, up to 32 bytes
    #[arg(long, value_parser = parse_name)]
    name: [u8; NAME_BYTES],
    /// URI of the metadata, up to 128 bytes: https
    #[arg(long, value_name = "URI", default_value = "", value_parser = parse_uri)]
    metadata_uri: [u8; METADATA_URI_BYTES],
    /// Commission on token rewards, such as 5% or 500bps
    #[arg(long, value_name = "RATE")]
    reward_commission: Bps,
    /// Commission on USDC, such as 10% or 1000bps
    #[arg(long, value_name = "RATE")]
    usdc_commission: Bps,
    /// Whether token commission is staked for the operator instead of owed
    #[arg(long, action = ArgAction::Set, default_value_t = false, value_name = "BOOL")]
    auto_stake: bool,
    /// Whether others than the operator may stake
    #[arg(long, action = ArgAction::Set, default_value_t = true, value_name = "BOOL")]
    delegation: bool,
    /// Stake token account that pays the registration fee [default: the associated token account of who pays]
    #[arg(long, value_name = "TOKEN_ACCOUNT", value_parser = parse_pubkey)]
    fee_from: Option<Pubkey>,
    /// Tokens that the operator stakes in the same transaction, from its associated token account: shares at once if they are at
    /// least the operator's minimum, without which nobody's stake in the pool can become shares
    #[arg(long, value_name = "AMOUNT")]
    stake: Option<Decimal>,
}

impl Create {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let args = CreateOperatorPoolArgs {
            name: self.name,
            metadata_uri: self.metadata_uri,
            reward_commission_bps: self.reward_commission.0,
            usdc_commission_bps: self.usdc_commission.0,
            auto_stake: self.auto_stake,
            delegation_allowed: self.delegation,
        };
        let (admin, payer) = (session.actor()?.address(), session.payer()?.address());
        let overview = session.begin().await?;
        let fee_from = self.fee_from.unwrap_or_else(|| address::owner_token_account(&payer, &overview.stake_mint));
        let fee_wallet = overview.registration_fee_wallet;
        let (has_fee, fee_to) =
            (overview.registration_fee > 0, address::owner_token_account(&fee_wallet, &overview.stake_mint));
        let first_stake = self.stake.as_ref().map(|amount| session.tokens(amount)).transpose()?;
        let address = address::operator_pool(&admin);
        let chain = session.chain()?;
        if chain.pools_at(&[address]).await?.iter().any(Option::is_some) {
            return Err(Failure::refused(format!("{admin} has created pool {address} already: a wallet creates one")));
        }
        let minimum = overview.min_operator_token_stake;
        if first_stake.unwrap_or(0) < minimum {
            session.warn(&format!(
                "nobody's stake becomes shares of this pool until its operator has shares worth the minimum of {} tokens: stake as much \
                 with --stake, or later",
                ui(minimum, session.decimals().stake)
            ));
        }
        let terms = View::new()
            .with("pool", address)
            .with("name", unpadded(&args.name))
            .with("admin", admin)
            .with("reward_commission", Value::Bps(args.reward_commission_bps))
            .with("usdc_commission", Value::Bps(args.usdc_commission_bps))
            .with("auto_stake", args.auto_stake)
            .with("delegation_allowed", args.delegation_allowed)
            .with_some("stake", first_stake.map(Value::Tokens))
            .with_some("registration_fee", has_fee.then_some(Value::Tokens(overview.registration_fee)))
            .with_some("fee_from", has_fee.then_some(fee_from))
            .with_some("fee_to", has_fee.then_some(fee_to));
        session.preview(terms);
        let creation = PoolCreation { admin, payer, args, fee_source: self.fee_from, first_stake };
        let plan = intent::create_pool(&chain, &creation).await;
        let plan = plan.map_err(advising(format!(
            "; it is that of the registration fee's wallet {fee_wallet}, and this command pays that account alone: it has to be \
             payable first, or the program admin names another wallet"
        )))?;
        let stake_from = address::owner_token_account(&admin, &overview.stake_mint);
        let fee = if has_fee { overview.registration_fee } else { 0 };
        let payments = match fee_from == stake_from {
            true => vec![(fee_from, fee.saturating_add(first_stake.unwrap_or(0)))],
            false => vec![(fee_from, fee), (stake_from, first_stake.unwrap_or(0))],
        };
        for (account, amount) in payments.into_iter().filter(|(_, amount)| *amount > 0) {
            let advice = "create and fund it first; the registration fee can be paid from another with --fee-from";
            require_funds(session, &account, amount, |decimals, base| decimals.tokens(base), advice).await?;
        }
        session.carry_out(plan).await
    }
}

/// Arguments of `pool show`.
#[derive(Args, Debug)]
pub struct Show {
    /// The pool [default: the one of which who acts is the admin]
    #[arg(value_parser = parse_pubkey)]
    pool: Option<Pubkey>,
}

impl Show {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.overview().await?;
        let address = own_pool(session, self.pool).await?;
        let chain = session.chain()?;
        let pool = chain.pool(&address).await?;
        let activations = intent::read_activations(&chain, Some(&[address])).await?.pools;
        let activating = show::activating(activations.values());
        session.show(&show::pool(address, &pool, &overview, chain.now().await?).with("activating", activating));
        Ok(())
    }
}
