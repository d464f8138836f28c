import type { Address, KeyPairSigner } from '@solana/kit';
import { beforeEach, expect, test, vi } from 'vitest';

import {
  activateStake,
  beginUnlock,
  bypassEpoch,
  cancelUnlock,
  cancelUnstake,
  claimUnstake,
  closeStakingRecord,
  extendLock,
  findOwnerTokenAccount,
  formatAmount,
  lockStake,
  stake,
  unstake,
  updatePool,
} from '../../src/index';
import { now, setTime } from '../network/chain';
import { finishEpoch, playEpoch } from '../network/epoch';
import { DAY, EPOCH_REWARDS, fundedWallet, mintTo, type Network, ONE, startNetwork } from '../network/network';
import { carryOut, eventsIn, haltPool, lengths, openPool, poolAt, readerOf, recordOf, ruleOf } from '../network/plans';

let network: Network;
let operator: KeyPairSigner;
let operatorPool: Address;
let owner: KeyPairSigner;

/** A delegator with 90,909,090 shares at a price of 5.5 and 5 + 1,000,000 activating base units. */
beforeEach(async () => {
  network = await startNetwork();
  ({ operator, operatorPool } = await openPool(network, 'operator'));
  owner = await fundedWallet(network, 'delegator', 501n * ONE);
  await carryOut(network, owner, await stake(readerOf(network), { operatorPool, owner, amount: 500n * ONE }));
  await playEpoch(network, { epoch: 1n, operatorPool, operator: operator.address, reward: EPOCH_REWARDS, usdc: 0n });
  const request = { operatorPool, owners: [owner.address], feePayer: owner.address };
  await carryOut(network, owner, await activateStake(readerOf(network), request));
  await carryOut(network, owner, await stake(readerOf(network), { operatorPool, owner, amount: ONE }));
});

const SHARES = 90_909_090n;
const plan = (request: Partial<Parameters<typeof unstake>[1]> & Pick<Parameters<typeof unstake>[1], 'amount'>) =>
  unstake(readerOf(network), { operatorPool, owner, ...request });

test('each kind of amount', async () => {
  const leaving = async (amount: Parameters<typeof unstake>[1]['amount']) => {
    const { activating, shares, tokens } = await plan({ amount });
    return [shares, activating, tokens];
  };
  // A share is worth 11,499,999,995 / 2,090,909,090 = 5.5.
  expect(await leaving({ kind: 'Shares', shares: 2n })).toEqual([2n, 0n, 11n]);
  expect(await leaving({ kind: 'Activating', tokens: 7n })).toEqual([0n, 7n, 7n]);
  expect(await leaving({ kind: 'AllActivating' })).toEqual([0n, 1_000_005n, 1_000_005n]);
  expect(await leaving({ kind: 'Both', shares: 2n, activating: 3n })).toEqual([2n, 3n, 14n]);
  // Activating ones first; the 12 that are missing need more than 2 shares.
  expect(await leaving({ kind: 'Tokens', tokens: 1_000_017n })).toEqual([3n, 1_000_005n, 1_000_021n]);
  const worth = (SHARES * 11_499_999_995n) / 2_090_909_090n;
  expect(await leaving({ kind: 'All' })).toEqual([SHARES, 1_000_005n, worth + 1_000_005n]);
});

test('everything goes into one ticket, which is paid a week later', async () => {
  const all = await plan({ amount: { kind: 'All' } });
  expect(all).toMatchObject({ consequences: [], unaccrued: [], claimableFrom: now(network.svm) + 7n * DAY });
  await carryOut(network, owner, all);
  expect((await recordOf(network, operatorPool, owner.address)).tickets[0]).toEqual({
    amount: all.tokens,
    claimableFrom: all.claimableFrom,
  });
  const claim = () => claimUnstake(readerOf(network), { operatorPool, owner: owner.address, payer: network.payer });
  expect(await ruleOf(claim())).toBe('NothingToClaim');
  setTime(network.svm, all.claimableFrom);
  const due = await claim();
  expect(due.amount).toBe(all.tokens);
  // T + U is 11,500,999,999 of which 9,000,000,000 are uncollected: some 2,501 tokens can leave without.
  expect(lengths(due.transactions)).toEqual([1]);
  const [log = []] = await carryOut(network, network.payer, due);
  expect(eventsIn(log)).toEqual(['UnstakeClaimed']);
});

test('a payout that the pool vault does not hold collects the rewards first', async () => {
  // Two epochs have paid 18,000 tokens that nobody collected; most of the operator's shares leave.
  await playEpoch(network, { epoch: 2n, operatorPool, operator: operator.address, reward: EPOCH_REWARDS, usdc: 0n });
  const { totalShares } = poolAt(network, operatorPool);
  const all = await unstake(readerOf(network), {
    operatorPool,
    owner: operator,
    amount: { kind: 'Shares', shares: 1_800n * ONE },
  });
  expect(totalShares).toBe(2_000n * ONE + SHARES);
  // The operator waits 14 days.
  expect(all.claimableFrom).toBe(now(network.svm) + 14n * DAY);
  await carryOut(network, operator, all);
  const reader = readerOf(network);
  const cancel = await cancelUnstake(reader, { operatorPool, owner: operator, ticket: 0 });
  // T + U = 20,499,999,995, uncollected 18,000,000,000, the ticket some 17,647,826,083.
  expect(all.tokens).toBe((1_800n * ONE * 20_499_999_995n) / totalShares);
  expect(lengths(cancel.transactions)).toEqual([2]);
  expect(cancel.becomesShares).toEqual({ kind: 'AfterEpoch', epoch: 3n, earnsFromEpoch: 4n });
  setTime(network.svm, all.claimableFrom);
  const claim = await claimUnstake(reader, { operatorPool, owner: operator });
  expect(lengths(claim.transactions)).toEqual([2]);
  const [log = []] = await carryOut(network, operator, cancel);
  expect(eventsIn(log)).toEqual(['PoolRewardsCollected', 'UnstakeCancelled']);
});

test('a ticket that is joined is told, and waits as long as the last of them', async () => {
  const first = await plan({ amount: { kind: 'Activating', tokens: 1n } });
  await carryOut(network, owner, first);
  setTime(network.svm, now(network.svm) + DAY);
  const second = await plan({ amount: { kind: 'Activating', tokens: 2n }, joins: 0 });
  expect(second.consequences).toEqual([{ kind: 'JoinsTicket', amount: 1n, claimableFrom: first.claimableFrom }]);
  expect(second.claimableFrom).toBe(first.claimableFrom + DAY);
  await carryOut(network, owner, second);
  const { tickets } = await recordOf(network, operatorPool, owner.address);
  expect(tickets[0]).toEqual({ amount: 3n, claimableFrom: second.claimableFrom });
  expect(await ruleOf(plan({ amount: { kind: 'Activating', tokens: 2n }, joins: 1 }))).toBe('NoTicketToJoin');
  expect(await ruleOf(plan({ amount: { kind: 'Activating', tokens: 2n }, joins: 4 }))).toBe('NoTicketToJoin');
  for (let more = 0; more < 3; more += 1) {
    await carryOut(network, owner, await plan({ amount: { kind: 'Activating', tokens: 1n } }));
  }
  expect(await ruleOf(plan({ amount: { kind: 'Activating', tokens: 1n } }))).toBe('NoFreeTicket');
});

test('what the program would refuse is refused by name', async () => {
  expect(await ruleOf(plan({ amount: { kind: 'Shares', shares: 0n } }))).toBe('NothingToUnstake');
  expect(await ruleOf(plan({ amount: { kind: 'Activating', tokens: 1_000_006n } }))).toBe('NotEnoughActivating');
  const more = plan({ amount: { kind: 'Tokens', tokens: 600n * ONE } });
  expect(await ruleOf(more)).toBe('NotEnoughShares');
  await expect(more).rejects.toThrow(
    'its 90.90909 shares are worth 499.999995 tokens, and 1.000005 more are activating',
  );
  await expect(plan({ amount: { kind: 'Shares', shares: -1n } })).rejects.toThrow('an amount is negative');
  // The operator keeps 1,000 tokens: 1,000 / 5.5 = 181.818182 shares, rounded up.
  const operators = (shares: bigint) =>
    unstake(readerOf(network), { operatorPool, owner: operator, amount: { kind: 'Shares', shares } });
  expect(await ruleOf(operators(2_000n * ONE - 181_818_180n))).toBe('OperatorStakeBelowMinimum');
  await expect(operators(2_000n * ONE - 181_818_182n)).resolves.toBeDefined();
  await haltPool(network, operatorPool, true);
  expect(await ruleOf(operators(1n))).toBe('OperatorHalted');
  await expect(plan({ amount: { kind: 'All' } })).resolves.toBeDefined();
});

test('shares that leave are told what they lose, activating tokens lose nothing', async () => {
  await finishEpoch(network, { epoch: 2n, operatorPool, reward: EPOCH_REWARDS, usdc: 0n });
  const unaccrued = [{ epoch: 2n, reason: 'no source of proofs is given' }];
  const losing = await plan({ amount: { kind: 'Shares', shares: 2n } });
  const lost = [{ kind: 'LosesRewards', operatorPool, epochs: [2n] }];
  expect(losing).toMatchObject({ unaccrued, consequences: lost });
  expect(await plan({ amount: { kind: 'AllActivating' } })).toMatchObject({ unaccrued: [], consequences: [] });
  const leaf = { rootIndex: 0, leafIndex: 0, reward: EPOCH_REWARDS, usdc: 0n, proof: [] };
  const proofs = { proof: async () => leaf };
  const accruing = await plan({ amount: { kind: 'Shares', shares: SHARES }, proofs });
  expect(accruing).toMatchObject({
    unaccrued: [],
    consequences: [],
    tokens: (SHARES * 20_499_999_995n) / 2_090_909_090n,
  });
  const [log = []] = await carryOut(network, owner, accruing);
  expect(eventsIn(log)).toEqual(['RewardAccrued', 'Unstaked']);
  expect((await recordOf(network, operatorPool, owner.address)).tickets[0]?.amount).toBe(accruing.tokens);
});

test('only epochs that may pay something are told as lost', async () => {
  await finishEpoch(network, { epoch: 2n });
  const some = { amount: { kind: 'Shares', shares: 2n } } as const;
  expect(await plan(some)).toMatchObject({ unaccrued: [{ epoch: 2n }], consequences: [] });
  await finishEpoch(network, { epoch: 3n, operatorPool, reward: EPOCH_REWARDS, usdc: 0n });
  const lost = [{ kind: 'LosesRewards', operatorPool, epochs: [3n] }];
  // The empty epoch is passed first; of the other no proof is there.
  expect(await plan({ ...some, proofs: { proof: async () => null } })).toMatchObject({ consequences: lost });
  expect(await plan(some)).toMatchObject({ unaccrued: [{ epoch: 2n }, { epoch: 3n }], consequences: lost });
  // Of several that are not accrued each says why.
  await finishEpoch(network, { epoch: 4n, operatorPool, reward: EPOCH_REWARDS, usdc: 0n });
  const { unaccrued } = await plan({ ...some, proofs: { proof: async () => null } });
  expect(unaccrued).toEqual([
    { epoch: 3n, reason: 'there is no leaf for the pool in its tree' },
    { epoch: 4n, reason: 'it has to wait for epoch 3' },
  ]);
});

test('a lock is told, holds, is extended, released and taken back', async () => {
  const reader = readerOf(network);
  const mine = { operatorPool, owner };
  const lock = await lockStake(reader, { ...mine, duration: 14n * DAY });
  const { rewardCommissionBps, usdcCommissionBps } = poolAt(network, operatorPool);
  const today = { rewardCommissionBps, usdcCommissionBps };
  expect(lock.consequences).toEqual([{ kind: 'LocksStake', operatorPool, seconds: 14n * DAY, extends: false, today }]);
  await carryOut(network, owner, lock);
  const all = () => plan({ amount: { kind: 'Shares', shares: SHARES } });
  expect(await ruleOf(all())).toBe('SharesLocked');
  await expect(all()).rejects.toThrow('90.90909 shares are locked');
  await carryOut(network, owner, await extendLock(reader, { ...mine, seconds: 6n * DAY }));
  const begin = await beginUnlock(reader, mine);
  expect(begin.consequences).toEqual([{ kind: 'BeginsUnlock', operatorPool, seconds: 20n * DAY }]);
  await carryOut(network, owner, begin);
  setTime(network.svm, now(network.svm) + 5n * DAY);
  // A quarter of 20 days: 90,909,090 - 22,727,272 = 68,181,818 are still locked.
  const released = (shares: bigint) => plan({ amount: { kind: 'Shares', shares } });
  expect(await ruleOf(released(22_727_273n))).toBe('SharesLocked');
  await expect(released(22_727_272n)).resolves.toBeDefined();
  const cancel = await cancelUnlock(reader, mine);
  expect(cancel.consequences).toEqual([{ kind: 'Relocks', operatorPool, shares: 22_727_272n, seconds: 20n * DAY }]);
  await carryOut(network, owner, cancel);
  expect(await ruleOf(released(1n))).toBe('SharesLocked');
});

test('after a raise a longer lock is told to agree to it, and an unlock to free all at once', async () => {
  const reader = readerOf(network);
  const mine = { operatorPool, owner };
  await carryOut(network, owner, await lockStake(reader, { ...mine, duration: 20n * DAY }));
  await carryOut(network, owner, await beginUnlock(reader, mine));
  const { lockRewardCommissionBps, lockUsdcCommissionBps } = await recordOf(network, operatorPool, owner.address);
  const locked = { rewardCommissionBps: lockRewardCommissionBps, usdcCommissionBps: lockUsdcCommissionBps };
  const raised = { ...locked, rewardCommissionBps: lockRewardCommissionBps + 1 };
  const admin = { admin: operator, operatorPool };
  const raise = { rewardCommissionBps: raised.rewardCommissionBps };
  await carryOut(network, operator, await updatePool(reader, { ...admin, changes: raise }));
  const accepts = { kind: 'AcceptsRaise', operatorPool, locked, today: raised };
  const frees = [{ kind: 'FreesLock', operatorPool }];
  expect((await beginUnlock(reader, mine)).consequences).toEqual(frees);
  const relocking = await cancelUnlock(reader, mine);
  expect(relocking.consequences).toEqual([{ kind: 'Relocks', operatorPool, shares: 0n, seconds: 20n * DAY }, accepts]);
  await carryOut(network, owner, relocking);
  const longer = async () => (await extendLock(reader, { ...mine, seconds: DAY })).consequences;
  const extended = { kind: 'LocksStake', operatorPool, seconds: DAY, extends: true };
  expect(await longer()).toEqual([{ ...extended, today: raised }]);

  const again = { rewardCommissionBps: raised.rewardCommissionBps + 1 };
  await carryOut(network, operator, await updatePool(reader, { ...admin, changes: again }));
  expect(await longer()).toEqual([
    { ...extended, today: { ...raised, ...again } },
    { ...accepts, locked: raised, today: { ...raised, ...again } },
  ]);
  await mintTo(network, network.stakeMint, await findOwnerTokenAccount(owner.address, network.stakeMint), 1n);
  expect((await stake(reader, { ...mine, amount: 1n })).consequences).toMatchObject([
    { kind: 'JoinsLock', isFreeToGo: true },
  ]);
  const unlocking = await beginUnlock(reader, mine);
  expect(unlocking.consequences).toEqual(frees);
  await carryOut(network, owner, unlocking);
  expect((await recordOf(network, operatorPool, owner.address)).lockState).toBe(0);
});

test('a ticket is cancelled only where there is one, by the rule that the program names first', async () => {
  const reader = readerOf(network);
  const cancel = (ticket: number) => cancelUnstake(reader, { operatorPool, owner, ticket });
  await carryOut(network, owner, await plan({ amount: { kind: 'Activating', tokens: 5n } }));
  expect(await ruleOf(cancel(1))).toBe('NoSuchTicket');
  expect(await ruleOf(cancel(4))).toBe('NoSuchTicket');
  const claimableFrom = now(network.svm) + 7n * DAY;
  expect((await cancel(0)).consequences).toEqual([{ kind: 'CancelsTicket', amount: 5n, claimableFrom }]);
  for (const place of [-1, 0.5, 256])
    await expect(cancel(place)).rejects.toThrow(
      `ticket has to be a whole number from 0 to 255, and is the number ${place}`,
    );
  await haltPool(network, operatorPool, true);
  expect(await ruleOf(cancel(1))).toBe('PoolHalted');
});

test('what becomes shares of a locked record is told to be locked with the others', async () => {
  const reader = readerOf(network);
  const mine = { operatorPool, owner };
  const staking = async () => (await stake(reader, { ...mine, amount: 1n })).consequences;
  await carryOut(network, owner, await plan({ amount: { kind: 'Activating', tokens: 5n } }));
  await mintTo(network, network.stakeMint, await findOwnerTokenAccount(owner.address, network.stakeMint), 1n);
  expect(await staking()).toEqual([]);
  await carryOut(network, owner, await lockStake(reader, { ...mine, duration: 14n * DAY }));
  const joins = [{ kind: 'JoinsLock', operatorPool, owner: owner.address, seconds: 14n * DAY, isFreeToGo: false }];
  expect(await staking()).toEqual(joins);
  const { tickets } = await recordOf(network, operatorPool, owner.address);
  expect((await cancelUnstake(reader, { ...mine, ticket: 0 })).consequences).toEqual([
    { kind: 'CancelsTicket', amount: 5n, claimableFrom: tickets[0]?.claimableFrom },
    ...joins,
  ]);
  await finishEpoch(network, { epoch: 2n });
  const request = { operatorPool, owners: [operator.address, owner.address], feePayer: owner.address };
  const activation = await activateStake(reader, request);
  expect(activation.consequences).toEqual(joins);
  await carryOut(network, owner, activation);
  const { shares } = await recordOf(network, operatorPool, owner.address);
  expect(shares).toBeGreaterThan(SHARES);
  const all = plan({ amount: { kind: 'Shares', shares } });
  await expect(all).rejects.toThrow(`${formatAmount(shares, 6)} shares are locked`);
  // What comes during a release is free.
  await carryOut(network, owner, await beginUnlock(reader, mine));
  expect(await staking()).toEqual([]);
});

test('a source of proofs is not asked where only activating tokens leave', async () => {
  await finishEpoch(network, { epoch: 2n, operatorPool, reward: EPOCH_REWARDS, usdc: 0n });
  let asked = 0;
  const proofs = {
    proof: async () => {
      asked += 1;
      return null;
    },
  };
  const activating = [
    { kind: 'Activating', tokens: 7n },
    { kind: 'AllActivating' },
    { kind: 'Tokens', tokens: 1_000_005n },
    { kind: 'Both', shares: 0n, activating: 1n },
  ] as const;
  for (const amount of activating) {
    expect(await plan({ amount, proofs })).toMatchObject({ shares: 0n, unaccrued: [], consequences: [] });
  }
  const newcomer = await fundedWallet(network, 'newcomer', ONE);
  await carryOut(network, newcomer, await stake(readerOf(network), { operatorPool, owner: newcomer, amount: ONE }));
  await plan({ owner: newcomer, amount: { kind: 'All' }, proofs });
  expect(asked).toBe(0);
  await plan({ amount: { kind: 'Tokens', tokens: 1_000_006n }, proofs });
  expect(asked).toBe(1);
});

test('a silent source of proofs holds up an exit for 20 seconds, however many epochs are open', async () => {
  // Four epochs that may pay something, of which the pool has skipped three: each of them is asked for.
  for (let epoch = 2n; epoch <= 5n; epoch += 1n) {
    await finishEpoch(network, { epoch, operatorPool, reward: EPOCH_REWARDS, usdc: 0n });
  }
  setTime(network.svm, now(network.svm) + 4n * DAY);
  for (let epoch = 2n; epoch <= 4n; epoch += 1n) {
    await carryOut(network, network.payer, await bypassEpoch(readerOf(network), { operatorPool, epoch }));
  }
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  try {
    let asked = 0;
    // As `proofService` does it.
    const silent = () => {
      asked += 1;
      const timeout = new DOMException('timeout', 'TimeoutError');
      return new Promise<null>((_, reject) => setTimeout(() => reject(timeout), 15_000));
    };
    const leaving = plan({ amount: { kind: 'Shares', shares: 2n }, proofs: { proof: silent } });
    while (vi.getTimerCount() === 0) await new Promise(setImmediate);
    await vi.advanceTimersByTimeAsync(20_000);
    const { consequences, unaccrued } = await leaving;
    const reasonOf = (words: string) => `its proof could not be had: ${words}`;
    const silence = 'the source of proofs did not answer for 20 seconds, or took 120 in all';
    const [late, unasked] = [reasonOf(silence), reasonOf(`not asked any more, after ${silence}`)];
    expect(unaccrued).toEqual([
      { epoch: 2n, reason: reasonOf('timeout') },
      { epoch: 3n, reason: late },
      { epoch: 4n, reason: unasked },
      { epoch: 5n, reason: unasked },
    ]);
    expect(consequences).toEqual([{ kind: 'LosesRewards', operatorPool, epochs: [2n, 3n, 4n, 5n] }]);
    expect(asked).toBe(2);

    // One that is slow but answers is asked for all, also if its answer is that it has no proof.
    const askedWhile = async (answer: (resolve: (none: null) => void, reject: (error: Error) => void) => void) => {
      asked = 0;
      const slow = () => {
        asked += 1;
        return new Promise<null>((resolve, reject) => setTimeout(() => answer(resolve, reject), 15_000));
      };
      let isPlanned = false;
      const slowly = plan({ amount: { kind: 'Shares', shares: 2n }, proofs: { proof: slow } }).finally(() => {
        isPlanned = true;
      });
      while (!isPlanned) {
        // Time passes only while it is waited for.
        if (vi.getTimerCount() > 0) await vi.advanceTimersByTimeAsync(15_000);
        await new Promise(setImmediate);
      }
      await slowly;
      return asked;
    };
    expect(await askedWhile((resolve) => resolve(null))).toBe(4);
    expect(await askedWhile((_, reject) => reject(new Error('there is no tree of the epoch')))).toBe(4);
  } finally {
    vi.useRealTimers();
  }
});

test("changes of a lock are refused by name, by the program's own rule", async () => {
  const reader = readerOf(network);
  const mine = { operatorPool, owner };
  const lock = (duration: bigint, of = mine) => lockStake(reader, { ...of, duration });
  expect(await ruleOf(lock(0n))).toBe('LockDurationOutOfRange');
  expect(await ruleOf(lock(1_000n * DAY))).toBe('LockDurationOutOfRange');
  await expect(lock(-1n)).rejects.toThrow(RangeError);
  expect(await ruleOf(extendLock(reader, { ...mine, seconds: 1n }))).toBe('NotLocked');
  expect(await ruleOf(beginUnlock(reader, mine))).toBe('NotLocked');
  expect(await ruleOf(cancelUnlock(reader, mine))).toBe('NotUnlocking');
  await carryOut(network, owner, await lock(14n * DAY));
  expect(await ruleOf(lock(14n * DAY))).toBe('AlreadyLocked');
  expect(await ruleOf(extendLock(reader, { ...mine, seconds: 352n * DAY }))).toBe('LockDurationOutOfRange');
  const newcomer = await fundedWallet(network, 'newcomer', ONE);
  const without = { operatorPool, owner: newcomer };
  const words = `${newcomer.address} has no staking record in the pool ${operatorPool}`;
  await expect(lock(14n * DAY, without)).rejects.toThrow(words);
  await expect(beginUnlock(reader, without)).rejects.toThrow(words);
  await expect(closeStakingRecord(reader, without)).rejects.toThrow(words);
  await carryOut(network, newcomer, await stake(reader, { ...without, amount: ONE }));
  expect(await ruleOf(lock(14n * DAY, without))).toBe('NoSharesToLock');
  expect(await ruleOf(closeStakingRecord(reader, without))).toBe('RecordNotEmpty');
});
