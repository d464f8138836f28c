/** The rules of the SDK against the built program: on drawn states both refuse by the same rule, or make the same of all accounts. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import {
  afterActivation,
  getQueryStakingRecordInstructionAsync,
  rankOf,
  readReturnData,
  StakingRefusal,
  viewRecord,
} from '../../src/index';
import { CASES, type Case } from './cases';
import { RUNS, TIMEOUT } from './runs';
import { type After, found, openStage, played, put, type Stage, stateOf } from './stage';
import { anyState } from './states';

/** Of a record that locks all of its shares. */
const LOCKED = 1;

function pick({ operatorRecord, overview, pool, record, rewardRecord }: Required<After>): Required<After> {
  return { operatorRecord, overview, pool, record, rewardRecord };
}

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

describe.each(RUNS)('states of $title', ({ isFixed, seed, states }) => {
  test.each(Object.entries<Case>(CASES))(
    '%s',
    async (_, { instruction, passes, rules, told }) => {
      let passed = 0;
      const refused = new Set<string>();
      await fc.assert(
        fc.asyncProperty(anyState, async (drawn) => {
          const state = stateOf(stage, drawn);
          await put(stage, state);
          const outcome = await played(stage, await instruction(stage, state));
          const after = told(state);
          if (typeof outcome === 'string' || typeof after === 'string') {
            expect(after).toBe(outcome);
            refused.add(String(outcome));
            return;
          }
          passed += 1;
          const chain = found(stage, state);
          const changed = { ...pick(state), ...after };
          // One account is both.
          if (state.byOperator && after.record) changed.operatorRecord = after.record;
          if (state.byOperator && after.operatorRecord) changed.record = after.operatorRecord;
          expect(pick(changed)).toEqual(chain);
        }),
        { numRuns: states, seed },
      );
      if (!isFixed) return;
      expect(passed).toBeGreaterThanOrEqual(passes);
      expect([...refused].length, [...refused].join()).toBeGreaterThanOrEqual(rules);
    },
    TIMEOUT,
  );

  test(
    'query_staking_record',
    async () => {
      let [passed, activatable, locked] = [0, 0, 0];
      await fc.assert(
        fc.asyncProperty(anyState, async (drawn) => {
          const state = stateOf(stage, drawn);
          await put(stage, state);
          const { operatorPool, operatorStakingRecord } = stage;
          const input = { operatorPool, stakingRecord: state.stakingRecord, operatorStakingRecord };
          const outcome = await played(stage, await getQueryStakingRecordInstructionAsync(input));
          if (typeof outcome === 'string') {
            expect(() => viewRecord(state, state.now)).toThrow(new StakingRefusal(outcome as 'MathOverflow').message);
            return;
          }
          passed += 1;
          const { value } = readReturnData('queryStakingRecord', outcome);
          expect(viewRecord(state, state.now)).toEqual(value);
          expect(typeof afterActivation(state) !== 'string').toBe(value?.canActivate);
          if (value?.canActivate) activatable += 1;
          const { lockDuration, lockState } = state.record;
          // In a closed pool nothing is locked any more.
          if (!value?.lockedShares || lockState !== LOCKED) return;
          locked += 1;
          expect(rankOf(value.tokenValue, lockDuration)).toBe(value.rank);
        }),
        { numRuns: 3 * states, seed },
      );
      if (!isFixed) return;
      expect(passed).toBeGreaterThan(states);
      expect([activatable, locked].filter((count) => count <= 5)).toEqual([]);
    },
    TIMEOUT,
  );
});
