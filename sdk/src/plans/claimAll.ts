/** Everything that an owner's records can be paid now: tokens, and behind them USDC, each in as few transactions as hold it. */
import type { Address, Instruction, TransactionSigner } from '@solana/kit';

import {
  getClaimUnstakeInstructionAsync,
  getClaimUsdcEarningsInstructionAsync,
  getCollectPoolRewardsInstructionAsync,
} from '../generated/instructions';
import { mustCollectBefore, payoutRefusal, withdrawalsRefusal } from '../maths';
import { type Position, readNetwork, readPositions } from '../read';
import type { ChainReader } from '../reader';
import { refuse } from '../refusal';
import { destinationOf } from '../tokenAccount';
import { type Plan, packSteps } from './plan';

/**
 * A plan of all claims of an owner, and what they come to. Those that pay stake tokens come first, and none pays USDC besides. The
 * transactions do not depend on each other, but for a token account that is missing: the first that pays into it creates it.
 */
export interface ClaimAllPlan extends Plan {
  /** Records that are paid something. */
  records: number;
  /** Stake tokens of matured tickets, base units. */
  unstaked: bigint;
  /** USDC, its base units. */
  usdc: bigint;
  /** Records that have something, but are those of halted pools' operators, who may not claim. */
  halted: number;
  /** Mints whose claims are left out because the owner's account cannot be paid: `claimUnstake` and `claimUsdc` take another. */
  leftOut: { mint: Address; reason: string }[];
}

/**
 * Plans to pay all USDC and all matured tickets of an owner's records to the owner's associated token accounts, which are created if
 * they are missing. Without anything to claim the plan has no transaction. An account that is frozen or was given away is paid nothing,
 * and holds up nothing that goes to the other.
 *
 * @throws StakingRefusal `WithdrawalsHalted`.
 * @throws Error If nothing can be paid because of the accounts.
 */
export async function claimAll(
  reader: ChainReader,
  request: { owner: TransactionSigner; payer?: TransactionSigner },
): Promise<ClaimAllPlan> {
  const { owner, payer = owner } = request;
  const { now, overview } = await readNetwork(reader);
  refuse(withdrawalsRefusal(overview, now));
  const due = (await readPositions(reader, owner.address)).filter(
    ({ claimableUsdc, matured }) => matured > 0n || claimableUsdc > 0n,
  );
  const payable = due.filter((each) => payoutRefusal(overview, each.pool, each.address, now) === null);
  const leftOut: ClaimAllPlan['leftOut'] = [];
  /** The claims in a mint, and whose they are. A pool's rewards are collected in the transaction of the claim that needs them. */
  const paidIn = async (mint: Address, positions: Position[], claims: (of: Position, to: Address) => Claims) => {
    const to = positions.length > 0 ? await destinationOf(reader, { payer, wallet: owner.address, mint }) : '';
    if (typeof to === 'string') {
      if (to) leftOut.push({ mint, reason: to });
      return { positions: [], transactions: [] };
    }
    const steps = await Promise.all(positions.map((each) => claims(each, to.account)));
    const created = steps.map((step, index) => (index === 0 ? [...to.creation, ...step] : step));
    return { positions, transactions: packSteps(payer.address, created) };
  };
  const { stakeMint, usdcMint } = overview;
  const tokens = await paidIn(
    stakeMint,
    payable.filter(({ matured }) => matured > 0n),
    (of, destination) => ticketClaims(reader, of, { destination, stakeMint }),
  );
  const usdc = await paidIn(
    usdcMint,
    payable.filter(({ claimableUsdc }) => claimableUsdc > 0n),
    (of, destination) => usdcClaims(reader, of, { owner, destination, usdcMint }),
  );
  const [unpaid] = leftOut;
  const records = new Set([...tokens.positions, ...usdc.positions]).size;
  if (unpaid && records === 0) throw new Error(unpaid.reason);
  return {
    transactions: [...tokens.transactions, ...usdc.transactions],
    unaccrued: [],
    consequences: [],
    records,
    unstaked: tokens.positions.reduce((sum, { matured }) => sum + matured, 0n),
    usdc: usdc.positions.reduce((sum, { claimableUsdc }) => sum + claimableUsdc, 0n),
    halted: due.length - payable.length,
    leftOut,
  };
}

type Claims = Promise<Instruction[]>;

async function ticketClaims(
  { programAddress }: ChainReader,
  { address: stakingRecord, matured, operatorPool, pool }: Position,
  to: { destination: Address; stakeMint: Address },
): Claims {
  const config = { programAddress };
  const claim = await getClaimUnstakeInstructionAsync({ operatorPool, stakingRecord, ...to }, config);
  if (!mustCollectBefore(pool, matured)) return [claim];
  const { stakeMint } = to;
  return [await getCollectPoolRewardsInstructionAsync({ operatorPool, stakeMint }, config), claim];
}

async function usdcClaims(
  { programAddress }: ChainReader,
  { address: stakingRecord, operatorPool }: Position,
  to: { owner: TransactionSigner; destination: Address; usdcMint: Address },
): Claims {
  return [await getClaimUsdcEarningsInstructionAsync({ operatorPool, stakingRecord, ...to }, { programAddress })];
}
