/** When epochs end and can be passed: SPEC 6.1 in plain numbers. */
import { earliestMark } from '@inference-staking/sdk';
import { expect, test } from 'vitest';

import { earliestPassing, epochState, NEVER } from '../../src/chain/epochs';
import { overviewWith } from './network';

const HOUR = 3_600n;
const DAY = 24n * HOUR;
/** When the newest record, of epoch 5, was created; claimable an hour later. */
const AT = 1_000_000n;
const REAL = {
  completedRewardEpoch: 5n,
  minEpochLength: DAY,
  challengePeriod: HOUR,
  lastFinalizedAt: AT,
  newestClaimableFrom: AT + HOUR,
};

test('an epoch can be marked once its minimum length has passed since the last record', () => {
  expect(earliestMark(overviewWith(REAL))).toBe(AT + DAY);
  expect(earliestMark(overviewWith({ ...REAL, isTestNetwork: 1 }))).toBe(AT + DAY);
});

test('and not before the newest record has been claimable for 3 hours, on a test network at once', () => {
  const short = { ...REAL, minEpochLength: 2n * HOUR };
  expect(earliestMark(overviewWith(short))).toBe(AT + 4n * HOUR);
  expect(earliestMark(overviewWith({ ...short, isTestNetwork: 1 }))).toBe(AT + 2n * HOUR);
  // Without a minimum length only the record is waited for.
  const none = { ...REAL, minEpochLength: 0n };
  expect(earliestMark(overviewWith(none))).toBe(AT + 4n * HOUR);
  expect(earliestMark(overviewWith({ ...none, isTestNetwork: 1 }))).toBe(AT + HOUR);
});

test('and not before accrual has been on for 3 hours again, but on a test network', () => {
  const resumed = { ...REAL, accrualResumedAt: AT + DAY };
  expect(earliestMark(overviewWith(resumed))).toBe(AT + DAY + 3n * HOUR);
  expect(earliestMark(overviewWith({ ...resumed, isTestNetwork: 1 }))).toBe(AT + DAY);
});

test('before the first record nothing is waited for but accrual that was off', () => {
  const first = { minEpochLength: DAY, challengePeriod: HOUR };
  expect(earliestMark(overviewWith(first))).toBeNull();
  expect(earliestMark(overviewWith({ ...first, isTestNetwork: 1 }))).toBeNull();
  expect(earliestMark(overviewWith({ ...first, accrualResumedAt: AT }))).toBe(AT + 3n * HOUR);
  // Once a record was revoked nothing is claimable that could be waited for.
  expect(earliestMark(overviewWith({ ...REAL, newestClaimableFrom: NEVER }))).toBe(AT + DAY);
});

test('what an epoch is at follows from its mark and the newest record', () => {
  const state = (given: object, now: bigint) => epochState(overviewWith({ ...REAL, ...given }), now);
  expect(state({}, AT + HOUR - 1n)).toBe('in challenge');
  expect(state({}, AT + HOUR)).toBe('running');
  expect(state({}, AT + DAY)).toBe('can be marked');
  expect(state({ isEpochFinalizing: 1 }, AT)).toBe('finalizing');
  expect(epochState(overviewWith({}), AT)).toBe('can be marked');
  // While accrual is halted nobody can mark it; what was published is in its challenge period all the same.
  expect(state({ accrualHalted: 1 }, AT + DAY)).toBe('running');
  expect(state({ accrualHalted: 1 }, AT)).toBe('in challenge');
});

test('an epoch can be passed when it is claimable, and one that runs if nobody waits with its mark and its record', () => {
  const network = overviewWith(REAL);
  const now = AT + 2n * HOUR;
  expect(earliestPassing(network, 4n, now)).toBe(now);
  expect(earliestPassing(network, 5n, now)).toBe(now);
  expect(earliestPassing(network, 5n, AT)).toBe(AT + HOUR);
  // Epoch 6 is marked a day after the record of epoch 5, and its record waits for an hour.
  expect(earliestPassing(network, 6n, now)).toBe(AT + DAY + HOUR);
  expect(earliestPassing(network, 6n, AT + 5n * DAY)).toBe(AT + 5n * DAY + HOUR);
  // Epoch 7 has not begun.
  expect(earliestPassing(network, 7n, now)).toBeNull();
  expect(earliestPassing(overviewWith({ ...REAL, accrualHalted: 1 }), 5n, now)).toBeNull();
});

test('while an epoch is finalizing, deposits of the next one wait for two records', () => {
  const network = overviewWith({ ...REAL, isEpochFinalizing: 1 });
  const now = AT + 3n * DAY;
  expect(earliestPassing(network, 6n, now)).toBe(now + HOUR);
  // Its record now, the mark of epoch 7 a day later, and an hour.
  expect(earliestPassing(network, 7n, now)).toBe(now + DAY + HOUR);
});
