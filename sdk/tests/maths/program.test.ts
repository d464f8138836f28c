/** The rules of the SDK against the built program: on drawn states both refuse by the same rule, or make the same of all accounts. */
import type { Instruction } from '@solana/kit';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';

import {
  afterAccrual,
  afterActivation,
  afterBypass,
  afterCancelledUnstake,
  afterLockChange,
  afterStake,
  afterUnstake,
  afterUnstakeClaim,
  afterUsdcClaim,
  getAccrueRewardEmergencyBypassInstructionAsync,
  getAccrueRewardInstructionAsync,
  getActivateStakeInstructionAsync,
  getBeginUnlockInstructionAsync,
  getCancelUnlockInstructionAsync,
  getCancelUnstakeInstructionAsync,
  getClaimUnstakeInstructionAsync,
  getClaimUsdcEarningsInstructionAsync,
  getExtendLockInstructionAsync,
  getLockStakeInstructionAsync,
  getQueryStakingRecordInstructionAsync,
  getStakeInstructionAsync,
  getUnstakeInstructionAsync,
  readReturnData,
  StakingRefusal,
  viewRecord,
} from '../../src/index';
import {
  type After,
  found,
  holds,
  openStage,
  partOf,
  played,
  put,
  type Stage,
  type State,
  stateOf,
  tokenAccounts,
} from './stage';
import { anyState } from './states';

const SEED = 20_261_201;
/** States for each instruction. */
const STATES = 120;
/** A second or two, unless a machine has much else to do. */
const TIMEOUT = 180_000;

/** An instruction, and what the SDK says of it. */
interface Case {
  instruction(stage: Stage, state: State): Promise<Instruction>;
  told(state: State): After | string;
  /** So many of the drawn states at least go through, and so many rules at least refuse others: otherwise nothing is compared. */
  passes: number;
  rules: number;
}

/** Tokens that are staked, or a part of them. */
const STAKE = 1_000_000n;
const amountOf = (state: State) => partOf(state, STAKE);
const request = (state: State) => ({
  shares: partOf(state, state.record.shares),
  activating: state.ticket === 1 ? 0n : partOf(state, state.record.activating),
});
const ofRecord = ({ operatorPool }: Stage, { owner, stakingRecord }: State) => ({ owner, operatorPool, stakingRecord });

const CASES: Record<string, Case> = {
  stake: {
    async instruction(stage, state) {
      const { stakeMint } = stage.network;
      const { stake: source } = await tokenAccounts(stage, state);
      holds(stage.network, source, amountOf(state));
      return await getStakeInstructionAsync({ ...ofRecord(stage, state), stakeMint, source, amount: amountOf(state) });
    },
    told: (state) => afterStake(state, amountOf(state)),
    passes: 20,
    rules: 6,
  },
  activate_stake: {
    async instruction({ operatorPool, operatorStakingRecord }, { stakingRecord }) {
      return await getActivateStakeInstructionAsync({ operatorPool, operatorStakingRecord, stakingRecord });
    },
    told: (state) => afterActivation(state),
    passes: 5,
    rules: 6,
  },
  unstake: {
    async instruction(stage, state) {
      const { activating, shares } = request(state);
      const input = { ...ofRecord(stage, state), shares, activating, ticket: state.ticket };
      return await getUnstakeInstructionAsync(input);
    },
    told: (state) => afterUnstake(state, { ...request(state), joins: state.ticket ?? undefined }, state.now),
    passes: 10,
    rules: 6,
  },
  cancel_unstake: {
    async instruction(stage, state) {
      return await getCancelUnstakeInstructionAsync({ ...ofRecord(stage, state), ticket: state.ticket ?? 0 });
    },
    told: (state) => afterCancelledUnstake(state, state.ticket ?? 0),
    passes: 5,
    rules: 4,
  },
  claim_unstake: {
    async instruction(stage, state) {
      const { stake: destination } = await tokenAccounts(stage, state);
      holds(stage.network, destination, 0n);
      const { stakingRecord } = state;
      const { operatorPool, network } = stage;
      const { stakeMint } = network;
      return await getClaimUnstakeInstructionAsync({ operatorPool, stakingRecord, destination, stakeMint });
    },
    told: (state) => afterUnstakeClaim(state, state.now),
    passes: 10,
    rules: 4,
  },
  claim_usdc_earnings: {
    async instruction(stage, state) {
      const { usdc: destination } = await tokenAccounts(stage, state);
      holds(stage.network, destination, 0n);
      const { usdcMint } = stage.network;
      return await getClaimUsdcEarningsInstructionAsync({ ...ofRecord(stage, state), destination, usdcMint });
    },
    told: (state) => afterUsdcClaim(state, state.now),
    passes: 10,
    rules: 4,
  },
  accrue_reward: {
    async instruction({ operatorPool, operatorStakingRecord, rewardRecord }, { leaf }) {
      const proof = { rootIndex: 0, leafIndex: 0, proof: [] };
      return await getAccrueRewardInstructionAsync({
        operatorPool,
        operatorStakingRecord,
        rewardRecord,
        ...leaf,
        ...proof,
      });
    },
    told(state) {
      const after = afterAccrual(state, state.leaf, state.now);
      if (typeof after === 'string') return after;
      const { operatorRecord, pool, rewardRecord } = after;
      return { pool, rewardRecord, ...(operatorRecord && { operatorRecord }) };
    },
    passes: 10,
    rules: 5,
  },
  accrue_reward_emergency_bypass: {
    async instruction({ operatorPool, rewardRecord }) {
      return await getAccrueRewardEmergencyBypassInstructionAsync({ operatorPool, rewardRecord });
    },
    told(state) {
      const pool = afterBypass(state, state.now);
      return typeof pool === 'string' ? pool : { pool };
    },
    passes: 5,
    rules: 5,
  },
  lock_stake: {
    async instruction(stage, state) {
      return await getLockStakeInstructionAsync({ ...ofRecord(stage, state), duration: state.seconds });
    },
    told: (state) => afterLockChange(state, { kind: 'Lock', duration: state.seconds }, state.now),
    passes: 5,
    rules: 3,
  },
  extend_lock: {
    async instruction(stage, state) {
      return await getExtendLockInstructionAsync({ ...ofRecord(stage, state), seconds: state.seconds });
    },
    told: (state) => afterLockChange(state, { kind: 'Extend', seconds: state.seconds }, state.now),
    passes: 3,
    rules: 3,
  },
  begin_unlock: {
    async instruction(stage, state) {
      return await getBeginUnlockInstructionAsync(ofRecord(stage, state));
    },
    told: (state) => afterLockChange(state, { kind: 'BeginUnlock' }, state.now),
    passes: 10,
    rules: 2,
  },
  cancel_unlock: {
    async instruction(stage, state) {
      return await getCancelUnlockInstructionAsync(ofRecord(stage, state));
    },
    told: (state) => afterLockChange(state, { kind: 'CancelUnlock' }, state.now),
    passes: 5,
    rules: 2,
  },
};

function pick({ operatorRecord, overview, pool, record, rewardRecord }: Required<After>): Required<After> {
  return { operatorRecord, overview, pool, record, rewardRecord };
}

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

test.each(Object.entries(CASES))(
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
      { numRuns: STATES, seed: SEED },
    );
    expect(passed).toBeGreaterThanOrEqual(passes);
    expect([...refused].length, [...refused].join()).toBeGreaterThanOrEqual(rules);
  },
  TIMEOUT,
);

test(
  'query_staking_record',
  async () => {
    let [passed, activatable] = [0, 0];
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
      }),
      { numRuns: 3 * STATES, seed: SEED },
    );
    expect(passed).toBeGreaterThan(STATES);
    expect(activatable).toBeGreaterThan(5);
  },
  TIMEOUT,
);
