//! `activate`.

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::intent::{self, ActivatePlan, ActivateRequest, Plan, ProofSource, WaitingRecord};
use inference_staking_client::rpc::SendOptions;
use solana_signer::Signer;

use super::rewards;
use crate::failure::Outcome;
use crate::input::parse_pubkey;
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
        let ActivatePlan { plan, waiting } = intent::activate(&chain, &request, proofs).await?;
        let send = async |plan: Plan, signers: &[&dyn Signer], options: &SendOptions| {
            intent::send_activate(plan, &chain, &request, proofs, signers, options).await
        };
        if session.options.export {
            // A transaction alone does not tell.
            for WaitingRecord { record, error, .. } in &waiting {
                session.note(&format!("left out: the stake of {}: {error}", record.owner));
            }
        }
        session.carry_out_by(plan, None, not_activated(&waiting), send).await
    }
}

/// The records that are left out, and the rule that refuses each.
fn not_activated(waiting: &[WaitingRecord]) -> View {
    let rows = waiting.iter().map(|WaitingRecord { record, ripe, error }| {
        View::new()
            .with("owner", record.owner)
            .with("ripe", Value::Tokens(*ripe))
            .with("code", format!("{error:?}"))
            .with("waits_for", error.to_string())
    });
    View::new().with_some("not_activated", (!waiting.is_empty()).then(|| rows.collect::<Vec<_>>()))
}
