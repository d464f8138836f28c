/** What has to be sent for an intent, and what has to be agreed to before. */
import type { Address, Instruction } from '@solana/kit';

import type { Consequence } from './consequence';
import { fits } from './size';

/** An epoch that a pool has open and that a plan does not accrue. */
export interface Unaccrued {
  epoch: bigint;
  /** Why not. */
  reason: string;
}

/** Transactions to send one after the other. Compute budget and blockhash are the sender's to add: see `previewTransaction`. */
export interface Plan {
  /** The instructions of each transaction. */
  transactions: Instruction[][];
  /** Epochs that the pool has open and that this plan does not accrue: shares that leave lose what those pay. */
  unaccrued: Unaccrued[];
  /** What whoever signs has to be told first, because it cannot be taken back or costs something. */
  consequences: Consequence[];
}

/** One transaction. */
export function single(instructions: Instruction[], ...consequences: Consequence[]): Plan {
  return { transactions: [instructions], unaccrued: [], consequences };
}

/** Packs instructions, in their order, into as few transactions as hold them and, in their logs, all their events. */
export function pack(feePayer: Address, instructions: readonly Instruction[]): Instruction[][] {
  return packSteps(
    feePayer,
    instructions.map((each) => [each]),
  );
}

/** The same of steps, each of which stays in one transaction. */
export function packSteps(feePayer: Address, steps: readonly (readonly Instruction[])[]): Instruction[][] {
  const transactions: Instruction[][] = [];
  for (const next of steps) {
    const open = transactions.at(-1);
    if (open && fits([...open, ...next], feePayer)) open.push(...next);
    else transactions.push([...next]);
  }
  return transactions;
}
