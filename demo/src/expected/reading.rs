//! What the model says of a pool and its holders.

use anyhow::Result;
use inference_staking_math::shares::PoolShares;
use inference_staking_model::{Holder, Pool, Ticket};

use super::names::{record, wallet, POOL};
use super::numbers::{ExpectedHolder, ExpectedNumbers, ExpectedTicket};
use super::pool::ExpectedPool;

impl ExpectedPool {
    /// Tokens that shares are worth, rounded down.
    pub fn value_of(&self, shares: u128) -> Result<u128> {
        Ok(self.pool().value_rounded_down(u64::try_from(shares)?).into())
    }

    /// Least shares that are worth `tokens`.
    pub fn shares_worth(&self, tokens: u64) -> Result<u128> {
        Ok(self.totals().shares_for_tokens(tokens)?.into())
    }

    /// USDC that the holder could claim now.
    pub fn claimable_usdc(&self, holder: usize) -> u128 {
        self.world.view(record(holder)).map_or(0, |view| view.claimable_usdc.into())
    }

    /// The pool's numbers.
    pub fn numbers(&self) -> ExpectedNumbers {
        let pool = self.pool();
        ExpectedNumbers {
            passed_epoch: pool.passed_epoch,
            staked: pool.staked.into(),
            shares: pool.shares.into(),
            unstaking: pool.unstaking.into(),
            activating: pool.activating.into(),
            uncollected: pool.uncollected_rewards.into(),
            reward_commission: pool.reward_commission.into(),
            usdc_commission: pool.usdc_commission.into(),
            holder_usdc: pool.delegator_usdc.into(),
            settled_usdc: pool.settled_usdc.into(),
            index: pool.usdc_index,
            remainder: pool.usdc_index_remainder.into(),
            vault: self.world.tokens.balance(Holder::PoolVault(POOL)).into(),
        }
    }

    /// How many may hold shares.
    pub fn holder_count(&self) -> usize {
        self.put_in.len()
    }

    /// A holder's numbers.
    pub fn holder(&self, holder: usize) -> ExpectedHolder {
        let wallet = Holder::Wallet(wallet(holder));
        let numbers = ExpectedHolder {
            wallet_tokens: self.world.tokens.balance(wallet).into(),
            wallet_usdc: self.world.usdc.balance(wallet).into(),
            put_in: self.put_in[holder],
            took_out: self.took_out[holder],
            ..ExpectedHolder::default()
        };
        let id = record(holder);
        let Some(record) = self.world.staking_records.get(&id) else { return numbers };
        let (latest_deposit_epoch, latest_deposit) = record.deposits.latest().unwrap_or_default();
        let tickets = record.tickets.iter().flatten();
        let ticket =
            |ticket: &Ticket| ExpectedTicket { claimable_from: ticket.claimable_from, amount: ticket.amount.into() };
        ExpectedHolder {
            has_record: true,
            shares: record.shares.into(),
            activating: record.deposits.total().into(),
            latest_deposit: latest_deposit.into(),
            latest_deposit_epoch,
            can_activate: self.world.view(id).is_ok_and(|view| view.can_activate),
            checkpoint: record.checkpoint,
            settled_usdc: record.settled_usdc.into(),
            tickets: tickets.map(ticket).collect(),
            ..numbers
        }
    }

    /// The pool's two totals, as the maths takes them.
    pub(super) fn totals(&self) -> PoolShares {
        let pool = self.pool();
        PoolShares { total_staked: pool.staked, total_shares: pool.shares }
    }

    pub(super) fn pool(&self) -> &Pool {
        &self.world.pools[&POOL]
    }
}
