//! `admin …`: what the program admin does.

use anchor_lang::prelude::Pubkey;
use clap::{Args, Subcommand};
use inference_staking_client::instruction::Mints;
use inference_staking_client::instructions::{UpdatePoolOverviewArgs, UpdatePoolOverviewAuthoritiesArgs};
use inference_staking_client::intent::{self, SlashingDestinations};
use inference_staking_client::state::{
    AuthorityList, EmissionSchedule, NewEmissionSchedule, PoolOverview, PoolOverviewParameters,
};
use inference_staking_client::{Refusal, StakingError};

use super::admin_changes::{warn_if_nothing_is_issued, AdminChanges};
use super::emission_settings::EmissionSettings;
use super::parameter_settings::ParameterSettings;
use super::token_account::{advising, existing, NAME_ANOTHER};
use crate::failure::{rule, Failure, Outcome};
use crate::input::{parse_holder, parse_pubkey};
use crate::session::Session;
use crate::show;
use crate::view::{Value, View};

/// What the program admin can do.
#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Show parameters, authorities, halts and the emission schedule
    Show,
    /// Change parameters or slashing destinations: what is given is changed, the rest stays
    Update(Update),
    /// Replace authority lists: what is given is replaced, the rest stays
    Authorities(Authorities),
    /// Propose a new program admin, or withdraw the proposal
    Propose(Propose),
    /// Take over as program admin: who was proposed
    Accept,
    /// Show the emission schedule, or lower it before a period begins
    Schedule(Schedule),
    /// Take what the reward vault holds beyond what it owes, 128 epochs after the last rewards of a schedule that has ended
    WithdrawSurplus(WithdrawSurplus),
}

impl AdminCommand {
    /// Whether it only shows something.
    pub fn sends_nothing(&self) -> bool {
        match self {
            Self::Show => true,
            Self::Schedule(command) => !command.lower,
            _ => false,
        }
    }

    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        match self {
            Self::Show => show_overview(session).await,
            Self::Update(command) => command.run(session).await,
            Self::Authorities(command) => command.run(session).await,
            Self::Propose(command) => command.run(session).await,
            Self::Accept => accept(session).await,
            Self::Schedule(command) => command.run(session).await,
            Self::WithdrawSurplus(command) => command.run(session).await,
        }
    }
}

async fn show_overview(session: &mut Session<'_>) -> Outcome<()> {
    let overview = session.overview().await?;
    let now = session.chain()?.now().await?;
    session.show(&show::overview(&overview, now));
    Ok(())
}

async fn accept(session: &mut Session<'_>) -> Outcome<()> {
    let overview = session.begin().await?;
    session.preview(View::new().with("program_admin_now", overview.program_admin));
    let pending = session.actor()?.address();
    session.carry_out(intent::accept_program_admin(pending)).await
}

/// Arguments of `admin update`.
#[derive(Args, Debug)]
pub struct Update {
    #[command(flatten)]
    parameters: ParameterSettings,
    /// Stake token account that receives slashed tokens, of an owner outside the staking program
    #[arg(long, value_name = "TOKEN_ACCOUNT", value_parser = parse_pubkey)]
    slashing_token_destination: Option<Pubkey>,
    /// USDC account that receives slashed USDC, of an owner outside the staking program
    #[arg(long, value_name = "TOKEN_ACCOUNT", value_parser = parse_pubkey)]
    slashing_usdc_destination: Option<Pubkey>,
}

impl Update {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.begin().await?;
        let args = self.parameters.given(overview.stake_decimals)?;
        let slashing =
            SlashingDestinations { tokens: self.slashing_token_destination, usdc: self.slashing_usdc_destination };
        if args == UpdatePoolOverviewArgs::default() && slashing == SlashingDestinations::default() {
            return Err(Failure::bad_input("there is nothing to change: give at least one parameter"));
        }
        let admin = session.actor()?.address();
        let changes = AdminChanges { parameters: args, slashing, ..Default::default() };
        changes.require_allowed(&overview).map_err(|refusal| rule(refusal.0))?;
        let AdminChanges { parameters: args, slashing, .. } = changes;
        let now = overview.parameters();
        let shown = |parameters: &PoolOverviewParameters, tokens: Pubkey, usdc: Pubkey| {
            let view = show::parameters(parameters).with("slashing_token_destination", tokens);
            view.with("slashing_usdc_destination", usdc)
        };
        let mints = Mints { stake: overview.stake_mint, usdc: overview.usdc_mint };
        let (tokens, usdc) = (overview.slashing_token_destination, overview.slashing_usdc_destination);
        let then = args.applied_to(now.clone());
        let then = shown(&then, slashing.tokens.unwrap_or(tokens), slashing.usdc.unwrap_or(usdc));
        let rows = show::changes(&shown(&now, tokens, usdc), &then);
        session.require_change(!rows.is_empty())?;
        let told = View::new().with("changes", rows);
        session.preview(told.clone());
        let slashing = intent::new_destinations(&session.chain()?, mints, slashing).await?;
        session.carry_out_telling(intent::update_overview(admin, args, slashing), told).await
    }
}

/// Arguments of `admin authorities`.
#[derive(Args, Debug)]
pub struct Authorities {
    /// Who may mark epochs and create reward records: up to 5 addresses separated by commas, or NONE
    #[arg(long, value_name = "ADDRESSES", value_parser = parse_list)]
    reward: Option<AddressList>,
    /// Who may halt pools and revoke records: up to 5 addresses separated by commas, or NONE
    #[arg(long, value_name = "ADDRESSES", value_parser = parse_list)]
    halt: Option<AddressList>,
    /// Who may slash: up to 5 addresses separated by commas, or NONE
    #[arg(long, value_name = "ADDRESSES", value_parser = parse_list)]
    slashing: Option<AddressList>,
}

/// A whole list of addresses.
#[derive(Clone, Debug)]
struct AddressList(Vec<Pubkey>);

fn parse_list(text: &str) -> Result<AddressList, String> {
    if text.eq_ignore_ascii_case("none") {
        return Ok(AddressList(Vec::new()));
    }
    text.split(',').map(|key| parse_holder(key.trim())).collect::<Result<_, _>>().map(AddressList)
}

impl Authorities {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let args = UpdatePoolOverviewAuthoritiesArgs {
            reward_authorities: self.reward.map(|list| list.0),
            halt_authorities: self.halt.map(|list| list.0),
            slashing_authorities: self.slashing.map(|list| list.0),
            pending_program_admin: None,
        };
        let lists = [&args.reward_authorities, &args.halt_authorities, &args.slashing_authorities];
        if lists.iter().all(|list| list.is_none()) {
            return Err(Failure::bad_input(
                "there is nothing to change: give at least one of --reward, --halt, --slashing",
            ));
        }
        let overview = session.begin().await?;
        let admin = session.actor()?.address();
        let changes = AdminChanges { authorities: args, ..Default::default() };
        let then = changes.require_allowed(&overview).map_err(|refusal| rule(refusal.0))?;
        session.require_change(bytemuck::bytes_of(&then) != bytemuck::bytes_of(&overview))?;
        let args = changes.authorities;
        let row = |list: &'static str, now: &AuthorityList, then: &Option<Vec<Pubkey>>| {
            let then = then.as_ref().map(|keys| Value::keys(keys));
            then.map(|then| View::new().with("list", list).with("now", Value::keys(&now.keys)).with("then", then))
        };
        let rows = [
            row("reward", &overview.reward_authorities, &args.reward_authorities),
            row("halt", &overview.halt_authorities, &args.halt_authorities),
            row("slashing", &overview.slashing_authorities, &args.slashing_authorities),
        ];
        session.preview(View::new().with("replaces", rows.into_iter().flatten().collect::<Vec<_>>()));
        session.carry_out(intent::update_authorities(admin, args)).await
    }
}

/// Arguments of `admin propose`.
#[derive(Args, Debug)]
pub struct Propose {
    /// The key that may accept
    #[arg(value_parser = parse_holder, required_unless_present = "withdraw")]
    new_admin: Option<Pubkey>,
    /// Withdraw the proposal
    #[arg(long, conflicts_with = "new_admin")]
    withdraw: bool,
}

impl Propose {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.begin().await?;
        if self.new_admin == Some(overview.program_admin) {
            let admin = overview.program_admin;
            return Err(Failure::bad_input(format!("{admin} is the program admin already: propose another key")));
        }
        let now = View::new().with("program_admin_now", overview.program_admin);
        session.preview(now.with_some("proposed", self.new_admin));
        let admin = session.actor()?.address();
        session.carry_out(intent::propose_program_admin(admin, self.new_admin)).await
    }
}

/// Arguments of `admin withdraw-surplus`.
#[derive(Args, Debug)]
pub struct WithdrawSurplus {
    /// Stake token account that is paid [default: the admin's associated token account, created if it is missing]
    #[arg(long, value_name = "TOKEN_ACCOUNT", value_parser = parse_pubkey)]
    to: Option<Pubkey>,
}

impl WithdrawSurplus {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.begin().await?;
        let chain = session.chain()?;
        let (admin, payer) = (session.actor()?.address(), session.payer()?.address());
        let to = existing(&chain, self.to, &admin, "--to").await?;
        let held = chain.token_balance(&overview.reward_vault).await?.unwrap_or_default();
        if let Err(refusal) = overview.reward_surplus(held) {
            session.unless_exported(rule(refusal.0))?;
        }
        let plan = intent::withdraw_surplus(&chain, admin, to, payer).await.map_err(advising(NAME_ANOTHER))?;
        session.carry_out(plan).await
    }
}

/// Arguments of `admin schedule`.
#[derive(Args, Debug)]
pub struct Schedule {
    /// Lower the schedule to the given parts; the rest stays as it is
    #[arg(long)]
    lower: bool,
    #[command(flatten)]
    settings: EmissionSettings,
}

impl Schedule {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.overview().await?;
        if !self.lower {
            if self.settings != EmissionSettings::default() {
                return Err(Failure::bad_input(
                    "parts of a schedule are given, but nothing to do with them: add --lower",
                ));
            }
            let next = overview.next_record_epoch().map_err(|refusal| rule(refusal.0))?;
            let mut advanced = overview.emission;
            let issues = advanced.advance_to(next).map_err(|refusal| rule(refusal.0))?;
            let view =
                View::new().with("next_epoch", Value::Count(next)).with("next_epoch_issues", Value::Tokens(issues));
            session.show(&view.and(show::emission(&overview.emission)));
            return Ok(());
        }
        let decimals = overview.stake_decimals;
        let stored = EmissionSettings::of(&overview.emission, decimals)?;
        if self.settings.kind.is_some() && self.settings.kind != stored.kind {
            return Err(Failure::bad_input(
                "the schedule is of the other kind, and its kind can never be changed: leave --emission out",
            ));
        }
        let before = show::emission_args(&stored.clone().schedule(decimals)?);
        let emission = self.settings.or(stored).schedule(decimals)?;
        let after = show::emission_args(&emission);
        let epoch = overview.current_epoch().map_err(|refusal| rule(refusal.0))?;
        let parameters = UpdatePoolOverviewArgs { emission: Some(emission.clone()), ..Default::default() };
        let changes = AdminChanges { parameters, ..Default::default() };
        let (lowered, from) = match changes.require_allowed(&overview) {
            Err(early @ Refusal(StakingError::EmissionChangeNotAtPeriodStart)) => {
                session.unless_exported(rule(early.0))?;
                lowered_later(&overview, &emission).map_err(|refusal| rule(refusal.0))?
            }
            allowed => (allowed.map_err(|refusal| rule(refusal.0))?.emission, epoch),
        };
        let rows = show::changes(&before, &after);
        session.require_change(!rows.is_empty())?;
        warn_if_nothing_is_issued(session, &lowered, from);
        let args = changes.parameters;
        let admin = session.actor()?.address();
        session.preview(View::new().with("lowers", rows));
        session.carry_out(intent::update_overview(admin, args, SlashingDestinations::default())).await
    }
}

/// The schedule that what is executed once the coming period begins leaves, and an epoch of that period.
fn lowered_later(overview: &PoolOverview, emission: &NewEmissionSchedule) -> Result<(EmissionSchedule, u64), Refusal> {
    let mut schedule = overview.emission;
    let next = overview.next_record_epoch()?;
    // What is issued until then goes by the old schedule.
    schedule.advance_to(next)?;
    let from = next.saturating_add(schedule.epochs_per_period);
    schedule.lower(emission, from)?;
    Ok((schedule, from))
}
