/** What halt and slashing authorities do (SPEC 8, SPEC 9). */
import type { Address, TransactionSigner } from '@solana/kit';

import { requireWhole, requireWord, U64_MAX } from '../fields';
import {
  getCollectPoolRewardsInstructionAsync,
  getSetHaltStatusInstructionAsync,
  getSlashStakeInstructionAsync,
} from '../generated/instructions';
import { mustCollectBefore, tokensForShares, viewRecord } from '../maths';
import { readPool } from '../read';
import type { ChainReader } from '../reader';
import { refuse } from '../refusal';
import { type Plan, single } from './plan';

/**
 * Plans to halt or to resume a pool.
 *
 * @throws StakingRefusal `NotHaltAuthority`.
 * @throws Error If there is no such pool.
 */
export async function setPoolHalt(
  reader: ChainReader,
  { authority, halted, operatorPool }: { authority: TransactionSigner; operatorPool: Address; halted: boolean },
): Promise<Plan> {
  const { overview } = await readPool(reader, operatorPool);
  if (!overview.haltAuthorities.keys.includes(authority.address)) refuse('NotHaltAuthority');
  const { programAddress } = reader;
  const set = await getSetHaltStatusInstructionAsync({ authority, operatorPool, halted }, { programAddress });
  return single([set], { kind: halted ? 'HaltsPool' : 'ResumesPool', operatorPool });
}

/** How much of something is meant: none, all there is, or so much. */
export type Part = 'Nothing' | 'Everything' | bigint;

/** What a slash takes from the operator of a halted pool. */
export interface SlashRequest {
  operatorPool: Address;
  authority: TransactionSigner;
  /** Shares that are burnt. */
  shares?: Part;
  /** Activating tokens, base units. */
  activating?: Part;
  /** Tokens out of tickets, base units. */
  unstaking?: Part;
  /** Whether the commissions owed and the operator's USDC are taken too. */
  confiscateCommission?: boolean;
}

/**
 * Plans a slash of a halted pool's operator to the destinations stored in the pool overview. Collects the pool's rewards first if they are
 * needed. Whether the pool was halted for long enough is left to the preview.
 *
 * @throws StakingRefusal `NotSlashingAuthority`, `NothingToSlash`.
 * @throws RangeError If a part is no bigint from 0 to 2^64 - 1.
 * @throws TypeError If a part is another word.
 * @throws Error If there is no such pool, or its operator has no record.
 */
export async function slash(reader: ChainReader, request: SlashRequest): Promise<Plan> {
  const { authority, confiscateCommission = false, operatorPool } = request;
  const state = await readPool(reader, operatorPool);
  const { now, operatorRecord, overview, pool } = state;
  if (!overview.slashingAuthorities.keys.includes(authority.address)) refuse('NotSlashingAuthority');
  if (!operatorRecord)
    throw new Error(`the operator of ${operatorPool} has closed its record: there is nothing to slash`);
  const shares = partOf('shares', request.shares, operatorRecord.shares);
  const activating = partOf('activating', request.activating, operatorRecord.activating);
  const before = { ...state, record: operatorRecord, stakingRecord: pool.operatorStakingRecord };
  const { claimableUsdc, maturedUnstake, pendingUnstake } = viewRecord(before, now);
  const fromTickets = partOf('unstaking', request.unstaking, maturedUnstake + pendingUnstake);
  if (!(shares || activating || fromTickets || confiscateCommission)) refuse('NothingToSlash');
  const worth = tokensForShares(pool, shares);
  const { slashingTokenDestination, slashingUsdcDestination, stakeMint, usdcMint } = overview;
  const config = { programAddress: reader.programAddress };
  const input = {
    authority,
    operatorPool,
    operatorStakingRecord: pool.operatorStakingRecord,
    slashingTokenDestination,
    stakeMint,
    shares,
    activatingAmount: activating,
    unstakingAmount: fromTickets,
    confiscateCommission,
  };
  const instruction = confiscateCommission
    ? await getSlashStakeInstructionAsync({ ...input, slashingUsdcDestination, usdcMint }, config)
    : await getSlashStakeInstructionAsync(input, config);
  const collection = mustCollectBefore(pool, worth + fromTickets)
    ? [await getCollectPoolRewardsInstructionAsync({ operatorPool, stakeMint }, config)]
    : [];
  const usdc = pool.usdcCommission + claimableUsdc;
  return single([...collection, instruction], {
    kind: 'Slashes',
    operatorPool,
    shares,
    worth,
    activating,
    unstaking: fromTickets,
    confiscated: confiscateCommission ? { tokens: pool.rewardCommission, usdc } : null,
  });
}

function partOf(name: string, part: Part = 'Nothing', all: bigint): bigint {
  if (typeof part === 'string') {
    requireWord(name, part, ['Nothing', 'Everything']);
    return part === 'Nothing' ? 0n : all;
  }
  requireWhole(name, part, U64_MAX);
  return part;
}
