/** Brings a pool up to date: what it has open, and the instructions that accrue it. */
import type { Address, Instruction } from '@solana/kit';

import type { RewardRecord } from '../generated/accounts';
import {
  getAccrueRewardEmergencyBypassInstructionAsync,
  getAccrueRewardInstructionAsync,
} from '../generated/instructions';
import { findRewardRecordPda } from '../generated/pdas';
import { inTime, isTimeout } from '../inTime';
import { accrualRefusal, afterAccrual, afterBypass, canStillPay, openEpochs as openEpochsOf } from '../maths';
import { type LeafProof, leafHash, verifyProof } from '../merkle';
import { epochsAt, type PoolReading, readPool } from '../read';
import type { ChainReader } from '../reader';
import { ruleInWords } from '../refusal';
import { wordsOf } from '../thrown';
import { type Plan, pack, type Unaccrued } from './plan';
import type { ProofSource } from './proofSource';

/** Milliseconds for which a source of proofs may say nothing, and for which it is waited for in all: nobody's exit depends on it. */
const PATIENCE = 20_000;
const LIMIT = 120_000;

/** A pool as it will be once the instructions are executed. */
export interface UpToDate extends PoolReading {
  instructions: Instruction[];
  unaccrued: Unaccrued[];
}

/** A pool that has epochs open, and who has their leaves. */
export interface UpToDateRequest {
  operatorPool: Address;
  feePayer: Address;
  /** Without one only epochs are passed that can pay nothing. */
  proofs?: ProofSource;
}

/**
 * Plans to give a pool what its open epochs pay, in their order, and to pass those that can pay nothing. Anyone may. What is left says why in
 * `unaccrued`: an epoch whose challenge period runs or whose leaf is not to be had, and those behind it, for which the pool waits. If there is
 * nothing to do, it has no transaction.
 *
 * @throws Error If there is no such pool.
 */
export async function bringUpToDate(
  reader: ChainReader,
  { feePayer, operatorPool, proofs }: UpToDateRequest,
): Promise<Plan> {
  const { instructions, unaccrued } = await upToDate(reader, await readPool(reader, operatorPool), proofs, true);
  return { transactions: pack(feePayer, instructions), unaccrued, consequences: [] };
}

/**
 * Plans the accrual of all that a pool has open. An epoch that cannot be accrued stops nothing else: nobody's exit depends
 * on it. Without a source of proofs, what needs no proof is still passed if `passes` asks for it.
 */
export async function upToDate(
  reader: ChainReader,
  reading: PoolReading,
  proofs: ProofSource | undefined,
  passes = proofs !== undefined,
): Promise<UpToDate> {
  let state: UpToDate = { ...reading, instructions: [], unaccrued: [] };
  const { openEpochs } = state;
  const reason = 'no source of proofs is given';
  if (!passes) return { ...state, unaccrued: openEpochs.map((epoch) => ({ epoch, reason })) };
  const records = openEpochs.length > 0 ? await epochsAt(reader, openEpochs) : [];
  const { skipped } = openEpochsOf(state.overview, state.pool, state.now);
  const timely = proofs && impatient(proofs);
  for (const [index, epoch] of openEpochs.entries()) {
    const after = await pass(reader, state, records[index]?.data ?? null, timely);
    if (typeof after !== 'string') {
      state = after;
      continue;
    }
    state.unaccrued.push({ epoch, reason: after });
    if (skipped.includes(epoch)) continue;
    const waiting = openEpochs.slice(index + 1);
    state.unaccrued.push(...waiting.map((later) => ({ epoch: later, reason: `it has to wait for epoch ${epoch}` })));
    break;
  }
  return state;
}

/** The state after an epoch, or why it cannot be accrued. */
async function pass(
  reader: ChainReader,
  state: UpToDate,
  record: RewardRecord | null,
  proofs: ProofSource | undefined,
): Promise<UpToDate | string> {
  if (!record) return 'it has no reward record';
  const refusal = accrualRefusal(state.overview, record, state.now);
  if (refusal) return ruleInWords(refusal);
  // One that was skipped is not passed again: what has nothing left may have a leaf of nothing.
  if (!canStillPay(record) && record.epoch > state.pool.rewardLastClaimedEpoch)
    return await skip(reader, state, record);
  if (!proofs) return 'no source of proofs is given';
  try {
    const leaf = await proofs.proof(state.address, record);
    return leaf ? await accrue(reader, state, record, leaf) : 'there is no leaf for the pool in its tree';
  } catch (error) {
    return `its proof could not be had: ${wordsOf(error)}`;
  }
}

/** The same source, which is neither asked nor waited for any more once it was silent too long, or took too long in all. */
function impatient(proofs: ProofSource): ProofSource {
  const end = Date.now() + LIMIT;
  const silence = `for ${PATIENCE / 1_000} seconds, or took ${LIMIT / 1_000} in all`;
  let silentFrom = Date.now();
  return {
    async proof(operatorPool, record) {
      const milliseconds = Math.min(silentFrom + PATIENCE, end) - Date.now();
      if (milliseconds <= 0)
        throw new Error(`not asked any more, after the source of proofs did not answer ${silence}`);
      const late = `the source of proofs did not answer ${silence}`;
      try {
        const leaf = await inTime(() => proofs.proof(operatorPool, record), { milliseconds, late });
        silentFrom = Date.now();
        return leaf;
      } catch (error) {
        // To refuse is to answer.
        if (!isTimeout(error)) silentFrom = Date.now();
        throw error;
      }
    },
  };
}

/** An epoch without roots, or with nothing left, pays nobody and can be passed by anyone. */
async function skip(reader: ChainReader, state: UpToDate, record: RewardRecord): Promise<UpToDate | string> {
  const { overview, now } = state;
  const pool = afterBypass({ overview, pool: state.pool, rewardRecord: record }, now);
  if (typeof pool === 'string') return ruleInWords(pool);
  const bypass = await bypassInstruction(reader, state.address, record.epoch);
  return { ...state, pool, instructions: [...state.instructions, bypass] };
}

async function accrue(
  reader: ChainReader,
  state: UpToDate,
  record: RewardRecord,
  leaf: LeafProof,
): Promise<UpToDate | string> {
  if (!leads(reader, state.address, record, leaf)) return ruleInWords('ProofMismatch');
  const { now, operatorRecord, overview, pool } = state;
  const after = afterAccrual({ overview, pool, operatorRecord, rewardRecord: record }, leaf, now);
  if (typeof after === 'string') return ruleInWords(after);
  const instruction = await accrueInstruction(reader, state.address, pool.operatorStakingRecord, record.epoch, leaf);
  const instructions = [...state.instructions, instruction];
  return { ...state, pool: after.pool, operatorRecord: after.operatorRecord, instructions };
}

function leads(reader: ChainReader, operatorPool: Address, record: RewardRecord, leaf: LeafProof): boolean {
  const { programAddress } = reader;
  const { leafIndex, proof, reward, rootIndex, usdc } = leaf;
  const [root, depth] = [record.roots[rootIndex], record.depths[rootIndex]];
  if (root === undefined || depth === undefined || rootIndex >= record.rootCount) return false;
  const hash = leafHash({ programAddress, epoch: record.epoch, operatorPool, reward, usdc });
  return verifyProof(root, depth, hash, { leafIndex, proof });
}

/** Gives a pool what its leaf in an epoch pays; always with the operator's record, needed or not (SPEC 6). */
export async function accrueInstruction(
  { programAddress }: ChainReader,
  operatorPool: Address,
  operatorStakingRecord: Address,
  epoch: bigint,
  leaf: LeafProof,
): Promise<Instruction> {
  const [rewardRecord] = await findRewardRecordPda({ epoch }, { programAddress });
  const input = { operatorPool, operatorStakingRecord, rewardRecord, ...leaf };
  return await getAccrueRewardInstructionAsync(input, { programAddress });
}

/** Lets a pool pass an epoch that pays it nothing now. */
export async function bypassInstruction(
  { programAddress }: ChainReader,
  operatorPool: Address,
  epoch: bigint,
): Promise<Instruction> {
  const [rewardRecord] = await findRewardRecordPda({ epoch }, { programAddress });
  return await getAccrueRewardEmergencyBypassInstructionAsync({ operatorPool, rewardRecord }, { programAddress });
}
