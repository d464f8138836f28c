//! `activate`.

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::intent::{
    self, ActivatePlan, ActivateRequest, IntentError, Plan, ProofSource, WaitingRecord,
};
use inference_staking_client::refusal::rule;
use inference_staking_client::rpc::SendOptions;
use inference_staking_client::StakingError;
use solana_signer::Signer;

use super::rewards;
use crate::carry_out::Overcomes;
use crate::failure::{rule_in_words, Failure, Outcome};
use crate::input::{parse_pubkey, ui};
use crate::session::Session;
use crate::view::{Value, View};

/// Make activating stake shares, once the epoch in which it came is over; anyone can, for anybody's record
///
/// The pool must have passed all epochs that are over; with a proof source it first accrues what it has open, without one it
/// passes what needs no proof. What came in the current epoch, and less than the price of a share, stays activating. Records
/// that cannot be activated now are left out, with the reason. The keeper (`rewards accrue`) does this for all.
#[derive(Args, Debug)]
pub struct Activate {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// Owners of the records [default: who acts]
    #[arg(value_name = "OWNER", value_parser = parse_pubkey)]
    owners: Vec<Pubkey>,
    #[command(flatten)]
    proofs: rewards::ProofSource,
}

impl Activate {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let proofs = self.proofs.given()?;
        session.begin().await?;
        let chain = session.chain()?;
        let payer = session.payer()?.address();
        let owners = if self.owners.is_empty() { vec![session.actor()?.address()] } else { self.owners };
        let request = ActivateRequest { operator_pool: self.pool, owners, payer };
        let proofs = proofs.as_ref().map(|source| source as &dyn ProofSource);
        if proofs.is_some() {
            session.note(&self.proofs.waiting());
        }
        let planned = intent::activate(&chain, &request, proofs).await;
        let ActivatePlan { plan, waiting } = planned.map_err(|error| saying_when(session, error))?;
        let send = async |plan: Plan, signers: &[&dyn Signer], options: &SendOptions| {
            intent::send_activate(plan, &chain, &request, proofs, signers, options).await
        };
        if session.options.export {
            // A transaction alone does not tell.
            for waiting in &waiting {
                let why = not_ripe_yet(session, waiting).unwrap_or_else(|| rule(waiting.error));
                session.note(&format!("left out: the stake of {}: {why}", waiting.record.owner));
            }
        }
        let told = not_activated(session, &waiting);
        session.carry_out_by(plan, None, told, Overcomes::Others, send).await
    }
}

/// The same error; if it only waits for its epoch, with what is ripe, what is not, and when.
fn saying_when(session: &Session<'_>, error: IntentError) -> Failure {
    let IntentError::CannotActivate { waiting, .. } = &error else { return error.into() };
    match not_ripe_yet(session, waiting) {
        Some(why) => {
            let words = format!("the stake of {} cannot be activated yet: {why}", waiting.record.owner);
            rule_in_words(waiting.error, words)
        }
        None => error.into(),
    }
}

/// Why stake waits that came in an epoch which is not over, and what waits with it because it buys no share alone.
fn not_ripe_yet(session: &Session<'_>, waiting: &WaitingRecord) -> Option<String> {
    let WaitingRecord { ripe, unripe, latest_deposit_epoch: epoch, error, .. } = *waiting;
    let [ripe, unripe_tokens] = [ripe, unripe].map(|amount| ui(amount, session.decimals().stake));
    let when = format!("once epoch {epoch} is over and the pool has passed it");
    match error {
        _ if unripe == 0 => None,
        StakingError::NothingRipe => Some(format!("{unripe_tokens} tokens are ripe {when}")),
        StakingError::DepositBuysNoShare => Some(format!(
            "the {ripe} tokens that are ripe buy no share at today's price, and {unripe_tokens} tokens more are ripe {when}: \
             all of them become shares together then"
        )),
        _ => None,
    }
}

/// The records that are left out, and what each waits for.
fn not_activated(session: &Session<'_>, waiting: &[WaitingRecord]) -> View {
    let rows = waiting.iter().map(|one| {
        View::new()
            .with("owner", one.record.owner)
            .with("ripe", Value::Tokens(one.ripe))
            .with("unripe", Value::Tokens(one.unripe))
            .with("code", format!("{:?}", one.error))
            .with("waits_for", not_ripe_yet(session, one).unwrap_or_else(|| rule(one.error)))
    });
    View::new().with_some("not_activated", (!waiting.is_empty()).then(|| rows.collect::<Vec<_>>()))
}
