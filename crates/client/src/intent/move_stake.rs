//! Moving stake from one pool to another: it leaves the first as a ticket, and what is matured is staked in the second.

use anchor_lang::prelude::Pubkey;
use inference_staking::state::Ticket;

use super::claims::claim_unstake;
use super::error::IntentError;
use super::plan::Plan;
use super::stake::{stake, StakePlan, StakeRequest};
use super::token_account::ensure_token_account;
use crate::instruction::RecordOf;
use crate::rpc::Connection;

/// Whose stake moves, and where.
#[derive(Clone, Copy, Debug)]
pub struct MoveRequest {
    /// Whose it is.
    pub owner: Pubkey,
    /// The pool that it leaves.
    pub from: Pubkey,
    /// The pool that it goes to.
    pub to: Pubkey,
    /// Who pays the fees and the rent of a new record; most often the owner.
    pub payer: Pubkey,
}

/// The tickets of the pool that is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovingTickets {
    /// Tokens that can go on now, base units; 0 if the second step is not due.
    pub matured: u64,
    /// Those in cooldown, the next first.
    pub waiting: Vec<Ticket>,
}

impl MoveRequest {
    fn left(&self) -> RecordOf {
        RecordOf { operator_pool: self.from, owner: self.owner }
    }

    fn entered(&self) -> RecordOf {
        RecordOf { operator_pool: self.to, owner: self.owner }
    }

    /// Before the first step, which is an unstake: what could not be staked in the second pool should not leave the first.
    ///
    /// # Errors
    /// `Read`; `Refused` if the second pool takes no deposit of this owner now; `GivenAway` or `Frozen` if the account cannot be paid
    /// through which the stake moves.
    pub async fn require_welcome(&self, connection: &Connection) -> Result<(), IntentError> {
        let overview = connection.overview().await?;
        let pool = connection.pool(&self.to).await?;
        pool.require_deposits_open(&overview)?;
        pool.require_delegation_allowed(&self.entered().address())?;
        ensure_token_account(connection, &self.payer, &self.owner, &overview.stake_mint).await?;
        Ok(())
    }

    /// Tokens in all tickets of the pool that is left, base units; 0 without a record.
    ///
    /// # Errors
    /// `Read`.
    pub async fn in_tickets(&self, connection: &Connection) -> Result<u64, IntentError> {
        let record = connection.staking_record_if_any(&self.left().address()).await?;
        let tickets = record.map(|record| record.tickets).unwrap_or_default();
        Ok(tickets.iter().fold(0, |sum: u64, ticket| sum.saturating_add(ticket.amount)))
    }

    /// What is due, and what waits.
    ///
    /// # Errors
    /// `Read`; `Refused` never happens.
    pub async fn tickets(&self, connection: &Connection) -> Result<MovingTickets, IntentError> {
        let now = connection.now().await?;
        let record = connection.staking_record(&self.left().address()).await?;
        let in_cooldown = |ticket: &Ticket| ticket.amount > 0 && !ticket.is_matured(now);
        let mut waiting: Vec<Ticket> = record.tickets.into_iter().filter(in_cooldown).collect();
        waiting.sort_by_key(|ticket| ticket.claimable_from);
        Ok(MovingTickets { matured: record.matured(now)?, waiting })
    }

    /// Plans the second step: to claim the first pool's matured tickets and to stake `matured` tokens, which they were, in the second
    /// pool, in one transaction if it fits. What matures until it is executed is paid too, and stays in the wallet. Rewards are
    /// collected first where the claim needs them; `send_payout` does it too.
    ///
    /// # Errors
    /// As `require_welcome`.
    pub async fn go_on(&self, connection: &Connection, matured: u64) -> Result<StakePlan, IntentError> {
        self.require_welcome(connection).await?;
        let claim = claim_unstake(connection, self.left(), None, self.payer).await?;
        let request = StakeRequest { record: self.entered(), amount: matured, source: None, payer: self.payer };
        let mut staked = stake(connection, &request).await?;
        let consequences = staked.plan.consequences.clone();
        let [claim, deposit] = [claim, staked.plan].map(|plan| plan.into_instructions().collect());
        staked.plan = Plan { consequences, ..Plan::pack(&self.payer, claim, deposit, Vec::new()) };
        Ok(staked)
    }
}
