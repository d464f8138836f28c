/** What a page shows: one pool, all pools, a wallet's positions, an epoch. Read through a {@link ChainReader}. */
import type { Account, Address, EncodedAccount } from '@solana/kit';

import { accountOfType } from './accounts';
import {
  decodeOperatorPool,
  decodePoolOverview,
  decodeRewardRecord,
  decodeStakingRecord,
  getPoolOverviewEncoder,
  type OperatorPool,
  type PoolOverview,
  type RewardRecord,
  type StakingRecord,
} from './generated/accounts';
import type { StakingErrorName } from './generated/errorTable';
import { findPoolOverviewPda, findRewardRecordPda, findStakingRecordPda } from './generated/pdas';
import type { Ticket } from './generated/types';
import { activationRefusal, openEpochs, type Stored, viewRecord } from './maths';
import { type PoolRow, readPoolRows } from './poolRows';
import { type ChainReader, readChainTime } from './reader';

/** The singleton, and the chain's time that it was read at. */
export interface NetworkState {
  overview: PoolOverview;
  /** Unix seconds. */
  now: bigint;
}

/** A pool, its operator's record, and what goes for all pools. */
export interface PoolReading extends NetworkState {
  address: Address;
  pool: OperatorPool;
  /** `null` if the operator of a closed pool has closed it. */
  operatorRecord: StakingRecord | null;
  /** Epochs that the pool has to pass, or skipped and can still be paid for. */
  openEpochs: bigint[];
}

/** What a wallet has in a pool, at the time it was read. Base units of the stake token unless said. */
export interface Position {
  /** Address of the staking record. */
  address: Address;
  record: StakingRecord;
  operatorPool: Address;
  pool: OperatorPool;
  /** What the shares are worth, rounded down. */
  tokenValue: bigint;
  /** Shares that cannot be unstaked now. */
  lockedShares: bigint;
  /** SPEC 10. */
  rank: bigint;
  /** USDC that can be claimed, its base units. */
  claimableUsdc: bigint;
  /** The part of `record.activating` that came before the current epoch. */
  ripe: bigint;
  /** Why the ripe part cannot become shares now; `null` if it can. */
  activationRefusal: StakingErrorName | null;
  /** Tokens of tickets that can be claimed. */
  matured: bigint;
  /** Tickets in cooldown with their places, the next first. */
  cooling: (Ticket & { place: number })[];
}

/**
 * Reads the singleton and the chain's time.
 *
 * @throws Error If the network was not set up, or the node is one of another cluster.
 */
export async function readNetwork(reader: ChainReader): Promise<NetworkState> {
  const { programAddress } = reader;
  const [address] = await findPoolOverviewPda({ programAddress });
  const [[account = null], now] = await Promise.all([reader.accounts([address]), readChainTime(reader)]);
  const overview = checked(reader, account, 'poolOverview', (found) => decodePoolOverview(found));
  if (!overview) throw new Error(`there is no pool overview at ${address}: is the node one of the right cluster?`);
  return { overview: overview.data, now };
}

/**
 * Reads a pool and what goes for it.
 *
 * @throws Error If there is no pool at the address.
 */
export async function readPool(reader: ChainReader, address: Address): Promise<PoolReading> {
  const [network, [pool]] = await Promise.all([readNetwork(reader), poolsAt(reader, [address])]);
  if (!pool) throw new Error(`there is no pool at ${address}`);
  const [operatorRecord = null] = await recordsAt(reader, [pool.operatorStakingRecord]);
  const { now, overview } = network;
  const { ahead, skipped } = openEpochs(overview, pool, now);
  return { ...network, address, pool, operatorRecord, openEpochs: [...skipped, ...ahead] };
}

/** Reads all pools as rows, in one request, in whatever order the node gives them: sort them. */
export async function readAllPools(reader: ChainReader): Promise<PoolRow[]> {
  return readPoolRows(await reader.operatorPools());
}

/** Reads what a wallet has in all pools, by the address of the pool. */
export async function readPositions(reader: ChainReader, owner: Address): Promise<Position[]> {
  const [network, records] = await Promise.all([readNetwork(reader), reader.stakingRecords({ owner })]);
  records.sort((a, b) => (a.data.operatorPool < b.data.operatorPool ? -1 : 1));
  const pools = await poolsAt(
    reader,
    records.map(({ data }) => data.operatorPool),
  );
  const held = records.flatMap((record, index) => {
    const pool = pools[index];
    // Pools are never closed as accounts, so that each record has its own; a node that is behind may not know it yet.
    return pool ? [{ record, pool }] : [];
  });
  const operators = await recordsAt(
    reader,
    held.map(({ pool }) => pool.operatorStakingRecord),
  );
  const { now } = network;
  // Once for all positions: it is the largest account.
  const overview = getPoolOverviewEncoder().encode(network.overview);
  return held.map(({ pool, record }, index) => position({ now, overview }, record, pool, operators[index] ?? null));
}

function position(
  { now, overview }: { now: bigint; overview: Stored<PoolOverview> },
  { address, data: record }: Account<StakingRecord>,
  pool: OperatorPool,
  operatorRecord: StakingRecord | null,
): Position {
  const state = { overview, pool, record, stakingRecord: address, operatorRecord };
  const { claimableUsdc, lockedShares, maturedUnstake, rank, ripe, tokenValue } = viewRecord(state, now);
  return {
    address,
    record,
    operatorPool: record.operatorPool,
    pool,
    tokenValue,
    lockedShares,
    rank,
    claimableUsdc,
    ripe,
    activationRefusal: activationRefusal(state),
    matured: maturedUnstake,
    cooling: coolingTickets(record, now),
  };
}

/** The tickets of a record that cannot be claimed yet, with their places, the next first. */
export function coolingTickets(record: StakingRecord, now: bigint): (Ticket & { place: number })[] {
  const tickets = record.tickets.map((ticket, place) => ({ ...ticket, place }));
  const cooling = tickets.filter(({ amount, claimableFrom }) => amount > 0n && claimableFrom > now);
  return cooling.sort((a, b) => Number(a.claimableFrom - b.claimableFrom));
}

/** Reads the reward record of an epoch; `null` if the epoch is not finalized, was revoked, or was reclaimed (SPEC 6.7). */
export async function readEpoch(reader: ChainReader, epoch: bigint): Promise<Account<RewardRecord> | null> {
  const [record = null] = await epochsAt(reader, [epoch]);
  return record;
}

/** The reward records of epochs, in their order; `null` where there is none. */
export async function epochsAt(
  reader: ChainReader,
  epochs: readonly bigint[],
): Promise<(Account<RewardRecord> | null)[]> {
  const { programAddress } = reader;
  const pdas = await Promise.all(epochs.map((epoch) => findRewardRecordPda({ epoch }, { programAddress })));
  const accounts = await reader.accounts(pdas.map(([address]) => address));
  return accounts.map((account) => checked(reader, account, 'rewardRecord', (found) => decodeRewardRecord(found)));
}

/** Pools at addresses, in their order; `null` where there is none. */
export async function poolsAt(reader: ChainReader, addresses: readonly Address[]): Promise<(OperatorPool | null)[]> {
  const accounts = await reader.accounts(addresses);
  return accounts.map(
    (account) => checked(reader, account, 'operatorPool', (found) => decodeOperatorPool(found))?.data ?? null,
  );
}

/** The same as rows, which are not decoded. */
export async function poolRowsAt(reader: ChainReader, addresses: readonly Address[]): Promise<(PoolRow | null)[]> {
  const accounts = await reader.accounts(addresses);
  return accounts.map((account) => {
    const row = checked(
      reader,
      account,
      'operatorPool',
      ({ address: pubkey, data }) => readPoolRows([{ pubkey, data }])[0],
    );
    return row ?? null;
  });
}

/** Staking records at addresses, in their order; `null` where there is none. */
export async function recordsAt(reader: ChainReader, addresses: readonly Address[]): Promise<(StakingRecord | null)[]> {
  const accounts = await reader.accounts(addresses);
  return accounts.map(
    (account) => checked(reader, account, 'stakingRecord', (found) => decodeStakingRecord(found))?.data ?? null,
  );
}

/** The address of an owner's record in a pool. */
export async function recordAddress(
  reader: ChainReader,
  of: { operatorPool: Address; owner: Address },
): Promise<Address> {
  const { programAddress } = reader;
  return (await findStakingRecordPda(of, { programAddress }))[0];
}

function checked<T>(
  { programAddress }: ChainReader,
  account: EncodedAccount | null,
  type: Parameters<typeof accountOfType>[1],
  decode: (account: EncodedAccount) => T,
): T | null {
  const found = accountOfType(account, type, { programAddress });
  return found && decode(found);
}
