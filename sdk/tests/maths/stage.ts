/** A chain whose accounts are overwritten with drawn states, and the program and the SDK's rules side by side on them. */
import type { Address, Instruction, KeyPairSigner } from '@solana/kit';
import { findAssociatedTokenPda, TOKEN_PROGRAM_ADDRESS } from '@solana-program/token';
import { FailedTransactionMetadata } from 'litesvm';

import {
  explainFailure,
  findPoolOverviewPda,
  findPoolVaultPda,
  findStakingRecordPda,
  findUsdcVaultPda,
  getOperatorPoolDecoder,
  getOperatorPoolEncoder,
  getPoolOverviewDecoder,
  getPoolOverviewEncoder,
  getRewardRecordDecoder,
  getRewardRecordEncoder,
  getStakingRecordDecoder,
  getStakingRecordEncoder,
  INFERENCE_STAKING_PROGRAM_ADDRESS,
  type OperatorPool,
  type PoolOverview,
  type RewardRecord,
  type StakingErrorName,
  type StakingRecord,
} from '../../src/index';
import { execute, setTime, wallet } from '../network/chain';
import { finishEpoch } from '../network/epoch';
import { createRecord, fundedWallet, type Network, ONE, startNetwork } from '../network/network';
import { openPool } from '../network/plans';
import { leafOf } from '../network/trees';
import type { Drawn } from './states';

/** All accounts of a drawn state, as they lie on the chain. */
export interface State extends Omit<Drawn, 'overview' | 'pool' | 'record' | 'operatorRecord' | 'rewardRecord'> {
  overview: PoolOverview;
  pool: OperatorPool;
  /** The record that an instruction is about: the operator's if `byOperator`. */
  record: StakingRecord;
  stakingRecord: Address;
  owner: KeyPairSigner;
  operatorRecord: StakingRecord;
  rewardRecord: RewardRecord;
  /** What the only leaf of the epoch's tree pays. */
  leaf: { reward: bigint; usdc: bigint };
}

/** Accounts after an instruction; those that it cannot have changed are left out. */
export type After = Partial<Pick<State, 'overview' | 'pool' | 'record' | 'operatorRecord' | 'rewardRecord'>>;

export interface Stage {
  network: Network;
  operatorPool: Address;
  operatorStakingRecord: Address;
  ownStakingRecord: Address;
  rewardRecord: Address;
  operator: KeyPairSigner;
  owner: KeyPairSigner;
  /** The accounts whose keys drawn ones have. */
  base: Required<After>;
  at: Record<'overview' | 'poolVault' | 'usdcVault', Address>;
}

const SYSTEM = '11111111111111111111111111111111' as Address;
const U64 = 2n ** 64n - 1n;
const TOKEN_AMOUNT_OFFSET = 64;

export async function openStage(): Promise<Stage> {
  const network = await startNetwork();
  const { operator, operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'owner', ONE);
  await createRecord(network, owner, operatorPool);
  await finishEpoch(network, { epoch: 1n });
  const [operatorStakingRecord] = await findStakingRecordPda({ operatorPool, owner: operator.address });
  const [ownStakingRecord] = await findStakingRecordPda({ operatorPool, owner: owner.address });
  const [overview] = await findPoolOverviewPda();
  const rewardRecord = (await wallet('drawn reward record')).address;
  const record = getStakingRecordDecoder().decode(data(network, ownStakingRecord));
  return {
    network,
    operatorPool,
    operatorStakingRecord,
    ownStakingRecord,
    rewardRecord,
    operator,
    owner,
    base: {
      overview: getPoolOverviewDecoder().decode(data(network, overview)),
      pool: getOperatorPoolDecoder().decode(data(network, operatorPool)),
      record,
      operatorRecord: getStakingRecordDecoder().decode(data(network, operatorStakingRecord)),
      rewardRecord: { ...emptyRewardRecord(), version: 1, rootCount: 1 },
    },
    at: {
      overview,
      poolVault: (await findPoolVaultPda({ operatorPool }))[0],
      usdcVault: (await findUsdcVaultPda())[0],
    },
  };
}

function emptyRewardRecord(): RewardRecord {
  return getRewardRecordDecoder().decode(getRewardRecordEncoder().encode(decodedZeros()));
}

function decodedZeros(): RewardRecord {
  return getRewardRecordDecoder().decode(new Uint8Array(320));
}

/** What lies at an address. */
export function data({ svm }: Network, address: Address): Uint8Array {
  const account = svm.getAccount(address);
  if (!account.exists) throw new Error(`there is nothing at ${address}`);
  return account.data;
}

/** So much of a number as is asked for. */
export function partOf({ part }: { part: Drawn['part'] }, all: bigint): bigint {
  const parts = { Nothing: 0n, One: 1n, Half: all / 2n, All: all, More: all + 1n };
  return parts[part] > U64 ? U64 : parts[part];
}

/** The accounts of a drawn state. */
export function stateOf(stage: Stage, drawn: Drawn): State {
  const { base, operatorPool } = stage;
  const own = { ...base.record, ...drawn.record };
  const operatorRecord = { ...base.operatorRecord, ...drawn.operatorRecord };
  const rewardRecord = { ...base.rewardRecord, ...drawn.rewardRecord };
  const { remainingRewards, remainingUsdc } = rewardRecord;
  const leaf = { reward: partOf(drawn, remainingRewards), usdc: remainingUsdc / 2n };
  const root = leafOf(rewardRecord.epoch, { pool: operatorPool, ...leaf });
  return {
    ...drawn,
    overview: { ...base.overview, ...drawn.overview },
    pool: { ...base.pool, ...drawn.pool },
    record: drawn.byOperator ? operatorRecord : own,
    stakingRecord: drawn.byOperator ? stage.operatorStakingRecord : stage.ownStakingRecord,
    owner: drawn.byOperator ? stage.operator : stage.owner,
    operatorRecord,
    rewardRecord: { ...rewardRecord, roots: [root, ...rewardRecord.roots.slice(1)] },
    leaf,
  };
}

/** Writes the accounts, and into the vaults exactly what the books say: then no transfer fails for another reason than a rule. */
export async function put(stage: Stage, state: State): Promise<void> {
  const { at, network, operatorPool, operatorStakingRecord, ownStakingRecord, rewardRecord } = stage;
  const { overview, pool } = state;
  write(network, at.overview, getPoolOverviewEncoder().encode(overview) as Uint8Array);
  write(network, operatorPool, getOperatorPoolEncoder().encode(pool) as Uint8Array);
  const recordData = getStakingRecordEncoder().encode(state.record) as Uint8Array;
  write(network, operatorStakingRecord, getStakingRecordEncoder().encode(state.operatorRecord) as Uint8Array);
  if (!state.byOperator) write(network, ownStakingRecord, recordData);
  write(network, rewardRecord, getRewardRecordEncoder().encode(state.rewardRecord) as Uint8Array);
  const { totalActivating, totalStakedAmount, totalUnstaking, uncollectedRewards } = pool;
  const principal = totalStakedAmount + totalUnstaking + totalActivating - uncollectedRewards;
  holds(network, at.poolVault, within(principal));
  holds(network, at.usdcVault, overview.usdcLiability);
  setTime(network.svm, state.now);
}

function within(amount: bigint): bigint {
  if (amount < 0n) return 0n;
  return amount > U64 ? U64 : amount;
}

/** Sets what a token account holds. */
export function holds(network: Network, token: Address, amount: bigint): void {
  const changed = new Uint8Array(data(network, token));
  new DataView(changed.buffer).setBigUint64(TOKEN_AMOUNT_OFFSET, amount, true);
  write(network, token, changed, TOKEN_PROGRAM_ADDRESS);
}

function write(
  { svm }: Network,
  address: Address,
  data: Uint8Array,
  programAddress: Address = INFERENCE_STAKING_PROGRAM_ADDRESS,
) {
  const space = BigInt(data.length);
  svm.setAccount({
    address,
    data,
    executable: false,
    lamports: svm.minimumBalanceForRentExemption(space) as never,
    programAddress,
    space,
  });
}

/** Leaves nothing at an address. */
export function takeAway({ network }: Stage, address: Address): void {
  const lamports = 0n as never;
  network.svm.setAccount({
    address,
    data: new Uint8Array(),
    executable: false,
    lamports,
    programAddress: SYSTEM,
    space: 0n,
  });
}

/** The owner's token accounts of both mints. */
export async function tokenAccounts({ network }: Stage, { owner }: State) {
  const of = async (mint: Address) =>
    (await findAssociatedTokenPda({ owner: owner.address, mint, tokenProgram: TOKEN_PROGRAM_ADDRESS }))[0];
  return { stake: await of(network.stakeMint), usdc: await of(network.usdcMint) };
}

/** Executes an instruction on a state: the rule that refused it, or the log of one that went through. */
export async function played(stage: Stage, instruction: Instruction): Promise<StakingErrorName | string[]> {
  const { network } = stage;
  const result = await execute(network.svm, network.payer, [instruction]);
  if (!(result instanceof FailedTransactionMetadata)) return result.logs();
  const log = result.meta().logs();
  const failure = explainFailure(log);
  if (failure?.kind !== 'staking') throw new Error(`no rule refused it:\n${log.join('\n')}`);
  return failure.name;
}

/** The accounts as they are on the chain now. */
export function found(stage: Stage, state: State): Required<After> {
  const { at, network, operatorPool, operatorStakingRecord, rewardRecord } = stage;
  return {
    overview: getPoolOverviewDecoder().decode(data(network, at.overview)),
    pool: getOperatorPoolDecoder().decode(data(network, operatorPool)),
    record: getStakingRecordDecoder().decode(data(network, state.stakingRecord)),
    operatorRecord: getStakingRecordDecoder().decode(data(network, operatorStakingRecord)),
    rewardRecord: getRewardRecordDecoder().decode(data(network, rewardRecord)),
  };
}
