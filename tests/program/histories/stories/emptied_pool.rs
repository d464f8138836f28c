//! A pool that loses all its shares, earns while it is empty, and begins again at one token a share.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_model::RecordId;

use super::stage::{activation_of, Leaf, Slash, Stage, CHALLENGE, DAY, PLAIN};

const POOL: u8 = 0;
const ALICE: RecordId = RecordId { pool: POOL, owner: 1 };

/// 1,000 tokens and 100 USDC of 10,000 and 100.
fn pay(stage: &mut Stage) {
    let totals = [10_000 * ONE, 100 * ONE];
    stage.pass_time(DAY);
    stage.mark();
    stage.fund(totals);
    stage.commit(totals, vec![Leaf { pool: POOL, amounts: [1_000 * ONE, 100 * ONE] }]);
    stage.pass_time(CHALLENGE);
    stage.accrue(POOL, stage.world().overview.completed_epoch);
}

#[test]
fn a_pool_that_lost_all_its_shares_begins_again_at_one_token_a_share() {
    let mut stage = Stage::start(&["operator", "alice"]);
    let operator = stage.open_pool(POOL, PLAIN);
    stage.stake(operator, 2_000 * ONE);
    stage.join(ALICE);

    // Commissions 100 and 20; 2,900 tokens for 2,000 shares and 80 USDC for them.
    pay(&mut stage);
    stage.set_halted(POOL, true);
    stage.pass_time(2 * DAY);
    // All that is left of the pool cannot leave while 900 of it are in the reward vault.
    let everything = Slash { shares: 2_000 * ONE, activating: 0, unstaking: 0, confiscate: false };
    stage.refuses(StakingError::RewardsNotCollected, stage.slash_of(POOL, everything));
    stage.collect(POOL);
    stage.slash(POOL, everything);
    assert_eq!(stage.treasury(), [2_900 * ONE, 0]);
    // 900 of the 2,900 were collected: 9,000 stayed in the record, 100 are commission.
    assert_eq!(stage.liabilities(), [9_100 * ONE, 100 * ONE]);

    // While it is empty, commissions of 100 and 20 are owed; 9,900 tokens and 80 USDC stay in the record.
    pay(&mut stage);
    assert_eq!(stage.remaining(2), [9_900 * ONE, 80 * ONE]);
    let state = stage.pool(POOL);
    assert_eq!((state.reward_commission, state.usdc_commission), (200 * ONE, 40 * ONE));
    assert_eq!((state.staked, state.shares, state.delegator_usdc), (0, 0, 80 * ONE));

    // The operator begins again with 1,500 tokens, and Alice with 500: nobody got what was paid in between.
    stage.set_halted(POOL, false);
    stage.stake(operator, 1_500 * ONE);
    stage.stake(ALICE, 500 * ONE);
    let state = stage.pool(POOL);
    assert_eq!((state.staked, state.shares, state.activating), (0, 0, 2_000 * ONE));
    // Both wait until the epoch is over: it is no new pool any more. Then the operator goes first.
    stage.an_epoch_passes(&[POOL], &[]);
    stage.refuses(StakingError::OperatorStakeBelowMinimum, activation_of(ALICE));
    stage.activate(operator);
    stage.activate(ALICE);
    let state = stage.pool(POOL);
    assert_eq!((state.staked, state.shares), (2_000 * ONE, 2_000 * ONE));

    // 900 tokens and 80 USDC to 2,000 shares: a quarter of them are Alice's. The operator has its first 80 USDC too.
    pay(&mut stage);
    stage.claim_usdc(ALICE);
    stage.claim_usdc(operator);
    stage.unstake_all(ALICE);
    stage.pass_time(7 * DAY);
    stage.claim_unstake(ALICE);
    assert_eq!(stage.tokens_of(ALICE.owner), (1_000_000 + 225) * ONE);
    assert_eq!([ALICE.owner, POOL].map(|person| stage.usdc_of(person)), [20 * ONE, 140 * ONE]);

    // 9,000 + 9,900 + 9,000 in records, 300 of commission; the principal paid Alice. 80 and 60 USDC likewise.
    assert_eq!(stage.liabilities(), [(27_900 + 300 + 900) * ONE, (80 + 60) * ONE]);
}
