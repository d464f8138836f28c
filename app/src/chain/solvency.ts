/** Whether the vaults hold what they owe, worked out anew from the accounts (SPEC 4, SPEC 15.1). */
import {
  type ChainReader,
  OPERATOR_POOL_OFFSETS,
  type PoolOverview,
  type PoolRow,
  type RewardRecord,
  readNetwork,
  tokenBalance,
} from '@inference-staking/sdk';
import { type Address, getAddressDecoder } from '@solana/kit';

import { digits } from '../format';
import { u64At } from './bytes';
import type { Chain } from './connection';
import { readAllPools } from './poolList';
import { readRecords } from './records';

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

/** What was seen of all vaults. */
export interface Solvency {
  vaults: VaultState[];
  /** Records and pools that were added up. */
  records: number;
  pools: number;
  /** Pools whose own vault holds less than it owes; `null` if those were not looked at. */
  short: number | null;
  /** Whether every vault holds what it owes. */
  isSolvent: boolean;
  /** `false` if accounts changed while they were read, each time anew: then nothing is known. */
  isSettled: boolean;
}

/** Looks at what does not add up, at most: two in a row that agree are the truth. */
const LOOKS = 5;
/** Milliseconds between them: more than a slot. */
const PAUSE = 500;

/** Reads all accounts, one after the other, and again as long as something does not add up and changed since. */
export async function readSolvency(chain: Chain, withPoolVaults: boolean): Promise<Solvency> {
  let look = await lookAt(chain, withPoolVaults);
  for (let count = 1; count < LOOKS && !look.isSolvent; count += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    const next = await lookAt(chain, withPoolVaults);
    if (isSame(look.vaults, next.vaults)) return next;
    look = { ...next, isSettled: false };
  }
  return { ...look, isSettled: look.isSolvent };
}

function isSame(one: readonly VaultState[], other: readonly VaultState[]): boolean {
  return JSON.stringify(one, digits) === JSON.stringify(other, digits);
}

async function lookAt(chain: Chain, withPoolVaults: boolean): Promise<Solvency> {
  const { reader } = chain;
  const { overview } = await readNetwork(reader);
  const { pools } = await readAllPools(chain);
  const records = await readRecords(reader, overview);
  const [reward = null, usdc = null] = await reader.accounts([overview.rewardVault, overview.usdcVault]);
  const balances = { reward: tokenBalance(reward) ?? 0n, usdc: tokenBalance(usdc) ?? 0n };
  const own = withPoolVaults ? await poolVaults(reader, pools) : null;
  const vaults = [...globalVaults(overview, records, pools, balances), ...(own ? [own.all] : [])];
  const short = own?.short ?? null;
  const isSolvent = vaults.every(isCovered) && !short;
  return { vaults, records: records.length, pools: pools.length, short, isSolvent, isSettled: true };
}

/** The two global vaults, against all records and pools. */
function globalVaults(
  overview: PoolOverview,
  records: readonly RewardRecord[],
  pools: readonly PoolRow[],
  balances: { reward: bigint; usdc: bigint },
): VaultState[] {
  const ofRecords = (of: (record: RewardRecord) => bigint) => records.reduce((sum, record) => sum + of(record), 0n);
  const ofPools = (...fields: Owed[]) =>
    pools.reduce((sum, pool) => fields.reduce((all, field) => all + owed(pool, field), sum), 0n);
  return [
    {
      name: 'Global reward vault',
      isUsdc: false,
      holds: balances.reward,
      owes: overview.rewardLiability,
      parts: ofRecords((record) => record.remainingRewards) + ofPools('uncollectedRewards', 'rewardCommission'),
    },
    {
      name: 'Global USDC vault',
      isUsdc: true,
      holds: balances.usdc,
      owes: overview.usdcLiability,
      parts: ofRecords((record) => record.remainingUsdc) + ofPools('usdcCommission', 'delegatorUsdc'),
    },
  ];
}

/** All pool vaults together, and how many of them hold less than they owe. */
async function poolVaults(reader: ChainReader, pools: readonly PoolRow[]): Promise<{ all: VaultState; short: number }> {
  const accounts = await reader.accounts(pools.map(vaultOf));
  const vaults = pools.map((pool, index) => ({
    holds: tokenBalance(accounts[index] ?? null) ?? 0n,
    owes: principal(pool),
  }));
  const owes = vaults.reduce((sum, vault) => sum + vault.owes, 0n);
  const holds = vaults.reduce((sum, vault) => sum + vault.holds, 0n);
  const short = vaults.filter((vault) => vault.holds < vault.owes).length;
  return { all: { name: 'Pool vaults', isUsdc: false, holds, owes, parts: owes }, short };
}

/** `T + U + A - uncollected_rewards`: what a pool's own vault has to hold. */
function principal(pool: PoolRow): bigint {
  const all = pool.totalStakedAmount + pool.totalUnstaking + pool.totalActivating;
  return all - owed(pool, 'uncollectedRewards');
}

type Owed = 'uncollectedRewards' | 'rewardCommission' | 'usdcCommission' | 'delegatorUsdc';

function owed({ data }: PoolRow, field: Owed): bigint {
  return u64At(data, OPERATOR_POOL_OFFSETS[field]);
}

function vaultOf({ data }: PoolRow): Address {
  return getAddressDecoder().decode(data, OPERATOR_POOL_OFFSETS.vault);
}
