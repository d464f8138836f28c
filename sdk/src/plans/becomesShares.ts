/** When a deposit becomes shares, and what holds it up beyond that (SPEC 5, SPEC 6.9). */
import type { Address } from '@solana/kit';

import type { StakingRecord } from '../generated/accounts';
import type { StakingErrorName } from '../generated/errorTable';
import { currentEpoch, keepsOperatorMinimum, openEpochs, sharesForDeposit, skipsAreRecentUntil } from '../maths';
import type { PoolReading } from '../read';
import type { Plan } from './plan';

/** When a deposit becomes shares at the earliest, if it comes in the epoch in which this was planned. */
export type BecomesShares =
  /** In the same transaction: an operator's into its new pool. */
  | { kind: 'AtOnce'; earnsFromEpoch: bigint }
  /** Once this epoch, in which it comes, is over and the pool has passed it: then anyone may activate it. */
  | { kind: 'AfterEpoch'; epoch: bigint; earnsFromEpoch: bigint };

/** What keeps a deposit activating even once its epoch is over, as far as that can be known when it comes. */
export type HeldUpBy = {
  rule: StakingErrorName;
} /** The pool has so many epochs to pass before that of the deposit. */ & (
  | { rule: 'PoolBehind'; epochs: number }
  /** The pool skipped epochs that can still pay it: the gate is shut until all are accrued, or an epoch is complete. */
  | { rule: 'SkippedLately'; skipped: bigint[]; untilComplete: bigint }
  /** The operator's shares are worth less than the minimum. */
  | { rule: 'OperatorStakeBelowMinimum' }
  /** All that the record then has activating buys no share at today's price. */
  | { rule: 'DepositBuysNoShare' }
);

/** A plan that makes activating stake, and when that becomes shares. */
export interface StakePlan extends Plan {
  becomesShares: BecomesShares;
  heldUpBy: HeldUpBy[];
}

/** Whose deposit it is; `activating` without the deposit. */
interface Depositing {
  stakingRecord: Address;
  activating: bigint;
  amount: bigint;
}

/** Of a deposit that comes now and is not shares at once. */
export function afterCurrentEpoch({ overview }: PoolReading): BecomesShares {
  const epoch = currentEpoch(overview);
  return { kind: 'AfterEpoch', epoch, earnsFromEpoch: epoch + 1n };
}

/** What holds a deposit up. `record` is the depositor's, for the operator's own; `null` if there is none yet. */
export function heldUpBy(state: PoolReading, record: StakingRecord | null, deposit: Depositing): HeldUpBy[] {
  const { now, overview, pool } = state;
  const { ahead, skipped } = openEpochs(overview, pool, now);
  const untilComplete = skipsAreRecentUntil(pool);
  // At the earliest the deposit is activated when the current epoch is complete: a gate that is open by then holds nothing up.
  const isShut = skipped.length > 0 && currentEpoch(overview) < untilComplete;
  return [
    ...(ahead.length > 0 ? [{ rule: 'PoolBehind', epochs: ahead.length } as const] : []),
    ...(isShut ? [{ rule: 'SkippedLately', skipped, untilComplete } as const] : []),
    ...atTodaysPrice(state, record, deposit),
  ];
}

/** What the program would ask after the gate. */
function atTodaysPrice(state: PoolReading, record: StakingRecord | null, deposit: Depositing): HeldUpBy[] {
  const { overview, pool } = state;
  const amount = deposit.activating + deposit.amount;
  const ofOperator = deposit.stakingRecord === pool.operatorStakingRecord;
  const operator = ofOperator ? record : state.operatorRecord;
  const priced = { amount, operatorShares: operator?.shares ?? 0n, ofOperator };
  const isEnough = !operator || keepsOperatorMinimum(overview, pool, priced);
  return [
    ...(sharesForDeposit(pool, amount) ? [] : [{ rule: 'DepositBuysNoShare' } as const]),
    ...(isEnough ? [] : [{ rule: 'OperatorStakeBelowMinimum' } as const]),
  ];
}
