//! A delegator who leaves and thinks better of it: the ticket becomes activating stake, which is never lent and earns nothing
//! before it is shares again.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_model::{Operation, RecordId};

use super::stage::{activation_of, Leaf, Stage, CHALLENGE, DAY, PLAIN};

const POOL: u8 = 0;
const ALICE: RecordId = RecordId { pool: POOL, owner: 1 };

/// All 10,000 tokens of the epoch, of which 1,000 are commission, and no USDC.
fn pay(stage: &mut Stage) {
    stage.pass_time(DAY);
    stage.mark();
    stage.fund([10_000 * ONE, 0]);
    stage.commit([10_000 * ONE, 0], vec![Leaf { pool: POOL, amounts: [10_000 * ONE, 0] }]);
    stage.pass_time(CHALLENGE);
    stage.accrue(POOL, stage.world().overview.completed_epoch);
}

/// `T`, `S`, `U` and `A`.
fn state(stage: &Stage) -> [u64; 4] {
    let pool = stage.pool(POOL);
    [pool.staked, pool.shares, pool.unstaking, pool.activating]
}

#[test]
fn a_cancelled_ticket_is_never_lent_and_earns_only_once_it_is_shares() {
    let mut stage = Stage::start(&["operator", "alice"]);
    let operator = stage.open_pool(POOL, PLAIN);
    stage.join(ALICE);
    stage.stake(operator, 2_000 * ONE);
    stage.stake(ALICE, 8_000 * ONE);
    stage.an_epoch_passes(&[POOL], &[ALICE]);

    // 9,000 of the 10,000 make 19,000 for 10,000 shares: 8,000 of them are 15,200 tokens.
    pay(&mut stage);
    stage.unstake_all(ALICE);
    assert_eq!(state(&stage), [3_800 * ONE, 2_000 * ONE, 15_200 * ONE, 0]);
    // The 3,800 that would stay do not cover the 9,000 that are still in the reward vault.
    let cancellation = Operation::CancelUnstake { by: ALICE.owner, record: ALICE, ticket: 0 };
    stage.refuses(StakingError::RewardsNotCollected, cancellation);
    stage.collect(POOL);
    stage.cancel_unstake(ALICE, 0);
    assert_eq!(state(&stage), [3_800 * ONE, 2_000 * ONE, 0, 15_200 * ONE]);
    assert_eq!((stage.ticket(ALICE, 0), stage.vault(POOL)), (0, 19_000 * ONE));

    // The epoch of the cancellation pays the operator alone: 12,800 for its 2,000 shares, so 6.4 each.
    stage.refuses(StakingError::NothingRipe, activation_of(ALICE));
    pay(&mut stage);
    stage.activate(ALICE);
    assert_eq!(stage.record(ALICE).shares, 2_375 * ONE);
    assert_eq!(state(&stage), [28_000 * ONE, 4_375 * ONE, 0, 0]);

    // The next pays both: 2,375 of 4,375 shares of 37,000 are 20,085.714285 tokens. 100 that came meanwhile leave with them.
    stage.stake(ALICE, 100 * ONE);
    pay(&mut stage);
    stage.unstake_all(ALICE);
    assert_eq!(stage.ticket(ALICE, 0), 20_185_714_285);
    assert_eq!(state(&stage), [16_914_285_715, 2_000 * ONE, 20_185_714_285, 0]);
    stage.pass_time(7 * DAY);
    stage.claim_unstake(ALICE);
    assert_eq!(stage.tokens_of(ALICE.owner), (1_000_000 - 8_100) * ONE + 20_185_714_285);
    stage.close_record(ALICE);
}
