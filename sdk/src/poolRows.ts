/** Pools for lists: a few columns of thousands of pools, read without decoding the rest (SPEC 3). */
import { type Address, getAddressDecoder, type ReadonlyUint8Array } from '@solana/kit';

import { unpaddedText } from './fixedText';
import { OPERATOR_POOL_DISCRIMINATOR } from './generated/accounts/operatorPool';
import { OPERATOR_POOL_OFFSETS as AT, OPERATOR_POOL_SIZE } from './generated/layouts';

/** Columns that are decoded each time they are asked for: they are no own properties of a row, so a copy made with `...` has none of them. */
interface LazyColumns {
  readonly admin: Address;
  /** The operator's record. */
  readonly operatorStakingRecord: Address;
  readonly name: string;
}

/** A pool as a list shows it. Amounts are base units, commissions basis points, times Unix seconds. */
export interface PoolRow extends LazyColumns {
  readonly address: Address;
  /** The whole account, for what the columns leave out. */
  readonly data: ReadonlyUint8Array;
  /** `T`: tokens of all shares. */
  readonly totalStakedAmount: bigint;
  /** `S`: all shares. */
  readonly totalShares: bigint;
  /** `U`: tokens in cooldown. */
  readonly totalUnstaking: bigint;
  /** `A`: tokens of deposits that are not shares yet. */
  readonly totalActivating: bigint;
  /** USDC owed to share holders. */
  readonly delegatorUsdc: bigint;
  readonly joinedEpoch: bigint;
  /** `C`: the last epoch the pool takes part in; `null` while it is open. */
  readonly closedAtEpoch: bigint | null;
  /** `L`: the last epoch the pool has passed. */
  readonly rewardLastClaimedEpoch: bigint;
  readonly rewardCommissionBps: number;
  readonly usdcCommissionBps: number;
  readonly scheduledRewardCommissionBps: number;
  /** Epoch from which it holds; `null` if none is scheduled. */
  readonly scheduledRewardCommissionFrom: bigint | null;
  readonly scheduledUsdcCommissionBps: number;
  /** Epoch from which it holds; `null` if none is scheduled. */
  readonly scheduledUsdcCommissionFrom: bigint | null;
  /** Whether token commission is staked for the operator. */
  readonly autoStake: boolean;
  /** Whether others than the operator may stake. */
  readonly delegationAllowed: boolean;
  /** When it was halted; `null` if it is not. */
  readonly haltedSince: bigint | null;
}

/** What all rows inherit: getters of their own would take longer to make than all other columns to read. */
const LAZY: LazyColumns & ThisType<PoolRow> = {
  get admin() {
    return getAddressDecoder().decode(this.data, AT.admin);
  },
  get operatorStakingRecord() {
    return getAddressDecoder().decode(this.data, AT.operatorStakingRecord);
  },
  get name() {
    return unpaddedText(this.data, AT.name, AT.metadataUri - AT.name);
  },
};

/**
 * Reads pools as rows: 10,000 in less than a tenth of a second. Addresses and names inside are decoded only when a row is asked for
 * them.
 *
 * @param accounts - Addresses and data of pools; the data must not change afterwards.
 * @throws RangeError If one of them is no pool.
 */
export function readPoolRows(accounts: readonly { pubkey: Address; data: ReadonlyUint8Array }[]): PoolRow[] {
  return accounts.map(({ pubkey, data }) => poolRow(pubkey, data));
}

function poolRow(pubkey: Address, data: ReadonlyUint8Array): PoolRow {
  if (data.length < OPERATOR_POOL_SIZE || !isPool(data)) {
    throw new RangeError(`${pubkey} is no pool: its data does not begin like one, or is too short`);
  }
  const view = new DataView(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  const u64 = (offset: number) => view.getBigUint64(offset, true);
  const u16 = (offset: number) => view.getUint16(offset, true);
  const flag = (offset: number) => view.getUint8(offset) !== 0;
  const unlessZero = (value: bigint) => (value === 0n ? null : value);
  const row: Omit<PoolRow, keyof LazyColumns> & { __proto__: LazyColumns } = {
    __proto__: LAZY,
    address: pubkey,
    data,
    totalStakedAmount: u64(AT.totalStakedAmount),
    totalShares: u64(AT.totalShares),
    totalUnstaking: u64(AT.totalUnstaking),
    totalActivating: u64(AT.totalActivating),
    delegatorUsdc: u64(AT.delegatorUsdc),
    joinedEpoch: u64(AT.joinedEpoch),
    closedAtEpoch: unlessZero(u64(AT.closedAtEpoch)),
    rewardLastClaimedEpoch: u64(AT.rewardLastClaimedEpoch),
    rewardCommissionBps: u16(AT.rewardCommissionBps),
    usdcCommissionBps: u16(AT.usdcCommissionBps),
    scheduledRewardCommissionBps: u16(AT.scheduledRewardCommissionBps),
    scheduledRewardCommissionFrom: unlessZero(u64(AT.scheduledRewardCommissionFrom)),
    scheduledUsdcCommissionBps: u16(AT.scheduledUsdcCommissionBps),
    scheduledUsdcCommissionFrom: unlessZero(u64(AT.scheduledUsdcCommissionFrom)),
    autoStake: flag(AT.autoStake),
    delegationAllowed: flag(AT.delegationAllowed),
    haltedSince: flag(AT.isHalted) ? view.getBigInt64(AT.haltedSince, true) : null,
  };
  return row as unknown as PoolRow;
}

function isPool(data: ReadonlyUint8Array): boolean {
  for (let index = 0; index < OPERATOR_POOL_DISCRIMINATOR.length; index += 1) {
    if (data[index] !== OPERATOR_POOL_DISCRIMINATOR[index]) return false;
  }
  return true;
}
