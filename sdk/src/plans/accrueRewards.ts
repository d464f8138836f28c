/** Giving the pools of a tree what their leaves pay, many in a transaction (SPEC 6). */
import type { Address, AddressesByLookupTableAddress, Instruction } from '@solana/kit';

import type { RewardRecord } from '../generated/accounts';
import { getAccrueRewardsInstructionAsync } from '../generated/instructions';
import { accrualRefusal, autoStakes, batchRefusals } from '../maths';
import { isSameHash } from '../merkle';
import { type NetworkState, poolRowsAt, readEpoch, readNetwork, recordsAt } from '../read';
import type { ChainReader } from '../reader';
import { refuse, ruleInWords } from '../refusal';
import { multiproofFor, type RewardsTree, type TreeLeaf, toHex } from '../treeFile';
import type { Plan } from './plan';
import { fits } from './size';
import { accrueInstruction } from './upToDate';

/** So many leaves' event fits the log. */
const MAX_BATCH_LEAVES = 36;
/** One more pool may take fewer bytes, if its leaf was a node of the proof; two more never do. */
const LOOK_AHEAD = 2;

/** Whose rewards of an epoch to accrue. Anyone may. */
export interface AccrueRewardsRequest {
  /** The tree of one of the epoch's roots, as `parseTreeFile` gives it. */
  tree: RewardsTree;
  /** Pools that are meant; all of the tree if none are named. */
  operatorPools?: readonly Address[];
  /** Who pays the fees, for the size of the transactions. */
  feePayer: Address;
  /** Tables with addresses of the pools, which make room for more of them: kit's `fetchAddressesForLookupTables` reads them. */
  lookupTables?: AddressesByLookupTableAddress;
}

/** A plan that accrues what can be accrued. The transactions do not depend on each other. */
export interface AccrueRewardsPlan extends Plan {
  /** Pools that it accrues, in the order of their leaves. */
  accrued: Address[];
  /** Those that are meant and that it leaves out, and why. */
  leftOut: { operatorPool: Address; reason: string }[];
}

/** A leaf that can be accrued. */
interface Due extends TreeLeaf {
  leafIndex: number;
  operatorStakingRecord: Address;
  /** Whether the pool stakes its commission, into the operator's record. */
  withOperatorRecord: boolean;
}

/** Where all leaves of the plan stand. */
interface Batch {
  tree: RewardsTree;
  rootIndex: number;
  rewardRecord: Address;
}

/**
 * Plans the accrual of an epoch for many pools. A pool whose accrual the program would refuse now, such as one that has accrued
 * already or has an epoch before to pass, is left out: a batch fails as a whole.
 *
 * @throws StakingRefusal `AccrualHalted`, `RecordNotClaimable`, `RecordExpired`.
 * @throws Error If the epoch has no reward record, or the tree is that of none of its roots.
 */
export async function accrueRewards(reader: ChainReader, request: AccrueRewardsRequest): Promise<AccrueRewardsPlan> {
  const { feePayer, lookupTables = {}, operatorPools, tree } = request;
  const network = await readNetwork(reader);
  const record = await readEpoch(reader, tree.epoch);
  if (!record) throw new Error(`epoch ${tree.epoch} has no reward record: it is not finalized yet, or was reclaimed`);
  refuse(accrualRefusal(network.overview, record.data, network.now));
  const batch = { tree, rootIndex: rootIndexOf(tree, record.data), rewardRecord: record.address };
  const meant = operatorPools && new Set(operatorPools);
  const leaves = [...tree.leaves.entries()].filter(([, { pool }]) => meant?.has(pool) ?? true);
  const { due, leftOut } = await dueOf(reader, leaves, record.data, network);
  const without = [...(meant ?? [])].filter((pool) => !tree.leaves.some((leaf) => leaf.pool === pool));
  const noLeaf = without.map((operatorPool) => ({ operatorPool, reason: 'there is no leaf for the pool in the tree' }));
  const transactions = await packed(reader, batch, due, (one) => fits([one], feePayer, lookupTables));
  const accrued = due.map(({ pool }) => pool);
  return { transactions, unaccrued: [], consequences: [], accrued, leftOut: [...leftOut, ...noLeaf] };
}

function rootIndexOf(tree: RewardsTree, record: RewardRecord): number {
  const roots = record.roots.slice(0, record.rootCount);
  const index = roots.findIndex((root, at) => isSameHash(root, tree.root) && record.depths[at] === tree.depth);
  if (index < 0) throw new Error(`epoch ${tree.epoch} has no root ${toHex(tree.root)} on chain: it is another tree`);
  return index;
}

/** The leaves whose pools can accrue them, by the program's own transition; what they pay leaves the record one after the other. */
async function dueOf(
  reader: ChainReader,
  leaves: [number, TreeLeaf][],
  rewardRecord: RewardRecord,
  { now, overview }: NetworkState,
) {
  const addresses = leaves.map(([, { pool }]) => pool);
  const pools = await poolRowsAt(reader, addresses);
  const staking = pools.map((pool) => (pool && autoStakes(pool.data) ? pool.operatorStakingRecord : null));
  const written = staking.filter((address) => address !== null);
  const records = await recordsAt(reader, written);
  const operatorRecords = new Map(written.map((address, index) => [address, records[index] ?? null]));
  const there = leaves.flatMap(([leafIndex, leaf], index) => {
    const [pool, address] = [pools[index], staking[index] ?? null];
    const operatorRecord = address === null ? null : (operatorRecords.get(address) ?? null);
    return pool ? [{ leaf, leafIndex, row: pool, operatorRecord, withOperatorRecord: address !== null }] : [];
  });
  const batch = there.map(({ leaf, operatorRecord, row }) => ({ ...leaf, operatorRecord, pool: row.data }));
  const refusals = batchRefusals({ overview, rewardRecord }, batch, now);
  const due: Due[] = there.flatMap(({ leaf, leafIndex, row, withOperatorRecord }, index) => {
    const { operatorStakingRecord } = row;
    return refusals[index] ? [] : [{ ...leaf, leafIndex, operatorStakingRecord, withOperatorRecord }];
  });
  const refused = there.flatMap(({ leaf }, index) => {
    const rule = refusals[index];
    return rule ? [{ operatorPool: leaf.pool, reason: ruleInWords(rule) }] : [];
  });
  const missing = addresses.filter((_, index) => !pools[index]);
  const nowhere = missing.map((operatorPool) => ({ operatorPool, reason: 'there is no such pool' }));
  return { due, leftOut: [...refused, ...nowhere] };
}

/** Neighbouring leaves share most of their proof, so that runs of them are taken for as long as they fit. */
async function packed(
  reader: ChainReader,
  batch: Batch,
  due: readonly Due[],
  fitsAlone: (instruction: Instruction) => boolean,
): Promise<Instruction[][]> {
  const transactions: Instruction[][] = [];
  for (let rest = due; rest.length > 0; ) {
    const most = Math.min(rest.length, MAX_BATCH_LEAVES);
    let [longest, taken] = [await instructionOf(reader, batch, rest.slice(0, 1)), 1];
    for (let tried = 2; tried <= most && tried - taken <= LOOK_AHEAD; tried += 1) {
      const longer = await instructionOf(reader, batch, rest.slice(0, tried));
      if (fitsAlone(longer)) [longest, taken] = [longer, tried];
    }
    transactions.push([longest]);
    rest = rest.slice(taken);
  }
  return transactions;
}

/** One leaf costs fewer compute units alone than as a batch. */
async function instructionOf(reader: ChainReader, batch: Batch, due: readonly Due[]): Promise<Instruction> {
  const { rewardRecord, rootIndex, tree } = batch;
  const indices = due.map(({ leafIndex }) => leafIndex);
  const proof = multiproofFor(tree, indices);
  const [only, ...more] = due;
  if (only && more.length === 0) {
    const { leafIndex, operatorStakingRecord, pool, reward, usdc } = only;
    const leaf = { rootIndex, leafIndex, reward, usdc, proof };
    return await accrueInstruction(reader, pool, operatorStakingRecord, tree.epoch, leaf);
  }
  const { programAddress } = reader;
  const leaves = due.map(({ leafIndex, reward, usdc, withOperatorRecord }) => {
    return { leafIndex, reward, usdc, withOperatorRecord };
  });
  const records = due.filter(({ withOperatorRecord }) => withOperatorRecord);
  const operatorStakingRecords = records.map(({ operatorStakingRecord }) => operatorStakingRecord);
  const operatorPools = due.map(({ pool }) => pool);
  const input = { rewardRecord, rootIndex, leaves, proof, operatorPools, operatorStakingRecords };
  return await getAccrueRewardsInstructionAsync(input, { programAddress });
}
