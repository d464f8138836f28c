//! `unstake`.

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::state::{OperatorPool, StakingRecord};

use super::rewards::{open_accruals, ProofSource};
use crate::failure::{rule, Failure, Outcome};
use crate::input::{parse_pubkey, ui, Decimal, Quantity};
use crate::plan::Plan;
use crate::session::Session;

/// Burn shares into a ticket that can be claimed after the cooldown
///
/// Needs no proof, no operator and no service. With a proof source the pool first accrues what it has open, so that the
/// shares are paid at the newest price.
#[derive(Args, Debug)]
pub struct Unstake {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// Tokens that the ticket gets at least (rounded up to whole shares), such as 1.5, or ALL
    #[arg(required_unless_present = "shares")]
    amount: Option<Quantity>,
    /// Burn so many shares instead
    #[arg(long, value_name = "SHARES", conflicts_with = "amount")]
    shares: Option<Decimal>,
    #[command(flatten)]
    proofs: ProofSource,
}

impl Unstake {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let chain = session.chain()?;
        let record = RecordOf { operator_pool: self.pool, owner: session.actor()?.address() };
        if self.proofs.is_given() {
            open_accruals(session, &self.proofs, self.pool).await?;
        }
        let pool = chain.pool(&self.pool).await?;
        let held = chain.staking_record(&record.address()).await?;
        let shares = self.to_burn(session, &pool, &held)?;
        session.carry_out(Plan::of(ix::unstake(record, shares))).await
    }

    fn to_burn(&self, session: &Session<'_>, pool: &OperatorPool, record: &StakingRecord) -> Outcome<u64> {
        let shares = match (&self.shares, &self.amount) {
            (Some(shares), _) => session.tokens(shares)?,
            (None, Some(Quantity::Exactly(amount))) => {
                let tokens = session.tokens(amount)?;
                shares_worth(pool, tokens).filter(|shares| *shares <= record.shares).ok_or_else(|| {
                    let worth = pool.shares().value_floor(record.shares).unwrap_or_default();
                    let held = ui(worth, session.decimals().stake);
                    Failure::refused(format!("the record's shares are worth {held}: unstake at most that, or ALL"))
                })?
            }
            (None, _) => record.shares,
        };
        if shares == 0 {
            return Err(match self.amount {
                Some(Quantity::All) => rule(inference_staking_client::StakingError::NotEnoughShares),
                _ => Failure::bad_input("the amount to unstake is 0: unstake more than nothing"),
            });
        }
        Ok(shares)
    }
}

/// Fewest shares that pay at least `tokens`: `ceil(t S / T)`.
fn shares_worth(pool: &OperatorPool, tokens: u64) -> Option<u64> {
    let shares = u128::from(tokens).checked_mul(u128::from(pool.total_shares))?;
    let shares = shares.checked_add(u128::from(pool.total_staked_amount.checked_sub(1)?))?;
    u64::try_from(shares.checked_div(u128::from(pool.total_staked_amount))?).ok()
}
