//! An operator is slashed in its shares and in its cooldown; the delegator beside it loses nothing.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_model::{Operation, RecordId};

use super::stage::{Leaf, Slash, Stage, CHALLENGE, DAY, PLAIN};

const POOL: u8 = 0;
const ALICE: RecordId = RecordId { pool: POOL, owner: 1 };

#[test]
fn an_operator_does_not_escape_into_cooldown_and_the_delegator_does_not_pay() {
    let mut stage = Stage::start(&["operator", "alice"]);
    let operator = stage.open_pool(POOL, PLAIN);
    stage.join(ALICE);
    stage.stake(operator, 2_000 * ONE);
    stage.stake(ALICE, 3_000 * ONE);
    stage.an_epoch_passes(&[POOL], &[ALICE]);
    let totals = [10_000 * ONE, 500 * ONE];
    stage.pass_time(DAY);
    stage.mark();
    stage.fund(totals);
    stage.commit(totals, vec![Leaf { pool: POOL, amounts: [5_000 * ONE, 500 * ONE] }]);
    stage.pass_time(CHALLENGE);
    stage.accrue(POOL, 2);

    // 4,500 of the 5,000 make 9,500 for 5,000 shares: 1.9 each. 400 of the 500 USDC are the holders'.
    stage.unstake(operator, 1_000 * ONE);
    assert_eq!(stage.ticket(operator, 0), 1_900 * ONE);
    // What is not shares yet does not escape either.
    stage.stake(operator, 500 * ONE);
    stage.set_halted(POOL, true);
    let slash = Slash { shares: 400 * ONE, activating: 300 * ONE, unstaking: 1_000 * ONE, confiscate: true };
    stage.refuses(StakingError::SlashingDelayNotOver, stage.slash_of(POOL, slash));
    stage.pass_time(2 * DAY);
    stage.slash(POOL, slash);
    // 760 for the shares, 300 activating, 1,000 of the ticket, 500 commission; 100 USDC commission and 2/5 of 400.
    assert_eq!(stage.treasury(), [2_560 * ONE, 260 * ONE]);
    let state = stage.pool(POOL);
    assert_eq!((state.staked, state.shares), (6_840 * ONE, 3_600 * ONE));
    assert_eq!((state.unstaking, state.uncollected_rewards), (900 * ONE, 4_500 * ONE));

    // Alice does not wait for the halt to end. 3,000 shares at 1.9, of which the pool vault holds 5,000 - 1,760, and 200 that
    // are activating and not lent: the rewards are collected first.
    stage.claim_usdc(ALICE);
    stage.unstake_all(ALICE);
    stage.pass_time(7 * DAY);
    stage.claim_unstake(ALICE);
    assert_eq!(stage.tokens_of(ALICE.owner), (1_000_000 + 2_700) * ONE);
    assert_eq!(stage.usdc_of(ALICE.owner), 240 * ONE);

    // The operator gets what is left of its ticket once the pool is resumed, and keeps 600 shares and 200
    // activating tokens.
    stage.pass_time(7 * DAY);
    stage.refuses(StakingError::OperatorHalted, Operation::ClaimUnstake { record: operator, signed: None });
    stage.set_halted(POOL, false);
    stage.claim_unstake(operator);
    assert_eq!(stage.tokens_of(POOL), (1_000_000 - 2_500 + 900) * ONE);
    let state = stage.pool(POOL);
    assert_eq!((state.staked, state.activating, state.uncollected_rewards), (1_140 * ONE, 200 * ONE, 0));
    assert_eq!((stage.vault(POOL), stage.pool(POOL).shares), (1_340 * ONE, 600 * ONE));
}
