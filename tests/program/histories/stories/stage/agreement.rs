//! What the chain holds is what the ledger says, to the last unit.

use inference_staking_client::address;
use inference_staking_client::state::{OperatorPool, StakingRecord};

use super::Stage;
use crate::stories::ledger::{HolderBook, PoolBook};

impl Stage {
    #[track_caller]
    pub fn assert_agreement(&mut self) {
        for pool in 0..self.ledger.pools.len() {
            let account = self.operator_of(pool).record.operator_pool;
            let vault = self.network.balance(&address::pool_vault(&account));
            let state = self.network.pool(&account).unwrap();
            let book = &self.ledger.pools[pool];
            assert_eq!(on_chain(&state, vault), in_book(book), "pool {pool}");
            assert_eq!(state.skipped_epochs.get(), bitmap(book), "skipped epochs of pool {pool}");
            assert_eq!(rates_on_chain(&state), rates_in_book(book), "commissions of pool {pool}");
        }
        for holder in 0..self.ledger.holders.len() {
            self.assert_holder(holder);
        }
        self.assert_global();
    }

    #[track_caller]
    fn assert_holder(&mut self, holder: usize) {
        let actor = &self.actors[holder];
        let wallet = [self.network.tokens_of(actor), self.network.usdc_of(actor)].map(u128::from);
        let book = &self.ledger.holders[holder];
        assert_eq!(wallet, [book.tokens, book.usdc], "wallet of holder {holder}");
        // A record that was closed held nothing.
        let record = self.network.record(&actor.record.address()).ok();
        assert_eq!(
            record.map_or_else(|| held(&HolderBook::default()), |r| record_on_chain(&r)),
            held(book),
            "{holder}"
        );
    }

    #[track_caller]
    fn assert_global(&mut self) {
        let overview = self.network.overview().unwrap();
        let liabilities = [overview.reward_liability, overview.usdc_liability].map(u128::from);
        assert_eq!(liabilities, self.ledger.liabilities(), "liabilities");
        let vaults = [address::reward_vault(), address::usdc_vault()];
        let vaults = vaults.map(|vault| u128::from(self.network.balance(&vault)));
        assert_eq!(vaults, self.ledger.vaults, "global vaults");
        let destinations = [overview.slashing_token_destination, overview.slashing_usdc_destination];
        let treasury = destinations.map(|account| u128::from(self.network.balance(&account)));
        assert_eq!(treasury, self.ledger.treasury, "slashed");
        assert_eq!(overview.completed_reward_epoch, self.ledger.completed);
        assert_eq!(overview.is_epoch_finalizing, u8::from(self.ledger.finalizing));
        for (epoch, book) in &self.ledger.records {
            let record = self.network.reward_record(*epoch).unwrap();
            let remaining = [record.remaining_rewards, record.remaining_usdc].map(u128::from);
            assert_eq!(remaining, book.remaining, "record of epoch {epoch}");
        }
    }
}

fn on_chain(pool: &OperatorPool, vault: u64) -> [u128; 13] {
    let small = [
        pool.total_staked_amount,
        pool.total_shares,
        pool.total_unstaking,
        pool.uncollected_rewards,
        vault,
        pool.reward_commission,
        pool.usdc_commission,
        pool.delegator_usdc,
        pool.settled_usdc,
        pool.usdc_index_remainder,
        pool.reward_last_claimed_epoch,
        pool.closed_at_epoch,
    ];
    let mut all = [pool.cumulative_usdc_per_share.get(); 13];
    all[1..].copy_from_slice(&small.map(u128::from));
    all
}

fn in_book(book: &PoolBook) -> [u128; 13] {
    [
        book.index,
        book.staked,
        book.shares,
        book.unstaking,
        book.uncollected,
        book.vault,
        book.reward_commission,
        book.usdc_commission,
        book.delegator_usdc,
        book.settled_usdc,
        book.remainder,
        book.last.into(),
        book.closed_at.unwrap_or(0).into(),
    ]
}

/// Bit i: the epoch i before the last was skipped.
fn bitmap(book: &PoolBook) -> u128 {
    book.skipped.iter().map(|epoch| 1u128 << (book.last - epoch)).sum()
}

/// Active commissions, and the epochs from which announced ones hold; 0 if none is announced.
fn rates_on_chain(pool: &OperatorPool) -> [u64; 4] {
    let from = [pool.scheduled_reward_commission_from, pool.scheduled_usdc_commission_from];
    [pool.reward_commission_bps.into(), pool.usdc_commission_bps.into(), from[0], from[1]]
}

fn rates_in_book(book: &PoolBook) -> [u64; 4] {
    let [reward, usdc] = [&book.reward_rate, &book.usdc_rate];
    let from = [reward, usdc].map(|rate| rate.announced.map_or(0, |(from, _)| from));
    [reward.active as u64, usdc.active as u64, from[0], from[1]]
}

/// Shares, settled USDC, and each ticket with its time. The checkpoint counts only while there are shares.
type Held = (u128, u128, u128, [(u128, i64); 4]);

fn record_on_chain(record: &StakingRecord) -> Held {
    let checkpoint = if record.shares == 0 { 0 } else { record.usdc_checkpoint.get() };
    let tickets = record.tickets.map(|ticket| (u128::from(ticket.amount), ticket.claimable_from));
    (record.shares.into(), record.settled_usdc.into(), checkpoint, tickets)
}

fn held(book: &HolderBook) -> Held {
    let checkpoint = if book.shares == 0 { 0 } else { book.checkpoint };
    (book.shares, book.settled, checkpoint, book.tickets)
}
