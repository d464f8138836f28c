/** What the economics page varies, and the command that draws the same. */
import { amountText, groups } from '../format';
import { DAY } from './formulas';
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
  /** How far is looked, one of {@link HORIZONS}. */
  days: number;
}

const MONTH = 30;
const DAYS_OF_YEAR = 365;
/** Days that can be looked ahead: 1 to 11 months of 30 days, then 1 to 30 years. */
export const HORIZONS: readonly number[] = [
  ...Array.from({ length: 11 }, (_, index) => (index + 1) * MONTH),
  ...Array.from({ length: 30 }, (_, index) => (index + 1) * DAYS_OF_YEAR),
];
/** 15 years, as far as the command line looks unless it is told. */
export const USUAL_DAYS = 15 * DAYS_OF_YEAR;

/** A horizon in words: `3 months (90 days)`, `15 years`. */
export function horizonText(days: number): string {
  if (days % DAYS_OF_YEAR === 0) return count(days / DAYS_OF_YEAR, 'year');
  return `${count(days / MONTH, 'month')} (${days} days)`;
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}

/** The finest part of the supply that can be chosen as staked, percent. */
export const STAKED_STEP = 0.01;

/** How much of the supply is staked, percent, as fine as it can be chosen; `null` if that is nothing, or not known. */
export function stakedPercent(staked: bigint | null, supply: bigint | null): number | null {
  if (!staked || !supply || staked > supply) return null;
  const steps = Number((staked * 10_000n + supply / 2n) / supply);
  return Math.max(1, steps) / 100;
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
    epochs: epochsOf(draft),
  };
}

/** Epochs that begin within the horizon. */
function epochsOf({ days, epochHours }: Draft): number {
  return Math.ceil((days * DAY) / (epochHours * 3_600));
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
    return `Table of ${schedule.budgets.findLastIndex((budget) => budget > 0n) + 1} budgets, ${period}`;
  }
  const cap = schedule.cap === U64_MAX ? '' : `, at most ${amountText(schedule.cap, decimals)} tokens`;
  const { compounding, decay, initialRate, longTermRate } = schedule;
  return `${ratePercent(initialRate)} % falling by ${ratePercent(decay)} % to ${ratePercent(longTermRate)} %, ${period}, ${compounding ? '' : 'not '}compounding${cap}`;
}

/** The command for the schedule of the network itself, which says its decimals, but no starting supply if it is a table. */
export function ownCommandOf(draft: Draft, decimals: number): string {
  const supply =
    draft.schedule.__kind === 'Table' ? `--starting-supply ${plainText(draft.startingSupply, decimals)} ` : '';
  return `simulate ${supply}${assumptionWords(draft, decimals)} --out folder`;
}

function plainText(amount: bigint, decimals: number): string {
  return amountText(amount, decimals).replaceAll(',', '');
}

export function commandOf(draft: Draft, decimals: number): string {
  const { schedule, startingSupply } = draft;
  const plain = (amount: bigint) => plainText(amount, decimals);
  const shared = `--epochs-per-period ${schedule.epochsPerPeriod} ${assumptionWords(draft, decimals)} --decimals ${decimals} --out folder`;
  if (schedule.__kind === 'Table') {
    return `simulate --emission table --budgets ${schedule.budgets.map(plain).join(',')} --starting-supply ${plain(startingSupply)} ${shared}`;
  }
  const { baseSupply, cap, compounding, decay, initialRate, longTermRate } = schedule;
  return `simulate --emission disinflation --base-supply ${plain(baseSupply)} --initial-rate ${ratePercent(initialRate)}% --decay ${ratePercent(decay)}% --long-term-rate ${ratePercent(longTermRate)}% --compounding ${compounding} --cap ${cap === U64_MAX ? 'ALL' : plain(cap)} ${shared}`;
}

function assumptionWords(draft: Draft, decimals: number): string {
  const { burnt, commission, days, epochHours, staked, toStakers } = draft;
  const horizon = days % DAYS_OF_YEAR === 0 ? `--years ${days / DAYS_OF_YEAR}` : `--epochs ${epochsOf(draft)}`;
  const burn = burnt > 0 ? ` --burnt-per-year ${plainText(burntPerYear(draft), decimals)}` : '';
  return `--epoch-length ${epochHours}h --staked ${staked}% --to-stakers ${toStakers}% --commission ${commission}% ${horizon}${burn}`;
}

/** A table that issues what the first periods of a disinflation do. */
export function tableLike(schedule: Schedule): Schedule {
  const { epochsPerPeriod } = schedule;
  const periods = firstPeriods(schedule, TABLE_PERIODS);
  return { __kind: 'Table', epochsPerPeriod, budgets: periods.map(({ budget }) => budget) };
}
