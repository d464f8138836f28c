/** Whether instructions share a transaction (SPEC 18). */
import {
  type Address,
  type AddressesByLookupTableAddress,
  getTransactionMessageSize,
  type Instruction,
} from '@solana/kit';

import { MAX_COMPUTE_UNITS, withComputeBudget } from '../computeBudget';
import { ACCRUE_REWARD_EMERGENCY_BYPASS_DISCRIMINATOR, ACTIVATE_STAKE_DISCRIMINATOR } from '../generated/instructions';
import { messageOf } from '../message';

/** Largest transaction that the network takes, signatures included. */
export const MAX_TRANSACTION_BYTES = 1_232;
/** Most accounts of a transaction, programs included. */
export const MAX_TRANSACTION_ACCOUNTS = 64;

/** Bytes of a log, behind which nothing is written any more: an event that stands there is lost. */
const LOG_BYTES = 10_000;
/** The lines of the two instructions that set the compute budget. */
const BUDGET_LINES = 250;
/** The event of an activation and the lines of its call: 14 fit a log. */
const ACTIVATION_LOG = 660;
const BYPASS_LOG = 530;
/** Those of any other instruction at most. */
const OTHER_LOG = 950;
/** Compute units of one instruction at most, the creation of a token account included; the network's own limit leaves room for 46. */
const UNITS_OF_ONE = 30_000;

/** Bytes of the transaction of these instructions with a compute unit limit and price, as kit compiles it, signatures included. */
export function transactionSize(
  instructions: readonly Instruction[],
  feePayer: Address,
  lookupTables: AddressesByLookupTableAddress = {},
): number {
  const budgeted = withComputeBudget(instructions, { limit: MAX_COMPUTE_UNITS, price: 1n });
  return getTransactionMessageSize(messageOf(budgeted, feePayer, lookupTables));
}

/** Whether one transaction holds these instructions: bytes, accounts, compute units, and their events in its log. */
export function fits(
  instructions: readonly Instruction[],
  feePayer: Address,
  lookupTables: AddressesByLookupTableAddress = {},
): boolean {
  const accounts = new Set<string>([feePayer, 'the compute budget program']);
  for (const { accounts: metas = [], programAddress } of instructions) {
    accounts.add(programAddress);
    for (const meta of metas) accounts.add(meta.address);
  }
  const log = instructions.reduce((sum, instruction) => sum + logBytes(instruction), BUDGET_LINES);
  return (
    accounts.size <= MAX_TRANSACTION_ACCOUNTS &&
    log <= LOG_BYTES &&
    instructions.length * UNITS_OF_ONE <= MAX_COMPUTE_UNITS &&
    transactionSize(instructions, feePayer, lookupTables) <= MAX_TRANSACTION_BYTES
  );
}

function logBytes({ data = new Uint8Array() }: Instruction): number {
  const is = (discriminator: Uint8Array | typeof ACTIVATE_STAKE_DISCRIMINATOR) =>
    discriminator.every((byte, index) => data[index] === byte);
  if (is(ACTIVATE_STAKE_DISCRIMINATOR)) return ACTIVATION_LOG;
  return is(ACCRUE_REWARD_EMERGENCY_BYPASS_DISCRIMINATOR) ? BYPASS_LOG : OTHER_LOG;
}
