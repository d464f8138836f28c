/** What TypeScript would not let through, and plain JavaScript passes, is refused by its name and before anything is asked. */
import { type Address, createNoopSigner } from '@solana/kit';
import { expect, test } from 'vitest';

import {
  activationRefusal,
  afterLockChange,
  assertAccountType,
  type ChainReader,
  decodeReturnData,
  emissionOf,
  emissionPeriods,
  INFERENCE_STAKING_PROGRAM_ADDRESS,
  OPERATOR_POOL_SIZE,
  ruleInWords,
  STAKING_RECORD_SIZE,
  StakingRefusal,
  unstake,
  withdrawCommissions,
} from '../src/index';

const operatorPool = INFERENCE_STAKING_PROGRAM_ADDRESS;
const owner = createNoopSigner('11111111111111111111111111111111' as Address);
const unasked = { programAddress: operatorPool } as ChainReader;

/** The message of the `TypeError` that something throws. */
async function said(refused: () => unknown): Promise<string> {
  try {
    await refused();
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
  throw new Error('it is taken');
}

test('an amount of no known kind, or without its numbers', async () => {
  const leaving = (amount: unknown) =>
    said(() => unstake(unasked, { operatorPool, owner, amount: amount as { kind: 'All' } }));
  const kinds = 'the kind of an amount has to be one of All, AllActivating, Activating, Shares, Both, Tokens';
  expect(await leaving({ kind: 'Wrong' })).toBe(`${kinds}, and is the string Wrong`);
  expect(await leaving({ kind: 'toString' })).toBe(`${kinds}, and is the string toString`);
  for (const amount of [undefined, null, {}]) expect(await leaving(amount)).toBe(`${kinds}, and is undefined`);
  const bigint = 'has to be a bigint, such as 1500000n, and is';
  expect(await leaving({ kind: 'Shares' })).toBe(`shares ${bigint} undefined`);
  expect(await leaving({ kind: 'Both', shares: 1n })).toBe(`activating ${bigint} undefined`);
  expect(await leaving({ kind: 'Tokens', tokens: 5 })).toBe(`tokens ${bigint} the number 5`);
});

test('a word that is none of those that are meant', async () => {
  const request = { operatorPool, admin: owner, commissions: 'USDC' as 'Usdc' };
  const commissions = await said(() => withdrawCommissions(unasked, request));
  expect(commissions).toBe('commissions has to be one of Owed, Tokens, Usdc, and is the string USDC');
  const state = { pool: new Uint8Array(OPERATOR_POOL_SIZE), record: new Uint8Array(STAKING_RECORD_SIZE) };
  const change = await said(() => afterLockChange(state, { kind: 'Unlock' as 'BeginUnlock' }, 0n));
  const changes = 'Lock, Extend, BeginUnlock, CancelUnlock';
  expect(change).toBe(`the kind of a change has to be one of ${changes}, and is the string Unlock`);
  const returned = await said(() => decodeReturnData('stake' as 'activateStake', new Uint8Array()));
  expect(returned).toBe('the instruction has to be one of activateStake, queryStakingRecord, and is the string stake');
});

test('a rule, a type of account or a schedule that there is not', async () => {
  expect(await said(() => ruleInWords('Nope' as 'NothingToStake'))).toBe('`Nope` is no error of the program');
  expect(await said(() => new StakingRefusal('Nope' as 'NothingToStake'))).toBe('`Nope` is no error of the program');
  const account = { address: operatorPool, data: new Uint8Array() } as unknown as Parameters<
    typeof assertAccountType
  >[0];
  const type = await said(() => assertAccountType(account, 'pool' as 'operatorPool'));
  expect(type).toBe('there is no account of the type pool');
  const nothing = {} as Parameters<typeof emissionPeriods>[0];
  for (const ask of [() => emissionPeriods(nothing, 1), () => emissionOf(nothing, 1n)])
    expect(await said(ask)).toBe('neither a schedule nor an overview is given');
});

test('an account that is named and missing: the last one is not taken for it', async () => {
  for (const missing of [undefined, null] as unknown as Uint8Array[]) {
    const overview = { overview: missing } as unknown as Parameters<typeof emissionPeriods>[0];
    expect(await said(() => emissionPeriods(overview, 1))).toBe(`overview is ${missing}: read it first`);
    const schedule = { __kind: 'Table', epochsPerPeriod: 3n, budgets: [7n] } as const;
    const both = { schedule, overview: missing } as unknown as Parameters<typeof emissionPeriods>[0];
    expect(emissionPeriods(both, 1)).toHaveLength(1);
    const pool = new Uint8Array(OPERATOR_POOL_SIZE);
    const change = { kind: 'BeginUnlock' } as const;
    expect(await said(() => afterLockChange({ pool, record: missing }, change, 0n))).toBe(
      `record is ${missing}: read it first`,
    );
  }
  // An operator may have none, and says so.
  const operatorless = { overview: new Uint8Array(), pool: new Uint8Array(), record: new Uint8Array() };
  const state = { ...operatorless, stakingRecord: operatorPool, operatorRecord: undefined };
  expect(await said(() => activationRefusal(state as unknown as Parameters<typeof activationRefusal>[0]))).toMatch(
    /^operatorRecord is undefined/,
  );
});
