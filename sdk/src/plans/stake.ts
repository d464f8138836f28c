/** Staking, into a new record if there is none (SPEC 7). */
import type { Address, TransactionSigner } from '@solana/kit';

import { getCreateStakingRecordInstructionAsync, getStakeInstructionAsync } from '../generated/instructions';
import { STAKING_RECORD_SIZE } from '../generated/layouts';
import { afterStake, currentEpoch } from '../maths';
import { readPool, recordAddress, recordsAt } from '../read';
import type { ChainReader } from '../reader';
import { StakingRefusal } from '../refusal';
import { findOwnerTokenAccount } from '../tokenAccount';
import { afterCurrentEpoch, heldUpBy, type StakePlan } from './becomesShares';
import { single } from './plan';

/** What to stake. */
export interface StakeRequest {
  operatorPool: Address;
  owner: TransactionSigner;
  /** Exactly this many tokens, base units. */
  amount: bigint;
  /** Where the tokens come from; the owner's associated token account if none is named. */
  source?: Address;
  /** Who pays the rent of a new record; the owner if nobody is named. */
  payer?: TransactionSigner;
}

/**
 * Plans to stake: creates the record if it is missing, and says when the tokens become shares and what holds them up.
 *
 * @throws StakingRefusal `StakingHalted`, `PoolClosed`, `PoolHalted`, `DelegationNotAllowed`, `NothingToStake`, `PoolTotalTooLarge`.
 * @throws RangeError If the amount is none that a token account could hold.
 * @throws Error If there is no such pool, or the chain cannot be read.
 */
export async function stake(reader: ChainReader, request: StakeRequest): Promise<StakePlan> {
  const { amount, operatorPool, owner, payer = owner } = request;
  const stakingRecord = await recordAddress(reader, { operatorPool, owner: owner.address });
  const [state, [record = null]] = await Promise.all([
    readPool(reader, operatorPool),
    recordsAt(reader, [stakingRecord]),
  ]);
  const { overview, pool } = state;
  const before = { overview, pool, record: record ?? new Uint8Array(STAKING_RECORD_SIZE), stakingRecord };
  const after = afterStake(before, amount);
  if (typeof after === 'string') throw new StakingRefusal(after);
  const { programAddress } = reader;
  const config = { programAddress };
  const { stakeMint } = overview;
  const source = request.source ?? (await findOwnerTokenAccount(owner.address, stakeMint));
  const creation = record
    ? []
    : [await getCreateStakingRecordInstructionAsync({ payer, owner, operatorPool, stakingRecord }, config)];
  const input = { owner, operatorPool, stakingRecord, source, stakeMint, amount };
  const plan = single([...creation, await getStakeInstructionAsync(input, config)]);
  const deposit = { stakingRecord, activating: record?.activating ?? 0n, amount };
  if (after.shares > 0n) {
    return { ...plan, becomesShares: { kind: 'AtOnce', earnsFromEpoch: currentEpoch(overview) }, heldUpBy: [] };
  }
  return { ...plan, becomesShares: afterCurrentEpoch(state), heldUpBy: heldUpBy(state, record, deposit) };
}
