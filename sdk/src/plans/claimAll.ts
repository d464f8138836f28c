/** Everything that an owner's records can be paid now, in as few transactions as hold it. */
import type { Instruction, TransactionSigner } from '@solana/kit';

import {
  getClaimUnstakeInstructionAsync,
  getClaimUsdcEarningsInstructionAsync,
  getCollectPoolRewardsInstructionAsync,
} from '../generated/instructions';
import { mustCollectBefore, payoutRefusal, withdrawalsRefusal } from '../maths';
import { type Position, readNetwork, readPositions } from '../read';
import type { ChainReader } from '../reader';
import { refuse } from '../refusal';
import { findOwnerTokenAccount, paidTo } from '../tokenAccount';
import { type Plan, pack } from './plan';

/** A plan of all claims of an owner, and what they come to. The transactions do not depend on each other, but for created accounts. */
export interface ClaimAllPlan extends Plan {
  /** Records that are paid something. */
  records: number;
  /** Stake tokens of matured tickets, base units. */
  unstaked: bigint;
  /** USDC, its base units. */
  usdc: bigint;
  /** Records that have something, but are those of halted pools' operators, who may not claim. */
  halted: number;
}

/**
 * Plans to pay all USDC and all matured tickets of an owner's records to the owner's associated token accounts, which are created if
 * they are missing. Without anything to claim the plan has no transaction.
 *
 * @throws StakingRefusal `WithdrawalsHalted`.
 */
export async function claimAll(
  reader: ChainReader,
  request: { owner: TransactionSigner; payer?: TransactionSigner },
): Promise<ClaimAllPlan> {
  const { owner, payer = owner } = request;
  const { now, overview } = await readNetwork(reader);
  refuse(withdrawalsRefusal(overview, now));
  const due = (await readPositions(reader, owner.address)).filter(isDue);
  const isHalted = (each: Position) => payoutRefusal(overview, each.pool, each.address, now) !== null;
  const paid = due.filter((each) => !isHalted(each));
  const unstaked = paid.reduce((sum, each) => sum + each.matured, 0n);
  const usdc = paid.reduce((sum, each) => sum + each.claimableUsdc, 0n);
  const mints = [...(unstaked > 0n ? [overview.stakeMint] : []), ...(usdc > 0n ? [overview.usdcMint] : [])];
  const instructions: Instruction[] = [];
  for (const mint of mints) {
    instructions.push(...(await paidTo(reader, { payer, wallet: owner.address, mint })).creation);
  }
  for (const each of paid) instructions.push(...(await claimsOf(reader, owner, each, overview)));
  return {
    transactions: pack(payer.address, instructions),
    unaccrued: [],
    consequences: [],
    records: paid.length,
    unstaked,
    usdc,
    halted: due.length - paid.length,
  };
}

function isDue({ claimableUsdc, matured }: Position): boolean {
  return matured > 0n || claimableUsdc > 0n;
}

async function claimsOf(
  { programAddress }: ChainReader,
  owner: TransactionSigner,
  position: Position,
  { stakeMint, usdcMint }: Awaited<ReturnType<typeof readNetwork>>['overview'],
): Promise<Instruction[]> {
  const { address: stakingRecord, claimableUsdc, matured, operatorPool, pool } = position;
  const config = { programAddress };
  const claims: Instruction[] = [];
  if (matured > 0n) {
    if (mustCollectBefore(pool, matured)) {
      claims.push(await getCollectPoolRewardsInstructionAsync({ operatorPool, stakeMint }, config));
    }
    const destination = await findOwnerTokenAccount(owner.address, stakeMint);
    const input = { operatorPool, stakingRecord, destination, stakeMint };
    claims.push(await getClaimUnstakeInstructionAsync(input, config));
  }
  if (claimableUsdc > 0n) {
    const destination = await findOwnerTokenAccount(owner.address, usdcMint);
    const input = { owner, operatorPool, stakingRecord, destination, usdcMint };
    claims.push(await getClaimUsdcEarningsInstructionAsync(input, config));
  }
  return claims;
}
