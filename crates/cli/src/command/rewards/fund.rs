//! `rewards fund`.

use anchor_lang::prelude::Pubkey;
use clap::{ArgGroup, Args};
use inference_staking_client::address::owner_token_account;
use inference_staking_client::intent;

use crate::command::token_account::require_funds;
use crate::failure::{Failure, Outcome};
use crate::input::Decimal;
use crate::session::Session;
use crate::view::{Decimals, Value, View};

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
        let overview = session.begin().await?;
        let owner = session.actor()?.address();
        let decimals = session.decimals();
        let base = |amount: &Option<Decimal>, decimals| {
            amount.as_ref().map(|amount| amount.to_base(decimals).map_err(Failure::bad_input)).transpose()
        };
        let (tokens, usdc) = (base(&self.tokens, decimals.stake)?, base(&self.usdc, decimals.usdc)?);
        let (tokens, usdc) = (tokens.filter(|amount| *amount > 0), usdc.filter(|amount| *amount > 0));
        if tokens.or(usdc).is_none() {
            return Err(Failure::bad_input("the amount to fund is 0: fund more than nothing"));
        }
        let from = |mint: &Pubkey| Value::Key(owner_token_account(&owner, mint));
        let accounts = View::new()
            .with_some("tokens", tokens.map(Value::Tokens))
            .with_some("tokens_from", tokens.map(|_| from(&overview.stake_mint)))
            .with_some("tokens_to", tokens.map(|_| overview.reward_vault))
            .with_some("usdc", usdc.map(Value::Usdc))
            .with_some("usdc_from", usdc.map(|_| from(&overview.usdc_mint)))
            .with_some("usdc_to", usdc.map(|_| overview.usdc_vault));
        let chain = session.chain()?;
        let in_words: [fn(Decimals, u64) -> String; 2] =
            [|decimals, base| decimals.tokens(base), |decimals, base| decimals.usdc(base)];
        let payments = [(tokens, overview.stake_mint), (usdc, overview.usdc_mint)];
        for ((amount, mint), in_words) in payments.into_iter().zip(in_words) {
            let Some(amount) = amount else { continue };
            let account = owner_token_account(&owner, &mint);
            require_funds(session, &account, amount, in_words, "fund from another wallet, with its key").await?;
        }
        session.preview(View::new().with("owner", owner).and(accounts));
        let plan = intent::fund_vaults(&chain, owner, tokens, usdc).await?;
        let told = View::new()
            .with_some("funded_tokens", tokens.map(Value::Tokens))
            .with_some("funded_usdc", usdc.map(Value::Usdc));
        session.carry_out_telling(plan, told).await
    }
}
