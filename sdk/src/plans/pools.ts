/** What a pool's admin does (SPEC 7). */
import type { Address, Instruction, TransactionSigner } from '@solana/kit';

import {
  type CreateOperatorPoolInstructionDataArgs,
  getAcceptOperatorPoolAdminInstructionAsync,
  getChangeOperatorPoolAdminInstructionAsync,
  getChangeOperatorStakingRecordInstructionAsync,
  getCloseOperatorPoolInstructionAsync,
  getCreateOperatorPoolInstructionAsync,
  getStakeInstructionAsync,
  getUpdateOperatorPoolInstructionAsync,
  type UpdateOperatorPoolInstructionDataArgs,
} from '../generated/instructions';
import { findOperatorPoolPda } from '../generated/pdas';
import { type PoolReading, poolsAt, readNetwork, readPool } from '../read';
import type { ChainReader } from '../reader';
import { refuse } from '../refusal';
import { findOwnerTokenAccount, type PaidTo, paidTo } from '../tokenAccount';
import { type Plan, single } from './plan';

/** No key: what stands where none is meant. */
const NO_KEY = '11111111111111111111111111111111' as Address;

/** A pool to create. */
export interface PoolCreation {
  /** Its admin, the operator. */
  admin: TransactionSigner;
  /** Who pays the rent and, if no other account is named, the registration fee; the admin if nobody is named. */
  payer?: TransactionSigner;
  /** Its terms. */
  terms: Omit<CreateOperatorPoolInstructionDataArgs, 'maxRegistrationFee'>;
  /** Stake token account that pays the registration fee; the payer's associated one if none is named. */
  feeSource?: Address;
  /** Tokens that the operator stakes in the same transaction from its associated token account, base units. */
  firstStake?: bigint;
}

/** A plan that creates a pool, and where that will be. */
export interface PoolPlan extends Plan {
  operatorPool: Address;
}

/**
 * Plans to create a pool with its vault and the operator's record. A registration fee is exactly the one that the plan shows: a higher one
 * that comes in between is refused.
 *
 * @throws StakingRefusal `PoolCreationNotAllowed`.
 * @throws Error If the wallet has created a pool before, or the fee would go from an account to itself.
 */
export async function createPool(reader: ChainReader, creation: PoolCreation): Promise<PoolPlan> {
  const { admin, firstStake, payer = admin, terms } = creation;
  const { overview } = await readNetwork(reader);
  if (!overview.poolCreationAllowed) refuse('PoolCreationNotAllowed');
  const { registrationFee: fee, stakeMint } = overview;
  const config = { programAddress: reader.programAddress };
  const [operatorPool] = await findOperatorPoolPda({ admin: admin.address }, config);
  const [existing] = await poolsAt(reader, [operatorPool]);
  if (existing) throw new Error(`${admin.address} has created the pool ${operatorPool}: another takes another wallet`);
  const paid = fee > 0n ? await registrationFee(reader, creation, overview) : null;
  const accounts = paid ? { feeSource: paid.source, feeDestination: paid.account } : {};
  const input = { payer, admin, stakeMint, ...accounts, ...terms, maxRegistrationFee: fee };
  const instructions: Instruction[] = [
    ...(paid?.creation ?? []),
    await getCreateOperatorPoolInstructionAsync(input, config),
  ];
  if (firstStake !== undefined) {
    const source = await findOwnerTokenAccount(admin.address, stakeMint);
    const deposit = { owner: admin, operatorPool, source, stakeMint, amount: firstStake };
    instructions.push(await getStakeInstructionAsync(deposit, config));
  }
  const pays = paid ? [{ kind: 'PaysRegistrationFee', fee } as const] : [];
  return { ...single(instructions, { kind: 'CreatesPool', operatorPool }, ...pays), operatorPool };
}

/** The accounts that the fee goes between, and the creation of the one it goes to. */
async function registrationFee(
  reader: ChainReader,
  { admin, feeSource, payer = admin }: PoolCreation,
  { registrationFeeWallet: wallet, stakeMint: mint }: PoolReading['overview'],
): Promise<PaidTo & { source: Address }> {
  const to = await paidTo(reader, { payer, wallet, mint });
  const source = feeSource ?? (await findOwnerTokenAccount(payer.address, mint));
  if (source === to.account) {
    throw new Error(`the registration fee would go from ${source} to itself: pay from another account`);
  }
  return { ...to, source };
}

/** A pool, and its admin who signs. */
export interface OwnPool {
  operatorPool: Address;
  admin: TransactionSigner;
}

/** Reads a pool for its admin. */
async function readOwnPool(reader: ChainReader, { admin, operatorPool }: OwnPool): Promise<PoolReading['pool']> {
  const { pool } = await readPool(reader, operatorPool);
  if (pool.admin !== admin.address) refuse('NotPoolAdmin');
  return pool;
}

/**
 * Plans to schedule commissions (basis points) or to change settings: what is given. Whether they are within bounds is left to the preview.
 *
 * @throws StakingRefusal `NotPoolAdmin`.
 * @throws Error If there is no such pool.
 */
export async function updatePool(
  reader: ChainReader,
  { admin, operatorPool, changes }: OwnPool & { changes: UpdateOperatorPoolInstructionDataArgs },
): Promise<Plan> {
  await readOwnPool(reader, { admin, operatorPool });
  const { programAddress } = reader;
  const input = { admin, operatorPool, ...changes };
  const change = await getUpdateOperatorPoolInstructionAsync(input, { programAddress });
  return single([change], { kind: 'ChangesPool', operatorPool });
}

/**
 * Plans to propose a new admin, or with `null` or the address of all zeros to withdraw the proposal.
 *
 * @throws StakingRefusal `NotPoolAdmin`.
 * @throws Error If there is no such pool.
 */
export async function proposePoolAdmin(
  reader: ChainReader,
  { admin, operatorPool, newAdmin }: OwnPool & { newAdmin: Address | null },
): Promise<Plan> {
  await readOwnPool(reader, { admin, operatorPool });
  const { programAddress } = reader;
  const input = { admin, operatorPool, newAdmin: newAdmin ?? NO_KEY };
  const propose = await getChangeOperatorPoolAdminInstructionAsync(input, { programAddress });
  const offers = newAdmin !== null && newAdmin !== NO_KEY;
  return offers ? single([propose], { kind: 'OffersPool', operatorPool, newAdmin }) : single([propose]);
}

/**
 * Plans to take over a pool as who was proposed.
 *
 * @throws StakingRefusal `NotPendingPoolAdmin`, `PoolHalted`.
 * @throws Error If there is no such pool.
 */
export async function acceptPoolAdmin(
  reader: ChainReader,
  { operatorPool, pendingAdmin }: { operatorPool: Address; pendingAdmin: TransactionSigner },
): Promise<Plan> {
  const { pool } = await readPool(reader, operatorPool);
  if (pool.pendingAdmin !== pendingAdmin.address) refuse('NotPendingPoolAdmin');
  if (pool.isHalted !== 0) refuse('PoolHalted');
  const { programAddress } = reader;
  const accept = await getAcceptOperatorPoolAdminInstructionAsync({ pendingAdmin, operatorPool }, { programAddress });
  return single([accept], { kind: 'TakesPool', operatorPool, admin: pendingAdmin.address });
}

/**
 * Plans to make another record the operator's; its owner signs too. Whether the records allow it is left to the preview.
 *
 * @throws StakingRefusal `NotPoolAdmin`, `PoolClosed`, `PoolHalted`.
 * @throws Error If there is no such pool.
 */
export async function changeOperatorRecord(
  reader: ChainReader,
  { admin, newRecordOwner, operatorPool }: OwnPool & { newRecordOwner: TransactionSigner },
): Promise<Plan> {
  const { closedAtEpoch, isHalted, operatorStakingRecord } = await readOwnPool(reader, { admin, operatorPool });
  if (closedAtEpoch !== 0n) refuse('PoolClosed');
  if (isHalted !== 0) refuse('PoolHalted');
  const input = { admin, newRecordOwner, operatorPool, operatorStakingRecord };
  const { programAddress } = reader;
  const change = await getChangeOperatorStakingRecordInstructionAsync(input, { programAddress });
  return single([change], { kind: 'ChangesOperatorRecord', operatorPool, owner: newRecordOwner.address });
}

/**
 * Plans to close a pool after the current epoch: as its admin, or as the owner of the operator's record.
 *
 * @throws StakingRefusal `NotPoolAdminOrOperator`, `PoolHalted`, `PoolClosed`.
 * @throws Error If there is no such pool.
 */
export async function closePool(
  reader: ChainReader,
  { authority, operatorPool }: { authority: TransactionSigner; operatorPool: Address },
): Promise<Plan> {
  const { operatorRecord, pool } = await readPool(reader, operatorPool);
  const mayClose = [pool.admin, operatorRecord?.owner].includes(authority.address);
  if (!mayClose) refuse('NotPoolAdminOrOperator');
  if (pool.isHalted !== 0) refuse('PoolHalted');
  if (pool.closedAtEpoch !== 0n) refuse('PoolClosed');
  const { operatorStakingRecord } = pool;
  const input = { authority, operatorPool, operatorStakingRecord };
  const { programAddress } = reader;
  const close = await getCloseOperatorPoolInstructionAsync(input, { programAddress });
  return single([close], { kind: 'ClosesPool', operatorPool });
}
