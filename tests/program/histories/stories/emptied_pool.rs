//! A pool that loses all its shares, earns while it is empty, and begins again at one token a share.

use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::pool_args;

use crate::stories::ledger::Slash;
use crate::stories::stage::{Leaf, Stage, CHALLENGE};

const TOKEN: u128 = ONE as u128;

/// 1,000 tokens and 100 USDC of 10,000 and 100.
fn pay(stage: &mut Stage, pool: usize) {
    let totals = [10_000 * ONE, 100 * ONE];
    stage.pass_time(DAY);
    stage.mark();
    stage.fund(totals);
    stage.commit(totals, vec![Leaf { pool, amounts: [1_000 * ONE, 100 * ONE] }]);
    stage.pass_time(CHALLENGE);
    stage.accrue(pool, stage.ledger.completed);
}

#[test]
fn a_pool_that_lost_all_its_shares_begins_again_at_one_token_a_share() {
    let mut stage = Stage::start();
    let (pool, operator) = stage.operator("operator", pool_args());
    stage.stake(operator, 2_000 * ONE);
    let alice = stage.delegator("alice", pool);

    // Commissions 100 and 20; 2,900 tokens for 2,000 shares and 80 USDC for them.
    pay(&mut stage, pool);
    stage.set_halted(pool, true);
    stage.pass_time(2 * DAY);
    stage.slash(pool, Slash { shares: 2_000 * TOKEN, unstaking: 0, confiscate: false });
    assert_eq!(stage.ledger.treasury, [2_900 * TOKEN, 0]);
    // 900 of the 2,900 came out of the reward vault: 9,000 stayed in the record, 100 are commission.
    assert_eq!(stage.ledger.liabilities(), [9_100 * TOKEN, 100 * TOKEN]);

    // While it is empty, commissions of 100 and 20 are owed; 9,900 tokens and 80 USDC stay in the record.
    pay(&mut stage, pool);
    assert_eq!(stage.ledger.records[&2].remaining, [9_900 * TOKEN, 80 * TOKEN]);
    let state = stage.network.pool_of(&stage.actors[operator]);
    assert_eq!((state.reward_commission, state.usdc_commission), (200 * ONE, 40 * ONE));
    assert_eq!((state.total_staked_amount, state.total_shares, state.delegator_usdc), (0, 0, 80 * ONE));

    // The operator begins again with 1,500 tokens, and Alice with 500: nobody got what was paid in between.
    stage.set_halted(pool, false);
    stage.stake(operator, 1_500 * ONE);
    stage.stake(alice, 500 * ONE);
    let state = stage.network.pool_of(&stage.actors[operator]);
    assert_eq!((state.total_staked_amount, state.total_shares), (2_000 * ONE, 2_000 * ONE));

    // 900 tokens and 80 USDC to 2,000 shares: a quarter of them are Alice's. The operator has its first 80 USDC too.
    pay(&mut stage, pool);
    stage.claim_usdc(alice);
    stage.claim_usdc(operator);
    stage.unstake_all(alice);
    stage.pass_time(7 * DAY);
    stage.claim_unstake(alice);
    assert_eq!(stage.network.tokens_of(&stage.actors[alice]), (1_000_000 + 225) * ONE);
    assert_eq!([alice, operator].map(|of| stage.ledger.holders[of].usdc), [20 * TOKEN, 140 * TOKEN]);

    // 9,000 + 9,900 + 9,000 in records, 300 of commission; the principal paid Alice. 80 and 60 USDC likewise.
    assert_eq!(stage.ledger.liabilities(), [(27_900 + 300 + 900) * TOKEN, (80 + 60) * TOKEN]);
}
