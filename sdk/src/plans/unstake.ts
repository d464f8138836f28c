/** Unstaking, after what the pool has open was accrued if shares leave (SPEC 9). */
import type { Address, TransactionSigner } from '@solana/kit';

import type { OperatorPool, StakingRecord } from '../generated/accounts';
import { getUnstakeInstructionAsync } from '../generated/instructions';
import { recordAddress, recordsAt } from '../read';
import type { ChainReader } from '../reader';
import { refuse } from '../refusal';
import { isClosed } from '../rules/epochs';
import { lockedShares } from '../rules/locks';
import { larger } from '../rules/order';
import { isWorthAtLeast, tokensForShares } from '../rules/shares';
import { type Amount, type Leaving, leavingOf } from './amount';
import { type Plan, pack } from './plan';
import type { ProofSource } from './proofSource';
import { type UpToDate, upToDate } from './upToDate';

/** What to unstake. */
export interface UnstakeRequest {
  operatorPool: Address;
  owner: TransactionSigner;
  amount: Amount;
  /** Place of the open ticket that it joins, 0 to 3; none for a ticket of its own. */
  joins?: number;
  /** Who pays the fees, for the size of the transactions; the owner if nobody is named. */
  feePayer?: Address;
  /** With it the pool first accrues what it has open, and tokens are counted at the price that it has then. */
  proofs?: ProofSource;
}

/** A plan to unstake, and what comes out of it. */
export interface UnstakePlan extends Plan, Leaving {
  /** Tokens in the ticket from this unstake, base units, rounded down, at the price at which it was planned. */
  tokens: bigint;
  /** From when they can be claimed if it is executed now, Unix seconds; later if a ticket that is joined is. */
  claimableFrom: bigint;
}

/**
 * Plans to unstake. What of the pool cannot be accrued first is named in the plan, and lost to the shares that leave. Activating tokens
 * have no part in it, and are never locked.
 *
 * @throws StakingRefusal `NothingToUnstake`, `NotEnoughShares`, `NotEnoughActivating`, `SharesWorthNothing`, `SharesLocked`,
 * `OperatorHalted`, `OperatorStakeBelowMinimum`, `NoFreeTicket`, `NoTicketToJoin`.
 * @throws Error If there is no such pool or record.
 */
export async function unstake(reader: ChainReader, request: UnstakeRequest): Promise<UnstakePlan> {
  const { joins, operatorPool, owner, feePayer = owner.address } = request;
  const stakingRecord = await recordAddress(reader, { operatorPool, owner: owner.address });
  const state = await upToDate(reader, operatorPool, request.proofs);
  const { now, overview, pool } = state;
  const [found] = await recordsAt(reader, [stakingRecord]);
  if (!found) throw new Error(`${owner.address} has no staking record in the pool ${operatorPool}`);
  const isOperator = pool.operatorStakingRecord === stakingRecord;
  // An accrual before may have staked commission into the operator's record.
  const record = (isOperator && state.operatorRecord) || found;
  const leaving = leavingOf(request.amount, pool, record);
  requireFree(state, record, leaving, isOperator);
  const joined = ticketJoined(record, joins);
  const { programAddress } = reader;
  const input = { owner, operatorPool, stakingRecord, ...leaving, ticket: joins ?? null };
  const instruction = await getUnstakeInstructionAsync(input, { programAddress });
  const sharesLeave = leaving.shares > 0n;
  const from = now + (isOperator ? overview.operatorUnstakeDelay : overview.delegatorUnstakeDelay);
  return {
    ...leaving,
    transactions: sharesLeave ? pack(feePayer, [...state.instructions, instruction]) : [[instruction]],
    unaccrued: sharesLeave ? state.unaccrued : [],
    consequences: joined ? [{ kind: 'JoinsTicket', ...joined }] : [],
    tokens: tokensForShares(pool, leaving.shares) + leaving.activating,
    claimableFrom: joined ? larger(joined.claimableFrom, from) : from,
  };
}

function ticketJoined(record: StakingRecord, joins: number | undefined) {
  const isOpen = ({ amount }: { amount: bigint }) => amount > 0n;
  if (joins === undefined) {
    if (record.tickets.every(isOpen)) refuse('NoFreeTicket');
    return null;
  }
  const joined = record.tickets[joins];
  if (!joined || !isOpen(joined)) {
    refuse('NoTicketToJoin');
    return null;
  }
  return joined;
}

/** What the program asks of shares that leave. */
function requireFree(
  { now, overview, pool }: UpToDate,
  record: StakingRecord,
  { shares }: Leaving,
  isOperator: boolean,
): void {
  if (isOperator && pool.isHalted) refuse('OperatorHalted');
  if (shares === 0n) return;
  const tokens = tokensForShares(pool, shares);
  if (tokens === 0n) refuse('SharesWorthNothing');
  const left = record.shares - shares;
  const locked = lockedShares(pool, record, now);
  if (left < locked) refuse('SharesLocked', `${locked} shares are locked`);
  const after: OperatorPool = {
    ...pool,
    totalStakedAmount: pool.totalStakedAmount - tokens,
    totalShares: pool.totalShares - shares,
  };
  const keepsMinimum = isClosed(pool) || isWorthAtLeast(after, left, overview.minOperatorTokenStake);
  if (isOperator && !keepsMinimum) refuse('OperatorStakeBelowMinimum');
}
