/** What the economics page varies, and the command that draws the same. */
import { amountText, groups } from '../format';
import { YEAR } from './formulas';
import { firstPeriods, RATE_ONE, type Schedule } from './schedule';
import type { Assumptions } from './simulation';

/** What is varied. Rates in percent, amounts in base units. */
export interface Draft {
  schedule: Schedule;
  startingSupply: bigint;
  epochHours: number;
  staked: number;
  toStakers: number;
  burnt: number;
  commission: number;
  years: number;
}

export const PERCENT = RATE_ONE / 100n;
/** Decimals of a token where no network says otherwise. */
export const DECIMALS = 9;
const U64_MAX = 2n ** 64n - 1n;
/** Budgets that a table can hold. */
const TABLE_PERIODS = 8;

/** The schedule of SPEC 16, on a supply of a billion tokens. */
export const EXAMPLE: Schedule = {
  __kind: 'Disinflation',
  baseSupply: 10n ** 18n,
  initialRate: 8n * PERCENT,
  decay: 15n * PERCENT,
  longTermRate: (15n * PERCENT) / 10n,
  epochsPerPeriod: 365n,
  compounding: true,
  cap: U64_MAX,
};

/** The assumptions that a draft makes. */
export function assumptionsOf(draft: Draft): Assumptions {
  const epochSeconds = draft.epochHours * 3_600;
  return {
    startingSupply: draft.startingSupply,
    epochSeconds,
    staked: draft.staked / 100,
    toStakers: draft.toStakers / 100,
    burntPerYear: burntPerYear(draft),
    commission: draft.commission / 100,
    epochs: Math.ceil((draft.years * YEAR) / epochSeconds),
  };
}

/** Tenths of a percent of the starting supply. */
function burntPerYear({ burnt, startingSupply }: Draft): bigint {
  return (startingSupply * BigInt(Math.round(burnt * 10))) / 1_000n;
}

/** A rate in percent, as short as it can be. */
export function ratePercent(rate: bigint): string {
  return String(Number(rate) / Number(PERCENT));
}

export function scheduleText(schedule: Schedule, decimals: number): string {
  const period = `periods of ${groups(schedule.epochsPerPeriod)} epochs`;
  if (schedule.__kind === 'Table') {
    return `Table of ${schedule.budgets.filter((budget) => budget > 0n).length} budgets, ${period}`;
  }
  const cap = schedule.cap === U64_MAX ? '' : `, at most ${amountText(schedule.cap, decimals)} tokens`;
  const { compounding, decay, initialRate, longTermRate } = schedule;
  return `${ratePercent(initialRate)} % falling by ${ratePercent(decay)} % to ${ratePercent(longTermRate)} %, ${period}, ${compounding ? '' : 'not '}compounding${cap}`;
}

/** The command for the schedule of the network itself, which says no starting supply if it is a table. */
export function ownCommandOf({ schedule, startingSupply }: Draft, decimals: number): string {
  const supply = schedule.__kind === 'Table' ? ` --starting-supply ${plainText(startingSupply, decimals)}` : '';
  return `simulate${supply} --out folder`;
}

function plainText(amount: bigint, decimals: number): string {
  return amountText(amount, decimals).replaceAll(',', '');
}

export function commandOf(
  { burnt, commission, epochHours, schedule, staked, startingSupply, toStakers, years }: Draft,
  decimals: number,
): string {
  const plain = (amount: bigint) => plainText(amount, decimals);
  const shared = `--epochs-per-period ${schedule.epochsPerPeriod} --epoch-length ${epochHours}h --staked ${staked}% --to-stakers ${toStakers}% --commission ${commission}% --years ${years} --decimals ${decimals} --out folder`;
  const burn =
    burnt > 0 ? ` --burnt-per-year ${plain((startingSupply * BigInt(Math.round(burnt * 10))) / 1_000n)}` : '';
  if (schedule.__kind === 'Table') {
    return `simulate --emission table --budgets ${schedule.budgets.map(plain).join(',')} --starting-supply ${plain(startingSupply)} ${shared}${burn}`;
  }
  const { baseSupply, cap, compounding, decay, initialRate, longTermRate } = schedule;
  return `simulate --emission disinflation --base-supply ${plain(baseSupply)} --initial-rate ${ratePercent(initialRate)}% --decay ${ratePercent(decay)}% --long-term-rate ${ratePercent(longTermRate)}% --compounding ${compounding} --cap ${cap === U64_MAX ? 'ALL' : plain(cap)} ${shared}${burn}`;
}

/** A table that issues what the first periods of a disinflation do. */
export function tableLike(schedule: Schedule): Schedule {
  const { epochsPerPeriod } = schedule;
  const periods = firstPeriods(schedule, TABLE_PERIODS);
  return { __kind: 'Table', epochsPerPeriod, budgets: periods.map(({ budget }) => budget) };
}
