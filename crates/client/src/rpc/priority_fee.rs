//! What to pay so that a transaction is not left behind.

use std::time::Duration;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;

use super::connection::Connection;

/// `Auto` pays what this part of the recent slots was cheaper than, in percent.
pub const AUTO_PERCENTILE: usize = 75;
/// `Auto` never pays more, in micro-lamports per compute unit: 100,000 units then cost 0.0001 SOL.
pub const AUTO_CAP_MICRO_LAMPORTS: u64 = 1_000_000;
/// What `Auto` pays at least once a transaction has expired, before it doubles: nothing doubled stays nothing.
const RAISED_FROM_MICRO_LAMPORTS: u64 = 1_000;
/// Most accounts that a node takes in one question for fees.
const MAX_ACCOUNTS: usize = 128;

/// How long a node may take to tell recent fees: an exit does not wait for it.
const PATIENCE: Duration = Duration::from_secs(10);

/// Priority fee of a transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PriorityFee {
    /// Only the base fee.
    #[default]
    None,
    /// This price, in micro-lamports per compute unit.
    MicroLamports(u64),
    /// The 75th percentile of what the accounts that the transaction writes have cost in recent slots, at most
    /// `AUTO_CAP_MICRO_LAMPORTS`: more than most pay, so that it is soon in a block, and never much. Doubled each time that it
    /// expired without getting into one.
    Auto,
}

impl PriorityFee {
    /// What is paid after so many expiries, where `price` would be paid at first.
    pub(super) fn raised(self, price: u64, expiries: u32) -> u64 {
        match self {
            Self::Auto if expiries > 0 => {
                let doubled = price.max(RAISED_FROM_MICRO_LAMPORTS).saturating_mul(2u64.saturating_pow(expiries));
                doubled.min(AUTO_CAP_MICRO_LAMPORTS)
            }
            _ => price,
        }
    }
}

impl Connection {
    /// The price in micro-lamports per compute unit. A node that does not tell recent fees costs nothing extra.
    pub async fn price(&self, fee: PriorityFee, instructions: &[Instruction], payer: &Pubkey) -> u64 {
        match fee {
            PriorityFee::None => 0,
            PriorityFee::MicroLamports(price) => price,
            PriorityFee::Auto => self.recent_price(&writable(instructions, payer)).await,
        }
    }

    async fn recent_price(&self, accounts: &[Pubkey]) -> u64 {
        let asking = self.retried(|rpc| rpc.get_recent_prioritization_fees(accounts));
        match tokio::time::timeout(PATIENCE, asking).await {
            Ok(Ok(slots)) => auto(slots.iter().map(|slot| slot.prioritization_fee).collect()),
            Ok(Err(failure)) => {
                tracing::warn!(%failure, "recent priority fees are unknown, paying none");
                0
            }
            Err(_) => {
                tracing::warn!("the node does not tell recent priority fees, paying none");
                0
            }
        }
    }
}

/// The price that `AUTO_PERCENTILE` percent of the slots did not exceed, capped.
fn auto(mut prices: Vec<u64>) -> u64 {
    prices.sort_unstable();
    let rank = prices.len().saturating_mul(AUTO_PERCENTILE).div_ceil(100);
    let price = rank.checked_sub(1).and_then(|place| prices.get(place));
    price.copied().unwrap_or(0).min(AUTO_CAP_MICRO_LAMPORTS)
}

fn writable(instructions: &[Instruction], payer: &Pubkey) -> Vec<Pubkey> {
    let metas = instructions.iter().flat_map(|instruction| &instruction.accounts);
    let mut keys: Vec<_> = metas.filter(|meta| meta.is_writable).map(|meta| meta.pubkey).collect();
    keys.push(*payer);
    keys.sort_unstable();
    keys.dedup();
    keys.truncate(MAX_ACCOUNTS);
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auto_doubles_with_every_expiry_up_to_its_cap_and_nothing_else_does() {
        let auto = |price, expiries| PriorityFee::Auto.raised(price, expiries);
        assert_eq!([0, 1, 2].map(|expiries| auto(5_000, expiries)), [5_000, 10_000, 20_000]);
        assert_eq!([0, 1, 2].map(|expiries| auto(0, expiries)), [0, 2_000, 4_000]);
        assert_eq!((auto(600_000, 1), auto(1, 200)), (1_000_000, 1_000_000));
        assert_eq!(PriorityFee::MicroLamports(7).raised(7, 3), 7);
        assert_eq!(PriorityFee::None.raised(0, 3), 0);
    }

    #[test]
    fn auto_takes_the_75th_percentile_and_is_capped() {
        assert_eq!(auto(vec![]), 0);
        assert_eq!(auto(vec![7]), 7);
        // 75 % of 4 slots is the third cheapest, of 8 the sixth, of 3 (2.25) the third.
        assert_eq!(auto(vec![40, 10, 30, 20]), 30);
        assert_eq!(auto(vec![8, 7, 6, 5, 4, 3, 2, 1]), 6);
        assert_eq!(auto(vec![0, 0, 9]), 9);
        assert_eq!(auto(vec![u64::MAX]), 1_000_000);
    }
}
