import {
  afterUnstake,
  type ChainReader,
  emissionOf,
  emissionPeriods,
  formatAmount,
  type NewEmissionSchedule,
  type Position,
  rankOf,
  readNetwork,
  ruleInWords,
  sharesForDeposit,
} from '@inference-staking/sdk';

/** What a form says of a deposit before anything is planned: what it would buy at today's price. */
export function depositInWords(position: Position, amount: bigint, decimals: number): string {
  const bought = sharesForDeposit(position.pool, amount);
  if (!bought) return 'too little for a share';
  const [shares, cost, all] = [bought.shares, bought.cost, amount].map((each) => formatAmount(each, decimals));
  return `${shares} shares for ${cost} of ${all} tokens`;
}

/** What would happen if all shares of a position left now, by the program's own rule. */
export async function leavingInWords(reader: ChainReader, position: Position): Promise<string> {
  const { now, overview } = await readNetwork(reader);
  const { address: stakingRecord, pool, record } = position;
  const all = { shares: record.shares, activating: 0n };
  const after = afterUnstake({ overview, pool, record, stakingRecord }, all, now);
  if (typeof after === 'string') return `refused: ${ruleInWords(after)}`;
  const { amount, claimableFrom } = after.record.tickets[after.ticket] ?? { amount: 0n, claimableFrom: now };
  return `${formatAmount(amount, overview.stakeDecimals)} tokens, ${claimableFrom - now} seconds from now`;
}

/** The rank that a position would have, locked for so many days. */
export function rankIfLocked(position: Position, days: bigint): bigint {
  return rankOf(position.tokenValue, days * 86_400n);
}

/** What the next epoch issues, and what the next periods of its schedule will. */
export async function emissionAhead(reader: ChainReader): Promise<{ next: bigint; budgets: bigint[] }> {
  const { overview } = await readNetwork(reader);
  const budgets = emissionPeriods({ overview }, 5).map(({ budget }) => budget);
  return { next: emissionOf({ overview }, overview.completedRewardEpoch + 1n), budgets };
}

/** The first budgets of a schedule that nobody has set up. */
export function budgetsOf(schedule: NewEmissionSchedule, periods: number): bigint[] {
  return emissionPeriods({ schedule }, periods).map(({ budget }) => budget);
}
