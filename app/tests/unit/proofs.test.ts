import type { RewardRecord } from '@inference-staking/sdk';
import { expect, test } from 'vitest';

import { keptProofs } from '../../src/chain/proofs';
import { POOL } from './chain';

const recordWith = (root: number) =>
  ({ epoch: 7n, rootCount: 1, roots: [new Uint8Array(32).fill(root)] }) as unknown as RewardRecord;

test('a proof is asked for once, for each root, and the look after the wallet asks nobody', async () => {
  const asked: unknown[] = [];
  const { asking, held } = keptProofs({
    async proof(_, record) {
      asked.push(record);
      return null;
    },
  });
  await expect(held.proof(POOL, recordWith(1))).rejects.toThrow('had not answered');
  await asking.proof(POOL, recordWith(1));
  await asking.proof(POOL, recordWith(1));
  expect(await held.proof(POOL, recordWith(1))).toBe(null);
  expect(asked.length).toBe(1);
  await expect(held.proof(POOL, recordWith(2))).rejects.toThrow('had not answered');
  await asking.proof(POOL, recordWith(2));
  expect(asked.length).toBe(2);
});
