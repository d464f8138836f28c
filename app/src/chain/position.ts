/** One owner's position in one pool, read with the very accounts that a plan is made of. */
import {
  type ChainReader,
  decodeStakingRecord,
  findStakingRecordPda,
  type PoolReading,
  readPool,
  type StakingRecord,
  viewRecord,
} from '@inference-staking/sdk';
import type { Address, EncodedAccount } from '@solana/kit';

/** A record in its pool. Base units. */
export interface RecordInPool extends PoolReading {
  record: StakingRecord;
  /** What the shares are worth, rounded down. */
  tokenValue: bigint;
  /** Shares that cannot be unstaked now. */
  lockedShares: bigint;
}

/** A reader that reads each account once, and gives it again: what it is asked for is all of one look. */
export function oneLook(reader: ChainReader): ChainReader {
  const seen = new Map<Address, Promise<EncodedAccount | null>>();
  return {
    ...reader,
    accounts(addresses) {
      const missing = [...new Set(addresses)].filter((address) => !seen.has(address));
      const found = missing.length > 0 ? reader.accounts(missing) : Promise.resolve([]);
      for (const [index, address] of missing.entries()) {
        seen.set(
          address,
          found.then((accounts) => accounts[index] ?? null),
        );
      }
      return Promise.all(addresses.map((address) => seen.get(address) ?? null));
    },
  };
}

/**
 * Reads an owner's record and its pool.
 *
 * @throws Error If there is no such pool or record.
 */
export async function readRecordInPool(
  reader: ChainReader,
  operatorPool: Address,
  owner: Address,
): Promise<RecordInPool> {
  const { programAddress } = reader;
  const [stakingRecord] = await findStakingRecordPda({ operatorPool, owner }, { programAddress });
  const [reading, [account]] = await Promise.all([readPool(reader, operatorPool), reader.accounts([stakingRecord])]);
  if (!account) throw new Error(`${owner} has no staking record in the pool ${operatorPool}`);
  const record = decodeStakingRecord(account).data;
  const { lockedShares, tokenValue } = viewRecord({ ...reading, record, stakingRecord }, reading.now);
  return { ...reading, record, tokenValue, lockedShares };
}
