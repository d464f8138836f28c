/** Everything that pages read. One refresh loop for all of it; what was read last stays while the node is gone. */
import {
  type ChainReader,
  type PoolOverview,
  type PoolReading,
  type PoolRow,
  type Position,
  readEpoch,
  readNetwork,
  readPool,
  readPositions,
  STAKING_RECORD_OFFSETS,
} from '@inference-staking/sdk';
import { type Address, isAddress, type ReadonlyUint8Array } from '@solana/kit';
import { keepPreviousData, QueryClient, type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { pastOf } from '../economics/past';
import { digits } from '../format';
import { readActivating } from './activating';
import { u64At } from './bytes';
import { NoAnswer, useChain } from './connection';
import { readPoolEvents } from './events';
import { readHoldings } from './holdings';
import { type Network, useNetwork } from './network';
import { type PoolList, readAllPools, readFirstPools, readStaked } from './poolList';
import { behindOf } from './pools';
import { readRecords } from './records';
import { readSolvency } from './solvency';
import { readLastTree, readRoots } from './trees';

/** How often what is shown is read again, milliseconds. */
export const REFRESH = 5_000;
/** The same of what is large. */
const REFRESH_LARGE = 30_000;
/** The same of what does not change: only as long as it could not be read. */
export const untilRead = ({ state }: { state: { status: string } }) =>
  state.status === 'error' ? REFRESH_LARGE : false;

/** A client for one node: another node has nothing of its answers. */
export function queryClient(): QueryClient {
  const retryDelay = 500;
  return new QueryClient({
    defaultOptions: {
      queries: {
        refetchInterval: REFRESH,
        networkMode: 'always',
        // Who had its time and did not answer has had it.
        retry: (failures, error) => failures === 0 && !(error instanceof NoAnswer),
        retryDelay,
        gcTime: 600_000,
        staleTime: 1_000,
      },
    },
  });
}

/** The singleton, the chain's time, and when that was read by a clock that only counts. */
export function useNetworkQuery() {
  const { reader } = useChain();
  return useQuery({
    queryKey: ['network'],
    queryFn: async () => ({ ...(await readNetwork(reader)), readAt: performance.now() }),
  });
}

/** The network as it is shown: as it was read last while the node is gone, and not at all before it was read. */
export function useShownNetwork(): Network | undefined {
  const { data, error } = useNetworkQuery();
  return useMemo(() => data && { ...data, isStale: error !== null }, [data, error]);
}

/** All pools; until they are there, those with the most stake. What went wrong is of all of them, once it is their turn. */
export function usePools() {
  const chain = useChain();
  const once = { refetchInterval: false, staleTime: Number.POSITIVE_INFINITY } as const;
  const first = useQuery({ queryKey: ['first pools'], queryFn: () => readFirstPools(chain), ...once });
  // One after the other, so that the large answer does not hold up the small one.
  const isTurn = first.isFetched;
  const all = useQuery({
    queryKey: ['pools'],
    queryFn: () => readAllPools(chain),
    enabled: isTurn,
    refetchInterval: REFRESH_LARGE,
  });
  const data: PoolList | undefined = all.data ?? first.data;
  const error = all.error ?? (isTurn ? null : first.error);
  return { data, error, dataUpdatedAt: all.dataUpdatedAt || first.dataUpdatedAt, refetch: all.refetch };
}

/** Rows whose operators are read at once: no more than a node gives in one answer. */
const BLOCK = 60;

/** Shares of the operators of these rows, and of others near them, by pool, 0 of one whose record is closed; and a reading that failed. */
export function useOperatorShares(rows: readonly PoolRow[], from: number, to: number) {
  const { reader } = useChain();
  const blocks: (readonly PoolRow[])[] = [];
  for (let at = from - (from % BLOCK); at <= to; at += BLOCK) blocks.push(rows.slice(at, at + BLOCK));
  const answers = useQueries({
    queries: blocks.map((block) => ({
      queryKey: ['operators', block.map(({ address }) => address)],
      queryFn: () => readOperatorShares(reader, block),
      refetchInterval: REFRESH_LARGE,
    })),
  });
  const shares = new Map(answers.flatMap(({ data }) => data ?? []));
  return { shares, failed: answers.find(({ error }) => error !== null) };
}

/** The same of all pools, once something is sorted by it: as many accounts as there are pools. */
export function useAllOperatorShares(pools: readonly PoolRow[], isWanted: boolean) {
  const { reader } = useChain();
  return useQuery({
    queryKey: ['all operators', pools.length],
    queryFn: async () => new Map(await readOperatorShares(reader, pools)),
    enabled: isWanted,
    refetchInterval: REFRESH_LARGE,
    // A map of thousands is not compared with the one before it.
    structuralSharing: false,
  });
}

async function readOperatorShares(reader: ChainReader, pools: readonly PoolRow[]): Promise<[Address, bigint][]> {
  const records = await reader.accounts(pools.map(({ operatorStakingRecord }) => operatorStakingRecord));
  return pools.map(({ address }, index) => [address, sharesOf(records[index]?.data)]);
}

function sharesOf(record: ReadonlyUint8Array | undefined): bigint {
  return !record || record.length < STAKING_RECORD_OFFSETS.shares + 8
    ? 0n
    : u64At(record, STAKING_RECORD_OFFSETS.shares);
}

export function usePool(operatorPool: string) {
  const { reader } = useChain();
  return useQuery({
    queryKey: ['pool', operatorPool],
    queryFn: () => readPool(reader, operatorPool as Address),
    enabled: isAddress(operatorPool),
  });
}

/** What of a pool's deposits can become shares. */
export function useActivating(reading: PoolReading) {
  const chain = useChain();
  const { address, overview, pool } = reading;
  // What it depends on but for the deposits: who read the pool anew asks again.
  const { completedRewardEpoch, isEpochFinalizing, stakingHalted } = overview;
  const at = [pool.eventSequence, completedRewardEpoch, isEpochFinalizing, stakingHalted].join();
  return useQuery({
    queryKey: ['activating', address, at],
    queryFn: () => readActivating(chain, reading),
    enabled: pool.totalActivating > 0n,
    refetchInterval: REFRESH_LARGE,
    placeholderData: keepPreviousData,
  });
}

export function usePositions(owner: string | null): UseQueryResult<Position[]> {
  const { reader } = useChain();
  return useQuery({
    queryKey: ['positions', owner],
    queryFn: () => readPositions(reader, owner as Address),
    enabled: owner !== null && isAddress(owner),
  });
}

/** What a wallet has outside the program: SOL, stake tokens, USDC. */
export function useHoldings(owner: string | null) {
  const { reader } = useChain();
  return useQuery({
    queryKey: ['holdings', owner],
    queryFn: () => readHoldings(reader, owner as Address),
    enabled: owner !== null && isAddress(owner),
  });
}

export function usePoolEvents(operatorPool: string) {
  const chain = useChain();
  return useQuery({
    queryKey: ['events', operatorPool],
    queryFn: () => readPoolEvents(chain, operatorPool as Address),
    enabled: isAddress(operatorPool),
  });
}

/** The newest reward record; `null` before the first. */
export function useNewestRecord(completedEpoch: bigint | undefined) {
  const { reader } = useChain();
  return useQuery({
    queryKey: ['record', String(completedEpoch)],
    queryFn: async () => (completedEpoch ? ((await readEpoch(reader, completedEpoch))?.data ?? null) : null),
    enabled: completedEpoch !== undefined,
  });
}

/** Whether the vaults hold what they owe; those of the pools too if that is asked for, because there are as many as pools. */
export function useSolvency(withPoolVaults: boolean) {
  const chain = useChain();
  return useQuery({
    queryKey: ['solvency', withPoolVaults],
    queryFn: () => readSolvency(chain, withPoolVaults),
    refetchInterval: REFRESH_LARGE,
    placeholderData: keepPreviousData,
  });
}

/** Supply of the stake token, base units; `null` if its mint cannot be read. */
export function useSupply(mint: Address | undefined) {
  const { reader } = useChain();
  return useQuery({
    queryKey: ['supply', mint],
    queryFn: async () => {
      const [account = null] = mint ? await reader.accounts([mint]) : [];
      // A mint of the token program: its authority in 36 bytes, then the supply.
      return !account || account.data.length < 82 ? null : u64At(account.data, 36);
    },
    enabled: mint !== undefined,
    refetchInterval: REFRESH_LARGE,
  });
}

/** Tokens of all shares of all pools, base units. */
export function useStaked() {
  const chain = useChain();
  return useQuery({ queryKey: ['staked'], queryFn: () => readStaked(chain), refetchInterval: REFRESH_LARGE });
}

/** What the network has issued so far, epoch by epoch. */
export function usePast(overview: PoolOverview | undefined) {
  const { reader } = useChain();
  const { completedRewardEpoch, emission, lastFinalizedAt } = overview ?? {};
  return useQuery({
    // A record that was revoked is replaced by another of the same epoch, at another time.
    queryKey: ['past', JSON.stringify({ completedRewardEpoch, emission, lastFinalizedAt }, digits)],
    queryFn: async () => (overview ? pastOf(overview, await readRecords(reader, overview)) : null),
    enabled: overview !== undefined,
    refetchInterval: untilRead,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
}

/** How far pools are behind; anew with their accounts, the epochs, and the end of a challenge period. */
export function useBehind(pools: readonly PoolRow[]): Map<PoolRow, number> {
  // Of the last reading: a challenge period that ends can wait for the next one.
  const { now, overview } = useNetwork();
  const { completedRewardEpoch, newestClaimableFrom } = overview;
  // biome-ignore lint/correctness/useExhaustiveDependencies: nothing else of the overview and the time is looked at
  return useMemo(
    () => behindOf(pools, overview, now),
    [pools, completedRewardEpoch, newestClaimableFrom, now < newestClaimableFrom],
  );
}

/** The roots on chain of these epochs. */
export function useRoots(epochs: readonly bigint[]) {
  const chain = useChain();
  return useQuery({
    queryKey: ['roots', epochs.join()],
    queryFn: () => readRoots(chain, epochs),
    enabled: epochs.length > 0,
    placeholderData: keepPreviousData,
  });
}

/** What the newest epoch with rewards paid each pool, from the proof service; `null` if none is named. */
export function useLastTree({ lastFinalizedAt, lastRewardedEpoch: epoch }: PoolOverview) {
  const chain = useChain();
  const isNamed = chain.settings.proofServiceUrl !== '';
  return useQuery({
    // A record that was revoked is replaced by another of the same epoch, at another time.
    queryKey: ['tree', String(epoch), String(lastFinalizedAt)],
    queryFn: () => readLastTree(chain, epoch),
    enabled: isNamed && epoch > 0n,
    refetchInterval: untilRead,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
