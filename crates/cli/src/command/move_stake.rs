//! `move`.

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::intent::{MoveRequest, MovingTickets};
use inference_staking_client::state::Ticket;
use inference_staking_client::time::utc;
use inference_staking_client::StakingError;

use super::rewards;
use super::token_account::advising;
use super::unstake::Unstake;
use crate::failure::{rule_in_words, Failure, Outcome};
use crate::input::{parse_pubkey, ui, Quantity};
use crate::session::Session;
use crate::show;
use crate::view::{Value, View};

/// Move stake from one pool to another, in two steps with the cooldown between them
///
/// With AMOUNT, so many tokens leave the first pool into a ticket, if the second would take them now. Without, what is matured of
/// the first pool's tickets is paid and staked in the second, in one transaction if it fits. The chain is the only memory of a move:
/// the second step can be taken whenever a ticket is matured and not paid yet, and is told what it waits for. Anybody may pay a matured
/// ticket to its owner's wallet; then `stake` is what is left to do. Until then `cancel-unstake` makes a ticket stake of the first
/// pool again.
#[derive(Args, Debug)]
pub struct Move {
    /// The pool that is left
    #[arg(value_parser = parse_pubkey)]
    from: Pubkey,
    /// The pool that is entered
    #[arg(value_parser = parse_pubkey)]
    to: Pubkey,
    /// Tokens that leave the first pool, such as 1.5, or ALL: the first step
    amount: Option<Quantity>,
    #[command(flatten)]
    proofs: rewards::ProofSource,
}

impl Move {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        if self.from == self.to {
            return Err(Failure::bad_input(format!(
                "{} is both pools: a ticket becomes stake of its own pool again with cancel-unstake",
                self.from
            )));
        }
        let (owner, payer) = (session.actor()?.address(), session.payer()?.address());
        let request = MoveRequest { owner, from: self.from, to: self.to, payer };
        match self.amount {
            Some(amount) => {
                request.require_welcome(&session.chain()?).await.map_err(advising(by_hand(&self.from, &self.to)))?;
                let next = format!("inference-staking move {} {}, from the time of the ticket on", self.from, self.to);
                let there = request.in_tickets(&session.chain()?).await?;
                if there > 0 {
                    session.overview().await?;
                    session.warn(&format!(
                        "{} tokens of {} are in tickets already: what of them is matured and not claimed by then moves too",
                        ui(there, session.decimals().stake),
                        self.from
                    ));
                }
                let told = View::new().with("next_step", next);
                Unstake::of(self.from, amount, self.proofs).run_telling(session, told).await
            }
            None if self.proofs.is_given() => {
                Err(Failure::bad_input("proofs are of use to the first step alone, which has an AMOUNT"))
            }
            None => go_on(session, &request).await,
        }
    }
}

async fn go_on(session: &mut Session<'_>, request: &MoveRequest) -> Outcome<()> {
    session.begin().await?;
    let chain = session.chain()?;
    let MovingTickets { matured, waiting } = request.tickets(&chain).await?;
    if matured == 0 {
        let Some(next) = waiting.first() else { return Err(nothing_waits(&request.from)) };
        // A halt may be over by then; what is closed stays closed.
        let refusal = request.require_welcome(&chain).await.err().and_then(|error| error.staking_error());
        return Err(match refusal {
            Some(StakingError::PoolClosed) => closed_meanwhile(request),
            _ => nothing_matured(session, &request.from, next),
        });
    }
    // Which tickets were made for a move nobody has noted: all that are matured go.
    session.preview(View::new().with("to", request.to).with("moves", Value::Tokens(matured)));
    let stake = request.go_on(&chain, matured).await.map_err(advising(by_hand(&request.from, &request.to)))?;
    let row = |ticket: &Ticket| {
        let row = View::new().with("amount", Value::Tokens(ticket.amount));
        row.with("claimable_from", Value::Time(ticket.claimable_from))
    };
    let rows: Vec<View> = waiting.iter().map(row).collect();
    let told = View::new().with("moved", Value::Tokens(matured));
    let told = told.and(show::becomes_shares(stake.becomes_shares, &stake.held_up_by));
    let told = told.with_some("still_waiting", (!rows.is_empty()).then_some(rows));
    session.carry_out_payout(stake.plan, request.from, told).await
}

/// What moves the stake without the wallet's own account.
fn by_hand(from: &Pubkey, to: &Pubkey) -> String {
    format!(
        "; stake moves through this account: use `unstake {from}`, once it is matured `claim unstake {from} --to ACCOUNT`, and then \
         `stake {to} AMOUNT --from ACCOUNT`"
    )
}

/// What is left to do with a ticket whose way is closed.
fn closed_meanwhile(MoveRequest { from, to, .. }: &MoveRequest) -> Failure {
    let message = format!(
        "{to} is closed and takes no stake any more: `cancel-unstake {from} TICKET` makes a ticket stake of {from} again, and once it \
         is matured `move {from} POOL` takes it to another pool"
    );
    rule_in_words(StakingError::PoolClosed, message)
}

fn nothing_matured(session: &Session<'_>, from: &Pubkey, next: &Ticket) -> Failure {
    let message = format!(
        "nothing is matured yet: {} tokens of {from} can move on from {}",
        ui(next.amount, session.decimals().stake),
        utc(next.claimable_from)
    );
    rule_in_words(StakingError::NothingToClaim, message)
}

fn nothing_waits(from: &Pubkey) -> Failure {
    let message = format!(
        "there is no ticket in {from}: give an AMOUNT to begin with, or `stake` what was paid to the wallet already"
    );
    rule_in_words(StakingError::NothingToClaim, message)
}
