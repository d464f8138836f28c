/** Moving stake from one pool to another: it leaves the first as a ticket, and what is matured is staked in the second (SPEC 9). */
import type { Address, TransactionSigner } from '@solana/kit';

import { formatAmount } from '../amount';
import type { Ticket } from '../generated/types';
import { afterUnstakeClaim, stakeRefusal } from '../maths';
import { coolingTickets, readPool, recordAddress } from '../read';
import type { ChainReader } from '../reader';
import { refuse } from '../refusal';
import type { StakePlan } from './becomesShares';
import { claimUnstake } from './claims';
import { collected, readRecord } from './ownRecord';
import { fits } from './size';
import { stakeFrom } from './stake';
import { type UnstakePlan, type UnstakeRequest, unstake } from './unstake';

/** Whose stake moves, and where. */
export interface MoveRequest {
  owner: TransactionSigner;
  /** The pool that it leaves. */
  from: Address;
  /** The pool that it goes to. */
  to: Address;
}

/**
 * Plans the first step, an unstake: what the second pool would not take now does not leave the first.
 *
 * @throws StakingRefusal Those of {@link unstake}; those of `stake` if the second pool takes no deposit of this owner now.
 * @throws Error If there is no such pool or record, or both are the same pool.
 */
export async function beginMove(
  reader: ChainReader,
  request: MoveRequest & Omit<UnstakeRequest, 'operatorPool' | 'owner'>,
): Promise<UnstakePlan> {
  const { from, to, ...leaving } = request;
  if (from === to)
    throw new Error(`${from} is both pools: a ticket becomes stake of its own pool by \`cancelUnstake\``);
  const entered = await recordAddress(reader, { operatorPool: to, owner: request.owner.address });
  const { overview, pool } = await readPool(reader, to);
  refuse(stakeRefusal(overview, pool, entered));
  return await unstake(reader, { operatorPool: from, ...leaving });
}

/** The second step of a move. */
export interface MovePlan extends StakePlan {
  /** Tokens that are paid by the first pool and staked in the second, base units. */
  moved: bigint;
  /** Tickets of the first pool that are still in cooldown, with their places, the next first. */
  waiting: (Ticket & { place: number })[];
}

/**
 * Plans the second step: to claim the first pool's matured tickets and to stake what they were in the second, in one transaction if it
 * fits. The chain is the only memory of a move, so that this can be asked at any time. Anybody may have paid the tickets to the owner's
 * wallet before; then `stake` is what is left to do.
 *
 * @throws StakingRefusal `NothingToClaim` (the message says from when there is something), and those of `claimUnstake` and `stake`.
 * @throws Error If there is no such pool or record.
 */
export async function continueMove(
  reader: ChainReader,
  request: MoveRequest & { payer?: TransactionSigner },
): Promise<MovePlan> {
  const { from, owner, payer = owner, to } = request;
  const waiting = await requireMatured(reader, from, owner.address);
  const claim = await claimUnstake(reader, { operatorPool: from, owner, payer });
  const { amount, destination: source } = claim;
  const deposit = await stakeFrom(reader, { operatorPool: to, owner, amount, source, payer });
  const steps = [...claim.transactions, ...deposit.transactions];
  const together = steps.flat();
  return { ...deposit, transactions: fits(together, payer.address) ? [together] : steps, moved: amount, waiting };
}

function dateOf({ claimableFrom }: Ticket): string {
  return new Date(Number(claimableFrom) * 1_000).toISOString();
}

/** The tickets in cooldown; refuses if none is matured. */
async function requireMatured(reader: ChainReader, operatorPool: Address, owner: Address) {
  const { record, state, stakingRecord } = await readRecord(reader, operatorPool, owner);
  const waiting = coolingTickets(record, state.now);
  const [next] = waiting;
  const later =
    next && `${formatAmount(next.amount, state.overview.stakeDecimals)} tokens can move on from ${dateOf(next)}`;
  const after = afterUnstakeClaim({ ...state, pool: collected(state.pool), record, stakingRecord }, state.now);
  if (after === 'NothingToClaim') refuse(after, later ?? 'there is no ticket: begin the move, or stake');
  return waiting;
}
