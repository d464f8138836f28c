import type { Address, KeyPairSigner } from '@solana/kit';
import { beforeAll, expect, test } from 'vitest';

import {
  activateStake,
  bypassEpoch,
  getQueryStakingRecordInstructionAsync,
  lockStake,
  type Position,
  readAllPools,
  readChainTime,
  readEpoch,
  readNetwork,
  readPool,
  readPositions,
  readReturnData,
  rpcReader,
  stake,
  unstake,
} from '../src/index';
import { now, send, setTime, wallet } from './network/chain';
import { finishEpoch, playEpoch } from './network/epoch';
import { DAY, EPOCH_REWARDS, fundedWallet, type Network, ONE, startNetwork } from './network/network';
import { carryOut, openPool, readerOf } from './network/plans';
import { rpcOf } from './network/rpc';

let network: Network;
let operator: KeyPairSigner;
let first: Address;
let second: Address;
let owner: KeyPairSigner;

/** A delegator with locked shares, activating stake, a matured and a cooling ticket and USDC in one pool, and activating stake in another. */
beforeAll(async () => {
  network = await startNetwork();
  ({ operator, operatorPool: first } = await openPool(network, 'operator'));
  ({ operatorPool: second } = await openPool(network, 'other operator'));
  owner = await fundedWallet(network, 'delegator', 1_000n * ONE);
  const reader = readerOf(network);
  const staked = (operatorPool: Address, amount: bigint) => stake(reader, { operatorPool, owner, amount });
  await carryOut(network, owner, await staked(first, 500n * ONE));
  await carryOut(network, owner, await staked(second, 3n * ONE));
  const paid = { operatorPool: first, operator: operator.address, reward: EPOCH_REWARDS };
  await playEpoch(network, { ...paid, epoch: 1n, usdc: 0n });
  const request = { operatorPool: first, owners: [owner.address], feePayer: owner.address };
  await carryOut(network, owner, await activateStake(reader, request));
  await playEpoch(network, { ...paid, epoch: 2n, usdc: 110n * ONE });
  await carryOut(network, owner, await staked(first, 20n));
  await carryOut(network, owner, await lockStake(reader, { operatorPool: first, owner, duration: 365n * DAY }));
  const leave = (tokens: bigint) =>
    unstake(reader, { operatorPool: first, owner, amount: { kind: 'Activating', tokens } });
  await carryOut(network, owner, await leave(3n));
  setTime(network.svm, now(network.svm) + 7n * DAY);
  await carryOut(network, owner, await leave(4n));
});

const SHARES = 90_909_090n;
/** 88 of 110 USDC go to 2,090,909,090 shares. */
const USDC = (SHARES * ((88n * ONE * 10n ** 18n) / 2_090_909_090n)) / 10n ** 18n;
const VALUE = (SHARES * 20_499_999_995n) / 2_090_909_090n;

test('the network and a pool', async () => {
  const reader = readerOf(network);
  expect(await readChainTime(reader)).toBe(now(network.svm));
  expect((await readNetwork(reader)).overview).toMatchObject({ completedRewardEpoch: 2n, operatorPoolCount: 2n });
  const pool = await readPool(reader, second);
  expect(pool).toMatchObject({ address: second, openEpochs: [1n, 2n], operatorRecord: { shares: 2_000n * ONE } });
  await expect(readPool(reader, owner.address)).rejects.toThrow(`there is no pool at ${owner.address}`);
});

test('all pools as rows, and an epoch', async () => {
  const reader = readerOf(network);
  const rows = await readAllPools(reader);
  expect(rows.map(({ address }) => address).sort()).toEqual([first, second].sort());
  expect((await readEpoch(reader, 2n))?.data).toMatchObject({ epoch: 2n, totalUsdc: 110n * ONE, accruedLeaves: 1n });
  expect(await readEpoch(reader, 3n)).toBeNull();
});

function of(positions: Position[], operatorPool: Address): Position {
  const position = positions.find((each) => each.operatorPool === operatorPool);
  if (!position) throw new Error('there is no position in the pool');
  return position;
}

test('what a wallet has in all pools', async () => {
  const positions = await readPositions(readerOf(network), owner.address);
  expect(positions.length).toBe(2);
  expect(of(positions, first)).toMatchObject({
    tokenValue: VALUE,
    lockedShares: SHARES,
    // Four times the tokens at 365 days.
    rank: 4n * VALUE,
    claimableUsdc: USDC,
    // 5 were left over; of 20 that came in this epoch 3 and 4 left again.
    record: { shares: SHARES, activating: 18n },
    ripe: 5n,
    activationRefusal: 'DepositBuysNoShare',
    matured: 3n,
    cooling: [{ amount: 4n, claimableFrom: now(network.svm) + 7n * DAY, place: 1 }],
  });
  expect(of(positions, second)).toMatchObject({
    tokenValue: 0n,
    claimableUsdc: 0n,
    ripe: 3n * ONE,
    activationRefusal: 'PoolBehind',
    matured: 0n,
    cooling: [],
  });
  expect(await readPositions(readerOf(network), (await wallet('nobody')).address)).toEqual([]);
});

test('the program says the same', async () => {
  const positions = await readPositions(readerOf(network), owner.address);
  for (const each of positions) {
    const { operatorPool } = each;
    const { operatorStakingRecord } = each.pool;
    const query = await getQueryStakingRecordInstructionAsync({
      operatorPool,
      stakingRecord: each.address,
      operatorStakingRecord,
    });
    const answer = readReturnData('queryStakingRecord', await send(network.svm, network.payer, [query])).value;
    expect(answer).toEqual({
      tokenValue: each.tokenValue,
      claimableUsdc: each.claimableUsdc,
      activating: each.record.activating,
      ripe: each.ripe,
      canActivate: each.activationRefusal === null,
      lockedShares: each.lockedShares,
      rank: each.rank,
      maturedUnstake: each.matured,
      pendingUnstake: each.cooling.reduce((sum, ticket) => sum + ticket.amount, 0n),
    });
  }
});

test("a position keeps its own pool's operator where a node does not have another pool", async () => {
  const own = await startNetwork();
  const reader = readerOf(own);
  const holder = await fundedWallet(own, 'delegator', 2n * ONE);
  const pools = [await openPool(own, 'operator'), await openPool(own, 'other operator')];
  for (const { operatorPool } of pools) {
    await carryOut(own, holder, await stake(reader, { operatorPool, owner: holder, amount: ONE }));
  }
  await finishEpoch(own, { epoch: 1n });
  for (const { operatorPool } of pools) await carryOut(own, own.payer, await bypassEpoch(reader, { operatorPool }));
  const [missing, there] = await readPositions(reader, holder.address);
  // Without its operator's 2,000 tokens the pool would be below the minimum.
  expect(there?.activationRefusal).toBeNull();
  const accounts = async (addresses: readonly Address[]) => {
    const found = await reader.accounts(addresses);
    return found.map((account) => (account?.address === missing?.operatorPool ? null : account));
  };
  expect(await readPositions({ ...reader, accounts }, holder.address)).toEqual([there]);
});

test('a wallet is read in a handful of requests, however many pools', async () => {
  const { requests, rpc } = rpcOf(network.svm);
  await readPositions(rpcReader(rpc), owner.address);
  expect(requests.map(({ method }) => method).sort()).toEqual([
    'getMultipleAccounts',
    'getMultipleAccounts',
    'getMultipleAccounts',
    'getMultipleAccounts',
    'getProgramAccounts',
  ]);
});

test('more than 100 accounts are asked for in parts', async () => {
  const { requests, rpc } = rpcOf(network.svm);
  const addresses = Array.from({ length: 201 }, (_, index) => (index === 200 ? first : owner.address));
  const found = await rpcReader(rpc).accounts(addresses);
  expect(found.length).toBe(201);
  expect(found[200]?.address).toBe(first);
  expect(requests.length).toBe(3);
});
