//! `stake`.

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::address::owner_token_account;
use inference_staking_client::instruction::RecordOf;
use inference_staking_client::intent::{self, StakePlan, StakeRequest};

use super::own_pool::named_pool;
use super::token_account::{held, require_covers};
use crate::failure::{Failure, Outcome};
use crate::input::{parse_pubkey, Quantity};
use crate::session::Session;
use crate::show;
use crate::view::{Value, View};

/// Put tokens into a pool: exactly AMOUNT, at any time
///
/// They are activating stake until the current epoch is over and the pool has passed it. Then anybody can make them shares,
/// and the keeper does; from then on they earn. What is known to hold them up longer is told. An operator's deposit into its new pool, of at least the operator's minimum,
/// is shares at once. Creates the staking record if there is none.
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
        let source = self.from.unwrap_or_else(|| owner_token_account(&owner, &overview.stake_mint));
        let balance = held(&chain, &source, "name another with --from").await?;
        let amount = self.amount(session, &source, balance)?;
        let record = RecordOf { operator_pool: self.pool, owner };
        named_pool(session, self.pool).await?;
        session.preview(View::new().with("amount", Value::Tokens(amount)));
        let request = StakeRequest { record, amount, source: Some(source), payer };
        let StakePlan { plan, becomes_shares, held_up_by } = intent::stake(&chain, &request).await?;
        session.carry_out_telling(plan, show::becomes_shares(becomes_shares, &held_up_by)).await
    }

    /// Base units to stake, which the source holds, or will when what is exported is executed.
    fn amount(&self, session: &mut Session<'_>, source: &Pubkey, balance: u64) -> Outcome<u64> {
        let amount = match &self.amount {
            Quantity::All => balance,
            Quantity::Exactly(amount) => session.tokens(amount)?,
        };
        if amount == 0 {
            return Err(Failure::bad_input("the amount to stake is 0: stake more than nothing"));
        }
        let covered = require_covers(source, balance, amount, |base| session.decimals().tokens(base), "staked");
        covered.or_else(|failure| session.unless_exported(failure))?;
        Ok(amount)
    }
}
