/** What a transaction would do and cost, before it is signed. */
import {
  type AccountRole,
  type Address,
  type AddressesByLookupTableAddress,
  compileTransaction,
  type EncodedAccount,
  getBase64EncodedWireTransaction,
  type Instruction,
  isSignerRole,
  isWritableRole,
  parseBase64RpcAccount,
  type Rpc,
  type SimulateTransactionApi,
  type Transaction,
} from '@solana/kit';

import type { ReadOptions } from './accounts';
import { computeUnitLimit, MAX_COMPUTE_UNITS, priorityFeeLamports, withComputeBudget } from './computeBudget';
import { type Effect, effectsOf } from './effects';
import { explainFailure, type Failure, type FailureOptions } from './errors';
import { type DecodedEvents, decodeEvents } from './events';
import type { TransactionLog } from './logs';
import { messageOf } from './message';
import { NODE_ERRORS } from './nodeErrors';
import { MAX_TRANSACTION_BYTES, transactionSize } from './plans/size';
import type { ChainReader } from './reader';

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

/** What a transaction costs its fee payer, lamports. */
export interface Cost {
  /** Signatures and priority fee. */
  fee: bigint;
  /**
   * What the accounts that it would create hold beyond what is at their addresses already, which whoever closes them gets back where they can
   * be closed; `null` if the node does not say. Wallets that get their first lamports are no such accounts.
   */
  rent: bigint | null;
}

/** What a transaction would do. */
export type Preview =
  | ({
      kind: 'Executes';
      /** What it does to records: amounts, shares, and from which epoch they earn. */
      effects: Effect[];
      /** The limit to set: see `withComputeBudget`. */
      computeUnitLimit: number;
      computeUnits: bigint;
      cost: Cost;
    } & DecodedEvents)
  | {
      kind: 'Refused';
      /** The rule or the program that refuses it; `null` if no program ran. */
      failure: Failure | null;
      /** What to tell the user. */
      message: string;
      log: TransactionLog;
    };

/** Lamports of a signature. */
const SIGNATURE_FEE = 5_000n;
const SYSTEM_PROGRAM = '11111111111111111111111111111111';

/** Simulates on a node, without signatures and with a blockhash of the node's. */
export function rpcSimulator(rpc: Rpc<SimulateTransactionApi>, options: ReadOptions = {}): Simulator {
  const { abortSignal, commitment } = options;
  return {
    async simulate(transaction, addresses) {
      const request = rpc.simulateTransaction(getBase64EncodedWireTransaction(transaction), {
        ...(commitment && { commitment }),
        accounts: { addresses: [...addresses], encoding: 'base64' },
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
        accounts: parsed ?? null,
      };
    },
  };
}

/**
 * Simulates a transaction of a plan and says what sending it would do and cost. The other transactions of the plan are not sent before it.
 *
 * @param chain - Where to read and to simulate.
 * @param instructions - Those of one transaction, without a compute budget.
 * @param options - `feePayer`; `price`: micro-lamports per compute unit, 0 unless given; `lookupTables` that it will be sent with.
 * @throws RangeError If the transaction is too large for the network.
 * @throws Error If the node does not answer.
 */
export async function previewTransaction(
  chain: { reader: ChainReader; simulator: Simulator },
  instructions: readonly Instruction[],
  options: { feePayer: Address; price?: bigint; lookupTables?: AddressesByLookupTableAddress },
): Promise<Preview> {
  const { reader, simulator } = chain;
  const { feePayer, lookupTables = {}, price = 0n } = options;
  const size = transactionSize(instructions, feePayer, lookupTables);
  if (size > MAX_TRANSACTION_BYTES) {
    throw new RangeError(
      `the transaction has ${size} bytes, but at most ${MAX_TRANSACTION_BYTES} fit: send it in parts`,
    );
  }
  const before = await heldByMissing(reader, instructions);
  const result = await simulator.simulate(unsigned(instructions, feePayer, lookupTables), [...before.keys()]);
  const { programAddress } = reader;
  if (result.error !== null) return refused(result, { programAddress, isUnsigned: true });
  const computeUnits = result.computeUnits ?? BigInt(MAX_COMPUTE_UNITS);
  const limit = computeUnitLimit(computeUnits);
  const signatures = BigInt(signersOf(instructions, feePayer).size);
  const decoded = decodeEvents(result.log, { programAddress });
  return {
    kind: 'Executes',
    ...decoded,
    effects: effectsOf(decoded.events),
    computeUnits,
    computeUnitLimit: limit,
    cost: {
      fee: signatures * SIGNATURE_FEE + priorityFeeLamports(limit, price),
      rent: result.accounts && rentOf(result.accounts, before),
    },
  };
}

function unsigned(
  instructions: readonly Instruction[],
  feePayer: Address,
  lookupTables: AddressesByLookupTableAddress,
): Transaction {
  const budgeted = withComputeBudget(instructions, { limit: MAX_COMPUTE_UNITS, price: 0n });
  return compileTransaction(messageOf(budgeted, feePayer, lookupTables));
}

/** Lamports at the addresses that the transaction writes and where no account is yet: those that it may create. Anybody can send some there. */
async function heldByMissing(reader: ChainReader, instructions: readonly Instruction[]): Promise<Map<Address, bigint>> {
  const metas = instructions.flatMap(({ accounts = [] }) => accounts);
  const written = new Set(metas.filter(({ role }) => isWritableRole(role)).map(({ address }) => address));
  const addresses = [...written];
  const found = await reader.accounts(addresses);
  const held = new Map<Address, bigint>();
  for (const [index, address] of addresses.entries()) {
    const account = found[index] ?? null;
    if (isMissing(account)) held.set(address, account?.lamports ?? 0n);
  }
  return held;
}

/** Whether there is nothing, or only lamports. */
function isMissing(account: EncodedAccount | null): boolean {
  return account === null || (account.programAddress === SYSTEM_PROGRAM && account.data.length === 0);
}

function signersOf(instructions: readonly Instruction[], feePayer: Address): Set<string> {
  const metas = instructions.flatMap(({ accounts = [] }) => accounts);
  const signers = metas.filter(({ role }: { role: AccountRole }) => isSignerRole(role));
  return new Set([feePayer, ...signers.map(({ address }) => address)]);
}

function rentOf(accounts: readonly (EncodedAccount | null)[], before: ReadonlyMap<Address, bigint>): bigint {
  let rent = 0n;
  for (const account of accounts) {
    if (account && !isMissing(account)) rent += account.lamports - (before.get(account.address) ?? 0n);
  }
  return rent;
}

/** Why a transaction was refused, or failed, by its log; by the number in the node's error alone if there is no log. */
export function refused(
  { error, log }: Pick<Simulation, 'error' | 'log'>,
  options: Omit<FailureOptions, 'code'>,
): Extract<Preview, { kind: 'Refused' }> {
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
