//! An operator is slashed in its shares and in its cooldown; the delegator beside it loses nothing.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::pool_args;

use crate::stories::ledger::Slash;
use crate::stories::stage::{Leaf, Stage, CHALLENGE};

const TOKEN: u128 = ONE as u128;

#[test]
fn an_operator_does_not_escape_into_cooldown_and_the_delegator_does_not_pay() {
    let mut stage = Stage::start();
    let (pool, operator) = stage.operator("operator", pool_args());
    let alice = stage.delegator("alice", pool);
    stage.stake(operator, 2_000 * ONE);
    stage.stake(alice, 3_000 * ONE);
    let totals = [10_000 * ONE, 500 * ONE];
    stage.mark();
    stage.fund(totals);
    stage.commit(totals, vec![Leaf { pool, amounts: [5_000 * ONE, 500 * ONE] }]);
    stage.pass_time(CHALLENGE);
    stage.accrue(pool, 1);

    // 4,500 of the 5,000 make 9,500 for 5,000 shares: 1.9 each. 400 of the 500 USDC are the holders'.
    stage.unstake(operator, 1_000 * TOKEN);
    assert_eq!(stage.ledger.holders[operator].tickets[0].0, 1_900 * TOKEN);
    stage.set_halted(pool, true);
    let slash = Slash { shares: 400 * TOKEN, unstaking: 1_000 * TOKEN, confiscate: true };
    stage.refuses(StakingError::SlashingDelayNotOver, |stage| stage.try_to_slash(pool, slash));
    stage.pass_time(2 * DAY);
    stage.slash(pool, slash);
    // 760 for the shares, 1,000 of the ticket, 500 commission; 100 USDC commission and 2/5 of 400.
    assert_eq!(stage.ledger.treasury, [2_260 * TOKEN, 260 * TOKEN]);
    let state = stage.network.pool_of(&stage.actors[operator]);
    assert_eq!((state.total_staked_amount, state.total_shares), (6_840 * ONE, 3_600 * ONE));
    assert_eq!((state.total_unstaking, state.uncollected_rewards), (900 * ONE, 4_500 * ONE));

    // Alice does not wait for the halt to end. 3,000 shares at 1.9, of which the pool vault holds 5,000 - 1,760.
    stage.claim_usdc(alice);
    stage.unstake_all(alice);
    stage.pass_time(7 * DAY);
    stage.claim_unstake(alice);
    assert_eq!(stage.network.tokens_of(&stage.actors[alice]), (1_000_000 + 2_700) * ONE);
    assert_eq!(stage.network.usdc_of(&stage.actors[alice]), 240 * ONE);

    // The operator gets what is left of its ticket once the pool is resumed, and keeps 600 shares.
    stage.pass_time(7 * DAY);
    stage.refuses(StakingError::OperatorHalted, |stage| stage.network.claim_unstake(&stage.actors[operator]));
    stage.set_halted(pool, false);
    stage.claim_unstake(operator);
    assert_eq!(stage.network.tokens_of(&stage.actors[operator]), (1_000_000 - 2_000 + 900) * ONE);
    let state = stage.network.pool_of(&stage.actors[operator]);
    assert_eq!((state.total_staked_amount, state.uncollected_rewards), (1_140 * ONE, 1_140 * ONE));
    assert_eq!((stage.ledger.pools[pool].vault, stage.ledger.pools[pool].shares), (0, 600 * TOKEN));
}
