/** What shares and deposits are worth, and what a payout and an accrual need. */
import { FailedTransactionMetadata } from 'litesvm';
import { expect } from 'vitest';

import {
  afterAccrual,
  autoStakes,
  keepsOperatorMinimum,
  mustCollectBefore,
  sharesForDeposit,
  sharesForTokens,
  tokensForShares,
} from '../../src/index';
import { execute } from '../network/chain';
import { CASES, type Case } from './cases';
import { gateOpen, NOW, open, sent, testQuestions } from './questions';
import { found, partOf, put, type State, takeAway } from './stage';

/** What a record has that is ripe. */
function ripeOf({ overview, record }: State): bigint {
  const unripe = record.latestDepositEpoch < overview.completedRewardEpoch + 1n ? 0n : record.latestDeposit;
  return record.activating > unripe ? record.activating - unripe : 0n;
}

function unstakeOf(shares: bigint): Case {
  const part = (state: State): State => ({
    ...state,
    part: 'All',
    record: { ...state.record, shares, activating: 0n },
  });
  return { ...CASES.unstake, instruction: (stage, state) => CASES.unstake.instruction(stage, part(state)) };
}

testQuestions({
  auto_stakes: {
    changed: (drawn) => ({ ...drawn, pool: { ...drawn.pool, autoStake: Number(drawn.byOperator) } }),
    // Where the accrual would go through, it needs the operator's record if and only if the pool stakes its commission.
    asked: async (stage, state) => {
      if (typeof afterAccrual(state, state.leaf, state.now) === 'string') return null;
      await put(stage, state);
      takeAway(stage, stage.operatorStakingRecord);
      const { payer, svm } = stage.network;
      const result = await execute(svm, payer, [await CASES.accrue_reward.instruction(stage, state)]);
      expect(autoStakes(state.pool)).toBe(result instanceof FailedTransactionMetadata);
      return autoStakes(state.pool) ? 'stakes' : 'does not';
    },
    seen: ['stakes', 'does not'],
  },
  must_collect_before: {
    changed: (drawn) => ({
      ...drawn,
      overview: { ...drawn.overview, ...open },
      pool: { ...drawn.pool, isHalted: 0 },
    }),
    asked: async (stage, state) => {
      const matured = state.record.tickets.filter(({ claimableFrom }) => claimableFrom <= state.now);
      const amount = matured.reduce((sum, ticket) => sum + ticket.amount, 0n);
      const outcome = await sent(stage, state, CASES.claim_unstake);
      if (typeof outcome === 'string' && outcome !== 'RewardsNotCollected') return null;
      expect(mustCollectBefore(state.pool, amount)).toBe(outcome === 'RewardsNotCollected');
      return outcome === 'RewardsNotCollected' ? 'must' : 'need not';
    },
    seen: ['must', 'need not'],
  },
  'tokens_for_shares, shares_for_tokens': {
    // A record with all shares, none of them locked, and with room for a ticket.
    changed: (drawn) => {
      const totalShares = drawn.pool.totalShares ?? 0n;
      const tickets = Array.from({ length: 4 }, () => ({ amount: 0n, claimableFrom: 0n }));
      const record = { ...drawn.record, shares: totalShares, lockState: 0, tickets };
      const pool = { ...drawn.pool, isHalted: 0, totalUnstaking: 0n };
      return { ...drawn, now: NOW, byOperator: false, ticket: null, record, pool };
    },
    asked: async (stage, state) => {
      const { pool } = state;
      if (pool.totalShares === 0n) return null;
      const wanted = partOf(state, pool.totalStakedAmount);
      const fewest = sharesForTokens(pool, wanted);
      const paid = async (shares: bigint) => {
        const outcome = await sent(stage, state, unstakeOf(shares));
        if (typeof outcome === 'string') return outcome;
        const tokens = found(stage, state).record.tickets.reduce((sum, { amount }) => sum + amount, 0n);
        expect(tokensForShares(pool, shares)).toBe(tokens);
        return tokens;
      };
      const all = await paid(pool.totalShares);
      if (fewest === null) {
        if (typeof all === 'string') return null;
        expect(all).toBeLessThan(wanted);
        return 'none';
      }
      if (fewest === 0n) return null;
      const [enough, less] = [await paid(fewest), fewest > 1n ? await paid(fewest - 1n) : 0n];
      if (typeof enough === 'string') return null;
      expect(enough).toBeGreaterThanOrEqual(wanted);
      // The program burns no shares that are worth nothing.
      if (typeof less === 'string') expect(less).toBe('SharesWorthNothing');
      else expect(less).toBeLessThan(wanted);
      return 'fewest';
    },
    seen: ['none', 'fewest'],
  },
  deposit: {
    changed: (drawn) => {
      const changed = gateOpen(drawn);
      const overview = { ...changed.overview, minOperatorTokenStake: 0n };
      if (drawn.part !== 'One' && drawn.part !== 'Half') return { ...changed, overview };
      // Shares so dear that small deposits buy none.
      const { totalStakedAmount = 0n } = drawn.pool;
      const pool = { ...changed.pool, totalStakedAmount: ((totalStakedAmount + 1n) * 1_000n) % 2n ** 62n };
      return { ...changed, overview, pool };
    },
    asked: async (stage, state) => {
      const ripe = ripeOf(state);
      const outcome = await sent(stage, state, CASES.activate_stake);
      if (typeof outcome === 'string') {
        if (outcome !== 'DepositBuysNoShare') return null;
        expect(sharesForDeposit(state.pool, ripe)).toBeNull();
        return outcome;
      }
      const { pool } = found(stage, state);
      expect(sharesForDeposit(state.pool, ripe)).toEqual({
        shares: pool.totalShares - state.pool.totalShares,
        cost: pool.totalStakedAmount - state.pool.totalStakedAmount,
      });
      return 'bought';
    },
    seen: ['bought', 'DepositBuysNoShare'],
  },
  require_operator_minimum: {
    changed: gateOpen,
    asked: async (stage, state) => {
      const { byOperator: ofOperator, operatorRecord, overview, pool } = state;
      const outcome = await sent(stage, state, CASES.activate_stake);
      if (typeof outcome === 'string' && outcome !== 'OperatorStakeBelowMinimum') return null;
      const deposit = { amount: ripeOf(state), operatorShares: operatorRecord.shares, ofOperator };
      expect(keepsOperatorMinimum(overview, pool, deposit)).toBe(outcome !== 'OperatorStakeBelowMinimum');
      return outcome === 'OperatorStakeBelowMinimum' ? 'less' : 'enough';
    },
    seen: ['less', 'enough'],
  },
});
