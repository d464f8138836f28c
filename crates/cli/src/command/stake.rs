//! `stake`.

use anchor_lang::prelude::Pubkey;
use anchor_spl::associated_token::get_associated_token_address;
use clap::Args;
use inference_staking_client::instruction::{self as ix, RecordOf};

use crate::failure::{Failure, Outcome};
use crate::input::{parse_pubkey, Quantity};
use crate::plan::Plan;
use crate::session::Session;

/// Buy shares of a pool
///
/// Creates the staking record if there is none. Takes at most AMOUNT, and exactly what the whole shares cost.
#[derive(Args, Debug)]
pub struct Stake {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// Tokens, such as 1.5, or ALL
    amount: Quantity,
    /// Token account that pays [default: the associated token account of who acts]
    #[arg(long, value_name = "TOKEN_ACCOUNT", value_parser = parse_pubkey)]
    from: Option<Pubkey>,
}

impl Stake {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let (owner, payer) = (session.actor()?.address(), session.payer()?.address());
        let chain = session.chain()?;
        let overview = session.begin().await?;
        let pool = chain.pool(&self.pool).await?;
        let source = self.from.unwrap_or_else(|| get_associated_token_address(&owner, &overview.stake_mint));
        let balance = chain.token_balance(&source).await?.ok_or_else(|| {
            Failure::refused(format!("there is no token account at {source} to stake from: name another with --from"))
        })?;
        let amount = match &self.amount {
            Quantity::All => balance,
            Quantity::Exactly(amount) => session.tokens(amount)?,
        };
        if amount == 0 {
            return Err(Failure::bad_input("the amount to stake is 0: stake more than nothing"));
        }
        if amount > balance {
            let decimals = session.decimals().stake;
            let (held, wanted) = (crate::input::ui(balance, decimals), crate::input::ui(amount, decimals));
            return Err(Failure::refused(format!(
                "the token account {source} holds {held}, {wanted} were to be staked"
            )));
        }
        let record = RecordOf { operator_pool: self.pool, owner };
        let mut instructions = Vec::new();
        if chain.staking_record_if_any(&record.address()).await?.is_none() {
            instructions.push(ix::create_staking_record(payer, record));
        }
        let accounts = ix::stake_accounts(record, pool.operator_staking_record, source, overview.stake_mint);
        instructions.push(ix::stake(accounts, amount));
        session.carry_out(Plan::of_all(instructions)).await
    }
}
