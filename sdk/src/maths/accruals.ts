/** What a pool becomes when it passes an epoch: by what its leaf pays, or without (SPEC 5, SPEC 6). Base units. */
import type { OperatorPool, PoolOverview, RewardRecord, StakingRecord } from '../generated/accounts';
import type { StakingErrorName } from '../generated/errorTable';
import { ask, outcome, place, refusal, refusalOf, type Stored, time, u64 } from './accounts';

/** A pool before it passes an epoch. */
export interface EpochState {
  overview: Stored<PoolOverview>;
  pool: Stored<OperatorPool>;
  /** Of the epoch. */
  rewardRecord: Stored<RewardRecord>;
}

/** What a leaf pays. */
export interface LeafAmounts {
  /** Stake tokens. */
  reward: bigint;
  usdc: bigint;
}

/** What an accrual makes of the accounts. */
export interface AfterAccrual {
  pool: OperatorPool;
  operatorRecord: StakingRecord | null;
  rewardRecord: RewardRecord;
}

/** The rule by which nothing of a record is accrued or bypassed now; `null` if it is open. */
export function accrualRefusal(
  overview: Stored<PoolOverview>,
  rewardRecord: Stored<RewardRecord>,
  now: bigint,
): StakingErrorName | null {
  return refusal({ overview, rewardRecord }, (rules) => rules.require_accrual_open(time(now)));
}

/** What an accrual of a leaf would do, or the rule that refuses it. That the leaf is in a tree of the epoch is not asked. */
export function afterAccrual(
  state: EpochState & { operatorRecord: Stored<StakingRecord> | null },
  { reward, usdc }: LeafAmounts,
  now: bigint,
): AfterAccrual | StakingErrorName {
  const { operatorRecord } = state;
  return outcome(
    state,
    (rules) => rules.accrue_reward(u64(reward), u64(usdc), Number(operatorRecord !== null), time(now)),
    (asked) => ({
      pool: asked.pool(),
      operatorRecord: operatorRecord && asked.operatorRecord(),
      rewardRecord: asked.rewardRecord(),
    }),
  );
}

/** A pool whose leaf stands in a batch. */
export interface BatchedPool extends LeafAmounts {
  pool: Stored<OperatorPool>;
  operatorRecord: Stored<StakingRecord> | null;
}

/** The rules that refuse the pools of a batch, in their order; `null` for those that are accrued, whose leaves leave the record one by one. */
export function batchRefusals(
  state: Omit<EpochState, 'pool'>,
  batch: readonly BatchedPool[],
  now: bigint,
): (StakingErrorName | null)[] {
  return ask(state, ({ rewardRecord, rules }) => {
    let remaining = rewardRecord();
    return batch.map(({ operatorRecord, pool, reward, usdc }) => {
      place(rules, { operatorRecord, pool });
      const code = rules.accrue_reward(u64(reward), u64(usdc), Number(operatorRecord !== null), time(now));
      if (code === 0) remaining = rewardRecord();
      else place(rules, { rewardRecord: remaining });
      return refusalOf(code);
    });
  });
}

/** The pool after it passed an epoch without a leaf, or the rule that refuses it. */
export function afterBypass(state: EpochState, now: bigint): OperatorPool | StakingErrorName {
  return outcome(
    state,
    (rules) => rules.bypass(time(now)),
    ({ pool }) => pool(),
  );
}

/** Whether a leaf can still take something out of a record. */
export function canStillPay(rewardRecord: Stored<RewardRecord>): boolean {
  return ask({ rewardRecord }, ({ rules }) => rules.can_still_pay() !== 0);
}

/** Whether a pool stakes its commission, so that an accrual writes the operator's record. */
export function autoStakes(pool: Stored<OperatorPool>): boolean {
  return ask({ pool }, ({ rules }) => rules.auto_stakes() !== 0);
}
