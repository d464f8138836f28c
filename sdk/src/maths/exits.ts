/** How stake and USDC leave (SPEC 4, SPEC 5, SPEC 8, SPEC 9). Base units, times in Unix seconds. */
import type { Address } from '@solana/kit';

import type { OperatorPool, PoolOverview } from '../generated/accounts';
import type { StakingErrorName } from '../generated/errorTable';
import { ask, outcome, placeOf, refusal, type Stored, time, u64 } from './accounts';
import type { RecordAfter, RecordState } from './deposits';

/** What an owner asks to unstake. */
export interface Unstaking {
  /** Shares that are burnt. */
  shares: bigint;
  /** Activating tokens that are taken back. */
  activating: bigint;
  /** Place of the open ticket that both join; none for a ticket of their own. */
  joins?: number | undefined;
}

/** What `unstake` would do, with its tokens and the place of their ticket, or the rule that refuses it. */
export function afterUnstake(
  state: RecordState,
  { activating, joins, shares }: Unstaking,
  now: bigint,
): (RecordAfter & { tokens: bigint; ticket: number }) | StakingErrorName {
  const place = joins === undefined ? -1 : placeOf(joins);
  return outcome(
    state,
    (rules) => rules.unstake(u64(shares), u64(activating), place, time(now)),
    ({ pool, record, result }) => ({
      pool: pool(),
      record: record(),
      tokens: result(0),
      ticket: Number(result(1)),
    }),
  );
}

/** The rule by which nobody is paid anything now; `null` if anybody may be. */
export function withdrawalsRefusal(overview: Stored<PoolOverview>, now: bigint): StakingErrorName | null {
  return refusal({ overview }, (rules) => rules.require_withdrawals_open(time(now)));
}

/** The rule by which a record is paid nothing now; `null` if it may be paid. */
export function payoutRefusal(
  overview: Stored<PoolOverview>,
  pool: Stored<OperatorPool>,
  stakingRecord: Address,
  now: bigint,
): StakingErrorName | null {
  return refusal({ overview, pool, stakingRecord }, (rules) => rules.require_payouts_open(time(now)));
}

/** What `claim_unstake` would do and pay, or the rule that refuses it. */
export function afterUnstakeClaim(
  state: RecordState,
  now: bigint,
): (RecordAfter & { amount: bigint }) | StakingErrorName {
  return outcome(
    state,
    (rules) => rules.claim_unstake(time(now)),
    ({ pool, record, result }) => ({ pool: pool(), record: record(), amount: result(0) }),
  );
}

/** What `claim_usdc_earnings` would do and pay, or the rule that refuses it. */
export function afterUsdcClaim(
  state: RecordState,
  now: bigint,
): (RecordAfter & { overview: PoolOverview; amount: bigint }) | StakingErrorName {
  return outcome(
    state,
    (rules) => rules.claim_usdc_earnings(time(now)),
    ({ overview, pool, record, result }) => ({
      overview: overview(),
      pool: pool(),
      record: record(),
      amount: result(0),
    }),
  );
}

/** Whether a pool's rewards have to be collected before so many tokens leave its vault. */
export function mustCollectBefore(pool: Stored<OperatorPool>, amount: bigint): boolean {
  return ask({ pool }, ({ rules }) => rules.must_collect_before(u64(amount)) !== 0);
}
