/** The record that a plan is about. */
import type { Address } from '@solana/kit';

import type { OperatorPool, StakingRecord } from '../generated/accounts';
import { type PoolReading, readPool, recordAddress, recordsAt } from '../read';
import type { ChainReader } from '../reader';

/** An owner's record, its pool, and what goes for it. */
export interface RecordReading {
  state: PoolReading;
  record: StakingRecord;
  stakingRecord: Address;
}

/**
 * Reads an owner's record and its pool.
 *
 * @throws Error If there is no such pool or record.
 */
export async function readRecord(reader: ChainReader, operatorPool: Address, owner: Address): Promise<RecordReading> {
  const stakingRecord = await recordAddress(reader, { operatorPool, owner });
  const [state, [record]] = await Promise.all([readPool(reader, operatorPool), recordsAt(reader, [stakingRecord])]);
  return { state, record: there(record, operatorPool, owner), stakingRecord };
}

/** @throws Error If there is no record. */
export function there(record: StakingRecord | null | undefined, operatorPool: Address, owner: Address): StakingRecord {
  if (!record) throw new Error(`${owner} has no staking record in the pool ${operatorPool}`);
  return record;
}

/** A pool whose rewards are collected, as plans of payouts do it first where it is needed: what is refused then is refused at all. */
export function collected(pool: OperatorPool): OperatorPool {
  return { ...pool, uncollectedRewards: 0n };
}
