/** What epochs issue, by the rules of the SDK and by the built program: on networks with drawn schedules. */
import fc from 'fast-check';
import { FailedTransactionMetadata } from 'litesvm';
import { describe, expect, test } from 'vitest';

import {
  emissionOf,
  emissionPeriods,
  explainFailure,
  findPoolOverviewPda,
  findRewardRecordPda,
  findRewardVaultPda,
  getCreateRewardRecordInstructionAsync,
  getMarkEpochAsFinalizingInstructionAsync,
  getPoolOverviewDecoder,
  getRewardRecordDecoder,
  type NewEmissionSchedule,
  StakingRefusal,
} from '../../src/index';
import { execute, now, setTime } from '../network/chain';
import { DAY, type Network, startNetwork } from '../network/network';
import { RUNS, TIMEOUT } from './runs';
import { data, holds } from './stage';

const U64 = 2n ** 64n - 1n;
const WHOLE = 10n ** 15n;
/** Epochs that are published of each schedule. */
const EPOCHS = 6n;

const upTo = (max: bigint) => fc.bigInt({ min: 0n, max });
const amount = fc.oneof(upTo(20n), upTo(10n ** 15n), upTo(U64 / 8n));
const epochsPerPeriod = fc.oneof(
  fc.bigInt({ min: 1n, max: 3n }),
  fc.bigInt({ min: 1n, max: 3n }),
  fc.constantFrom(0n, 7n, 365n, U64),
);
const rate = fc.oneof(upTo(WHOLE / 5n), upTo(WHOLE), fc.constantFrom(0n, WHOLE, WHOLE + 1n));

const table = fc.record({
  __kind: fc.constant('Table' as const),
  epochsPerPeriod,
  budgets: fc.oneof(
    fc.array(amount, { maxLength: 8 }),
    fc.array(amount, { minLength: 7, maxLength: 9 }),
    fc.tuple(fc.constant(U64), fc.constant(1n)),
  ),
});
const disinflation = fc.record({
  __kind: fc.constant('Disinflation' as const),
  baseSupply: fc.oneof(amount, upTo(U64)),
  initialRate: rate,
  decay: rate,
  longTermRate: fc.oneof(fc.constant(0n), upTo(WHOLE / 50n), rate),
  epochsPerPeriod,
  compounding: fc.boolean(),
  cap: fc.oneof(fc.constant(U64), amount),
});

/** The rule by which a question, or a chain that is started, is refused. */
function refusalOf(error: unknown): string {
  if (error instanceof StakingRefusal) return error.rule;
  const failure = explainFailure(String(error).split('\n'));
  if (failure?.kind !== 'staking') throw error;
  return failure.name;
}

/** Marks and publishes an epoch that pays so much; the rule that refuses it. */
async function published(network: Network, epoch: bigint, totalRewards: bigint): Promise<string | null> {
  const { payer, rewardAuthority: authority, svm } = network;
  setTime(svm, now(svm) + DAY);
  const [rewardRecord] = await findRewardRecordPda({ epoch });
  const [roots, depths] = [[new Uint8Array(32).fill(1)], [0]];
  const totals = { totalRewards, totalUsdc: 0n };
  const result = await execute(svm, payer, [
    await getMarkEpochAsFinalizingInstructionAsync({ authority, epoch }),
    await getCreateRewardRecordInstructionAsync({ payer, authority, rewardRecord, roots, depths, ...totals }),
  ]);
  if (!(result instanceof FailedTransactionMetadata)) return null;
  return refusalOf(result.meta().logs().join('\n'));
}

async function overviewOf(network: Network) {
  const [overview] = await findPoolOverviewPda();
  return getPoolOverviewDecoder().decode(data(network, overview));
}

/** Publishes epochs of a network with this schedule; the rule by which there can be none, or how often something was issued. */
async function holdsOn(schedule: NewEmissionSchedule): Promise<string | number> {
  let network: Network;
  try {
    network = await startNetwork(schedule);
  } catch (error) {
    const rule = refusalOf(error);
    expect(() => emissionOf({ schedule }, 1n)).toThrow(expect.objectContaining({ rule }));
    expect(() => emissionPeriods({ schedule }, 1)).toThrow(expect.objectContaining({ rule }));
    return rule;
  }
  // So that nothing but the schedule is asked.
  holds(network, (await findRewardVaultPda())[0], U64);
  let issues = 0;
  for (let epoch = 1n; epoch <= EPOCHS; epoch += 1n) {
    const issued = emissionOf({ schedule }, epoch);
    const before = await overviewOf(network);
    expect(emissionOf({ overview: before }, epoch)).toBe(issued);
    for (const wrong of [issued + 1n, issued - 1n]) {
      if (wrong < 0n || wrong > U64) continue;
      expect(await published(network, epoch, wrong)).toBe('RewardsNotEmission');
    }
    expect(await published(network, epoch, issued)).toBeNull();
    const [rewardRecord] = await findRewardRecordPda({ epoch });
    expect(getRewardRecordDecoder().decode(data(network, rewardRecord)).totalRewards).toBe(issued);
    // The period that the program has gone on to.
    const { emission } = await overviewOf(network);
    const { periodBudget, periodIndex, periodIssuedBefore, periodRate } = emission;
    const period = { index: periodIndex, rate: periodRate, issuedBefore: periodIssuedBefore, budget: periodBudget };
    expect(emissionPeriods({ schedule }, Number(periodIndex) + 1).at(-1)).toMatchObject(period);
    expect(periodIndex).toBe((epoch - 1n) / emission.epochsPerPeriod);
    if (issued > 0n) issues += 1;
  }
  return issues;
}

describe.each(RUNS)('schedules of $title', ({ isFixed, seed, states }) => {
  test.each(Object.entries({ table, disinflation }))(
    'a %s issues what the program lets each epoch pay, base unit by base unit',
    async (_, schedules) => {
      const seen: (string | number)[] = [];
      const property = fc.asyncProperty<[NewEmissionSchedule]>(schedules, async (schedule) => {
        seen.push(await holdsOn(schedule));
      });
      await fc.assert(property, { numRuns: Math.ceil(states / 4), seed, endOnFailure: true });
      if (!isFixed) return;
      expect(seen.filter((issues) => typeof issues === 'number' && issues > 0).length).toBeGreaterThan(5);
      expect(new Set(seen.filter((rule) => typeof rule === 'string')).size).toBeGreaterThan(1);
    },
    TIMEOUT,
  );
});
