//! `rewards fund`.

use clap::{ArgGroup, Args};
use inference_staking_client::intent;

use crate::failure::{Failure, Outcome};
use crate::input::Decimal;
use crate::session::Session;

/// Arguments of `rewards fund`.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("what").required(true).multiple(true))]
pub struct Fund {
    /// Stake tokens for the global reward vault
    #[arg(long, value_name = "TOKENS", group = "what")]
    tokens: Option<Decimal>,
    /// USDC for the global USDC vault
    #[arg(long, value_name = "USDC", group = "what")]
    usdc: Option<Decimal>,
}

impl Fund {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let owner = session.actor()?.address();
        let decimals = session.decimals();
        let base = |amount: &Option<Decimal>, decimals| {
            amount.as_ref().map(|amount| amount.to_base(decimals).map_err(Failure::bad_input)).transpose()
        };
        let (tokens, usdc) = (base(&self.tokens, decimals.stake)?, base(&self.usdc, decimals.usdc)?);
        let plan = intent::fund_vaults(&session.chain()?, owner, tokens, usdc).await?;
        session.carry_out(plan).await
    }
}
