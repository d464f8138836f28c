/** The program's accounts, read from a node and decoded (SPEC 3). */
import {
  type Account,
  type Address,
  type Base58EncodedBytes,
  type EncodedAccount,
  fetchEncodedAccount,
  type GetAccountInfoApi,
  type GetProgramAccountsApi,
  getBase58Decoder,
  parseBase64RpcAccount,
  type ReadonlyUint8Array,
  type Rpc,
} from '@solana/kit';

import {
  decodeOperatorPool,
  decodePoolOverview,
  decodeRewardRecord,
  decodeStakingRecord,
  OPERATOR_POOL_DISCRIMINATOR,
  type OperatorPool,
  POOL_OVERVIEW_DISCRIMINATOR,
  type PoolOverview,
  REWARD_RECORD_DISCRIMINATOR,
  type RewardRecord,
  STAKING_RECORD_DISCRIMINATOR,
  type StakingRecord,
} from './generated/accounts';
import {
  OPERATOR_POOL_SIZE,
  POOL_OVERVIEW_SIZE,
  REWARD_RECORD_SIZE,
  STAKING_RECORD_OFFSETS,
  STAKING_RECORD_SIZE,
} from './generated/layouts';
import { findPoolOverviewPda, findRewardRecordPda, findStakingRecordPda } from './generated/pdas';
import { INFERENCE_STAKING_PROGRAM_ADDRESS } from './generated/programs';

/** Where and how to read. */
export interface ReadOptions {
  /** Of a program that is deployed under another id. */
  programAddress?: Address;
  commitment?: 'processed' | 'confirmed' | 'finalized';
  abortSignal?: AbortSignal;
}

/** Data of an account of the program, not decoded. */
export interface RawAccount {
  pubkey: Address;
  data: ReadonlyUint8Array;
}

const TYPES = {
  operatorPool: { name: 'pool', discriminator: OPERATOR_POOL_DISCRIMINATOR, size: OPERATOR_POOL_SIZE },
  poolOverview: { name: 'pool overview', discriminator: POOL_OVERVIEW_DISCRIMINATOR, size: POOL_OVERVIEW_SIZE },
  rewardRecord: { name: 'reward record', discriminator: REWARD_RECORD_DISCRIMINATOR, size: REWARD_RECORD_SIZE },
  stakingRecord: { name: 'staking record', discriminator: STAKING_RECORD_DISCRIMINATOR, size: STAKING_RECORD_SIZE },
} as const;

type AccountType = keyof typeof TYPES;

/**
 * Reads the singleton: parameters, epochs, halts, liabilities.
 *
 * @throws Error If it is not there: the network was not set up, or the node is one of another cluster.
 */
export async function readPoolOverview(
  rpc: Rpc<GetAccountInfoApi>,
  options: ReadOptions = {},
): Promise<Account<PoolOverview>> {
  const [address] = await findPoolOverviewPda(options);
  const account = await read(rpc, 'poolOverview', address, options);
  if (!account) throw new Error(`there is no pool overview at ${address}: is the node one of the right cluster?`);
  return decodePoolOverview(account);
}

/**
 * Reads a pool; `null` if there is none at the address.
 *
 * @throws Error If the account there is no pool.
 */
export async function readOperatorPool(
  rpc: Rpc<GetAccountInfoApi>,
  address: Address,
  options: ReadOptions = {},
): Promise<Account<OperatorPool> | null> {
  const account = await read(rpc, 'operatorPool', address, options);
  return account && decodeOperatorPool(account);
}

/**
 * Reads what an owner has in a pool; `null` if it never had a record there or closed it.
 *
 * @throws Error If the account there is no staking record.
 */
export async function readStakingRecord(
  rpc: Rpc<GetAccountInfoApi>,
  of: { operatorPool: Address; owner: Address },
  options: ReadOptions = {},
): Promise<Account<StakingRecord> | null> {
  const [address] = await findStakingRecordPda(of, options);
  const account = await read(rpc, 'stakingRecord', address, options);
  return account && decodeStakingRecord(account);
}

/**
 * Reads the reward record of an epoch; `null` if the epoch is not completed yet, or its record expired and was reclaimed (SPEC 6.7).
 *
 * @throws Error If the account there is no reward record.
 */
export async function readRewardRecord(
  rpc: Rpc<GetAccountInfoApi>,
  epoch: bigint,
  options: ReadOptions = {},
): Promise<Account<RewardRecord> | null> {
  const [address] = await findRewardRecordPda({ epoch }, options);
  const account = await read(rpc, 'rewardRecord', address, options);
  return account && decodeRewardRecord(account);
}

/** Reads all pools, for `readPoolRows` or, one by one, for `getOperatorPoolDecoder`. */
export async function listOperatorPools(
  rpc: Rpc<GetProgramAccountsApi>,
  options: ReadOptions = {},
): Promise<RawAccount[]> {
  const pools = await list(rpc, 'operatorPool', [], options);
  return pools.map(({ address, data }) => ({ pubkey: address, data }));
}

/** Reads the staking records of an owner, of a pool, or of both. */
export async function listStakingRecords(
  rpc: Rpc<GetProgramAccountsApi>,
  of: { owner?: Address; operatorPool?: Address },
  options: ReadOptions = {},
): Promise<Account<StakingRecord>[]> {
  const filters = (['owner', 'operatorPool'] as const).flatMap((field) => {
    const key = of[field];
    return key === undefined ? [] : [memcmp(STAKING_RECORD_OFFSETS[field], key as string as Base58EncodedBytes)];
  });
  const records = await list(rpc, 'stakingRecord', filters, options);
  return records.map((record) => decodeStakingRecord(record));
}

/**
 * Checks that an account is the program's and of a type, before it is decoded: the generated decoders take any bytes.
 *
 * @throws TypeError If there is no such type.
 * @throws Error If it belongs to another program, is of another type, or is too short.
 */
export function assertAccountType(account: EncodedAccount, type: AccountType, options: ReadOptions = {}): void {
  if (!Object.hasOwn(TYPES, type)) throw new TypeError(`there is no account of the type ${type}`);
  const { name, discriminator, size } = TYPES[type];
  const program = options.programAddress ?? INFERENCE_STAKING_PROGRAM_ADDRESS;
  if (account.programAddress !== program) {
    throw new Error(
      `${account.address} is no ${name}: it belongs to ${account.programAddress}, not to the staking program`,
    );
  }
  if (account.data.length < discriminator.length || discriminator.some((byte, index) => account.data[index] !== byte)) {
    throw new Error(`${account.address} is no ${name}: its discriminator does not match`);
  }
  if (account.data.length < size) {
    throw new Error(
      `${account.address} is a ${name} of ${account.data.length} bytes, but ${size} are needed: is the program older than this SDK?`,
    );
  }
}

/**
 * An account that was read, checked as {@link assertAccountType} does; `null` if there is none, or nothing but lamports that somebody sent to
 * the address before anything was created there.
 *
 * @throws Error If the account is not what it is taken for.
 */
export function accountOfType(
  account: EncodedAccount | null,
  type: AccountType,
  options: ReadOptions = {},
): EncodedAccount | null {
  const { programAddress = INFERENCE_STAKING_PROGRAM_ADDRESS } = options;
  if (!account || (account.data.length === 0 && account.programAddress !== programAddress)) return null;
  assertAccountType(account, type, options);
  return account;
}

async function read(
  rpc: Rpc<GetAccountInfoApi>,
  type: AccountType,
  address: Address,
  options: ReadOptions,
): Promise<EncodedAccount | null> {
  const { programAddress: _, ...fetching } = options;
  const account = await fetchEncodedAccount(rpc, address, fetching);
  return accountOfType(account.exists ? account : null, type, options);
}

type Filter = ReturnType<typeof memcmp>;

function memcmp(offset: number, bytes: Base58EncodedBytes) {
  return { memcmp: { offset: BigInt(offset), bytes, encoding: 'base58' as const } };
}

async function list(
  rpc: Rpc<GetProgramAccountsApi>,
  type: AccountType,
  filters: Filter[],
  options: ReadOptions,
): Promise<EncodedAccount[]> {
  const { abortSignal, commitment, programAddress = INFERENCE_STAKING_PROGRAM_ADDRESS } = options;
  const ofType = memcmp(0, getBase58Decoder().decode(TYPES[type].discriminator) as Base58EncodedBytes);
  const request = rpc.getProgramAccounts(programAddress, {
    ...(commitment && { commitment }),
    encoding: 'base64',
    filters: [ofType, ...filters],
  });
  const accounts = await request.send(abortSignal && { abortSignal });
  return accounts.map(({ account, pubkey }) => parseBase64RpcAccount(pubkey, account));
}
