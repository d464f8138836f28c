import { beforeEach, expect, test } from 'vitest';

import {
  activateStake,
  bypassEpoch,
  decodeEvents,
  findRewardRecordPda,
  getMarkEpochAsFinalizingInstructionAsync,
  getRewardRecordDecoder,
  getRewardRecordEncoder,
  type ProofSource,
  ruleInWords,
  updatePool,
} from '../../src/index';
import { now, send, setTime, wallet } from '../network/chain';
import { finishEpoch, playEpoch } from '../network/epoch';
import {
  createRecord,
  DAY,
  EPOCH_REWARDS,
  fundedWallet,
  type Network,
  ONE,
  stake,
  startNetwork,
} from '../network/network';
import {
  carryOut,
  eventsIn,
  haltPool,
  lengths,
  openPool,
  poolAt,
  readerOf,
  recordOf,
  ruleOf,
  update,
} from '../network/plans';
import { leafOf } from '../network/trees';

let network: Network;

beforeEach(async () => {
  network = await startNetwork();
});

async function delegator(operatorPool: Parameters<typeof createRecord>[2], name: string, tokens: bigint) {
  const owner = await fundedWallet(network, name, tokens);
  await createRecord(network, owner, operatorPool);
  await stake(network, owner, operatorPool, tokens);
  return owner;
}

test('ripe stake of several owners becomes shares in one transaction, at the price of each moment', async () => {
  const { operator, operatorPool } = await openPool(network, 'operator');
  const alice = await delegator(operatorPool, 'alice', 500n * ONE);
  const bob = await delegator(operatorPool, 'bob', 5n);
  await playEpoch(network, { epoch: 1n, operatorPool, operator: operator.address, reward: EPOCH_REWARDS, usdc: 0n });
  const reader = readerOf(network);
  const owners = [bob.address, alice.address, alice.address, operator.address];
  const plan = await activateStake(reader, { operatorPool, owners, feePayer: network.payer.address });
  // 9,000 of 10,000 tokens raise 2,000 to 11,000: 500 tokens buy 500 / 5.5 = 90.909090 shares, which cost 499.999995.
  expect(plan.ready).toMatchObject([
    { owner: alice.address, ripe: 500n * ONE, shares: 90_909_090n, cost: 499_999_995n },
  ]);
  expect(plan.waiting.map(({ owner, ripe, rule }) => [owner, ripe, rule])).toEqual([
    [operator.address, 0n, 'NothingRipe'],
    [bob.address, 5n, 'DepositBuysNoShare'],
  ]);
  expect(lengths(plan.transactions)).toEqual([1]);
  await carryOut(network, network.payer, plan);
  expect(await recordOf(network, operatorPool, alice.address)).toMatchObject({ shares: 90_909_090n, activating: 5n });
  expect(await ruleOf(activateStake(reader, { operatorPool, owners, feePayer: network.payer.address }))).toBe(
    'NothingRipe',
  );
});

test('an epoch that pays nobody is passed first', async () => {
  const { operatorPool } = await openPool(network, 'operator');
  const alice = await delegator(operatorPool, 'alice', 500n * ONE);
  await finishEpoch(network, { epoch: 1n });
  const plan = await activateStake(readerOf(network), {
    operatorPool,
    owners: [alice.address],
    feePayer: alice.address,
  });
  expect(lengths(plan.transactions)).toEqual([2]);
  const [log = []] = await carryOut(network, alice, plan);
  expect(eventsIn(log)).toEqual(['EpochBypassed', 'StakeActivated']);
  // At a price of 1.
  expect(await recordOf(network, operatorPool, alice.address)).toMatchObject({ shares: 500n * ONE, activating: 0n });
});

test('an epoch that pays the pool is accrued first, if there is a source of proofs', async () => {
  const { operator, operatorPool } = await openPool(network, 'operator');
  const alice = await delegator(operatorPool, 'alice', 500n * ONE);
  const changes = { autoStake: true };
  await carryOut(network, operator, await updatePool(readerOf(network), { admin: operator, operatorPool, changes }));
  const paid = { epoch: 1n, operatorPool, reward: EPOCH_REWARDS, usdc: 100n * ONE };
  await finishEpoch(network, paid);
  const request = { operatorPool, owners: [alice.address], feePayer: alice.address };
  const reader = readerOf(network);
  const without = activateStake(reader, request);
  await expect(without).rejects.toThrow('epoch 1 is not accrued: no source of proofs is given');
  expect(await ruleOf(without)).toBe('PoolBehind');

  const leaf = { rootIndex: 0, leafIndex: 0, reward: EPOCH_REWARDS, usdc: 100n * ONE, proof: [] };
  const proofs = (answer: ProofSource['proof']): ProofSource => ({ proof: answer });
  const wrong = activateStake(reader, { ...request, proofs: proofs(async () => ({ ...leaf, reward: 1n })) });
  await expect(wrong).rejects.toThrow('epoch 1 is not accrued');
  const silent = activateStake(reader, { ...request, proofs: proofs(() => Promise.reject(new Error('offline'))) });
  await expect(silent).rejects.toThrow('epoch 1 is not accrued: its proof could not be had: offline');
  const none = activateStake(reader, { ...request, proofs: proofs(async () => null) });
  await expect(none).rejects.toThrow('there is no leaf for the pool in its tree');
  // It has nothing to do with what else refuses.
  await update(network, { stakingHalted: true });
  await expect(activateStake(reader, request)).rejects.toMatchObject({ message: ruleInWords('StakingHalted') });
  await update(network, { stakingHalted: false });

  const plan = await activateStake(reader, { ...request, proofs: proofs(async () => leaf) });
  // 9,000 of the 10,000 tokens raise 2,000 to 11,000; the commission of 1,000 buys 1,000 x 2,000 / 11,000 = 181.818181 shares.
  const totalShares = 2_181_818_181n;
  const shares = (500n * ONE * totalShares) / (12_000n * ONE);
  const cost = (shares * 12_000n * ONE + totalShares - 1n) / totalShares;
  expect(plan.ready).toMatchObject([{ shares, cost }]);
  expect(plan.unaccrued).toEqual([]);
  const [log = []] = await carryOut(network, alice, plan);
  expect(eventsIn(log)).toEqual(['RewardAccrued', 'StakeActivated']);
  expect(poolAt(network, operatorPool)).toMatchObject({
    totalShares: totalShares + shares,
    totalStakedAmount: 12_000n * ONE + cost,
  });
  expect(await recordOf(network, operatorPool, alice.address)).toMatchObject({ shares, activating: 500n * ONE - cost });
});

/** A pool that skipped the only epoch, which can still pay, but has a leaf of nothing for it. */
async function skippedPool() {
  const { operatorPool } = await openPool(network, 'operator');
  await finishEpoch(network, { epoch: 1n, operatorPool, reward: EPOCH_REWARDS, usdc: 0n });
  await setRecord({ roots: [leafOf(1n, { pool: operatorPool, reward: 0n, usdc: 0n })] });
  setTime(network.svm, now(network.svm) + 7n * DAY);
  await carryOut(network, network.payer, await bypassEpoch(readerOf(network), { operatorPool, epoch: 1n }));
  return operatorPool;
}

/** As if the record of epoch 1 had been published or taken from otherwise. */
async function setRecord(changes: { remainingRewards: bigint } | { roots: Uint8Array[] }): Promise<void> {
  const [address] = await findRewardRecordPda({ epoch: 1n });
  const account = network.svm.getAccount(address);
  if (!account.exists) throw new Error('there is no record');
  const record = getRewardRecordDecoder().decode(account.data);
  const roots = 'roots' in changes ? record.roots.map((root, index) => changes.roots[index] ?? root) : record.roots;
  const data = getRewardRecordEncoder().encode({ ...record, ...changes, roots });
  network.svm.setAccount({ ...account, data: new Uint8Array(data) });
}

test('an epoch is named only if the rule is about it: one that was skipped does not leave the pool behind', async () => {
  const operatorPool = await skippedPool();
  const alice = await delegator(operatorPool, 'alice', 500n * ONE);
  const request = { operatorPool, owners: [alice.address], feePayer: alice.address };
  const { rewardAuthority: authority } = network;
  await send(network.svm, network.payer, [await getMarkEpochAsFinalizingInstructionAsync({ authority, epoch: 2n })]);
  const behind = activateStake(readerOf(network), request);
  await expect(behind).rejects.toMatchObject({ message: ruleInWords('PoolBehind') });
});

test('a leaf of nothing is brought to an epoch that was skipped and has nothing left', async () => {
  const operatorPool = await skippedPool();
  const alice = await delegator(operatorPool, 'alice', 500n * ONE);
  await finishEpoch(network, { epoch: 2n });
  await setRecord({ remainingRewards: 0n });
  const request = { operatorPool, owners: [alice.address], feePayer: alice.address };
  const lately = activateStake(readerOf(network), request);
  await expect(lately).rejects.toThrow('epoch 1 is not accrued: no source of proofs is given');
  expect(await ruleOf(lately)).toBe('SkippedLately');
  const leaf = { rootIndex: 0, leafIndex: 0, reward: 0n, usdc: 0n, proof: [] };
  const plan = await activateStake(readerOf(network), { ...request, proofs: { proof: async () => leaf } });
  expect(plan.unaccrued).toEqual([]);
  await carryOut(network, alice, plan);
  expect(await recordOf(network, operatorPool, alice.address)).toMatchObject({ shares: 500n * ONE, activating: 0n });
});

test('more records than a log has room for take several transactions', async () => {
  const { operatorPool } = await openPool(network, 'operator');
  const owners = [];
  for (let number = 0; number < 15; number += 1) owners.push(await delegator(operatorPool, `delegator ${number}`, ONE));
  await finishEpoch(network, { epoch: 1n });
  const { transactions } = await activateStake(readerOf(network), {
    operatorPool,
    owners: owners.map(({ address }) => address),
    feePayer: network.payer.address,
  });
  // 250 + 530 + 13 x 660 = 9,360 bytes of log.
  expect(lengths(transactions)).toEqual([14, 2]);
  const logs = await carryOut(network, network.payer, { transactions, unaccrued: [], consequences: [] });
  expect(logs.map((log) => decodeEvents(log).isComplete)).toEqual([true, true]);
  expect(poolAt(network, operatorPool)).toMatchObject({ totalActivating: 0n, totalShares: 2_015n * ONE });
});

test('a shut gate is named', async () => {
  const { operatorPool } = await openPool(network, 'operator');
  const alice = await delegator(operatorPool, 'alice', 500n * ONE);
  await finishEpoch(network, { epoch: 1n });
  const rule = () =>
    ruleOf(activateStake(readerOf(network), { operatorPool, owners: [alice.address], feePayer: alice.address }));
  await update(network, { minOperatorTokenStake: 2_001n * ONE });
  expect(await rule()).toBe('OperatorStakeBelowMinimum');
  await haltPool(network, operatorPool, true);
  expect(await rule()).toBe('PoolHalted');
  await update(network, { stakingHalted: true });
  expect(await rule()).toBe('StakingHalted');
});

test('nobody, and somebody without a record, are told apart from a refusal', async () => {
  const { operatorPool } = await openPool(network, 'operator');
  const { address } = await wallet('nobody');
  const plan = (owners: (typeof address)[]) =>
    activateStake(readerOf(network), { operatorPool, owners, feePayer: address });
  await expect(plan([])).rejects.toThrow('nobody is named');
  await expect(plan([address])).rejects.toThrow(`${address} has no staking record in the pool ${operatorPool}`);
});
