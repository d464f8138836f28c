/** A chain of one pool and one owner's record in it, whose accounts a test changes. */
import {
  type ChainReader,
  findPoolOverviewPda,
  findStakingRecordPda,
  getOperatorPoolDecoder,
  getOperatorPoolEncoder,
  getPoolOverviewEncoder,
  getStakingRecordDecoder,
  getStakingRecordEncoder,
  INFERENCE_STAKING_PROGRAM_ADDRESS,
  OPERATOR_POOL_SIZE,
  type OperatorPool,
  type PoolOverview,
  STAKING_RECORD_SIZE,
  type StakingRecord,
} from '@inference-staking/sdk';
import { type Address, address, type EncodedAccount, lamports, type ReadonlyUint8Array } from '@solana/kit';

import { overviewWith } from './network';

export const POOL = address('Vote111111111111111111111111111111111111111');
export const OWNER = address('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA');
const CLOCK = address('SysvarC1ock11111111111111111111111111111111');

export interface State {
  /** Unix seconds. */
  now: bigint;
  overview: PoolOverview;
  pool: OperatorPool;
  record: StakingRecord;
}

/** 2,000 shares at a price of 2, of which the owner has 500; base units. */
export function stateWith(of: { pool?: Partial<OperatorPool>; record?: Partial<StakingRecord> } = {}): State {
  const holds = {
    totalShares: 2_000n,
    totalStakedAmount: 4_000n,
    totalUnstaking: 1_000n,
    delegatorUsdc: 100n,
    settledUsdc: 100n,
  };
  const pool = { ...getOperatorPoolDecoder().decode(new Uint8Array(OPERATOR_POOL_SIZE)), ...holds, ...of.pool };
  const record = {
    ...getStakingRecordDecoder().decode(new Uint8Array(STAKING_RECORD_SIZE)),
    operatorPool: POOL,
    owner: OWNER,
    shares: 500n,
    ...of.record,
  };
  return { now: 1_800_000_000n, overview: overviewWith({ usdcLiability: 100n }), pool, record };
}

/** Reads what the state is at each look. */
export async function readerOf(state: State): Promise<ChainReader> {
  const programAddress = INFERENCE_STAKING_PROGRAM_ADDRESS;
  const [overviewAt] = await findPoolOverviewPda({ programAddress });
  const [recordAt] = await findStakingRecordPda({ operatorPool: POOL, owner: OWNER }, { programAddress });
  const dataOf = (at: Address): ReadonlyUint8Array | null => {
    if (at === CLOCK) return clock(state.now);
    if (at === overviewAt) return getPoolOverviewEncoder().encode(state.overview);
    if (at === POOL) return getOperatorPoolEncoder().encode(state.pool);
    return at === recordAt ? getStakingRecordEncoder().encode(state.record) : null;
  };
  return {
    programAddress,
    accounts: async (addresses) =>
      addresses.map((at): EncodedAccount | null => {
        const data = dataOf(at);
        const of = { executable: false, lamports: lamports(1n), programAddress, space: BigInt(data?.length ?? 0) };
        return data && { address: at, data: new Uint8Array(data), ...of };
      }),
    operatorPools: async () => [],
    stakingRecords: async () => [],
  };
}

function clock(now: bigint): Uint8Array {
  const data = new Uint8Array(40);
  new DataView(data.buffer).setBigInt64(32, now, true);
  return data;
}
