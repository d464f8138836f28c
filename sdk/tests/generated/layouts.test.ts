/** Where fields are, against the numbers that the program's own tests pin. */
import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import {
  OPERATOR_POOL_OFFSETS,
  OPERATOR_POOL_SIZE,
  POOL_OVERVIEW_OFFSETS,
  POOL_OVERVIEW_SIZE,
  REWARD_RECORD_OFFSETS,
  REWARD_RECORD_SIZE,
  STAKING_RECORD_OFFSETS,
  STAKING_RECORD_SIZE,
} from '../../src/index';
import { camelCase } from '../idl/idl';

const PINNED = new URL('../../../tests/program/every_instruction/account_layouts.rs', import.meta.url);

test.each([
  ['OperatorPool', OPERATOR_POOL_OFFSETS, OPERATOR_POOL_SIZE],
  ['PoolOverview', POOL_OVERVIEW_OFFSETS, POOL_OVERVIEW_SIZE],
  ['RewardRecord', REWARD_RECORD_OFFSETS, REWARD_RECORD_SIZE],
  ['StakingRecord', STAKING_RECORD_OFFSETS, STAKING_RECORD_SIZE],
])('%s', (name, offsets, size) => {
  const source = readFileSync(PINNED, 'utf8');
  const [, pinnedSize = '', fields = ''] =
    new RegExp(`assert_account!\\(${name}: ([0-9_]+), at most [0-9_]+;([^;]*)\\);`).exec(source) ?? [];
  const pinned = [...fields.matchAll(/(\w+) ([0-9]+) [0-9]+,/g)].map(([, field = '', at]) => [
    camelCase(field),
    Number(at),
  ]);
  expect(pinned.length).toBeGreaterThan(10);
  expect(offsets).toEqual({ discriminator: 0, ...Object.fromEntries(pinned) });
  expect(size).toBe(Number(pinnedSize.replaceAll('_', '')));
});
