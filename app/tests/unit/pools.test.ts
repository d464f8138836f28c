/** What a list of pools says that is not in their accounts, and how it is sorted. */
import { expect, test } from 'vitest';

import { activatingOf, together } from '../../src/chain/activating';

test('deposits are told apart by what they wait for', () => {
  const [ready, waiting, more] = [
    activatingOf(100n, { ripe: 60n, refusal: null }),
    activatingOf(50n, { ripe: 50n, refusal: 'PoolBehind' }),
    activatingOf(30n, { ripe: 20n, refusal: 'PoolBehind' }),
  ];
  expect(ready).toEqual({ ready: 60n, waiting: [], unripe: 40n });
  expect(activatingOf(9n, { ripe: 0n, refusal: 'NothingRipe' })).toEqual({ ready: 0n, waiting: [], unripe: 9n });
  expect(together([ready, waiting, more])).toEqual({
    ready: 60n,
    waiting: [{ rule: 'PoolBehind', amount: 70n }],
    unripe: 50n,
  });
});
