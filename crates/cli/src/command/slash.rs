//! `slash`.

use anchor_lang::prelude::Pubkey;
use clap::{ArgGroup, Args};
use inference_staking_client::args;
use inference_staking_client::instruction::{self as ix, Mints, SlashOf};

use crate::failure::{Failure, Outcome};
use crate::input::{parse_pubkey, ui, Quantity};
use crate::plan::Plan;
use crate::session::Session;

/// Take stake from the operator of a pool that has been halted for the slashing delay
///
/// Delegators lose nothing: neither shares, nor tickets, nor the price of a share.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("what").required(true).multiple(true))]
pub struct Slash {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// Shares of the operator to burn, or ALL
    #[arg(long, value_name = "SHARES", group = "what")]
    shares: Option<Quantity>,
    /// Tokens to take out of the operator's tickets, or ALL
    #[arg(long, value_name = "TOKENS", group = "what")]
    unstaking: Option<Quantity>,
    /// Take the commissions owed and the operator's settled USDC too
    #[arg(long)]
    confiscate_commission: bool,
}

impl Slash {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.begin().await?;
        let chain = session.chain()?;
        let pool = chain.pool(&self.pool).await?;
        let operator = chain.staking_record(&pool.operator_staking_record).await?;
        let unstaking_held = operator.unstaking().map_err(|refusal| crate::failure::rule(refusal.0))?;
        let shares = wanted(session, self.shares.as_ref(), operator.shares)?;
        let unstaking_amount = wanted(session, self.unstaking.as_ref(), unstaking_held)?;
        if shares == 0 && unstaking_amount == 0 {
            return Err(Failure::bad_input("the slash takes nothing: name shares, tokens in cooldown, or both"));
        }
        let slash = SlashOf {
            operator_pool: self.pool,
            operator_staking_record: pool.operator_staking_record,
            slashing_token_destination: overview.slashing_token_destination,
            slashing_usdc_destination: overview.slashing_usdc_destination,
        };
        let mints = Mints { stake: overview.stake_mint, usdc: overview.usdc_mint };
        let accounts = ix::slash_stake_accounts(session.actor()?.address(), slash, mints);
        let confiscate_commission = self.confiscate_commission;
        let args = args::SlashStake { shares, unstaking_amount, confiscate_commission };
        let decimals = session.decimals().stake;
        let question = format!(
            "Slash the operator of pool {}: burn {} shares worth {} tokens, take {} tokens in cooldown{}? It cannot be undone.",
            self.pool,
            ui(shares, decimals),
            ui(pool.shares().value_floor(shares).map_err(crate::failure::rule)?, decimals),
            ui(unstaking_amount, decimals),
            if confiscate_commission { ", and confiscate its commissions and settled USDC" } else { "" },
        );
        session.carry_out(Plan::of(ix::slash_stake(accounts, args)).asking(question)).await
    }
}

fn wanted(session: &Session<'_>, quantity: Option<&Quantity>, all: u64) -> Outcome<u64> {
    match quantity {
        None => Ok(0),
        Some(Quantity::All) => Ok(all),
        Some(Quantity::Exactly(amount)) => session.tokens(amount),
    }
}
