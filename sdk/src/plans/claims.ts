/** Claiming, into a token account that is created if it is missing (SPEC 4, SPEC 7). */
import type { Address, Instruction, TransactionSigner } from '@solana/kit';

import { requireWord } from '../fields';
import type { PoolOverview } from '../generated/accounts';
import {
  getClaimUnstakeInstructionAsync,
  getClaimUsdcEarningsInstructionAsync,
  getCollectPoolRewardsInstructionAsync,
  getSweepClosedPoolUsdcDustInstructionAsync,
  getSweepPoolVaultSurplusInstructionAsync,
  getWithdrawOperatorRewardCommissionInstructionAsync,
  getWithdrawOperatorUsdcCommissionInstructionAsync,
} from '../generated/instructions';
import { afterUnstakeClaim, afterUsdcClaim, mustCollectBefore, withdrawalsRefusal } from '../maths';
import { readNetwork, readPool } from '../read';
import type { ChainReader } from '../reader';
import { refuse, StakingRefusal } from '../refusal';
import { paidTo, vaultsOf } from '../tokenAccount';
import type { Consequence } from './consequence';
import { collected, readRecord } from './ownRecord';
import { type Plan, single } from './plan';
import type { OwnRecord } from './records';

/** Whose matured tickets are paid. */
export type ClaimUnstakeRequest = {
  operatorPool: Address;
} /** To the owner's associated token account: anyone may, and pays for that account if it is missing. */ & (
  | { owner: Address; payer: TransactionSigner }
  /** To this account, or without one to the associated token account: the owner signs. */
  | { owner: TransactionSigner; destination?: Address; payer?: TransactionSigner }
);

/** A plan that pays base units. */
export interface ClaimPlan extends Plan {
  /** What it pays if it is executed now. */
  amount: bigint;
  /** The token account that is paid. */
  destination: Address;
}

/**
 * Plans to pay all matured tickets. Collects the pool's rewards first if they are needed.
 *
 * @throws StakingRefusal `WithdrawalsHalted`, `OperatorHalted`, `NothingToClaim`, `WrongDestinationAccount`.
 * @throws Error If there is no such pool or record, or the destination cannot be paid.
 */
export async function claimUnstake(reader: ChainReader, request: ClaimUnstakeRequest): Promise<ClaimPlan> {
  const { operatorPool } = request;
  const signer = typeof request.owner === 'string' ? null : request.owner;
  const owner = typeof request.owner === 'string' ? request.owner : request.owner.address;
  const named = 'destination' in request ? request.destination : undefined;
  const payer = request.payer ?? signer;
  if (!payer) throw new Error('nobody pays: name a payer, or let the owner sign');
  const { record, state, stakingRecord } = await readRecord(reader, operatorPool, owner);
  const { overview, pool } = state;
  const after = afterUnstakeClaim({ overview, pool: collected(pool), record, stakingRecord }, state.now);
  if (typeof after === 'string') throw new StakingRefusal(after);
  const { amount } = after;
  const { stakeMint } = overview;
  const config = { programAddress: reader.programAddress };
  const to = { named, payer, wallet: owner, mint: stakeMint };
  const { account: destination, creation, otherOwner } = await paidTo(reader, to);
  const collection = mustCollectBefore(pool, amount)
    ? [await getCollectPoolRewardsInstructionAsync({ operatorPool, stakeMint }, config)]
    : [];
  // The owner signs only where it has to: what anyone may send needs no second signature.
  const signed = named !== undefined && signer ? { owner: signer } : {};
  const input = { ...signed, operatorPool, stakingRecord, destination, stakeMint };
  const claim = await getClaimUnstakeInstructionAsync(input, config);
  const pays = otherOwner
    ? [{ kind: 'PaysTokens', operatorPool, amount, destination, owner: otherOwner } as const]
    : [];
  return { ...single([...creation, ...collection, claim], ...pays), amount, destination };
}

/**
 * Plans to pay all USDC that a record has earned to `destination`, or to the owner's associated token account.
 *
 * @throws StakingRefusal `WithdrawalsHalted`, `OperatorHalted`, `NoUsdcToClaim`, `WrongDestinationAccount`.
 * @throws Error If there is no such pool or record, or the destination cannot be paid.
 */
export async function claimUsdc(
  reader: ChainReader,
  request: OwnRecord & { destination?: Address; payer?: TransactionSigner },
): Promise<ClaimPlan> {
  const { operatorPool, owner, payer = owner } = request;
  const { record, state, stakingRecord } = await readRecord(reader, operatorPool, owner.address);
  const after = afterUsdcClaim({ ...state, record, stakingRecord }, state.now);
  if (typeof after === 'string') throw new StakingRefusal(after);
  const { amount } = after;
  const { usdcMint } = state.overview;
  const vaults = vaultsOf(state.overview, state.pool);
  const to = { named: request.destination, payer, wallet: owner.address, mint: usdcMint, vaults };
  const { account: destination, creation, otherOwner } = await paidTo(reader, to);
  const input = { owner, operatorPool, stakingRecord, destination, usdcMint };
  const claim = await getClaimUsdcEarningsInstructionAsync(input, { programAddress: reader.programAddress });
  const pays = otherOwner ? [{ kind: 'PaysUsdc', operatorPool, amount, destination, owner: otherOwner } as const] : [];
  return { ...single([...creation, claim], ...pays), amount, destination };
}

/** Plans to move a pool's uncollected rewards into its vault. Anyone may; collecting nothing succeeds (SPEC 4). */
export async function collectRewards(reader: ChainReader, operatorPool: Address): Promise<Plan> {
  const { stakeMint } = (await readNetwork(reader)).overview;
  const { programAddress } = reader;
  return single([await getCollectPoolRewardsInstructionAsync({ operatorPool, stakeMint }, { programAddress })]);
}

/** Plans to move what a pool vault holds beyond what it owes into the global reward vault. Anyone may. */
export async function sweepVaultSurplus(reader: ChainReader, operatorPool: Address): Promise<Plan> {
  const { stakeMint } = (await readNetwork(reader)).overview;
  const { programAddress } = reader;
  return single([await getSweepPoolVaultSurplusInstructionAsync({ operatorPool, stakeMint }, { programAddress })]);
}

/** What a pool's admin takes. */
export interface CommissionRequest {
  operatorPool: Address;
  admin: TransactionSigner;
  /** `Owed`: what is owed of both kinds, which is the default. */
  commissions?: 'Owed' | 'Tokens' | 'Usdc';
  /** Stake token account that is paid; the admin's associated one if none is named. */
  tokenDestination?: Address;
  /** USDC account that is paid; the admin's associated one if none is named. */
  usdcDestination?: Address;
  /** Who pays for token accounts that are missing; the admin if nobody is named. */
  payer?: TransactionSigner;
}

/**
 * Plans to pay the commissions that a pool owes its operator.
 *
 * @throws StakingRefusal `NotPoolAdmin`, `WithdrawalsHalted`, `PoolHalted`, `NoCommissionToWithdraw`, `WrongDestinationAccount`.
 * @throws TypeError If there are no such commissions.
 * @throws Error If there is no such pool, or a destination cannot be paid.
 */
export async function withdrawCommissions(reader: ChainReader, request: CommissionRequest): Promise<Plan> {
  const { admin, commissions = 'Owed', operatorPool } = request;
  requireWord('commissions', commissions, ['Owed', 'Tokens', 'Usdc']);
  const { now, overview, pool } = await readPool(reader, operatorPool);
  if (pool.admin !== admin.address) refuse('NotPoolAdmin');
  refuse(commissionRefusal(overview, now, pool.isHalted !== 0));
  const tokens = commissions === 'Owed' ? pool.rewardCommission > 0n : commissions === 'Tokens';
  const usdc = commissions === 'Owed' ? pool.usdcCommission > 0n : commissions === 'Usdc';
  const owed = (tokens ? pool.rewardCommission : 0n) + (usdc ? pool.usdcCommission : 0n);
  if (owed === 0n) refuse('NoCommissionToWithdraw');
  const config = { programAddress: reader.programAddress };
  const { stakeMint, usdcMint } = overview;
  const to = { payer: request.payer ?? admin, wallet: admin.address, vaults: vaultsOf(overview, pool) };
  const { tokenDestination, usdcDestination } = request;
  const instructions: Instruction[] = [];
  const consequences: Consequence[] = [];
  if (tokens) {
    const paid = await paidTo(reader, { ...to, named: tokenDestination, mint: stakeMint });
    const input = { admin, operatorPool, destination: paid.account, stakeMint };
    instructions.push(...paid.creation, await getWithdrawOperatorRewardCommissionInstructionAsync(input, config));
    const pays = { operatorPool, amount: pool.rewardCommission, destination: paid.account };
    if (paid.otherOwner) consequences.push({ kind: 'PaysTokens', ...pays, owner: paid.otherOwner });
  }
  if (usdc) {
    const paid = await paidTo(reader, { ...to, named: usdcDestination, mint: usdcMint });
    const input = { admin, operatorPool, destination: paid.account, usdcMint };
    instructions.push(...paid.creation, await getWithdrawOperatorUsdcCommissionInstructionAsync(input, config));
    const pays = { operatorPool, amount: pool.usdcCommission, destination: paid.account };
    if (paid.otherOwner) consequences.push({ kind: 'PaysUsdc', ...pays, owner: paid.otherOwner });
  }
  return single(instructions, ...consequences);
}

function commissionRefusal(overview: PoolOverview, now: bigint, isHalted: boolean) {
  return withdrawalsRefusal(overview, now) ?? (isHalted ? 'PoolHalted' : null);
}

/**
 * Plans to pay the USDC of a closed pool without shares that nobody can claim to `destination`, or to the admin's associated account.
 *
 * @throws StakingRefusal `WrongDestinationAccount` if the destination is a vault.
 * @throws Error If there is no such pool, or the destination cannot be paid.
 */
export async function sweepClosedPool(
  reader: ChainReader,
  request: { operatorPool: Address; admin: TransactionSigner; destination?: Address; payer?: TransactionSigner },
): Promise<Plan> {
  const { admin, operatorPool, payer = admin } = request;
  const { overview, pool } = await readPool(reader, operatorPool);
  const { usdcMint } = overview;
  const vaults = vaultsOf(overview, pool);
  const to = { named: request.destination, payer, wallet: admin.address, mint: usdcMint, vaults };
  const { account: destination, creation, otherOwner: owner } = await paidTo(reader, to);
  const input = { admin, operatorPool, destination, usdcMint };
  const sweep = await getSweepClosedPoolUsdcDustInstructionAsync(input, { programAddress: reader.programAddress });
  // All that delegators were paid and no record has settled: there is no other once the shares are gone.
  const amount = pool.delegatorUsdc - pool.settledUsdc;
  const pays = owner ? [{ kind: 'PaysUsdc', operatorPool, amount, destination, owner } as const] : [];
  return single([...creation, sweep], ...pays);
}
