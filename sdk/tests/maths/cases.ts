/** Instructions on a state, each with what the rules of the SDK say of it. */
import type { Instruction } from '@solana/kit';

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
  getStakeInstructionAsync,
  getUnstakeInstructionAsync,
} from '../../src/index';
import { type After, holds, partOf, type Stage, type State, tokenAccounts } from './stage';

/** An instruction, and what the SDK says of it. */
export interface Case {
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

export const CASES = {
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
} satisfies Record<string, Case>;
