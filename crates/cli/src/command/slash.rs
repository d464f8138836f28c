//! `slash`.

use anchor_lang::prelude::Pubkey;
use clap::{ArgGroup, Args};
use inference_staking_client::intent::{self, Part, SlashRequest};
use inference_staking_client::state::StakingRecord;
use inference_staking_client::time::utc;
use inference_staking_client::StakingError::{self, NotEnoughActivating, NotEnoughShares, NotEnoughUnstaking};

use super::own_pool::named_pool;
use crate::failure::{rule, Failure, Outcome};
use crate::input::{parse_pubkey, ui, Quantity};
use crate::session::Session;
use crate::view::View;

/// Take stake from the operator of a pool that has been halted for the slashing delay
///
/// Delegators lose nothing: neither shares, nor activating tokens, nor tickets, nor the price of a share.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("what").required(true).multiple(true))]
pub struct Slash {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// Shares of the operator to burn, or ALL
    #[arg(long, value_name = "SHARES", group = "what")]
    shares: Option<Quantity>,
    /// Activating tokens of the operator to take, or ALL
    #[arg(long, value_name = "TOKENS", group = "what")]
    activating: Option<Quantity>,
    /// Tokens to take out of the operator's tickets, or ALL
    #[arg(long, value_name = "TOKENS", group = "what")]
    unstaking: Option<Quantity>,
    /// Take the commissions owed and the operator's settled USDC, too or alone
    #[arg(long, group = "what")]
    confiscate_commission: bool,
}

impl Slash {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.begin().await?;
        let pool = named_pool(session, self.pool).await?;
        let operator = session.chain()?.staking_record(&pool.operator_staking_record).await?;
        if let Err(refusal) = pool.require_slashable(&overview, session.chain()?.now().await?) {
            let from = pool.slashable_from(&overview).ok();
            let when = from.map(|from| format!("; it can be slashed from {}", utc(from))).unwrap_or_default();
            session.unless_exported(rule(refusal.0).but(&when))?;
        }
        let to = View::new()
            .with("operator", operator.owner)
            .with("tokens_to", overview.slashing_token_destination)
            .with_some("usdc_to", self.confiscate_commission.then_some(overview.slashing_usdc_destination));
        session.preview(to);
        let request = SlashRequest {
            operator_pool: self.pool,
            authority: session.actor()?.address(),
            shares: part(session, self.shares.as_ref())?,
            activating: part(session, self.activating.as_ref())?,
            unstaking: part(session, self.unstaking.as_ref())?,
            confiscate_commission: self.confiscate_commission,
        };
        let plan = intent::slash(&session.chain()?, &request).await.map_err(|error| match error.staking_error() {
            Some(StakingError::NothingToSlash) => Failure::bad_input(
                "the slash takes nothing: name shares, activating tokens, tokens in cooldown, or the commission",
            ),
            Some(NotEnoughShares | NotEnoughActivating | NotEnoughUnstaking) => {
                Failure::from(error).but(&held(session, &operator))
            }
            _ => error.into(),
        })?;
        session.carry_out_payout(plan, self.pool, View::new()).await
    }
}

/// What can be taken at most.
fn held(session: &Session<'_>, operator: &StakingRecord) -> String {
    let held = [operator.shares, operator.activating, operator.unstaking().unwrap_or_default()];
    let [shares, activating, unstaking] = held.map(|amount| ui(amount, session.decimals().stake));
    format!("; the operator has {shares} shares, {activating} activating tokens and {unstaking} in cooldown")
}

fn part(session: &Session<'_>, quantity: Option<&Quantity>) -> Outcome<Part> {
    match quantity {
        None => Ok(Part::Nothing),
        Some(Quantity::All) => Ok(Part::Everything),
        Some(Quantity::Exactly(amount)) => session.tokens(amount).map(Part::Exactly),
    }
}
