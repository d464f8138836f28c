import { address } from '@solana/kit';
import { beforeAll, describe, expect, test } from 'vitest';

import {
  findOperatorPoolPda,
  findPoolOverviewPda,
  findRewardRecordPda,
  findStakingRecordPda,
  listOperatorPools,
  listStakingRecords,
  readEpoch,
  readNetwork,
  readOperatorPool,
  readPool,
  readPoolOverview,
  readPoolRows,
  readRewardRecord,
  readStakingRecord,
  rpcReader,
} from '../src/index';
import { giveLamports, wallet } from './network/chain';
import { playEpoch } from './network/epoch';
import {
  createPool,
  createRecord,
  EPOCH_REWARDS,
  fundedWallet,
  type Network,
  ONE,
  stake,
  startNetwork,
} from './network/network';
import { type CountedRpc, rpcOf } from './network/rpc';

type Wallet = Awaited<ReturnType<typeof fundedWallet>>;

let network: Network;
let node: CountedRpc;
let operators: Wallet[];
let delegator: Wallet;
let pools: Awaited<ReturnType<typeof createPool>>[];

const [ALICE, BOB] = ['alice', 'bob'];

beforeAll(async () => {
  network = await startNetwork();
  operators = [];
  pools = [];
  for (const [name, tokens] of [
    [ALICE, 2_000n * ONE],
    [BOB, 3_000n * ONE],
  ] as const) {
    const operator = await fundedWallet(network, String(name), tokens);
    const pool = await createPool(network, operator);
    await stake(network, operator, pool, tokens);
    operators.push(operator);
    pools.push(pool);
  }
  delegator = await fundedWallet(network, 'delegator', 5n * ONE);
  for (const pool of pools) await createRecord(network, delegator, pool);
  await stake(network, delegator, pools[1] as (typeof pools)[0], 4n * ONE);
  node = rpcOf(network.svm);
});

function at<T>(list: T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`nothing at ${index}`);
  return item;
}

test('the singleton', async () => {
  const overview = await readPoolOverview(node.rpc);
  expect(overview.address).toBe((await findPoolOverviewPda())[0]);
  expect(overview.data).toMatchObject({ operatorPoolCount: 2n, minOperatorTokenStake: 1_000n * ONE, stakeDecimals: 6 });
});

test('a pool, and none', async () => {
  const pool = await readOperatorPool(node.rpc, at(pools, 1));
  expect(pool?.data).toMatchObject({
    admin: at(operators, 1).address,
    totalShares: 3_000n * ONE,
    totalActivating: 4n * ONE,
  });
  expect(await readOperatorPool(node.rpc, (await wallet('nobody')).address)).toBeNull();
});

test('a staking record, and none', async () => {
  const record = await readStakingRecord(node.rpc, { operatorPool: at(pools, 1), owner: delegator.address });
  expect(record?.data).toMatchObject({
    owner: delegator.address,
    operatorPool: at(pools, 1),
    activating: 4n * ONE,
    shares: 0n,
  });
  expect(await readStakingRecord(node.rpc, { operatorPool: at(pools, 1), owner: at(operators, 0).address })).toBeNull();
});

test('a reward record, and none', async () => {
  expect(await readRewardRecord(node.rpc, 1n)).toBeNull();
  await playEpoch(network, {
    epoch: 1n,
    operatorPool: at(pools, 0),
    operator: at(operators, 0).address,
    reward: EPOCH_REWARDS,
    usdc: 7n * ONE,
  });
  const record = await readRewardRecord(node.rpc, 1n);
  expect(record?.data).toMatchObject({
    epoch: 1n,
    totalRewards: EPOCH_REWARDS,
    totalUsdc: 7n * ONE,
    remainingRewards: 0n,
    remainingUsdc: 0n,
    accruedLeaves: 1n,
    rentPayer: network.payer.address,
  });
});

test('all pools in one request, as rows', async () => {
  const before = node.requests.length;
  const rows = readPoolRows(await listOperatorPools(node.rpc));
  expect(node.requests.length).toBe(before + 1);
  expect(rows.length).toBe(2);
  const row = rows.find((each) => each.address === at(pools, 1));
  expect(row).toMatchObject({
    admin: at(operators, 1).address,
    operatorStakingRecord: (
      await findStakingRecordPda({ operatorPool: at(pools, 1), owner: at(operators, 1).address })
    )[0],
    name: 'my pool',
    totalShares: 3_000n * ONE,
    totalActivating: 4n * ONE,
    closedAtEpoch: null,
    scheduledRewardCommissionFrom: null,
    haltedSince: null,
    delegationAllowed: true,
    autoStake: false,
  });
});

test('staking records of an owner, of a pool, and of both', async () => {
  const owners = async (of: Parameters<typeof listStakingRecords>[1]) => {
    const records = await listStakingRecords(node.rpc, of);
    return records.map(({ data }) => `${data.owner} in ${data.operatorPool}`).sort();
  };
  const [operator, owner] = [at(operators, 0).address, delegator.address];
  const [first, second] = [at(pools, 0), at(pools, 1)];
  expect(await owners({ owner })).toEqual([`${owner} in ${first}`, `${owner} in ${second}`].sort());
  expect(await owners({ operatorPool: first })).toEqual([`${operator} in ${first}`, `${owner} in ${first}`].sort());
  expect(await owners({ operatorPool: first, owner })).toEqual([`${owner} in ${first}`]);
});

test('an address that has only lamports has no account yet, for all readers', async () => {
  const [operatorPool, owner] = [at(pools, 0), (await wallet('somebody')).address];
  const elsewhere = { programAddress: address('Stake11111111111111111111111111111111111111') };
  const addresses = {
    pool: (await findOperatorPoolPda({ admin: owner }))[0],
    record: (await findStakingRecordPda({ operatorPool, owner }))[0],
    epoch: (await findRewardRecordPda({ epoch: 9n }))[0],
    overview: (await findPoolOverviewPda(elsewhere))[0],
  };
  for (const prefunded of Object.values(addresses)) giveLamports(network.svm, prefunded);
  expect(await readOperatorPool(node.rpc, addresses.pool)).toBeNull();
  expect(await readStakingRecord(node.rpc, { operatorPool, owner })).toBeNull();
  expect(await readRewardRecord(node.rpc, 9n)).toBeNull();
  expect(await readEpoch(rpcReader(node.rpc), 9n)).toBeNull();
  await expect(readPool(rpcReader(node.rpc), addresses.pool)).rejects.toThrow('there is no pool at');
  const words = `there is no pool overview at ${addresses.overview}`;
  await expect(readPoolOverview(node.rpc, elsewhere)).rejects.toThrow(words);
  await expect(readNetwork(rpcReader(node.rpc, elsewhere))).rejects.toThrow(words);
});

describe('what is not what it is taken for is refused', () => {
  test('an account of another type', async () => {
    const [overview] = await findPoolOverviewPda();
    await expect(readOperatorPool(node.rpc, overview)).rejects.toThrow(
      `${overview} is no pool: its discriminator does not match`,
    );
  });

  test('an account of another program', async () => {
    await expect(readOperatorPool(node.rpc, network.stakeMint)).rejects.toThrow('it belongs to Tokenkeg');
  });

  test('an account that is too short', async () => {
    const account = network.svm.getAccount(at(pools, 0));
    if (!account.exists) throw new Error('the pool is gone');
    const cut = address('Stake11111111111111111111111111111111111113');
    network.svm.setAccount({ ...account, address: cut, data: account.data.slice(0, 500) as Uint8Array<ArrayBuffer> });
    await expect(readOperatorPool(node.rpc, cut)).rejects.toThrow('is a pool of 500 bytes, but 600 are needed');
  });

  test('a chain without the network', async () => {
    const options = { programAddress: address('Stake11111111111111111111111111111111111111') };
    const [overview] = await findPoolOverviewPda(options);
    await expect(readPoolOverview(node.rpc, options)).rejects.toThrow(`there is no pool overview at ${overview}`);
    expect(await findOperatorPoolPda({ admin: delegator.address }, options)).not.toEqual(
      await findOperatorPoolPda({ admin: delegator.address }),
    );
  });
});
