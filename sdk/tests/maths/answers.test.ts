/** Rules of the SDK that answer and change nothing, against what the built program then does: on drawn states. */
import fc from 'fast-check';
import { FailedTransactionMetadata } from 'litesvm';
import { beforeAll, describe, expect, test } from 'vitest';

import {
  accrualRefusal,
  afterAccrual,
  autoStakes,
  canStillPay,
  currentEpoch,
  decodeEvents,
  depositsRefusal,
  earliestMark,
  getMarkEpochAsFinalizingInstructionAsync,
  keepsOperatorMinimum,
  mustCollectBefore,
  openEpochs,
  payoutRefusal,
  sharesForDeposit,
  sharesForTokens,
  skipsAreRecentUntil,
  stakeRefusal,
  tokensForShares,
  withdrawalsRefusal,
} from '../../src/index';
import { execute } from '../network/chain';
import { CASES, type Case } from './cases';
import { type Draw, RUNS, TIMEOUT } from './runs';
import { found, openStage, partOf, played, put, type Stage, type State, stateOf, takeAway } from './stage';
import { anyState, type Drawn } from './states';

/** A question to a rule, and what the program is asked to do so that it answers too. */
interface Question {
  /** Makes of a drawn state one in which the program comes to the rule. */
  changed?(drawn: Drawn): Drawn;
  /** Compares; the answer, or `null` if the program never came to the rule. */
  asked(stage: Stage, state: State): Promise<string | null>;
  /** Answers of which the fixed seed has some. */
  seen: string[];
}

const U64 = 2n ** 64n - 1n;
const NOW = 1_800_000_000n;
const YEAR = 365n * 86_400n;
/** What a time on chain is that never was. */
const NEVER = -(2n ** 63n);

async function sent(stage: Stage, state: State, { instruction }: Case) {
  await put(stage, state);
  return await played(stage, await instruction(stage, state));
}

/** A rule that an instruction asks before the ones that are not among `rules`: it refuses if and only if it is told to. */
async function refusedAs(stage: Stage, state: State, of: Case, rules: string[], told: string | null) {
  const outcome = await sent(stage, state, of);
  const refusal = typeof outcome === 'string' && rules.includes(outcome) ? outcome : null;
  expect(told).toBe(refusal);
  return told ?? 'open';
}

const open = { stakingHalted: 0, accrualHalted: 0, hasWithdrawalHalt: 0, isEpochFinalizing: 0 };

/** Everything but the minimum and the price lets deposits become shares: the gate is open, and a part of the deposit is ripe. */
const gateOpen = (drawn: Drawn): Drawn => ({
  ...drawn,
  overview: { ...drawn.overview, ...open, completedRewardEpoch: 7n },
  pool: { ...drawn.pool, isHalted: 0, closedAtEpoch: 0n, rewardLastClaimedEpoch: 7n, skippedEpochs: 0n },
});

/** What a record has that is ripe. */
function ripeOf({ overview, record }: State): bigint {
  const unripe = record.latestDepositEpoch < overview.completedRewardEpoch + 1n ? 0n : record.latestDeposit;
  return record.activating > unripe ? record.activating - unripe : 0n;
}

/** The second before now, now, or the one after: where a rule that looks at the clock changes its answer. */
function lastSecond({ part }: Drawn): bigint {
  if (part === 'One') return NOW;
  return part === 'More' ? NOW + 1n : NOW - 1n;
}

const OPENNESS = ['StakingHalted', 'PoolClosed', 'PoolHalted'];
const EPOCH_RULES = ['RecordExpired', 'EpochAfterClose', 'EpochOutOfOrder', 'EpochAlreadyAccrued'];

const QUESTIONS: Record<string, Question> = {
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
  can_still_pay: {
    // Claimable now, and with a delay only for a record that can still pay.
    changed: (drawn) => {
      const { part, rewardRecord } = drawn;
      const remaining = {
        ...((part === 'Nothing' || part === 'One') && { remainingRewards: 0n }),
        ...((part === 'Nothing' || part === 'Half') && { remainingUsdc: 0n }),
      };
      return {
        ...drawn,
        now: NOW,
        overview: { ...drawn.overview, ...open, accrualResumedAt: NOW },
        rewardRecord: { ...rewardRecord, ...remaining, claimableFrom: NOW, bypassDelay: 1_000n },
      };
    },
    asked: async (stage, state) => {
      const outcome = await sent(stage, state, CASES.accrue_reward_emergency_bypass);
      if (outcome === 'RecordExpired') return null;
      expect(canStillPay(state.rewardRecord)).toBe(outcome === 'BypassTooSoon');
      return outcome === 'BypassTooSoon' ? 'can' : 'cannot';
    },
    seen: ['can', 'cannot'],
  },
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
  current_epoch: {
    asked: async (stage, state) => {
      const outcome = await sent(stage, state, CASES.stake);
      if (typeof outcome === 'string') return null;
      const [event] = decodeEvents(outcome).events;
      expect(event?.data).toMatchObject({ epoch: currentEpoch(state.overview) });
      return state.overview.isEpochFinalizing === 0 ? 'one more' : 'two more';
    },
    seen: ['one more', 'two more'],
  },
  open_epochs: {
    // A leaf of nothing, which only its epoch can stand against.
    changed: (drawn) => {
      const { closedAtEpoch = 0n, rewardLastClaimedEpoch = 0n } = drawn.pool;
      const completed = (drawn.overview.completedRewardEpoch ?? 0n) % 300n;
      // No pool has passed an epoch that is not over, or one after its close.
      const most = closedAtEpoch > 0n && closedAtEpoch < completed ? closedAtEpoch : completed;
      const last = rewardLastClaimedEpoch > most ? most : rewardLastClaimedEpoch;
      return {
        ...drawn,
        now: NOW,
        part: 'Nothing',
        overview: { ...drawn.overview, accrualHalted: 0, completedRewardEpoch: completed },
        pool: { ...drawn.pool, rewardLastClaimedEpoch: last, autoStake: 0 },
        rewardRecord: { ...drawn.rewardRecord, remainingUsdc: 0n, claimableFrom: NOW },
      };
    },
    asked: async (stage, state) => {
      const { overview, pool } = state;
      const { ahead, skipped } = openEpochs(overview, pool, state.now);
      // One accrual at a time: the oldest ahead is the next, whatever is behind it waits.
      const takes = new Set([...skipped, ...ahead.slice(0, 1)]);
      const last = pool.rewardLastClaimedEpoch;
      const near = [
        1n,
        ...takes,
        ...ahead.slice(1, 2),
        ...ahead.slice(-1),
        last,
        last - 1n,
        overview.completedRewardEpoch,
      ];
      const epochs = new Set([...near, ...near.map((epoch) => epoch - 1n)].filter((epoch) => epoch >= 1n));
      for (const epoch of [...epochs].slice(0, 12)) {
        if (epoch > overview.completedRewardEpoch) continue;
        const rewardRecord = { ...state.rewardRecord, epoch };
        const of = stateOf(stage, { ...state, rewardRecord });
        const outcome = await sent(stage, of, CASES.accrue_reward);
        const isRefused = typeof outcome === 'string' && EPOCH_RULES.includes(outcome);
        // Another rule comes after those of epochs.
        expect([epoch, takes.has(epoch)]).toEqual([epoch, !isRefused]);
      }
      if (skipped.length > 0) return 'skipped';
      return ahead.length > 0 ? 'ahead' : 'none';
    },
    seen: ['skipped', 'ahead', 'none'],
  },
  earliest_mark: {
    changed: (drawn) => {
      const { byOperator, overview, part, seconds, ticket } = drawn;
      const length = part === 'Nothing' ? 0n : seconds % YEAR;
      return {
        ...drawn,
        overview: {
          ...overview,
          ...open,
          completedRewardEpoch: part === 'One' ? 0n : 7n,
          isTestNetwork: byOperator ? 1 : 0,
          minEpochLength: length,
          lastFinalizedAt: NOW - BigInt(ticket ?? 0) * 3_600n,
          newestClaimableFrom: ticket === null ? NEVER : NOW,
          accrualResumedAt: ticket === 0 ? NOW + 3_600n : NEVER,
        },
      };
    },
    asked: async (stage, state) => {
      const from = earliestMark(state.overview);
      const { rewardAuthority: authority } = stage.network;
      const epoch = state.overview.completedRewardEpoch + 1n;
      const marked = async (now: bigint) => {
        await put(stage, { ...state, now });
        return await played(stage, await getMarkEpochAsFinalizingInstructionAsync({ authority, epoch }));
      };
      expect(typeof (await marked(from ?? 0n))).toBe('object');
      if (from === null) return 'at once';
      const refusal = await marked(from - 1n);
      expect(['EpochTooShort', 'MarkTooSoon']).toContain(refusal);
      return String(refusal);
    },
    seen: ['at once', 'EpochTooShort', 'MarkTooSoon'],
  },
  skips_are_recent_until: {
    changed: (drawn) => {
      const { pool } = drawn;
      const skippedEpochs = pool.skippedEpochs === 0n ? 1n : (pool.skippedEpochs ?? 1n);
      const changed = gateOpen(drawn);
      return { ...changed, pool: { ...changed.pool, skippedEpochs, lastSkipAt: pool.lastSkipAt ?? 0n } };
    },
    asked: async (stage, state) => {
      const until = skipsAreRecentUntil(state.pool);
      const refuses = async (completedRewardEpoch: bigint) => {
        const overview = { ...state.overview, completedRewardEpoch };
        const pool = { ...state.pool, rewardLastClaimedEpoch: completedRewardEpoch };
        return (await sent(stage, { ...state, overview, pool }, CASES.activate_stake)) === 'SkippedLately';
      };
      expect(until === 0n || (await refuses(until - 1n))).toBe(true);
      // After the very last epoch there is none.
      if (until >= U64 - 1n) return null;
      expect([await refuses(until), await refuses(until + 1n)]).toEqual([false, false]);
      return 'until then';
    },
    seen: ['until then'],
  },
};

function unstakeOf(shares: bigint): Case {
  const part = (state: State): State => ({
    ...state,
    part: 'All',
    record: { ...state.record, shares, activating: 0n },
  });
  return { ...CASES.unstake, instruction: (stage, state) => CASES.unstake.instruction(stage, part(state)) };
}

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

async function holds({ asked, changed, seen }: Question, { isFixed, seed, states }: Draw): Promise<void> {
  const answers = new Map<string | null, number>();
  const property = fc.asyncProperty(anyState, async (drawn) => {
    const answer = await asked(stage, stateOf(stage, changed ? changed(drawn) : drawn));
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  });
  await fc.assert(property, { numRuns: states, seed, endOnFailure: true });
  if (isFixed) expect(seen.filter((answer) => (answers.get(answer) ?? 0) < 3)).toEqual([]);
}

describe.each(RUNS)('states of $title', (draw) => {
  test.each(Object.entries(QUESTIONS))('%s', (_, question) => holds(question, draw), TIMEOUT);
});
