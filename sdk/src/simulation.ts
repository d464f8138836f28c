/** Running a transaction on a node without sending it. */
import {
  type Address,
  type AddressesByLookupTableAddress,
  compileTransaction,
  type EncodedAccount,
  getBase64EncodedWireTransaction,
  type Instruction,
  parseBase64RpcAccount,
  type Rpc,
  type SimulateTransactionApi,
  type Transaction,
} from '@solana/kit';

import type { ReadOptions } from './accounts';
import { computeUnitLimit, MAX_COMPUTE_UNITS, withComputeBudget } from './computeBudget';
import { explainFailure, type Failure, type FailureOptions } from './errors';
import type { TransactionLog } from './logs';
import { messageOf } from './message';
import { NODE_ERRORS } from './nodeErrors';
import { MAX_TRANSACTION_BYTES, transactionSize } from './plans/size';

/** What a simulation says. */
export interface Simulation {
  /** The node's own error; `null` if the transaction would be executed. */
  error: unknown;
  log: TransactionLog;
  /** Compute units; `null` if the node does not say. */
  computeUnits: bigint | null;
  /** The accounts that were asked for as they would be, in their order; `null` if the node does not say. */
  accounts: (EncodedAccount | null)[] | null;
}

/** Runs transactions without sending them. Signatures and blockhash are not looked at. */
export interface Simulator {
  simulate(transaction: Transaction, accounts: readonly Address[]): Promise<Simulation>;
}

/** That a transaction would be refused, or failed. */
export interface Refused {
  kind: 'Refused';
  /** The rule or the program that refuses it; `null` if no program ran. */
  failure: Failure | null;
  /** What to tell the user. */
  message: string;
  log: TransactionLog;
}

/** A simulation that was not refused. */
export interface Simulated extends Pick<Simulation, 'log' | 'accounts'> {
  kind: 'Executes';
  computeUnits: bigint;
  /** The limit to set: see `withComputeBudget`. */
  computeUnitLimit: number;
}

/** Simulates on a node, without signatures and with a blockhash of the node's. */
export function rpcSimulator(rpc: Rpc<SimulateTransactionApi>, options: ReadOptions = {}): Simulator {
  const { abortSignal, commitment } = options;
  return {
    async simulate(transaction, addresses) {
      const request = rpc.simulateTransaction(getBase64EncodedWireTransaction(transaction), {
        ...(commitment && { commitment }),
        ...(addresses.length > 0 && { accounts: { addresses: [...addresses], encoding: 'base64' } }),
        encoding: 'base64',
        replaceRecentBlockhash: true,
        sigVerify: false,
      });
      const { value } = await request.send(abortSignal && { abortSignal });
      const found = value.accounts as
        | readonly (Parameters<typeof parseBase64RpcAccount>[1] | null)[]
        | null
        | undefined;
      const parsed = found?.map((account, index) => {
        const { exists, ...rest } = parseBase64RpcAccount(addresses[index] as Address, account);
        return exists ? (rest as EncodedAccount) : null;
      });
      return {
        error: value.err,
        log: value.logs ?? [],
        computeUnits: value.unitsConsumed ?? null,
        accounts: addresses.length === 0 ? [] : (parsed ?? null),
      };
    },
  };
}

/** What a transaction is simulated with. */
export interface Simulating {
  feePayer: Address;
  lookupTables: AddressesByLookupTableAddress;
  programAddress?: Address | undefined;
  /** Accounts that are asked for as they would be. */
  accounts?: readonly Address[];
}

/**
 * Simulates the instructions of one transaction, with all compute units that one can have.
 *
 * @throws RangeError If the transaction is too large for the network.
 * @throws Error If the node does not answer.
 */
export async function simulated(
  simulator: Simulator,
  instructions: readonly Instruction[],
  { accounts = [], feePayer, lookupTables, programAddress }: Simulating,
): Promise<Simulated | Refused> {
  const size = transactionSize(instructions, feePayer, lookupTables);
  if (size > MAX_TRANSACTION_BYTES) {
    throw new RangeError(
      `the transaction has ${size} bytes, but at most ${MAX_TRANSACTION_BYTES} fit: send it in parts`,
    );
  }
  const result = await simulator.simulate(unsigned(instructions, feePayer, lookupTables), accounts);
  if (result.error !== null) return refused(result, { ...(programAddress && { programAddress }), isUnsigned: true });
  const computeUnits = result.computeUnits ?? BigInt(MAX_COMPUTE_UNITS);
  return { ...result, kind: 'Executes', computeUnits, computeUnitLimit: computeUnitLimit(computeUnits) };
}

function unsigned(
  instructions: readonly Instruction[],
  feePayer: Address,
  lookupTables: AddressesByLookupTableAddress,
): Transaction {
  const budgeted = withComputeBudget(instructions, { limit: MAX_COMPUTE_UNITS, price: 0n });
  return compileTransaction(messageOf(budgeted, feePayer, lookupTables));
}

/** Why a transaction was refused, or failed, by its log; by the number in the node's error alone if there is no log. */
export function refused(
  { error, log }: Pick<Simulation, 'error' | 'log'>,
  options: Omit<FailureOptions, 'code'>,
): Refused {
  const code = customCode(error);
  const failure = explainFailure(log, { ...options, ...(code !== null && { code }) });
  return { kind: 'Refused', failure, message: failure?.message ?? inWords(error, options.isUnsigned), log };
}

/** The number in `{ InstructionError: [index, { Custom: number }] }`. */
function customCode(error: unknown): number | null {
  const details =
    isObject(error) && Array.isArray(error.InstructionError) ? (error.InstructionError[1] as unknown) : null;
  const code = isObject(details) ? details.Custom : null;
  return typeof code === 'number' || typeof code === 'bigint' ? Number(code) : null;
}

/** What stopped a transaction as a whole. */
function inWords(error: unknown, isUnsigned = false): string {
  const known = (name: string) => {
    const { unsigned, words } = NODE_ERRORS[name] ?? {};
    return isUnsigned ? (unsigned ?? words) : words;
  };
  if (isObject(error) && Array.isArray(error.InstructionError)) {
    const [index, why] = error.InstructionError as unknown[];
    const at = `instruction ${index} (from 0, with the compute budget's)`;
    return known(String(why)) ?? `the transaction was refused: ${at} failed with ${named(why)}`;
  }
  const name = isObject(error) ? (Object.keys(error)[0] ?? '') : String(error);
  return known(name) ?? `the transaction was refused: ${name}`;
}

/** A node's error without values, or with one, such as `{ BorshIoError: 'unknown' }`. */
function named(error: unknown): string {
  if (!isObject(error)) return String(error);
  return Object.entries(error)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
