/** Unstaking, after what the pool has open was accrued if shares leave (SPEC 9). */
import type { Address, TransactionSigner } from '@solana/kit';

import { formatAmount } from '../amount';
import type { StakingRecord } from '../generated/accounts';
import { getUnstakeInstructionAsync } from '../generated/instructions';
import { accrualRefusal, afterUnstake, canStillPay, openEpochs, type Unstaking, viewRecord } from '../maths';
import { epochsAt, readPool, recordAddress, recordsAt } from '../read';
import type { ChainReader } from '../reader';
import { StakingRefusal } from '../refusal';
import { type Amount, type Leaving, leavingOf, requireAmount, takesShares } from './amount';
import type { Consequence } from './consequence';
import { there } from './ownRecord';
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
  /**
   * With it the pool first accrues what it has open if shares leave, and tokens are counted at the price that it has then. It is waited for
   * until it is silent for 20 seconds, two minutes at most: what is left then is `unaccrued`.
   */
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
 * Plans to unstake. What of the pool cannot be accrued first is named in the plan, and lost to the shares that leave: the consequence
 * `LosesRewards` where it may pay something. Activating tokens have no part in it, and are never locked.
 *
 * @throws StakingRefusal `NothingToUnstake`, `NotEnoughShares`, `NotEnoughActivating`, `SharesWorthNothing`, `SharesLocked`,
 * `OperatorHalted`, `OperatorStakeBelowMinimum`, `NoFreeTicket`, `NoTicketToJoin`.
 * @throws TypeError If there is no such kind of an amount, or one of its numbers is no bigint.
 * @throws Error If there is no such pool or record.
 */
export async function unstake(reader: ChainReader, request: UnstakeRequest): Promise<UnstakePlan> {
  const { joins, operatorPool, owner, feePayer = owner.address } = request;
  requireAmount(request.amount);
  const stakingRecord = await recordAddress(reader, { operatorPool, owner: owner.address });
  const [reading, [found]] = await Promise.all([readPool(reader, operatorPool), recordsAt(reader, [stakingRecord])]);
  const before = there(found, operatorPool, owner.address);
  const isOperator = reading.pool.operatorStakingRecord === stakingRecord;
  // Where no shares leave nothing is lost, and no source of proofs is waited for.
  const proofs = takesShares(request.amount, before, isOperator) ? request.proofs : undefined;
  const state = await upToDate(reader, reading, proofs);
  const { pool } = state;
  // An accrual before may have staked commission into the operator's record.
  const record = (isOperator && state.operatorRecord) || before;
  const leaving = leavingOf(request.amount, pool, record, state.overview.stakeDecimals);
  const { tokens, claimableFrom } = unstaked(state, { record, stakingRecord }, { ...leaving, joins });
  const joined = joins === undefined ? undefined : record.tickets[joins];
  const { programAddress } = reader;
  const input = { owner, operatorPool, stakingRecord, ...leaving, ticket: joins ?? null };
  const instruction = await getUnstakeInstructionAsync(input, { programAddress });
  const sharesLeave = leaving.shares > 0n;
  const lost = sharesLeave ? await lostRewards(reader, state) : [];
  return {
    ...leaving,
    transactions: sharesLeave ? pack(feePayer, [...state.instructions, instruction]) : [[instruction]],
    unaccrued: sharesLeave ? state.unaccrued : [],
    consequences: [...(joined ? [{ kind: 'JoinsTicket', ...joined } as const] : []), ...lost],
    tokens,
    claimableFrom,
  };
}

/** What leaves before the pool has accrued what it has open loses what that pays: epochs that are not finalized, or can still pay. */
async function lostRewards(
  reader: ChainReader,
  { address: operatorPool, now, overview, pool }: UpToDate,
): Promise<Consequence[]> {
  const { ahead, skipped } = openEpochs(overview, pool, now);
  const open = [...skipped, ...ahead];
  const records = open.length > 0 ? await epochsAt(reader, open) : [];
  const epochs = open.filter((epoch, index) => {
    const record = records[index]?.data;
    if (!record) return epoch > overview.completedRewardEpoch;
    return canStillPay(record) && accrualRefusal(overview, record, now) !== 'RecordExpired';
  });
  return epochs.length > 0 ? [{ kind: 'LosesRewards', operatorPool, epochs }] : [];
}

/** What the program would make of it, and the time of the ticket that comes out. */
function unstaked(
  state: UpToDate,
  of: { record: StakingRecord; stakingRecord: Address },
  unstaking: Unstaking,
): { tokens: bigint; claimableFrom: bigint } {
  const before = { ...state, ...of };
  const after = afterUnstake(before, unstaking, state.now);
  if (typeof after === 'string') {
    const isLocked = after === 'SharesLocked';
    const { lockedShares } = viewRecord(before, state.now);
    const details = isLocked ? `${formatAmount(lockedShares, state.overview.stakeDecimals)} shares are locked` : '';
    throw new StakingRefusal(after, details);
  }
  const { record, ticket, tokens } = after;
  return { tokens, claimableFrom: record.tickets[ticket]?.claimableFrom ?? state.now };
}
