//! `pool update`.

use anchor_lang::prelude::Pubkey;
use clap::{ArgAction, ArgGroup, Args};
use inference_staking_client::constants::{METADATA_URI_BYTES, NAME_BYTES};
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::intent;
use inference_staking_client::state::{OperatorPool, NOT_SCHEDULED};
use inference_staking_client::text::unpadded;

use super::own_pool::{named_pool, own_pool};
use crate::failure::{rule, Outcome};
use crate::input::{parse_name, parse_pubkey, parse_uri, Bps};
use crate::session::Session;
use crate::show;
use crate::view::{Value, View};

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
        let overview = session.begin().await?;
        let (admin, address) = (session.actor()?.address(), own_pool(session, self.pool).await?);
        let now = named_pool(session, address).await?;
        let mut then = now;
        args.apply(&mut then, &overview).map_err(|refusal| rule(refusal.0))?;
        session.require_change(bytemuck::bytes_of(&then) != bytemuck::bytes_of(&now))?;
        let told = View::new().with("changes", changes(&args, &now, &then));
        session.preview(told.clone());
        session.carry_out_telling(intent::update_pool(admin, address, args), told).await
    }
}

/// A row for each setting that is given: as it is, what is announced of it, as it will be, and from when on.
fn changes(args: &UpdateOperatorPoolArgs, now: &OperatorPool, then: &OperatorPool) -> Vec<View> {
    let row = |name: &'static str, before: Value, announced: Option<Value>, after: Value, holds: String| {
        let row = View::new().with("setting", name).with("before", before).with("announced", announced);
        row.with("after", after).with("holds", holds)
    };
    let commission = |name, given: Option<u16>, active: u16, announced: (u16, u64), from: u64| {
        let (announced, _) = show::scheduled(announced.0, announced.1);
        let holds = match from {
            NOT_SCHEDULED => "at once".to_owned(),
            from => format!("from epoch {from} on"),
        };
        given.map(|given| row(name, Value::Bps(active), announced, Value::Bps(given), holds))
    };
    let at_once = |name, is_given: bool, before: Value, after: Value| {
        is_given.then(|| row(name, before, None, after, "at once".to_owned()))
    };
    let text = |bytes: &[u8]| Value::from(unpadded(bytes));
    let rows = [
        commission(
            "reward_commission",
            args.reward_commission_bps,
            now.reward_commission_bps,
            (now.scheduled_reward_commission_bps, now.scheduled_reward_commission_from),
            then.scheduled_reward_commission_from,
        ),
        commission(
            "usdc_commission",
            args.usdc_commission_bps,
            now.usdc_commission_bps,
            (now.scheduled_usdc_commission_bps, now.scheduled_usdc_commission_from),
            then.scheduled_usdc_commission_from,
        ),
        at_once("auto_stake", args.auto_stake.is_some(), (now.auto_stake != 0).into(), (then.auto_stake != 0).into()),
        at_once(
            "delegation_allowed",
            args.delegation_allowed.is_some(),
            (now.delegation_allowed != 0).into(),
            (then.delegation_allowed != 0).into(),
        ),
        at_once("name", args.name.is_some(), text(&now.name), text(&then.name)),
        at_once("metadata_uri", args.metadata_uri.is_some(), text(&now.metadata_uri), text(&then.metadata_uri)),
    ];
    rows.into_iter().flatten().collect()
}
