/** Whether the vaults hold what they owe, worked out anew from the accounts (SPEC 4, SPEC 15.1). */
import {
  type ChainReader,
  findRewardRecordPda,
  getRewardRecordDecoder,
  OPERATOR_POOL_OFFSETS,
  type PoolOverview,
  type PoolRow,
  type RewardRecord,
  readNetwork,
  tokenBalance,
} from '@inference-staking/sdk';
import { type Address, getAddressDecoder } from '@solana/kit';

/** Records that are there, the balances of the global vaults, and the singleton, read one after the other. */
export interface LiveRecords {
  overview: PoolOverview;
  records: RewardRecord[];
  rewardVault: bigint;
  usdcVault: bigint;
}

/** A vault, or all pool vaults together; base units. */
export interface VaultState {
  name: string;
  isUsdc: boolean;
  holds: bigint;
  /** What the singleton says that it owes. */
  owes: bigint;
  /** What records and pools add up to. */
  parts: bigint;
}

/** Whether a vault holds what it owes, and what it owes is the sum of its parts. */
export function isCovered({ holds, owes, parts }: VaultState): boolean {
  return holds >= owes && owes === parts;
}

/** Reads every record that is there: reclaimed ones are not, and owe nothing. */
export async function readLiveRecords(reader: ChainReader): Promise<LiveRecords> {
  const { overview } = await readNetwork(reader);
  const { programAddress } = reader;
  const epochs = Array.from({ length: Number(overview.completedRewardEpoch) }, (_, index) => BigInt(index + 1));
  const addresses = await Promise.all(epochs.map((epoch) => findRewardRecordPda({ epoch }, { programAddress })));
  const vaults = [overview.rewardVault, overview.usdcVault];
  const [reward = null, usdc = null, ...found] = await reader.accounts([...vaults, ...addresses.map(([at]) => at)]);
  const decoder = getRewardRecordDecoder();
  const records = found.flatMap((account) =>
    account?.programAddress === programAddress ? [decoder.decode(account.data)] : [],
  );
  return { overview, records, rewardVault: tokenBalance(reward) ?? 0n, usdcVault: tokenBalance(usdc) ?? 0n };
}

/** The two global vaults, against all records and pools. */
export function globalVaults(
  { overview, records, rewardVault, usdcVault }: LiveRecords,
  pools: readonly PoolRow[],
): VaultState[] {
  const ofRecords = (of: (record: RewardRecord) => bigint) => records.reduce((sum, record) => sum + of(record), 0n);
  const ofPools = (...fields: Owed[]) =>
    pools.reduce((sum, pool) => fields.reduce((all, field) => all + owed(pool, field), sum), 0n);
  return [
    {
      name: 'Global reward vault',
      isUsdc: false,
      holds: rewardVault,
      owes: overview.rewardLiability,
      parts: ofRecords((record) => record.remainingRewards) + ofPools('uncollectedRewards', 'rewardCommission'),
    },
    {
      name: 'Global USDC vault',
      isUsdc: true,
      holds: usdcVault,
      owes: overview.usdcLiability,
      parts: ofRecords((record) => record.remainingUsdc) + ofPools('usdcCommission', 'delegatorUsdc'),
    },
  ];
}

/** Balances of pools' own vaults, in the order of the pools. */
export async function readPoolVaults(reader: ChainReader, pools: readonly PoolRow[]): Promise<bigint[]> {
  const accounts = await reader.accounts(pools.map(vaultOf));
  return accounts.map((account) => tokenBalance(account) ?? 0n);
}

/** All pool vaults together, and how many of them hold less than they owe. */
export function poolVaults(pools: readonly PoolRow[], balances: readonly bigint[]): VaultState & { short: number } {
  const all = pools.map((pool, index) => ({ holds: balances[index] ?? 0n, owes: principal(pool) }));
  const owes = all.reduce((sum, vault) => sum + vault.owes, 0n);
  return {
    name: 'Pool vaults',
    isUsdc: false,
    holds: all.reduce((sum, vault) => sum + vault.holds, 0n),
    owes,
    parts: owes,
    short: all.filter((vault) => vault.holds < vault.owes).length,
  };
}

/** `T + U + A - uncollected_rewards`: what a pool's own vault has to hold. */
function principal(pool: PoolRow): bigint {
  const all = pool.totalStakedAmount + pool.totalUnstaking + pool.totalActivating;
  return all - owed(pool, 'uncollectedRewards');
}

type Owed = 'uncollectedRewards' | 'rewardCommission' | 'usdcCommission' | 'delegatorUsdc';

function owed({ data }: PoolRow, field: Owed): bigint {
  const view = new DataView(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  return view.getBigUint64(OPERATOR_POOL_OFFSETS[field], true);
}

function vaultOf({ data }: PoolRow): Address {
  return getAddressDecoder().decode(data, OPERATOR_POOL_OFFSETS.vault);
}
