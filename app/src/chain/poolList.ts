/** All pools of a network, the first rows of them before the rest: thousands of accounts are megabytes. */
import {
  OPERATOR_POOL_DISCRIMINATOR,
  OPERATOR_POOL_OFFSETS,
  type PoolRow,
  type RawAccount,
  readPoolRows,
} from '@inference-staking/sdk';
import { type Address, getBase58Decoder, getBase64Encoder } from '@solana/kit';

import { u64At } from './bytes';
import { type Chain, inTime } from './connection';

/** Pools as far as they are known. */
export interface PoolList {
  pools: PoolRow[];
  /** How many there are. */
  count: number;
  /** Whether all of them are known, and not only those with the most stake. */
  isWhole: boolean;
}

/** Pools that are read first: as many as any window shows. */
const FIRST = 40;

/** The pools with the most stake: found by that column alone, which is a fifth of everything. */
export async function readFirstPools(chain: Chain): Promise<PoolList> {
  const stakes = await readStakes(chain);
  const order = [...stakes].sort(([, a], [, b]) => (a > b ? -1 : 1)).slice(0, FIRST);
  const found = await chain.reader.accounts(order.map(([address]) => address));
  const accounts = found.flatMap((account) => (account ? [{ pubkey: account.address, data: account.data }] : []));
  return { pools: readPoolRows(accounts), count: stakes.size, isWhole: stakes.size <= FIRST };
}

/** Tokens of all shares of each pool, base units. */
async function readStakes(chain: Chain): Promise<Map<Address, bigint>> {
  const column = await poolAccounts(chain, { offset: OPERATOR_POOL_OFFSETS.totalStakedAmount, length: 8 });
  return new Map(column.map(({ data, pubkey }) => [pubkey, u64At(data, 0)]));
}

/** The same of all pools together. */
export async function readStaked(chain: Chain): Promise<bigint> {
  return [...(await readStakes(chain)).values()].reduce((sum, stake) => sum + stake, 0n);
}

export async function readAllPools(chain: Chain): Promise<PoolList> {
  const pools = readPoolRows(await poolAccounts(chain));
  return { pools, count: pools.length, isWhole: true };
}

type Answer = { error?: { message: string }; result?: { pubkey: Address; account: { data: [string, 'base64'] } }[] };

/**
 * What `listOperatorPools` of the SDK reads, through the browser's own JSON: kit's keeps large numbers exact, for which it takes
 * seconds over 10,000 pools. Here only addresses and bytes are looked at.
 */
async function poolAccounts(
  { programAddress, settings }: Chain,
  dataSlice?: { offset: number; length: number },
): Promise<RawAccount[]> {
  const bytes = getBase58Decoder().decode(OPERATOR_POOL_DISCRIMINATOR);
  const filters = [{ memcmp: { offset: 0, bytes, encoding: 'base58' } }];
  const config = { commitment: 'confirmed', encoding: 'base64', filters, ...(dataSlice && { dataSlice }) };
  const method = 'getProgramAccounts';
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [programAddress, config] });
  const headers = { 'content-type': 'application/json' };
  const { error, result } = await inTime(method, async (signal) => {
    const response = await fetch(settings.rpcUrl, { method: 'POST', headers, body, signal });
    if (!response.ok)
      throw new Error(
        `the node answered ${response.status} to the question for all pools: does it allow getProgramAccounts?`,
      );
    return (await response.json()) as Answer;
  });
  if (error || !result) throw new Error(`the node refused to list all pools: ${error?.message ?? 'it gave no result'}`);
  const base64 = getBase64Encoder();
  return result.map(({ account, pubkey }) => ({ pubkey, data: base64.encode(account.data[0]) }));
}
