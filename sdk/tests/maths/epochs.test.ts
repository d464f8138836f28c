/** Which epoch it is, when the next may be marked, and what a pool has open of those that are over. */
import { expect } from 'vitest';

import {
  canStillPay,
  currentEpoch,
  decodeEvents,
  earliestMark,
  getMarkEpochAsFinalizingInstructionAsync,
  openEpochs,
  skipsAreRecentUntil,
} from '../../src/index';
import { CASES } from './cases';
import { gateOpen, NOW, open, sent, testQuestions } from './questions';
import { played, put, stateOf } from './stage';

const U64 = 2n ** 64n - 1n;
const YEAR = 365n * 86_400n;
/** What a time on chain is that never was. */
const NEVER = -(2n ** 63n);
const EPOCH_RULES = ['RecordExpired', 'EpochAfterClose', 'EpochOutOfOrder', 'EpochAlreadyAccrued'];

testQuestions({
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
});
