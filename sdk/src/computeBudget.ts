/** Compute units and what they cost (SPEC 18). */
import type { Address, Instruction } from '@solana/kit';

import { requireWhole, U64_MAX } from './fields';

const COMPUTE_BUDGET_PROGRAM = 'ComputeBudget111111111111111111111111111111' as Address;
const SET_LIMIT = 2;
const SET_PRICE = 3;
/** Units that the two instructions themselves take. */
const OWN_UNITS = 300n;
/** What a refusal takes beyond an execution at most: the program writes its message into the log, without which nobody knows the rule. */
const REFUSAL_UNITS = 2_000n;
const MICRO_LAMPORTS = 1_000_000n;

/** Most compute units of a transaction. */
export const MAX_COMPUTE_UNITS = 1_400_000;

/**
 * The limit of a transaction of which a simulation took so many units: a tenth more, rounded up, since the state may change until the
 * execution, what setting limit and price takes, and room for the message of a refusal.
 *
 * @throws RangeError If the units are no bigint from 0 to 2^64 - 1.
 */
export function computeUnitLimit(simulated: bigint): number {
  requireWhole('simulated', simulated, U64_MAX);
  const limit = simulated + (simulated + 9n) / 10n + OWN_UNITS + REFUSAL_UNITS;
  return limit < BigInt(MAX_COMPUTE_UNITS) ? Number(limit) : MAX_COMPUTE_UNITS;
}

/**
 * Lamports that a limit costs at a price in micro-lamports per unit, rounded up as the network does.
 *
 * @throws RangeError If the limit is no whole number from 0 to {@link MAX_COMPUTE_UNITS}, or the price no bigint from 0 to 2^64 - 1.
 */
export function priorityFeeLamports(limit: number, price: bigint): bigint {
  requireBudget(limit, price);
  return (BigInt(limit) * price + MICRO_LAMPORTS - 1n) / MICRO_LAMPORTS;
}

/**
 * The instructions behind a compute unit limit and, unless it is 0, a price in micro-lamports per unit.
 *
 * @throws RangeError If the limit is no whole number from 0 to {@link MAX_COMPUTE_UNITS}, or the price no bigint from 0 to 2^64 - 1.
 */
export function withComputeBudget(
  instructions: readonly Instruction[],
  budget: { limit: number; price: bigint },
): Instruction[] {
  requireBudget(budget.limit, budget.price);
  const price = budget.price > 0n ? [instruction(SET_PRICE, budget.price, 8)] : [];
  return [instruction(SET_LIMIT, BigInt(budget.limit), 4), ...price, ...instructions];
}

function requireBudget(limit: number, price: bigint): void {
  requireWhole('limit', limit, MAX_COMPUTE_UNITS);
  requireWhole('price', price, U64_MAX);
}

function instruction(kind: number, value: bigint, bytes: number): Instruction {
  const data = Uint8Array.from({ length: bytes }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
  return { programAddress: COMPUTE_BUDGET_PROGRAM, accounts: [], data: new Uint8Array([kind, ...data]) };
}
