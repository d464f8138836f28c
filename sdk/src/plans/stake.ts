/** Staking, into a new record if there is none (SPEC 7). */
import type { Address, TransactionSigner } from '@solana/kit';

import { formatAmount } from '../amount';
import { requireBigints } from '../fields';
import { getCreateStakingRecordInstructionAsync, getStakeInstructionAsync } from '../generated/instructions';
import { STAKING_RECORD_SIZE } from '../generated/layouts';
import { afterStake, currentEpoch } from '../maths';
import { readNetwork, readPool, recordAddress, recordsAt } from '../read';
import type { ChainReader } from '../reader';
import { StakingRefusal } from '../refusal';
import { findOwnerTokenAccount, tokenBalance } from '../tokenAccount';
import { afterCurrentEpoch, heldUpBy, type StakePlan } from './becomesShares';
import { joinsLock } from './consequence';
import { single } from './plan';

/** What to stake. */
export interface StakeRequest {
  operatorPool: Address;
  owner: TransactionSigner;
  /** Exactly this many tokens, base units. */
  amount: bigint;
  /** Where the tokens come from; the owner's associated token account if none is named. */
  source?: Address;
  /** Who pays the rent of a new record; the owner if nobody is named. */
  payer?: TransactionSigner;
}

/**
 * Plans to stake: creates the record if it is missing, and says when the tokens become shares, what holds them up, and whether they join a
 * lock (`JoinsLock`).
 *
 * @throws StakingRefusal `StakingHalted`, `PoolClosed`, `PoolHalted`, `DelegationNotAllowed`, `NothingToStake`, `PoolTotalTooLarge`.
 * @throws RangeError If the amount is none that a token account could hold.
 * @throws TypeError If the amount is no bigint.
 * @throws Error If there is no such pool, no token account to stake from or too little in it, or the chain cannot be read.
 */
export async function stake(reader: ChainReader, request: StakeRequest): Promise<StakePlan> {
  const { amount, owner } = request;
  requireBigints({ amount });
  const { overview } = await readNetwork(reader);
  const source = request.source ?? (await findOwnerTokenAccount(owner.address, overview.stakeMint));
  const plan = await stakeFrom(reader, { ...request, source });
  const [account = null] = await reader.accounts([source]);
  const held = tokenBalance(account);
  if (held === null) {
    const missing = `there is no token account at ${source} to stake from`;
    if (request.source) throw new Error(`${missing}: name another as source`);
    throw new Error(`${owner.address} has no tokens of the mint ${overview.stakeMint}: ${missing}`);
  }
  if (held < amount) {
    const [has, wanted] = [held, amount].map((each) => formatAmount(each, overview.stakeDecimals));
    throw new Error(`the token account ${source} holds ${has} tokens, ${wanted} were to be staked`);
  }
  return plan;
}

/** The same out of a token account that need not hold it yet: what comes before fills it, or it is only asked what would be. */
export async function stakeFrom(reader: ChainReader, request: StakeRequest & { source: Address }): Promise<StakePlan> {
  const { amount, operatorPool, owner, payer = owner, source } = request;
  const stakingRecord = await recordAddress(reader, { operatorPool, owner: owner.address });
  const [state, [record = null]] = await Promise.all([
    readPool(reader, operatorPool),
    recordsAt(reader, [stakingRecord]),
  ]);
  const { overview, pool } = state;
  const before = { overview, pool, record: record ?? new Uint8Array(STAKING_RECORD_SIZE), stakingRecord };
  const after = afterStake(before, amount);
  if (typeof after === 'string') throw new StakingRefusal(after);
  const { programAddress } = reader;
  const config = { programAddress };
  const { stakeMint } = overview;
  const creation = record
    ? []
    : [await getCreateStakingRecordInstructionAsync({ payer, owner, operatorPool, stakingRecord }, config)];
  const input = { owner, operatorPool, stakingRecord, source, stakeMint, amount };
  const plan = single([...creation, await getStakeInstructionAsync(input, config)], ...joinsLock(pool, record));
  const deposit = { stakingRecord, activating: record?.activating ?? 0n, amount };
  if (after.shares > 0n) {
    return { ...plan, becomesShares: { kind: 'AtOnce', earnsFromEpoch: currentEpoch(overview) }, heldUpBy: [] };
  }
  return { ...plan, becomesShares: afterCurrentEpoch(state), heldUpBy: heldUpBy(state, record, deposit) };
}
