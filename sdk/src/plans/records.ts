/** What a record's owner does beyond staking and claiming (SPEC 7, SPEC 9, SPEC 10). */
import type { Address, TransactionSigner } from '@solana/kit';
import { requireBigints } from '../fields';
import type { StakingRecord } from '../generated/accounts';
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
import { afterCancelledUnstake, afterLockChange, type LockChange, mustCollectBefore, viewRecord } from '../maths';
import { readPool } from '../read';
import type { ChainReader } from '../reader';
import { refuse, StakingRefusal } from '../refusal';
import { afterCurrentEpoch, heldUpBy, type StakePlan } from './becomesShares';
import { acceptsRaise, joinsLock, termsOf, UNLOCKED } from './consequence';
import { collected, type RecordReading, readRecord } from './ownRecord';
import { type Plan, single } from './plan';

/** A pool, and who has a record in it and signs. */
export interface OwnRecord {
  operatorPool: Address;
  owner: TransactionSigner;
}

/**
 * Plans to create a staking record, whose rent the payer pays (the owner if nobody is named); `stake` does it too.
 *
 * @throws StakingRefusal `PoolClosed`.
 * @throws Error If there is no such pool.
 */
export async function createStakingRecord(
  reader: ChainReader,
  { operatorPool, owner, payer = owner }: OwnRecord & { payer?: TransactionSigner },
): Promise<Plan> {
  const { pool } = await readPool(reader, operatorPool);
  if (pool.closedAtEpoch !== 0n) refuse('PoolClosed');
  const { programAddress } = reader;
  return single([await getCreateStakingRecordInstructionAsync({ payer, owner, operatorPool }, { programAddress })]);
}

/**
 * Plans to close an empty record, whose owner gets the rent. Whether a pool releases its operator's is left to the preview.
 *
 * @throws StakingRefusal `RecordNotEmpty`.
 * @throws Error If there is no such pool or record.
 */
export async function closeStakingRecord(reader: ChainReader, { operatorPool, owner }: OwnRecord): Promise<Plan> {
  const { programAddress } = reader;
  const { record, stakingRecord } = await readRecord(reader, operatorPool, owner.address);
  const { activating, settledUsdc, shares, tickets } = record;
  const isEmpty = [shares, activating, settledUsdc, ...tickets.map(({ amount }) => amount)].every(
    (each) => each === 0n,
  );
  if (!isEmpty) refuse('RecordNotEmpty');
  const close = await getCloseStakingRecordInstructionAsync({ owner, operatorPool }, { programAddress });
  return single([close], { kind: 'ClosesRecord', record: stakingRecord, operatorPool });
}

/**
 * Plans to turn the ticket at a place, 0 to 3, back into activating stake, a deposit that comes now. Collects the pool's rewards first if
 * they are needed in its place.
 *
 * @throws StakingRefusal `NoSuchTicket`, `StakingHalted`, `PoolClosed`, `PoolHalted`.
 * @throws RangeError If the place is no number from 0 to 255.
 * @throws Error If there is no such pool or record.
 */
export async function cancelUnstake(
  reader: ChainReader,
  { operatorPool, owner, ticket }: OwnRecord & { ticket: number },
): Promise<StakePlan> {
  const { record, state, stakingRecord } = await readRecord(reader, operatorPool, owner.address);
  const { overview, pool } = state;
  const after = afterCancelledUnstake({ overview, pool: collected(pool), record }, ticket);
  if (typeof after === 'string') throw new StakingRefusal(after);
  const { amount } = after;
  const claimableFrom = record.tickets[ticket]?.claimableFrom ?? 0n;
  const { programAddress } = reader;
  const config = { programAddress };
  const { stakeMint } = overview;
  const collection = mustCollectBefore(pool, amount)
    ? [await getCollectPoolRewardsInstructionAsync({ operatorPool, stakeMint }, config)]
    : [];
  const cancel = await getCancelUnstakeInstructionAsync({ owner, operatorPool, stakingRecord, ticket }, config);
  return {
    ...single([...collection, cancel], { kind: 'CancelsTicket', amount, claimableFrom }, ...joinsLock(pool, record)),
    becomesShares: afterCurrentEpoch(state),
    heldUpBy: heldUpBy(state, record, { stakingRecord, activating: record.activating, amount }),
  };
}

/** Reads a record and changes its lock; refuses by the program's own rule. */
async function requireLockChange(
  reader: ChainReader,
  { operatorPool, owner }: OwnRecord,
  change: LockChange,
): Promise<RecordReading & { after: StakingRecord }> {
  const reading = await readRecord(reader, operatorPool, owner.address);
  const { record, state } = reading;
  const after = afterLockChange({ pool: state.pool, record }, change, state.now);
  if (typeof after === 'string') throw new StakingRefusal(after);
  return { ...reading, after: after.record };
}

/**
 * Plans to lock a record's shares, 14 to 365 days; their release will take `duration` seconds once it begins.
 *
 * @throws StakingRefusal `LockDurationOutOfRange`, `AlreadyLocked`, `NoSharesToLock`.
 * @throws RangeError If the duration is negative or has more than 64 bits.
 * @throws Error If there is no such pool or record.
 */
export async function lockStake(
  reader: ChainReader,
  { operatorPool, owner, duration }: OwnRecord & { duration: bigint },
): Promise<Plan> {
  requireBigints({ duration });
  const { after } = await requireLockChange(reader, { operatorPool, owner }, { kind: 'Lock', duration });
  const { programAddress } = reader;
  const lock = await getLockStakeInstructionAsync({ owner, operatorPool, duration }, { programAddress });
  return single([lock], { kind: 'LocksStake', operatorPool, seconds: duration, extends: false, today: termsOf(after) });
}

/**
 * Plans to make a lock longer by `seconds`, under today's commissions (`AcceptsRaise`).
 *
 * @throws StakingRefusal `NotLocked`, `LockDurationOutOfRange`.
 * @throws RangeError If the time is negative or has more than 64 bits.
 * @throws Error If there is no such pool or record.
 */
export async function extendLock(
  reader: ChainReader,
  { operatorPool, owner, seconds }: OwnRecord & { seconds: bigint },
): Promise<Plan> {
  requireBigints({ seconds });
  const { after, record, state } = await requireLockChange(
    reader,
    { operatorPool, owner },
    { kind: 'Extend', seconds },
  );
  const { programAddress } = reader;
  const extend = await getExtendLockInstructionAsync({ owner, operatorPool, seconds }, { programAddress });
  const locks = { kind: 'LocksStake', operatorPool, seconds, extends: true, today: termsOf(after) } as const;
  return single([extend], locks, ...acceptsRaise(state.pool, record, after));
}

/**
 * Plans to begin the release of a lock, or to free all of it at once if a commission rose (`FreesLock`).
 *
 * @throws StakingRefusal `NotLocked`.
 * @throws Error If there is no such pool or record.
 */
export async function beginUnlock(reader: ChainReader, { operatorPool, owner }: OwnRecord): Promise<Plan> {
  const { after } = await requireLockChange(reader, { operatorPool, owner }, { kind: 'BeginUnlock' });
  const { programAddress } = reader;
  const begin = await getBeginUnlockInstructionAsync({ owner, operatorPool }, { programAddress });
  if (after.lockState === UNLOCKED) return single([begin], { kind: 'FreesLock', operatorPool });
  return single([begin], { kind: 'BeginsUnlock', operatorPool, seconds: after.lockDuration });
}

/**
 * Plans to stop a release: all shares are locked again, also those that it has freed (`Relocks`), under today's commissions (`AcceptsRaise`).
 *
 * @throws StakingRefusal `NotUnlocking`.
 * @throws Error If there is no such pool or record.
 */
export async function cancelUnlock(reader: ChainReader, { operatorPool, owner }: OwnRecord): Promise<Plan> {
  const change = { kind: 'CancelUnlock' } as const;
  const { after, record, state, stakingRecord } = await requireLockChange(reader, { operatorPool, owner }, change);
  const { lockedShares } = viewRecord({ ...state, record, stakingRecord }, state.now);
  const { programAddress } = reader;
  const cancel = await getCancelUnlockInstructionAsync({ owner, operatorPool }, { programAddress });
  const shares = record.shares - lockedShares;
  const relocks = { kind: 'Relocks', operatorPool, shares, seconds: record.lockDuration } as const;
  return single([cancel], relocks, ...acceptsRaise(state.pool, record, after));
}
