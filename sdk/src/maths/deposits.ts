/** Deposits, and how they become shares (SPEC 5, SPEC 6.9, SPEC 8). */
import type { Address } from '@solana/kit';

import type { OperatorPool, PoolOverview, StakingRecord } from '../generated/accounts';
import type { StakingErrorName } from '../generated/errorTable';
import { outcome, placeOf, refusal, type Stored, u64 } from './accounts';
import type { Deposit } from './shares';

/** A pool and a record of it after an instruction. */
export interface RecordAfter {
  pool: OperatorPool;
  record: StakingRecord;
}

/** A record, its pool and the network. */
export interface RecordState {
  overview: Stored<PoolOverview>;
  pool: Stored<OperatorPool>;
  /** As many zeros for one that is only about to be created. */
  record: Stored<StakingRecord>;
  /** Its address. */
  stakingRecord: Address;
}

/** The rule by which a pool takes no stake now; `null` if it does. */
export function depositsRefusal(overview: Stored<PoolOverview>, pool: Stored<OperatorPool>): StakingErrorName | null {
  return refusal({ overview, pool }, (rules) => rules.require_deposits_open());
}

/** The rule by which a pool takes no stake of this record now; `null` if it does. */
export function stakeRefusal(
  overview: Stored<PoolOverview>,
  pool: Stored<OperatorPool>,
  stakingRecord: Address,
): StakingErrorName | null {
  return refusal({ overview, pool, stakingRecord }, (rules) => rules.require_stake_open());
}

/** What `stake` would do, with the `shares` that an operator's deposit becomes at once, or the rule that refuses it. */
export function afterStake(state: RecordState, amount: bigint): (RecordAfter & { shares: bigint }) | StakingErrorName {
  return outcome(
    state,
    (rules) => rules.stake(u64(amount)),
    ({ pool, record, result }) => ({ pool: pool(), record: record(), shares: result(0) }),
  );
}

/** What `activate_stake` would do, or the rule that refuses it. Of the operator's own record the other is not looked at. */
export function afterActivation(
  state: RecordState & { operatorRecord: Stored<StakingRecord> | null },
): (RecordAfter & { deposit: Deposit }) | StakingErrorName {
  return outcome(
    state,
    (rules) => rules.activate_stake(),
    ({ pool, record, result }) => ({
      pool: pool(),
      record: record(),
      deposit: { shares: result(0), cost: result(1) },
    }),
  );
}

/** The rule by which `activate_stake` is refused now; `null` if it would go through. */
export function activationRefusal(
  state: RecordState & { operatorRecord: Stored<StakingRecord> | null },
): StakingErrorName | null {
  return refusal(state, (rules) => rules.activate_stake());
}

/** What `cancel_unstake` would do with the ticket at a place, or the rule that refuses it. */
export function afterCancelledUnstake(
  state: Omit<RecordState, 'stakingRecord'>,
  ticket: number,
): (RecordAfter & { amount: bigint }) | StakingErrorName {
  return outcome(
    state,
    (rules) => rules.cancel_unstake(placeOf(ticket)),
    ({ pool, record, result }) => ({ pool: pool(), record: record(), amount: result(0) }),
  );
}
