/** The life of an epoch on chain: marked, published, revoked, accrued, passed, reclaimed (SPEC 6). */
import type { Address, ReadonlyUint8Array, TransactionSigner } from '@solana/kit';

import type { RewardRecord } from '../generated/accounts';
import {
  getCreateRewardRecordInstructionAsync,
  getMarkEpochAsFinalizingInstructionAsync,
  getReclaimExpiredRewardRecordInstructionAsync,
  getRevokeRewardRecordInstructionAsync,
} from '../generated/instructions';
import { findRewardRecordPda } from '../generated/pdas';
import { canStillPay, openEpochs } from '../maths';
import type { LeafProof } from '../merkle';
import { readEpoch, readNetwork, readPool } from '../read';
import type { ChainReader } from '../reader';
import { type Plan, single } from './plan';
import { accrueInstruction, bypassInstruction } from './upToDate';

/** Plans to end an epoch: the one after the last that has a reward record, if none is named. */
export async function markEpoch(
  reader: ChainReader,
  { authority, epoch: named }: { authority: TransactionSigner; epoch?: bigint },
): Promise<Plan> {
  const epoch = named ?? (await readNetwork(reader)).overview.completedRewardEpoch + 1n;
  const { programAddress } = reader;
  const mark = await getMarkEpochAsFinalizingInstructionAsync({ authority, epoch }, { programAddress });
  return single([mark], { kind: 'MarksEpoch', epoch });
}

/** What an epoch pays. */
export interface Publication {
  /** Root and depth of each tree; none for an epoch that pays nothing. */
  roots: readonly { root: ReadonlyUint8Array; depth: number }[];
  /** Stake tokens of all leaves, base units: with roots the program takes no other sum than what the schedule issues. */
  totalRewards: bigint;
  /** USDC of all leaves, base units. */
  totalUsdc: bigint;
  /** Stake tokens that the schedule issues in the epoch, base units; told where the epoch pays nothing. */
  emission: bigint;
}

/** Plans to commit what the finalizing epoch pays. */
export async function publishEpoch(
  { programAddress }: ChainReader,
  request: { payer?: TransactionSigner; authority: TransactionSigner; epoch: bigint; publication: Publication },
): Promise<Plan> {
  const { authority, epoch, payer = authority } = request;
  const { emission, roots, totalRewards, totalUsdc } = request.publication;
  const [rewardRecord] = await findRewardRecordPda({ epoch }, { programAddress });
  const trees = { roots: roots.map(({ root }) => root), depths: roots.map(({ depth }) => depth) };
  const input = { payer, authority, rewardRecord, ...trees, totalRewards, totalUsdc };
  const publish = await getCreateRewardRecordInstructionAsync(input, { programAddress });
  return roots.length === 0
    ? single([publish], { kind: 'PublishesNothing', epoch, emission })
    : single([publish], { kind: 'PublishesEpoch', epoch, roots: roots.length, rewards: totalRewards, usdc: totalUsdc });
}

/**
 * Plans to take the newest reward record back during its challenge period; the rent goes to who paid it.
 *
 * @throws Error If no epoch has a reward record.
 */
export async function revokeNewestEpoch(
  reader: ChainReader,
  { authority }: { authority: TransactionSigner },
): Promise<Plan> {
  const epoch = (await readNetwork(reader)).overview.completedRewardEpoch;
  const { address: rewardRecord, data } = await requireEpoch(reader, epoch);
  const input = { authority, rewardRecord, rentReceiver: data.rentPayer };
  const revoke = await getRevokeRewardRecordInstructionAsync(input, { programAddress: reader.programAddress });
  return single([revoke], { kind: 'RevokesRecord', epoch, rewards: data.totalRewards, usdc: data.totalUsdc });
}

/**
 * Plans to return what an expired record still holds to the pot; the rent goes to who paid it. Anyone may.
 *
 * @throws Error If the epoch has no reward record.
 */
export async function reclaimEpoch(reader: ChainReader, epoch: bigint): Promise<Plan> {
  const { address: rewardRecord, data } = await requireEpoch(reader, epoch);
  const input = { rewardRecord, rentReceiver: data.rentPayer };
  return single([
    await getReclaimExpiredRewardRecordInstructionAsync(input, { programAddress: reader.programAddress }),
  ]);
}

async function requireEpoch(reader: ChainReader, epoch: bigint): Promise<{ address: Address; data: RewardRecord }> {
  const record = await readEpoch(reader, epoch);
  if (record) return record;
  throw new Error(`epoch ${epoch} has no reward record: it is not finalized yet, was revoked, or was reclaimed`);
}

/**
 * Plans to let a pool pass an epoch that pays it nothing now: the next one that it can pass, if none is named. Anyone may. `SkipsEpoch` tells an
 * epoch that can still pay.
 *
 * @throws Error If there is none to pass, or the named one is not finalized.
 */
export async function bypassEpoch(
  reader: ChainReader,
  { epoch: named, operatorPool }: { operatorPool: Address; epoch?: bigint },
): Promise<Plan> {
  const { now, overview, pool } = await readPool(reader, operatorPool);
  const epoch = named ?? openEpochs(overview, pool, now).ahead[0];
  if (epoch === undefined) {
    throw new Error('the pool has passed every finalized epoch that it takes part in: there is none to pass');
  }
  const isComplete = epoch <= overview.completedRewardEpoch;
  const record = isComplete ? await readEpoch(reader, epoch) : await requireEpoch(reader, epoch);
  const bypass = await bypassInstruction(reader, operatorPool, epoch);
  // What pays nothing any more is no loss.
  const isLoss = record !== null && canStillPay(record.data);
  return isLoss ? single([bypass], { kind: 'SkipsEpoch', operatorPool, epoch }) : single([bypass]);
}

/** Plans to give a pool what its leaf in an epoch pays. Anyone may. */
export async function accrueLeaf(
  reader: ChainReader,
  { epoch, leaf, operatorPool }: { operatorPool: Address; epoch: bigint; leaf: LeafProof },
): Promise<Plan> {
  const { operatorStakingRecord } = (await readPool(reader, operatorPool)).pool;
  return single([await accrueInstruction(reader, operatorPool, operatorStakingRecord, epoch, leaf)]);
}
