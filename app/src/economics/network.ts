/** The schedule of a live network: what is stored of it, and what is left of it. */
import { emissionPeriods, type PoolOverview } from '@inference-staking/sdk';

import { issuedBy, periodOfEpoch, type Schedule } from './schedule';

const TABLE = 1;
const U64_MAX = 2n ** 64n - 1n;
/** Where nobody knows any: a billion tokens of 9 decimals. */
const USUAL_SUPPLY = 10n ** 18n;

export function scheduleOf({ emission }: PoolOverview): Schedule {
  const { baseSupply, budgets, cap, decay, epochsPerPeriod, initialRate, longTermRate } = emission;
  if (emission.kind === TABLE) return { __kind: 'Table', epochsPerPeriod, budgets };
  const compounding = emission.compounding !== 0;
  return { __kind: 'Disinflation', epochsPerPeriod, baseSupply, initialRate, decay, longTermRate, cap, compounding };
}

/** What is left to issue after the newest epoch with a record. */
export interface LeftToIssue {
  /** The period of the next epoch, from 0. */
  period: bigint;
  inPeriod: bigint;
  /** `null` if it never ends. */
  inAll: bigint | null;
}

export function leftToIssue(overview: PoolOverview): LeftToIssue {
  const schedule = scheduleOf(overview);
  const completed = overview.completedRewardEpoch;
  const period = periodOfEpoch(schedule, completed + 1n);
  // At most one period ahead of the stored one, which is that of the newest epoch with a record, or of one that was revoked.
  const periods = emissionPeriods({ overview }, Number(period - overview.emission.periodIndex) + 1);
  const issued = issuedBy(schedule, periods, Number(completed));
  const end = issuedBy(schedule, periods, Number((period + 1n) * schedule.epochsPerPeriod));
  return { period, inPeriod: end - issued, inAll: leftInAll(schedule, issued) };
}

function leftInAll(schedule: Schedule, issued: bigint): bigint | null {
  const all = schedule.__kind === 'Table' ? schedule.budgets.reduce((sum, budget) => sum + budget, 0n) : schedule.cap;
  // Without a cap that binds, the long-term rate goes on for ever.
  if (schedule.__kind === 'Disinflation' && all === U64_MAX) return null;
  return all > issued ? all - issued : 0n;
}

/**
 * The supply before epoch 1, base units: a disinflation says it. Of a table it is what there is now, less what was issued since, as
 * long as that is known and the mint has as much; `source` says which it is.
 */
export function startingSupplyOf(
  schedule: Schedule,
  minted: bigint | null,
  issued: bigint | null,
): { amount: bigint; source: SupplySource } {
  if (schedule.__kind === 'Disinflation') return { amount: schedule.baseSupply, source: 'base supply' };
  if (minted === null || minted === 0n) return { amount: USUAL_SUPPLY, source: 'assumed' };
  if (issued === null || issued >= minted) return { amount: minted, source: 'mint' };
  return { amount: minted - issued, source: issued === 0n ? 'mint' : 'mint less issued' };
}

export type SupplySource = 'base supply' | 'mint' | 'mint less issued' | 'assumed';
