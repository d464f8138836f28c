import type { Address, Instruction } from '@solana/kit';
import { beforeAll, expect, test } from 'vitest';

import {
  accrueLeaf,
  accrueRewards,
  findRewardVaultPda,
  findUsdcVaultPda,
  getAccrueRewardsInstructionDataDecoder,
  MAX_TRANSACTION_BYTES,
  markEpoch,
  parseTreeFile,
  previewTransaction,
  proofFor,
  publishEpoch,
  type RewardsTree,
  transactionSize,
  updatePool,
} from '../../src/index';
import { lookupTable, now, send, setTime, wallet } from '../network/chain';
import { DAY, EPOCH_REWARDS, mintTo, type Network, ONE, startNetwork } from '../network/network';
import {
  carryOut,
  eventsIn,
  lengths,
  openPool,
  poolAt,
  readerOf,
  recordOf,
  ruleOf,
  simulatorOf,
  update,
} from '../network/plans';
import { treeFile } from '../network/trees';

const POOLS = 40;
const STAKE = 1_000n * ONE;

let network: Network;
let pools: { operatorPool: Address; operator: Address; autoStakes: boolean }[];

/** Forty pools, of which every fourth stakes its commission. */
beforeAll(async () => {
  network = await startNetwork();
  pools = [];
  for (let number = 0; number < POOLS; number += 1) {
    const { operator: admin, operatorPool } = await openPool(network, `operator ${number}`, STAKE);
    const autoStakes = number % 4 === 0;
    const changes = { autoStake: true };
    if (autoStakes)
      await carryOut(network, admin, await updatePool(readerOf(network), { admin, operatorPool, changes }));
    pools.push({ operatorPool, operator: admin.address, autoStakes });
  }
});

/** Publishes an epoch that pays every pool 250 tokens and 10 USDC. */
async function publish(epoch: bigint): Promise<RewardsTree> {
  const { programAdmin, rewardAuthority: authority, stakeMint, usdcMint } = network;
  const leaves = pools.map(({ operatorPool: pool }) => ({ pool, reward: 250n * ONE, usdc: 10n * ONE }));
  const tree = parseTreeFile(treeFile(epoch, leaves));
  expect(tree).toMatchObject({ totalRewards: EPOCH_REWARDS, totalUsdc: 400n * ONE, depth: 6 });
  setTime(network.svm, now(network.svm) + DAY);
  await mintTo(network, stakeMint, (await findRewardVaultPda())[0], EPOCH_REWARDS);
  await mintTo(network, usdcMint, (await findUsdcVaultPda())[0], 400n * ONE);
  const { depth, root, totalRewards, totalUsdc } = tree;
  const publication = { roots: [{ root, depth }], totalRewards, totalUsdc, emission: EPOCH_REWARDS };
  const reader = readerOf(network);
  await carryOut(network, programAdmin, await markEpoch(reader, { authority, epoch }));
  await carryOut(
    network,
    programAdmin,
    await publishEpoch(reader, { payer: programAdmin, authority, epoch, publication }),
  );
  return tree;
}

/** How many leaves the batch of a transaction has. */
function leavesOf([batch]: Instruction[]): number {
  return getAccrueRewardsInstructionDataDecoder().decode(batch?.data ?? new Uint8Array()).leaves.length;
}

test('every pool of a tree is paid what its leaf says, many in a transaction', async () => {
  const tree = await publish(1n);
  const { payer } = network;
  const plan = await accrueRewards(readerOf(network), { tree, feePayer: payer.address });
  expect(plan.leftOut).toEqual([]);
  expect(plan.accrued).toEqual(tree.leaves.map(({ pool }) => pool));
  // A pool takes 54 bytes, 32 of them its address, and every fourth 33 more: 40 take 2,490, which with the nodes of their proofs are
  // more than the some 900 bytes that two transactions have for them, and less than those of four.
  expect([3, 4]).toContain(plan.transactions.length);
  let from = 0;
  for (const [place, each] of plan.transactions.entries()) {
    expect(transactionSize(each, payer.address)).toBeLessThanOrEqual(MAX_TRANSACTION_BYTES);
    const taken = leavesOf(each);
    // One more pool would not have fitted.
    const operatorPools = plan.accrued.slice(from, from + taken + 1);
    const more = await accrueRewards(readerOf(network), { tree, operatorPools, feePayer: payer.address });
    expect(more.transactions.length).toBe(place + 1 < plan.transactions.length ? 2 : 1);
    from += taken;
  }
  expect(from).toBe(POOLS);
  const logs = await carryOut(network, payer, plan);
  expect(logs.map(eventsIn)).toEqual(logs.map(() => ['RewardsAccrued']));
  for (const { autoStakes, operator, operatorPool } of pools) {
    // Of 250 tokens 10 % are commission, which buys shares at the price of 1,225 / 1,000.
    const shares = autoStakes ? (25n * ONE * STAKE) / (1_225n * ONE) : 0n;
    expect(poolAt(network, operatorPool)).toMatchObject({
      totalStakedAmount: (autoStakes ? 1_250n : 1_225n) * ONE,
      totalShares: STAKE + shares,
      rewardCommission: autoStakes ? 0n : 25n * ONE,
      usdcCommission: 2n * ONE,
      rewardLastClaimedEpoch: 1n,
    });
    expect((await recordOf(network, operatorPool, operator)).shares).toBe(STAKE + shares);
  }
});

test('with a lookup table more pools fit a transaction', async () => {
  const tree = await publish(2n);
  const { payer, svm } = network;
  const records = await Promise.all(
    pools.map(async ({ operatorPool }) => poolAt(network, operatorPool).operatorStakingRecord),
  );
  const addresses = [...pools.map(({ operatorPool }) => operatorPool), ...records];
  const table = await lookupTable(svm, 'lookup table', addresses);
  const lookupTables = { [table]: addresses };
  const reader = readerOf(network);
  const plan = await accrueRewards(reader, { tree, feePayer: payer.address, lookupTables });
  expect(plan.transactions.length).toBe(2);
  const [first = []] = plan.transactions;
  expect(transactionSize(first, payer.address)).toBeGreaterThan(MAX_TRANSACTION_BYTES);
  const chain = { reader, simulator: simulatorOf(network) };
  const options = { feePayer: payer.address };
  await expect(previewTransaction(chain, first, options)).rejects.toThrow('send it in parts');
  expect(await previewTransaction(chain, first, { ...options, lookupTables })).toMatchObject({ kind: 'Executes' });
  for (const each of plan.transactions) {
    expect(eventsIn(await send(svm, payer, each, lookupTables))).toEqual(['RewardsAccrued']);
  }
  for (const { operatorPool } of pools) expect(poolAt(network, operatorPool).rewardLastClaimedEpoch).toBe(2n);
});

test('pools that the program would refuse are left out, and say why', async () => {
  const tree = await publish(3n);
  const reader = readerOf(network);
  const [done, due, other] = tree.leaves.map(({ pool }) => pool) as [Address, Address, Address];
  const leaf = proofFor(tree, done);
  if (!leaf) throw new Error('there is no leaf');
  await carryOut(network, network.payer, await accrueLeaf(reader, { operatorPool: done, epoch: 3n, leaf }));
  const { address: stranger } = await wallet('nobody');
  const feePayer = network.payer.address;
  const operatorPools = [due, done, stranger];
  const plan = await accrueRewards(reader, { tree, operatorPools, feePayer });
  expect(plan.accrued).toEqual([due]);
  expect(plan.leftOut).toEqual([
    { operatorPool: done, reason: expect.stringContaining('has already accrued this epoch') },
    { operatorPool: stranger, reason: 'there is no leaf for the pool in the tree' },
  ]);
  // One leaf alone is no batch.
  const [log = []] = await carryOut(network, network.payer, plan);
  expect(eventsIn(log)).toEqual(['RewardAccrued']);
  const none = await accrueRewards(reader, { tree, operatorPools: [due, done], feePayer });
  expect(lengths(none.transactions)).toEqual([]);
  const next = await publish(4n);
  const behind = await accrueRewards(reader, { tree: next, operatorPools: [done, other], feePayer });
  expect(behind).toMatchObject({ accrued: [done], leftOut: [{ operatorPool: other }] });
  expect(behind.leftOut[0]?.reason).toContain('has epochs to pass before this one');
});

test('trees of other roots, epochs without a record, and halts are refused', async () => {
  const reader = readerOf(network);
  const feePayer = network.payer.address;
  const tree = (epoch: bigint) => {
    return parseTreeFile(treeFile(epoch, [{ pool: feePayer, reward: 1n, usdc: 0n }]));
  };
  await expect(accrueRewards(reader, { tree: tree(4n), feePayer })).rejects.toThrow('epoch 4 has no root');
  await expect(accrueRewards(reader, { tree: tree(9n), feePayer })).rejects.toThrow('epoch 9 has no reward record');
  await update(network, { accrualHalted: true });
  expect(await ruleOf(accrueRewards(reader, { tree: tree(4n), feePayer }))).toBe('AccrualHalted');
});
