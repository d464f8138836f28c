import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  getOperatorPoolDecoder,
  getOperatorPoolEncoder,
  INFERENCE_STAKING_PROGRAM_ADDRESS,
  OPERATOR_POOL_DISCRIMINATOR,
  OPERATOR_POOL_SIZE,
  type OperatorPool,
  type PoolRow,
  readPoolRows,
} from '../src/index';
import { anyStruct } from './idl/arbitrary';
import { fieldsOf } from './idl/idl';

const pubkey = INFERENCE_STAKING_PROGRAM_ADDRESS;

/** Bytes of a pool behind its discriminator. Among random bytes zeros are rare, where they mean something. */
const anyData = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 255 }) }, { weight: 1, arbitrary: fc.constant(0) }),
    {
      minLength: OPERATOR_POOL_SIZE - 8,
      maxLength: OPERATOR_POOL_SIZE - 8,
    },
  )
  .map((bytes) => new Uint8Array([...OPERATOR_POOL_DISCRIMINATOR, ...bytes]));

const unlessZero = (value: bigint) => (value === 0n ? null : value);

/** Every column, from the whole pool as the generated decoder reads it. */
const COLUMNS: { [C in Exclude<keyof PoolRow, 'data'>]: (pool: OperatorPool) => PoolRow[C] } = {
  address: () => pubkey,
  admin: (pool) => pool.admin,
  operatorStakingRecord: (pool) => pool.operatorStakingRecord,
  name: (pool) => pool.name,
  totalStakedAmount: (pool) => pool.totalStakedAmount,
  totalShares: (pool) => pool.totalShares,
  totalUnstaking: (pool) => pool.totalUnstaking,
  totalActivating: (pool) => pool.totalActivating,
  delegatorUsdc: (pool) => pool.delegatorUsdc,
  joinedEpoch: (pool) => pool.joinedEpoch,
  closedAtEpoch: (pool) => unlessZero(pool.closedAtEpoch),
  rewardLastClaimedEpoch: (pool) => pool.rewardLastClaimedEpoch,
  rewardCommissionBps: (pool) => pool.rewardCommissionBps,
  usdcCommissionBps: (pool) => pool.usdcCommissionBps,
  scheduledRewardCommissionBps: (pool) => pool.scheduledRewardCommissionBps,
  scheduledRewardCommissionFrom: (pool) => unlessZero(pool.scheduledRewardCommissionFrom),
  scheduledUsdcCommissionBps: (pool) => pool.scheduledUsdcCommissionBps,
  scheduledUsdcCommissionFrom: (pool) => unlessZero(pool.scheduledUsdcCommissionFrom),
  autoStake: (pool) => pool.autoStake !== 0,
  delegationAllowed: (pool) => pool.delegationAllowed !== 0,
  haltedSince: (pool) => (pool.isHalted === 0 ? null : pool.haltedSince),
};

function assertRow(data: Uint8Array): void {
  const [row] = readPoolRows([{ pubkey, data }]);
  const pool = getOperatorPoolDecoder().decode(data);
  if (!row) throw new Error('no row');
  const columns = [...Object.keys(row), ...Object.keys(Object.getPrototypeOf(row))];
  expect(columns.sort()).toEqual([...Object.keys(COLUMNS), 'data'].sort());
  expect(row.data).toBe(data);
  for (const [column, read] of Object.entries(COLUMNS)) {
    expect([column, row[column as keyof PoolRow]]).toEqual([column, read(pool)]);
  }
}

test('every column of any bytes is what the generated decoder reads', () => {
  fc.assert(fc.property(anyData, assertRow));
});

test('of pools as they can be, too, open and not halted among them', () => {
  fc.assert(
    fc.property(anyStruct(fieldsOf('OperatorPool')), fc.boolean(), (fields, plain) => {
      const zeros = {
        closedAtEpoch: 0n,
        scheduledRewardCommissionFrom: 0n,
        scheduledUsdcCommissionFrom: 0n,
        isHalted: 0,
      };
      const pool = { ...fields, ...(plain ? zeros : {}) } as unknown as OperatorPool;
      assertRow(new Uint8Array(getOperatorPoolEncoder().encode(pool)));
    }),
  );
});

test('data may stand anywhere in a buffer, and be longer than a pool', () => {
  const [data = new Uint8Array()] = fc.sample(anyData, { numRuns: 1, seed: 3 });
  const buffer = new Uint8Array(data.length + 20);
  buffer.set(data, 13);
  const [row] = readPoolRows([{ pubkey, data: buffer.subarray(13) }]);
  expect(row?.totalShares).toBe(getOperatorPoolDecoder().decode(data).totalShares);
});

test('what is no pool is refused', () => {
  const [data = new Uint8Array()] = fc.sample(anyData, { numRuns: 1, seed: 3 });
  const other = data.with(0, (data[0] ?? 0) ^ 1);
  for (const wrong of [data.slice(0, -1), other, new Uint8Array()]) {
    expect(() => readPoolRows([{ pubkey, data: wrong }])).toThrow(`${pubkey} is no pool`);
  }
});

test('10,000 pools are read in less than a tenth of a second', () => {
  const pools = fc.sample(anyData, { numRuns: 100, seed: 4 });
  const accounts = Array.from({ length: 10_000 }, (_, index) => ({ pubkey, data: pools[index % 100] as Uint8Array }));
  // The best of five: other work on the machine is no fault of the reader.
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    expect(readPoolRows(accounts).length).toBe(10_000);
    return performance.now() - start;
  });
  console.log(`10,000 pools in ${Math.min(...times).toFixed(1)} ms`);
  expect(Math.min(...times)).toBeLessThan(100);
});
