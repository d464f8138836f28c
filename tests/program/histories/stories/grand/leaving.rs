//! Everybody leaves; the closed pool's delegators after its records have expired. Nothing is left that is not explained.

use anchor_lang::prelude::Pubkey;
use inference_staking_localnet::network::DAY;
use inference_staking_localnet::Chain;

use super::*;
use crate::stories::stage::FUNDS;

pub fn play(stage: &mut Stage) {
    the_open_pools_close_and_empty(stage);
    epochs_until_all_records_have_expired(stage);
    the_closed_pools_delegators_come_at_last(stage);
    nothing_is_left_unexplained(stage);
}

fn the_open_pools_close_and_empty(stage: &mut Stage) {
    for pool in WITHOUT_CLOSED {
        stage.close_pool(pool);
        stage.withdraw_commissions(pool);
        for holder in [pool, first(pool), second(pool)] {
            stage.claim_usdc(holder);
            stage.unstake_all(holder);
        }
    }
    stage.pass_time(14 * DAY);
    for pool in WITHOUT_CLOSED {
        for holder in [pool, first(pool), second(pool)] {
            stage.claim_unstake(holder);
        }
        let book = &stage.ledger.pools[pool];
        let left = [book.staked, book.shares, book.unstaking, book.uncollected, book.vault, book.settled_usdc];
        assert_eq!(left, [0; 6], "pool {pool}");
    }
}

fn epochs_until_all_records_have_expired(stage: &mut Stage) {
    for _ in 13..=141 {
        stage.pass_time(DAY);
        stage.commit_without_roots();
    }
    stage.assert_agreement();
    for epoch in 1..=13 {
        stage.reclaim(epoch);
    }
}

fn the_closed_pools_delegators_come_at_last(stage: &mut Stage) {
    // Its last epoch, 8, was never accrued; that does not keep anybody from leaving.
    assert_eq!(stage.ledger.pools[CLOSING].last, 7);
    for holder in [first(CLOSING), second(CLOSING)] {
        let usdc = stage.ledger.holders[holder].usdc;
        stage.claim_usdc(holder);
        assert!(stage.ledger.holders[holder].usdc > usdc);
        stage.unstake_all(holder);
    }
    stage.pass_time(7 * DAY);
    for holder in [first(CLOSING), second(CLOSING)] {
        stage.claim_unstake(holder);
        assert!(stage.ledger.holders[holder].tokens > u128::from(FUNDS), "seven epochs paid more than nothing");
    }
    stage.withdraw_commissions(CLOSING);
}

fn nothing_is_left_unexplained(stage: &mut Stage) {
    for pool in ALL {
        let book = &stage.ledger.pools[pool];
        // Less than a unit for each rounding: three holders that settled at most 20 times.
        let dust = book.delegator_usdc - book.settled_usdc;
        assert!(dust < 60, "dust of pool {pool}: {dust}");
        if dust > 0 {
            stage.sweep(pool);
        }
    }
    assert_eq!(stage.ledger.liabilities(), [0, 0]);
    // What remains in the global vaults funds the next epochs: nobody was to get it.
    assert_eq!(stage.ledger.vaults, returned_to_the_pot());
    assert_eq!(stage.ledger.vaults, stage.ledger.reclaimed);
    // Wallets at the start, and what was put into the vaults for eleven epochs.
    let wallets = 18 * u128::from(FUNDS);
    let funded = [11 * u128::from(EPOCH_REWARDS), 11 * u128::from(EPOCH_USDC)];
    assert_eq!(stage.ledger.supplies(), [wallets + funded[0], funded[1]]);
    let mints = stage.network.mints;
    assert_eq!([mints.stake, mints.usdc].map(|mint| supply(stage, &mint)), stage.ledger.supplies());
    for holder in 0..18 {
        stage.close_record(holder);
    }
}

/// Tokens of a mint that there are anywhere.
fn supply(stage: &mut Stage, mint: &Pubkey) -> u128 {
    let mint = stage.network.chain.account(mint).unwrap();
    // In a mint's data the supply follows the mint authority.
    u64::from_le_bytes(mint.data[36..44].try_into().unwrap()).into()
}

/// What no leaf of the eleven epochs with roots paid, the holders' parts of four epochs in which a pool had none, and the
/// leaf of epoch 8 that nobody brought.
fn returned_to_the_pot() -> [u128; 2] {
    let mut returned = [0; 2];
    for epoch in (1..=12).filter(|epoch| *epoch != 3) {
        let pools: &[usize] = if epoch <= 8 { &ALL } else { &WITHOUT_CLOSED };
        for (of, total) in [EPOCH_REWARDS, EPOCH_USDC].into_iter().enumerate() {
            let paid: u64 = pools.iter().map(|pool| amounts(*pool, epoch)[of]).sum();
            returned[of] += u128::from(total - paid);
        }
    }
    for epoch in 5..=8 {
        // 11.85 % and 13.85 % went to the operator all the same.
        for (of, bps) in [1_185, 1_385].into_iter().enumerate() {
            let amount = u128::from(amounts(EMPTIED, epoch)[of]);
            returned[of] += amount - amount * bps / 10_000;
        }
    }
    let never_brought = amounts(CLOSING, 8).map(u128::from);
    [0, 1].map(|of| returned[of] + never_brought[of])
}
