/** How accounts get into the rules' memory, and out of it as the program would have written them. */
import { type Address, getAddressEncoder, type ReadonlyUint8Array } from '@solana/kit';

import { requireWhole, U64_MAX } from '../fields';
import {
  getOperatorPoolDecoder,
  getOperatorPoolEncoder,
  getPoolOverviewDecoder,
  getPoolOverviewEncoder,
  getRewardRecordDecoder,
  getRewardRecordEncoder,
  getStakingRecordDecoder,
  getStakingRecordEncoder,
  OPERATOR_POOL_DISCRIMINATOR,
  type OperatorPool,
  POOL_OVERVIEW_DISCRIMINATOR,
  type PoolOverview,
  REWARD_RECORD_DISCRIMINATOR,
  type RewardRecord,
  STAKING_RECORD_DISCRIMINATOR,
  type StakingRecord,
} from '../generated/accounts';
import { STAKING_ERRORS, type StakingErrorName } from '../generated/errorTable';
import {
  OPERATOR_POOL_OFFSETS,
  OPERATOR_POOL_SIZE,
  POOL_OVERVIEW_SIZE,
  REWARD_RECORD_SIZE,
  STAKING_RECORD_SIZE,
} from '../generated/layouts';
import { isStakingErrorCode } from '../refusal';
import { type Rules, withRules } from './module';

/** An account, or its data as it lies on chain, which spares encoding it. */
export type Stored<T extends object> = T | ReadonlyUint8Array;

/** What a rule looks at. */
export interface Accounts {
  overview?: Stored<PoolOverview>;
  pool?: Stored<OperatorPool>;
  /** Of a pool of which a rule looks at nothing else. */
  totals?: PoolShares;
  /** The record that it is about, and where it is. */
  record?: Stored<StakingRecord>;
  stakingRecord?: Address;
  /** `null` if there is none: as if it were empty. */
  operatorRecord?: Stored<StakingRecord> | null;
  rewardRecord?: Stored<RewardRecord>;
}

/** A pool's two totals, from which the price of a share follows. */
export interface PoolShares {
  /** `T`: tokens of all shares. */
  readonly totalStakedAmount: bigint;
  /** `S`: all shares. */
  readonly totalShares: bigint;
}

const DISCRIMINATOR_BYTES = 8;
const WORD_BYTES = 8;

/** Everything that can be asked once the accounts are in place. */
export interface Asked {
  rules: Rules;
  /** A result, by its place. */
  result(place: number): bigint;
  /** A result of two words. */
  wide(place: number): bigint;
  overview(): PoolOverview;
  pool(): OperatorPool;
  record(): StakingRecord;
  operatorRecord(): StakingRecord;
  rewardRecord(): RewardRecord;
}

/** Puts accounts in their places and asks. Those that are left out are what they were: the question must not depend on them. */
export function ask<T>(accounts: Accounts, question: (asked: Asked) => T): T {
  return withRules((rules) => {
    place(rules, accounts);
    return question(askedOf(rules));
  });
}

/** Asks for what a rule makes of the accounts, or its name if it refuses. */
export function outcome<T>(
  accounts: Accounts,
  rule: (rules: Rules) => number,
  answer: (asked: Asked) => T,
): T | StakingErrorName {
  return ask(accounts, (asked) => refusalOf(rule(asked.rules)) ?? answer(asked));
}

/** Asks a rule that changes nothing: its name if it refuses, otherwise `null`. */
export function refusal(accounts: Accounts, rule: (rules: Rules) => number): StakingErrorName | null {
  return ask(accounts, ({ rules }) => refusalOf(rule(rules)));
}

/** The name of a rule by what it returned; `null` if it does not refuse. */
export function refusalOf(code: number): StakingErrorName | null {
  if (code === 0) return null;
  if (!isStakingErrorCode(code)) throw new Error(`the rules gave ${code}, which is no error of the program`);
  return STAKING_ERRORS[code].name;
}

const NEEDED = ['overview', 'pool', 'record', 'rewardRecord', 'stakingRecord', 'totals'] as const;

/**
 * Replaces single accounts between two questions.
 *
 * @throws TypeError If one is named and missing; only an operator may have no record.
 */
export function place(rules: Rules, accounts: Accounts): void {
  // In the place of what is missing stands what the last question was about.
  for (const name of NEEDED) {
    if (name in accounts && !accounts[name]) throw new TypeError(`${name} is ${accounts[name]}: read it first`);
  }
  if ('operatorRecord' in accounts && accounts.operatorRecord === undefined)
    throw new TypeError('operatorRecord is undefined: read it first, or say null of an operator without one');
  const { operatorRecord, overview, pool, record, rewardRecord, stakingRecord, totals } = accounts;
  const put = (at: number, data: ReadonlyUint8Array) => new Uint8Array(rules.memory.buffer).set(data as Uint8Array, at);
  const state = (at: number, size: number, data: ReadonlyUint8Array) => {
    if (data.length < size) throw new RangeError(`an account has ${data.length} bytes, but ${size} are needed`);
    put(at, data.slice(DISCRIMINATOR_BYTES, size));
  };
  if (pool) state(rules.operator_pool(), OPERATOR_POOL_SIZE, bytesOf(pool, getOperatorPoolEncoder));
  if (totals) placeTotals(rules, totals);
  if (overview) state(rules.pool_overview(), POOL_OVERVIEW_SIZE, bytesOf(overview, getPoolOverviewEncoder));
  if (record) state(rules.staking_record(), STAKING_RECORD_SIZE, bytesOf(record, getStakingRecordEncoder));
  if (stakingRecord) put(rules.staking_record_address(), getAddressEncoder().encode(stakingRecord));
  if (rewardRecord) state(rules.reward_record(), REWARD_RECORD_SIZE, bytesOf(rewardRecord, getRewardRecordEncoder));
  if (operatorRecord !== undefined) {
    const data = operatorRecord
      ? bytesOf(operatorRecord, getStakingRecordEncoder)
      : new Uint8Array(STAKING_RECORD_SIZE);
    state(rules.operator_staking_record(), STAKING_RECORD_SIZE, data);
  }
}

function placeTotals(rules: Rules, { totalShares, totalStakedAmount }: PoolShares): void {
  const view = new DataView(rules.memory.buffer, rules.operator_pool() - DISCRIMINATOR_BYTES, OPERATOR_POOL_SIZE);
  view.setBigUint64(OPERATOR_POOL_OFFSETS.totalStakedAmount, u64(totalStakedAmount), true);
  view.setBigUint64(OPERATOR_POOL_OFFSETS.totalShares, u64(totalShares), true);
}

function bytesOf<T extends object>(stored: Stored<T>, encoder: () => { encode(value: T): ReadonlyUint8Array }) {
  return stored instanceof Uint8Array ? stored : encoder().encode(stored as T);
}

function askedOf(rules: Rules): Asked {
  const read = <T>({ at, decoder, discriminator, size }: Reading<T>) => {
    const data = new Uint8Array(size);
    data.set(discriminator as Uint8Array);
    data.set(new Uint8Array(rules.memory.buffer, at, size - DISCRIMINATOR_BYTES), DISCRIMINATOR_BYTES);
    return decoder.decode(data);
  };
  const record = (at: number) => ({
    at,
    decoder: getStakingRecordDecoder(),
    discriminator: STAKING_RECORD_DISCRIMINATOR,
    size: STAKING_RECORD_SIZE,
  });
  const result = (place: number) =>
    new DataView(rules.memory.buffer).getBigUint64(rules.results() + place * WORD_BYTES, true);
  return {
    rules,
    result,
    wide: (place) => (result(place + 1) << 64n) | result(place),
    overview: () =>
      read({
        at: rules.pool_overview(),
        decoder: getPoolOverviewDecoder(),
        discriminator: POOL_OVERVIEW_DISCRIMINATOR,
        size: POOL_OVERVIEW_SIZE,
      }),
    pool: () =>
      read({
        at: rules.operator_pool(),
        decoder: getOperatorPoolDecoder(),
        discriminator: OPERATOR_POOL_DISCRIMINATOR,
        size: OPERATOR_POOL_SIZE,
      }),
    record: () => read(record(rules.staking_record())),
    operatorRecord: () => read(record(rules.operator_staking_record())),
    rewardRecord: () =>
      read({
        at: rules.reward_record(),
        decoder: getRewardRecordDecoder(),
        discriminator: REWARD_RECORD_DISCRIMINATOR,
        size: REWARD_RECORD_SIZE,
      }),
  };
}

/** Where the state of an account lies, and how it is read. */
interface Reading<T> {
  at: number;
  decoder: { decode(data: Uint8Array): T };
  discriminator: ReadonlyUint8Array;
  size: number;
}

const I64_MAX = 0x7fff_ffff_ffff_ffffn;

/** An amount that the chain can hold: WebAssembly would cut off what is above. */
export function u64(amount: bigint): bigint {
  if (amount < 0n || amount > U64_MAX) throw new RangeError(`${amount} is no number from 0 to ${U64_MAX}`);
  return amount;
}

/** A time that the chain can hold, Unix seconds. */
export function time(seconds: bigint): bigint {
  if (seconds < -I64_MAX - 1n || seconds > I64_MAX) throw new RangeError(`${seconds} are no Unix seconds`);
  return seconds;
}

const PLACE_MAX = 0xff;

/** The place of a ticket, as an instruction names it. */
export function placeOf(ticket: number): number {
  requireWhole('ticket', ticket, PLACE_MAX);
  return ticket;
}
