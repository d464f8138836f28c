//! `unstake`.

use anchor_lang::prelude::Pubkey;
use clap::{ArgGroup, Args};
use inference_staking_client::instruction::RecordOf;
use inference_staking_client::intent::{self, Amount, IntentError, Part, Plan, ProofSource, UnstakeRequest};
use inference_staking_client::rpc::SendOptions;
use inference_staking_client::StakingError;
use solana_signer::Signer;

use super::rewards;
use super::worth::Appraisal;
use crate::carry_out::Overcomes;
use crate::failure::{rule_in_words, Failure, Outcome};
use crate::input::{parse_pubkey, ui, Decimal, Quantity};
use crate::session::Session;
use crate::view::View;

/// Take activating tokens back and burn shares, into a ticket that can be claimed after the cooldown
///
/// Needs no proof, no operator and no service. An amount takes activating tokens first, the newest before the others, because
/// they earn nothing yet, and then as few shares as pay the rest. If shares leave, with a proof source the pool first accrues what
/// it has open, so that they are paid at the newest price. A lock holds shares alone.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("what").args(["amount", "shares", "activating"]).required(true).multiple(true))]
pub struct Unstake {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// Tokens that the ticket gets at least (rounded up to whole shares), such as 1.5, or ALL: every share and all activating
    /// tokens
    amount: Option<Quantity>,
    /// Burn so many shares instead, and take no activating tokens but those of --activating
    #[arg(long, value_name = "SHARES", conflicts_with = "amount")]
    shares: Option<Decimal>,
    /// Take so many activating tokens back instead, or ALL of them, and burn no share but those of --shares: both go into one
    /// ticket
    #[arg(long, value_name = "TOKENS", conflicts_with = "amount")]
    activating: Option<Quantity>,
    /// Join the open ticket at this place, 0 to 3, as `record show` lists them; its time is then the later of the two
    #[arg(long, value_name = "TICKET", value_parser = clap::value_parser!(u8).range(0..=3))]
    join: Option<u8>,
    #[command(flatten)]
    proofs: rewards::ProofSource,
}

impl Unstake {
    /// An amount of a pool, into a ticket of its own.
    pub fn of(pool: Pubkey, amount: Quantity, proofs: rewards::ProofSource) -> Self {
        Self { pool, amount: Some(amount), shares: None, activating: None, join: None, proofs }
    }

    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        self.run_telling(session, View::new()).await
    }

    /// The same, with what the result tells about it besides.
    pub async fn run_telling(self, session: &mut Session<'_>, told: View) -> Outcome<()> {
        let proofs = self.proofs.usable(session);
        session.begin().await?;
        let chain = session.chain()?;
        let (owner, payer) = (session.actor()?.address(), session.payer()?.address());
        let record = RecordOf { operator_pool: self.pool, owner };
        let request = UnstakeRequest { record, amount: self.amount(session)?, joins: self.join, payer };
        let proofs = proofs.as_ref().map(|source| source as &dyn ProofSource);
        if proofs.is_some() {
            session.note(&self.proofs.waiting());
        }
        let plan = intent::unstake(&chain, &request, proofs).await.map_err(|error| in_tokens(session, error))?;
        let send = async |plan: Plan, signers: &[&dyn Signer], options: &SendOptions| {
            intent::send_unstake(plan, &chain, &request, proofs, signers, options).await
        };
        let sent = session.carry_out_by(plan, None, told, Overcomes::Others, send).await;
        match sent {
            Err(failure) if failure.is_of(StakingError::SharesLocked) => {
                let may_leave = may_leave(session, record).await.unwrap_or_default();
                Err(failure.but(&may_leave))
            }
            sent => sent,
        }
    }

    fn amount(&self, session: &Session<'_>) -> Outcome<Amount> {
        let shares = self.shares.as_ref().map(|shares| session.tokens(shares)).transpose()?;
        let amount = match (shares, &self.activating, &self.amount) {
            (Some(shares), None, _) => Amount::Shares(shares),
            (None, Some(Quantity::Exactly(tokens)), _) => Amount::Activating(session.tokens(tokens)?),
            (None, Some(Quantity::All), _) => Amount::AllActivating,
            (Some(shares), Some(Quantity::Exactly(tokens)), _) => {
                Amount::Both { shares, activating: Part::Exactly(session.tokens(tokens)?) }
            }
            (Some(shares), Some(Quantity::All), _) => Amount::Both { shares, activating: Part::Everything },
            (None, None, Some(Quantity::Exactly(amount))) => Amount::Tokens(session.tokens(amount)?),
            (None, None, _) => Amount::All,
        };
        match amount {
            Amount::Shares(0) | Amount::Both { shares: 0, .. } => {
                Err(Failure::bad_input("--shares is 0: name more than nothing, or leave it away"))
            }
            Amount::Activating(0) | Amount::Both { activating: Part::Exactly(0), .. } => {
                Err(Failure::bad_input("--activating is 0: name more than nothing, or leave it away"))
            }
            Amount::Tokens(0) => Err(Failure::bad_input("the amount to unstake is 0: unstake more than nothing")),
            amount => Ok(amount),
        }
    }
}

/// How much of a record with a lock may leave now.
async fn may_leave(session: &mut Session<'_>, of: RecordOf) -> Outcome<String> {
    let (overview, chain) = (session.overview().await?, session.chain()?);
    let (pool, record) = (chain.pool(&of.operator_pool).await?, chain.staking_record(&of.address()).await?);
    let appraisal = Appraisal::read(&chain, &overview, of.operator_pool, &pool, chain.now().await?).await?;
    let free = record.shares.saturating_sub(appraisal.view(&of.address(), &record)?.locked_shares);
    let worth = pool.shares().tokens_for_shares(free).unwrap_or_default();
    let [free, worth, activating] = [free, worth, record.activating].map(|amount| ui(amount, session.decimals().stake));
    Ok(format!("; now at most {free} shares can leave, worth {worth} tokens, and {activating} activating tokens"))
}

/// What is too much, in tokens instead of base units.
fn in_tokens(session: &Session<'_>, error: IntentError) -> Failure {
    match error {
        IntentError::MoreThanHeld { shares, worth, activating } => {
            let [shares, worth, activating] =
                [shares, worth, activating].map(|amount| ui(amount, session.decimals().stake));
            let message = format!(
                "the record has {shares} shares, which are worth {worth} tokens, and {activating} more are activating: unstake at most \
                 that, or ALL"
            );
            rule_in_words(StakingError::NotEnoughShares, message)
        }
        IntentError::MoreThanActivating { activating } => {
            let message = format!(
                "{} tokens of the record are activating: unstake at most that of them, or --activating ALL",
                ui(activating, session.decimals().stake)
            );
            rule_in_words(StakingError::NotEnoughActivating, message)
        }
        error => error.into(),
    }
}
