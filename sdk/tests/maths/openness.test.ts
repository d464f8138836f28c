/** What is open, and what a halt, a close or a challenge period stands against. */
import { expect } from 'vitest';

import { accrualRefusal, depositsRefusal, payoutRefusal, stakeRefusal, withdrawalsRefusal } from '../../src/index';
import { CASES, type Case } from './cases';
import { NOW, sent, testQuestions } from './questions';
import type { Stage, State } from './stage';
import type { Drawn } from './states';

/** A rule that an instruction asks before the ones that are not among `rules`: it refuses if and only if it is told to. */
async function refusedAs(stage: Stage, state: State, of: Case, rules: string[], told: string | null) {
  const outcome = await sent(stage, state, of);
  const refusal = typeof outcome === 'string' && rules.includes(outcome) ? outcome : null;
  expect(told).toBe(refusal);
  return told ?? 'open';
}

/** The second before now, now, or the one after: where a rule that looks at the clock changes its answer. */
function lastSecond({ part }: Drawn): bigint {
  if (part === 'One') return NOW;
  return part === 'More' ? NOW + 1n : NOW - 1n;
}

const OPENNESS = ['StakingHalted', 'PoolClosed', 'PoolHalted'];

testQuestions({
  require_deposits_open: {
    asked: (stage, state) =>
      refusedAs(stage, state, CASES.cancel_unstake, OPENNESS, depositsRefusal(state.overview, state.pool)),
    seen: ['open', ...OPENNESS],
  },
  require_stake_open: {
    asked: (stage, state) => {
      const told = stakeRefusal(state.overview, state.pool, state.stakingRecord);
      return refusedAs(stage, state, CASES.stake, [...OPENNESS, 'DelegationNotAllowed'], told);
    },
    seen: ['open', ...OPENNESS, 'DelegationNotAllowed'],
  },
  require_payouts_open: {
    asked: (stage, state) => {
      const told = payoutRefusal(state.overview, state.pool, state.stakingRecord, state.now);
      const of = state.part === 'All' ? CASES.claim_unstake : CASES.claim_usdc_earnings;
      return refusedAs(stage, state, of, ['OperatorHalted', 'WithdrawalsHalted'], told);
    },
    seen: ['open', 'OperatorHalted', 'WithdrawalsHalted'],
  },
  require_withdrawals_open: {
    changed: (drawn) => {
      const changed = { ...drawn, pool: { ...drawn.pool, isHalted: 0 } };
      const until = drawn.part === 'All' ? null : lastSecond(drawn);
      if (until === null) return changed;
      return {
        ...changed,
        now: NOW,
        overview: { ...drawn.overview, hasWithdrawalHalt: 1, withdrawalHaltedUntil: until },
      };
    },
    asked: (stage, state) => {
      const told = withdrawalsRefusal(state.overview, state.now);
      return refusedAs(stage, state, CASES.claim_unstake, ['WithdrawalsHalted'], told);
    },
    seen: ['open', 'WithdrawalsHalted'],
  },
  require_accrual_open: {
    changed: (drawn) => {
      if (drawn.part === 'All') return drawn;
      return { ...drawn, now: NOW, rewardRecord: { ...drawn.rewardRecord, claimableFrom: lastSecond(drawn) } };
    },
    asked: (stage, state) => {
      const told = accrualRefusal(state.overview, state.rewardRecord, state.now);
      const rules = ['AccrualHalted', 'RecordNotClaimable', 'RecordExpired'];
      return refusedAs(stage, state, CASES.accrue_reward, rules, told);
    },
    seen: ['open', 'AccrualHalted', 'RecordNotClaimable', 'RecordExpired'],
  },
});
