/** How the rules are loaded, and what they do with numbers and schedules that no chain has. */
import { afterEach, expect, test, vi } from 'vitest';

import {
  emissionOf,
  emissionPeriods,
  getOperatorPoolDecoder,
  getOperatorPoolEncoder,
  INFERENCE_STAKING_PROGRAM_ADDRESS,
  mustCollectBefore,
  OPERATOR_POOL_SIZE,
  rankOf,
  readPoolRows,
  sharesForDeposit,
  sharesForTokens,
  tokensForShares,
} from '../../src/index';
import { withRules } from '../../src/maths/module';
import { MODULE } from '../../src/maths/wasm';

afterEach(() => {
  vi.restoreAllMocks();
});

const pool = { totalStakedAmount: 1_500n, totalShares: 1_000n };
const U64 = 2n ** 64n - 1n;

function pages(): number {
  return withRules(({ memory }) => memory.buffer.byteLength / 65_536);
}

test('the module asks its host for nothing, and is below the 8 MB that browsers compile at once', () => {
  const bytes = Buffer.from(MODULE, 'hex');
  expect(WebAssembly.Module.imports(new WebAssembly.Module(bytes))).toEqual([]);
  expect(bytes.length).toBeLessThan(64 * 1_024);
});

test('two instances of the package, one of them loaded without blocking, give the same numbers', async () => {
  vi.resetModules();
  const other = await import('../../src/index');
  await Promise.all([other.loadMaths(), other.loadMaths()]);
  expect(other.tokensForShares(pool, 7n)).toBe(10n);
  expect(tokensForShares(pool, 7n)).toBe(10n);
});

test('where no WebAssembly is allowed, the error says what to allow', async () => {
  vi.resetModules();
  const page = await import('../../src/index');
  const blocked = new WebAssembly.CompileError('blocked by CSP');
  class Blocked {
    constructor() {
      throw blocked;
    }
  }
  vi.spyOn(WebAssembly, 'Module').mockImplementation(Blocked as never);
  vi.spyOn(WebAssembly, 'instantiate').mockRejectedValue(blocked);
  const words = "needs `script-src 'wasm-unsafe-eval'`";
  expect(() => page.tokensForShares(pool, 7n)).toThrow(expect.objectContaining({ cause: blocked }));
  expect(() => page.tokensForShares(pool, 7n)).toThrow(words);
  await expect(page.loadMaths()).rejects.toThrow(words);
  await expect(page.loadMaths()).rejects.toHaveProperty('cause', blocked);
});

test('numbers that the chain cannot hold are refused before the rules see them', () => {
  expect(() => tokensForShares(pool, -1n)).toThrow(RangeError);
  expect(() => tokensForShares(pool, 2n ** 64n)).toThrow(RangeError);
  expect(() => sharesForDeposit({ ...pool, totalShares: 2n ** 64n }, 1n)).toThrow(RangeError);
  expect(() => mustCollectBefore(new Uint8Array(OPERATOR_POOL_SIZE - 1), 0n)).toThrow(RangeError);
  expect(mustCollectBefore(new Uint8Array(OPERATOR_POOL_SIZE), 0n)).toBe(false);
  expect(mustCollectBefore(new Uint8Array(OPERATOR_POOL_SIZE), 1n)).toBe(true);
});

test('a row of a list of pools is enough for a price', () => {
  const empty = getOperatorPoolDecoder().decode(new Uint8Array(OPERATOR_POOL_SIZE));
  const data = getOperatorPoolEncoder().encode({ ...empty, ...pool });
  const [row] = readPoolRows([{ pubkey: INFERENCE_STAKING_PROGRAM_ADDRESS, data }]);
  if (!row) throw new Error('there is no row');
  expect(tokensForShares(row, 7n)).toBe(10n);
  expect(sharesForDeposit(row, 100n)).toEqual({ shares: 66n, cost: 99n });
});

test('shares and tokens at the ends of 64 bits', () => {
  const full = { totalStakedAmount: U64, totalShares: U64 };
  expect(tokensForShares(full, U64)).toBe(U64);
  expect(sharesForTokens(full, U64)).toBe(U64);
  expect(sharesForTokens({ totalStakedAmount: U64, totalShares: 1n }, 1n)).toBe(1n);
  expect(sharesForTokens(pool, 1_501n)).toBeNull();
  expect(sharesForDeposit({ totalStakedAmount: U64, totalShares: 1n }, U64 - 1n)).toBeNull();
  expect(() => sharesForDeposit(full, 1n)).toThrow(RangeError);
  expect(tokensForShares({ totalStakedAmount: 0n, totalShares: 0n }, 0n)).toBe(0n);
  // floor((2^64 - 1) x (10,512,000 + 2^63) / 10,512,000), of more than 64 bits; the product has at most 128.
  expect(rankOf(U64, 2n ** 63n)).toBe((U64 * (10_512_000n + 2n ** 63n)) / 10_512_000n);
  expect(() => rankOf(U64, U64)).toThrow('too large for the program');
});

test('a rule that stops halfway leaves nothing behind: the next question gets another instance', () => {
  const before = withRules((rules) => rules);
  const stopped = () =>
    withRules(() => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
  expect(stopped).toThrow(WebAssembly.RuntimeError);
  expect(withRules((rules) => rules)).not.toBe(before);
  expect(tokensForShares(pool, 7n)).toBe(10n);
});

test('questions take no more memory the more of them there are', () => {
  const table = { __kind: 'Table', epochsPerPeriod: 5n, budgets: [9n, 8n] } as const;
  const ask = () => {
    sharesForDeposit(pool, 100n);
    emissionPeriods({ schedule: { ...table, budgets: [...table.budgets] } }, 3);
  };
  ask();
  const before = pages();
  for (let times = 0; times < 3_000; times += 1) ask();
  expect(pages()).toBe(before);
});

test('a schedule that the program would not take is refused by the same rule, and a far epoch is not waited for', () => {
  const schedule = (epochsPerPeriod: bigint, budgets: bigint[]) =>
    ({ schedule: { __kind: 'Table', epochsPerPeriod, budgets } }) as const;
  expect(() => emissionOf(schedule(0n, [1n]), 1n)).toThrow('at least one epoch');
  expect(() => emissionOf(schedule(1n, Array(9).fill(1n)), 1n)).toThrow('at most 8 budgets');
  expect(() => emissionOf(schedule(1n, Array(2_000).fill(1n)), 1n)).toThrow('at most 8 budgets');
  expect(() => emissionOf(schedule(1n, [U64, 1n]), 1n)).toThrow('no more than a u64');
  expect(() => emissionOf(schedule(1n, [1n]), 0n)).toThrow('too large for the program');
  expect(() => emissionOf(schedule(1n, [1n]), U64)).toThrow(RangeError);
  expect(() => emissionPeriods(schedule(1n, [1n]), 100_001)).toThrow(RangeError);
  expect(emissionPeriods(schedule(1n, [1n]), 100_000)).toHaveLength(100_000);
});

test('an account can be given as it is decoded, or as it lies on the chain', () => {
  const empty = getOperatorPoolDecoder().decode(new Uint8Array(OPERATOR_POOL_SIZE));
  const decoded = { ...empty, totalStakedAmount: 6n, totalUnstaking: 4n, uncollectedRewards: 4n };
  for (const stored of [decoded, getOperatorPoolEncoder().encode(decoded)]) {
    expect(mustCollectBefore(stored, 6n)).toBe(false);
    expect(mustCollectBefore(stored, 7n)).toBe(true);
  }
});
