/** Drawn states of a network, a pool, two of its records and an epoch: such as a chain has, and such as no chain ever had. */
import fc from 'fast-check';

import type { OperatorPool, PoolOverview, RewardRecord, StakingRecord, Ticket } from '../../src/index';

const U64 = 2n ** 64n - 1n;
const U128 = 2n ** 128n - 1n;
const I64 = 2n ** 63n - 1n;
const YEAR = 365 * 86_400;
const K = 10n ** 18n;

/** What is drawn of each account; keys and what never changes stay what they are on the chain. */
export interface Drawn {
  now: bigint;
  overview: Partial<PoolOverview>;
  pool: Partial<OperatorPool>;
  record: Partial<StakingRecord>;
  operatorRecord: Partial<StakingRecord>;
  rewardRecord: Partial<RewardRecord>;
  /** Whether an instruction is the operator's, about the operator's record. */
  byOperator: boolean;
  /** How much of what there is an instruction asks for. */
  part: 'Nothing' | 'One' | 'Half' | 'All' | 'More';
  /** Place of a ticket; `null` for none. */
  ticket: number | null;
  /** Seconds of a lock. */
  seconds: bigint;
}

const flag = fc.constantFrom(0, 0, 0, 1);
const mostly = fc.constantFrom(1, 1, 1, 0);
const bps = fc.oneof(fc.integer({ min: 0, max: 10_000 }), fc.constantFrom(0, 1, 9_999, 10_000));
const anyBps = fc.oneof(bps, fc.constantFrom(10_001, 65_535));
const upTo = (max: bigint) => fc.bigInt({ min: 0n, max });
const few = upTo(3n);
const tokens = fc.oneof(upTo(20n), upTo(10n ** 6n), upTo(10n ** 15n));
const anyU64 = fc.oneof(tokens, upTo(U64), fc.constantFrom(0n, 1n, 2n ** 32n, 2n ** 63n, U64 - 1n, U64));
const anyI64 = fc.oneof(
  fc.bigInt({ min: -I64 - 1n, max: I64 }),
  fc.constantFrom(-I64 - 1n, -1n, 0n, 1n, I64),
  upTo(4_000_000_000n),
);
const anyU128 = fc.oneof(upTo(U128), anyU64, fc.constantFrom(0n, 1n, K, U128));
const anyFlag = fc.oneof(flag, fc.integer({ min: 0, max: 255 }));
const anyEpoch = fc.oneof(upTo(200n), anyU64);

const asked = {
  byOperator: fc.boolean(),
  part: fc.constantFrom<Drawn['part'][]>('Nothing', 'One', 'Half', 'All', 'All', 'More'),
  ticket: fc.constantFrom(null, null, 0, 1, 2, 3, 4, 255),
  seconds: fc.oneof(
    fc.constantFrom(0n, 14n * 86_400n - 1n, 14n * 86_400n, 365n * 86_400n, 365n * 86_400n + 1n, U64),
    upTo(30n * 86_400n),
    upTo(400n * 86_400n),
  ),
};

const anyTicket: fc.Arbitrary<Ticket> = fc.record({ amount: anyU64, claimableFrom: anyI64 });

const anyRecord = fc.record({
  shares: anyU64,
  settledUsdc: anyU64,
  usdcCheckpoint: anyU128,
  tickets: fc.array(anyTicket, { minLength: 4, maxLength: 4 }),
  activating: anyU64,
  latestDeposit: anyU64,
  latestDepositEpoch: anyEpoch,
  lockDuration: anyU64,
  unlockStartedAt: anyI64,
  unlockShares: anyU64,
  lockState: fc.integer({ min: 0, max: 4 }),
  hasActivating: anyFlag,
  lockRewardCommissionBps: anyBps,
  lockUsdcCommissionBps: anyBps,
});

/** Every field for itself: most of these break an invariant, and all rules have to say the same of them. */
const wild: fc.Arbitrary<Drawn> = fc.record({
  ...asked,
  now: anyI64,
  overview: fc.record({
    minOperatorTokenStake: anyU64,
    delegatorUnstakeDelay: anyU64,
    operatorUnstakeDelay: anyU64,
    withdrawalHaltedUntil: anyI64,
    newestClaimableFrom: anyI64,
    accrualResumedAt: anyI64,
    completedRewardEpoch: anyEpoch,
    usdcLiability: anyU64,
    stakingHalted: anyFlag,
    accrualHalted: anyFlag,
    hasWithdrawalHalt: anyFlag,
    isEpochFinalizing: anyFlag,
  }),
  pool: fc.record({
    cumulativeUsdcPerShare: anyU128,
    skippedEpochs: anyU128,
    usdcIndexRemainder: anyU64,
    totalStakedAmount: anyU64,
    totalShares: anyU64,
    totalUnstaking: anyU64,
    totalActivating: anyU64,
    uncollectedRewards: anyU64,
    rewardCommission: anyU64,
    usdcCommission: anyU64,
    delegatorUsdc: anyU64,
    settledUsdc: anyU64,
    joinedEpoch: anyEpoch,
    closedAtEpoch: fc.oneof(fc.constant(0n), anyEpoch),
    rewardLastClaimedEpoch: anyEpoch,
    lastSkipAt: anyEpoch,
    scheduledRewardCommissionFrom: anyEpoch,
    scheduledUsdcCommissionFrom: anyEpoch,
    eventSequence: anyU64,
    rewardCommissionBps: anyBps,
    usdcCommissionBps: anyBps,
    scheduledRewardCommissionBps: anyBps,
    scheduledUsdcCommissionBps: anyBps,
    lowestSkippedRewardCommissionBps: anyBps,
    lowestSkippedUsdcCommissionBps: anyBps,
    autoStake: anyFlag,
    delegationAllowed: anyFlag,
    isHalted: anyFlag,
  }),
  record: anyRecord,
  operatorRecord: anyRecord,
  rewardRecord: fc.record({
    epoch: anyEpoch,
    totalRewards: anyU64,
    totalUsdc: anyU64,
    remainingRewards: anyU64,
    remainingUsdc: anyU64,
    claimableFrom: anyI64,
    accruedLeaves: anyU64,
    bypassDelay: anyU64,
  }),
});

/** Seconds around now: mostly before it. */
const moment = fc.integer({ min: -YEAR, max: 3_600 }).map(BigInt);

const numbers = fc.record({
  completed: fc.oneof(upTo(12n), upTo(300n)),
  finalizing: flag,
  behind: fc.constantFrom(0n, 0n, 0n, 0n, 1n, 2n, 130n),
  skipped: fc.oneof(fc.constant(0n), fc.constant(0n), upTo(15n), upTo(U128)),
  skippedAgo: upTo(10n),
  closedAgo: fc.constantFrom(null, null, null, null, 0n, 3n),
  now: fc.integer({ min: 1_700_000_000, max: 2_000_000_000 }).map(BigInt),
  shares: fc.oneof(fc.constant(0n), tokens),
  gains: fc.oneof(fc.constant(0n), tokens),
  // Of 1,000: how much of the pool's shares the two records have.
  held: fc.tuple(upTo(500n), upTo(500n)),
  indexPerShare: upTo(10n ** 9n),
  sinceCheckpoint: fc.tuple(upTo(K * 10n ** 3n), upTo(K * 10n ** 3n)),
  settled: fc.tuple(tokens, tokens),
  activating: fc.tuple(tokens, tokens),
  unripe: fc.tuple(fc.constantFrom(0n, 1n, 2n), fc.constantFrom(0n, 1n, 2n)),
  depositedAgo: fc.tuple(few, few),
  others: tokens,
  uncollected: fc.constantFrom(0n, 0n, 1n, 2n),
  epochAgo: fc.constantFrom(0n, 0n, 0n, 1n, 2n, 129n),
  remaining: fc.tuple(tokens, tokens),
  minimum: fc.oneof(fc.constant(0n), upTo(1_000n), tokens),
});

const lock = fc.record({
  lockState: fc.constantFrom(0, 1, 1, 2),
  lockDuration: fc
    .oneof(fc.integer({ min: 14 * 86_400, max: YEAR }), fc.integer({ min: 14 * 86_400, max: 60 * 86_400 }))
    .map(BigInt),
  unlockStarted: moment,
  unlockExtra: tokens,
  agreed: fc.tuple(bps, bps),
});

const someTickets = fc.array(fc.record({ amount: fc.oneof(fc.constant(0n), tokens), claimableFrom: moment }), {
  minLength: 4,
  maxLength: 4,
});

const rates = fc.record({
  rewardCommissionBps: bps,
  usdcCommissionBps: bps,
  scheduledRewardCommissionBps: bps,
  scheduledUsdcCommissionBps: bps,
  lowestSkippedRewardCommissionBps: bps,
  lowestSkippedUsdcCommissionBps: bps,
  autoStake: flag,
  delegationAllowed: mostly,
  isHalted: flag,
  rewardCommission: tokens,
  usdcCommission: tokens,
  usdcIndexRemainder: upTo(1_000n),
  eventSequence: upTo(U64),
});

/** States whose books are in order, as the program leaves them. */
const orderly: fc.Arbitrary<Drawn> = fc
  .record({
    ...asked,
    numbers,
    rates,
    locks: fc.tuple(lock, lock),
    tickets: fc.tuple(someTickets, someTickets),
    halts: fc.record({ stakingHalted: flag, accrualHalted: flag, hasWithdrawalHalt: flag }),
    times: fc.record({
      halted: moment,
      newest: moment,
      resumed: moment,
      claimable: moment,
      bypassDelay: upTo(86_400n),
    }),
    scheduledIn: fc.tuple(few, few),
    delays: fc.tuple(upTo(90n * 86_400n), upTo(90n * 86_400n)),
  })
  .map(({ delays, halts, locks, numbers: of, rates, scheduledIn, tickets, times, ...asked }) => {
    const current = of.completed + 1n + BigInt(of.finalizing);
    const last = larger(current - 1n - of.behind, 0n);
    const totalShares = of.shares;
    const totalStakedAmount = totalShares === 0n ? 0n : totalShares + of.gains;
    const index = of.indexPerShare * K;
    const record = (at: 0 | 1): Partial<StakingRecord> => {
      const { agreed, lockDuration, lockState, unlockExtra, unlockStarted } = locks[at];
      const shares = (totalShares * of.held[at]) / 1_000n;
      const isLocked = shares > 0n ? lockState : 0;
      const isUnlocking = isLocked === 2;
      const [activating, unripe] = [
        of.activating[at],
        [0n, of.activating[at] / 2n, of.activating[at]][Number(of.unripe[at])] ?? 0n,
      ];
      return {
        shares,
        settledUsdc: of.settled[at],
        usdcCheckpoint: larger(index - of.sinceCheckpoint[at], 0n),
        tickets: tickets[at].map(({ amount, claimableFrom }) =>
          amount === 0n ? { amount, claimableFrom: 0n } : { amount, claimableFrom: of.now + claimableFrom },
        ),
        activating,
        latestDeposit: unripe,
        latestDepositEpoch: larger(current - of.depositedAgo[at], 0n),
        lockState: isLocked,
        lockDuration: isLocked === 0 ? 0n : lockDuration,
        unlockStartedAt: isUnlocking ? of.now + unlockStarted : 0n,
        unlockShares: isUnlocking ? shares + unlockExtra : 0n,
        hasActivating: activating > 0n ? 1 : 0,
        lockRewardCommissionBps: isLocked === 0 ? 0 : agreed[0],
        lockUsdcCommissionBps: isLocked === 0 ? 0 : agreed[1],
      };
    };
    const [own, operators] = [record(0), record(1)];
    const inTickets = tickets.flat().reduce((sum, { amount }) => sum + amount, 0n);
    const totalUnstaking = inTickets + of.others;
    const settledUsdc = of.settled[0] + of.settled[1];
    const earned = (totalShares * (of.sinceCheckpoint[0] + of.sinceCheckpoint[1])) / K;
    return {
      ...asked,
      now: of.now,
      overview: {
        ...halts,
        minOperatorTokenStake: of.minimum,
        delegatorUnstakeDelay: delays[0],
        operatorUnstakeDelay: delays[1],
        withdrawalHaltedUntil: of.now - times.halted,
        newestClaimableFrom: of.now + times.newest,
        accrualResumedAt: of.now + times.resumed,
        completedRewardEpoch: of.completed,
        usdcLiability: settledUsdc + earned + of.others + of.remaining[1],
        isEpochFinalizing: of.finalizing,
      },
      pool: {
        ...rates,
        cumulativeUsdcPerShare: index,
        skippedEpochs: of.skipped,
        totalStakedAmount,
        totalShares,
        totalUnstaking,
        totalActivating: of.activating[0] + of.activating[1] + of.others,
        uncollectedRewards: ((totalStakedAmount + totalUnstaking) * of.uncollected) / 2n,
        delegatorUsdc: settledUsdc + earned + of.others,
        settledUsdc,
        joinedEpoch: totalShares === 0n ? current : 1n,
        closedAtEpoch: of.closedAgo === null ? 0n : larger(current - of.closedAgo, 1n),
        rewardLastClaimedEpoch: last,
        lastSkipAt: larger(of.completed - of.skippedAgo, 0n),
        scheduledRewardCommissionFrom: scheduledIn[0] === 0n ? 0n : last + scheduledIn[0],
        scheduledUsdcCommissionFrom: scheduledIn[1] === 0n ? 0n : last + scheduledIn[1],
      },
      record: own,
      operatorRecord: operators,
      rewardRecord: {
        epoch: larger(last + 1n - of.epochAgo, 1n),
        totalRewards: of.remaining[0] + of.others,
        totalUsdc: of.remaining[1] + of.others,
        remainingRewards: of.remaining[0],
        remainingUsdc: of.remaining[1],
        claimableFrom: of.now + times.claimable,
        accruedLeaves: of.others,
        bypassDelay: times.bypassDelay,
      },
    };
  });

/** Three orderly ones to one wild one. */
export const anyState: fc.Arbitrary<Drawn> = fc.oneof(
  { arbitrary: orderly, weight: 3 },
  { arbitrary: wild, weight: 1 },
);

export function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}
