/** What a record's owner does beyond staking and claiming (SPEC 7, SPEC 9, SPEC 10). */
import type { Address, TransactionSigner } from '@solana/kit';

import {
  getBeginUnlockInstructionAsync,
  getCancelUnlockInstructionAsync,
  getCancelUnstakeInstructionAsync,
  getCloseStakingRecordInstructionAsync,
  getCollectPoolRewardsInstructionAsync,
  getCreateStakingRecordInstructionAsync,
  getExtendLockInstructionAsync,
  getLockStakeInstructionAsync,
} from '../generated/instructions';
import { depositsRefusal, mustCollectBefore } from '../maths';
import { readPool, recordAddress, recordsAt } from '../read';
import type { ChainReader } from '../reader';
import { refuse } from '../refusal';
import { afterCurrentEpoch, heldUpBy, type StakePlan } from './becomesShares';
import { type Plan, single } from './plan';

/** A pool, and who has a record in it and signs. */
export interface OwnRecord {
  operatorPool: Address;
  owner: TransactionSigner;
}

/** Plans to create a staking record, whose rent the payer pays (the owner if nobody is named); `stake` does it too. */
export async function createStakingRecord(
  { programAddress }: ChainReader,
  { operatorPool, owner, payer = owner }: OwnRecord & { payer?: TransactionSigner },
): Promise<Plan> {
  return single([await getCreateStakingRecordInstructionAsync({ payer, owner, operatorPool }, { programAddress })]);
}

/** Plans to close an empty record, whose owner gets the rent. */
export async function closeStakingRecord(reader: ChainReader, { operatorPool, owner }: OwnRecord): Promise<Plan> {
  const { programAddress } = reader;
  const record = await recordAddress(reader, { operatorPool, owner: owner.address });
  const close = await getCloseStakingRecordInstructionAsync({ owner, operatorPool }, { programAddress });
  return single([close], { kind: 'ClosesRecord', record, operatorPool });
}

/**
 * Plans to turn the ticket at a place, 0 to 3, back into activating stake, a deposit that comes now. Collects the pool's rewards first if
 * they are needed in its place.
 *
 * @throws StakingRefusal `NoSuchTicket`, `StakingHalted`, `PoolClosed`, `PoolHalted`.
 * @throws Error If there is no such pool or record.
 */
export async function cancelUnstake(
  reader: ChainReader,
  { operatorPool, owner, ticket }: OwnRecord & { ticket: number },
): Promise<StakePlan> {
  const stakingRecord = await recordAddress(reader, { operatorPool, owner: owner.address });
  const [state, [record]] = await Promise.all([readPool(reader, operatorPool), recordsAt(reader, [stakingRecord])]);
  if (!record) throw new Error(`${owner.address} has no staking record in the pool ${operatorPool}`);
  const { overview, pool } = state;
  const amount = record.tickets[ticket]?.amount ?? 0n;
  refuse(depositsRefusal(overview, pool) ?? (amount === 0n ? 'NoSuchTicket' : null));
  const { programAddress } = reader;
  const config = { programAddress };
  const { stakeMint } = overview;
  const collection = mustCollectBefore(pool, amount)
    ? [await getCollectPoolRewardsInstructionAsync({ operatorPool, stakeMint }, config)]
    : [];
  const cancel = await getCancelUnstakeInstructionAsync({ owner, operatorPool, stakingRecord, ticket }, config);
  return {
    ...single([...collection, cancel]),
    becomesShares: afterCurrentEpoch(state),
    heldUpBy: heldUpBy(state, record, { stakingRecord, activating: record.activating, amount }),
  };
}

/** Plans to lock a record's shares, 14 to 365 days; their release will take `duration` seconds once it begins. */
export async function lockStake(
  { programAddress }: ChainReader,
  { operatorPool, owner, duration }: OwnRecord & { duration: bigint },
): Promise<Plan> {
  const lock = await getLockStakeInstructionAsync({ owner, operatorPool, duration }, { programAddress });
  return single([lock], { kind: 'LocksStake', operatorPool, seconds: duration, extends: false });
}

/** Plans to make a lock longer by `seconds`. */
export async function extendLock(
  { programAddress }: ChainReader,
  { operatorPool, owner, seconds }: OwnRecord & { seconds: bigint },
): Promise<Plan> {
  const extend = await getExtendLockInstructionAsync({ owner, operatorPool, seconds }, { programAddress });
  return single([extend], { kind: 'LocksStake', operatorPool, seconds, extends: true });
}

/** Plans to begin the release of a lock. */
export async function beginUnlock({ programAddress }: ChainReader, { operatorPool, owner }: OwnRecord): Promise<Plan> {
  const begin = await getBeginUnlockInstructionAsync({ owner, operatorPool }, { programAddress });
  return single([begin], { kind: 'BeginsUnlock', operatorPool });
}

/** Plans to stop a release: all shares are locked again. */
export async function cancelUnlock({ programAddress }: ChainReader, { operatorPool, owner }: OwnRecord): Promise<Plan> {
  return single([await getCancelUnlockInstructionAsync({ owner, operatorPool }, { programAddress })]);
}
