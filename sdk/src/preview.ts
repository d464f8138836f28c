/** What a transaction would do and cost, before it is signed. */
import {
  type AccountRole,
  type Address,
  type AddressesByLookupTableAddress,
  type EncodedAccount,
  type Instruction,
  isSignerRole,
  isWritableRole,
} from '@solana/kit';

import { priorityFeeLamports } from './computeBudget';
import { type Effect, effectsOf } from './effects';
import { type DecodedEvents, decodeEvents } from './events';
import { requireWhole, U64_MAX } from './fields';
import type { ChainReader } from './reader';
import { type Refused, type Simulator, simulated } from './simulation';

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
  | Refused;

/** Lamports of a signature. */
const SIGNATURE_FEE = 5_000n;
const SYSTEM_PROGRAM = '11111111111111111111111111111111';

/**
 * Simulates a transaction of a plan and says what sending it would do and cost. The other transactions of the plan are not sent before it.
 *
 * @param chain - Where to read and to simulate.
 * @param instructions - Those of one transaction, without a compute budget.
 * @param options - `feePayer`; `price`: micro-lamports per compute unit, 0 unless given; `lookupTables` that it will be sent with.
 * @throws RangeError If the price is no bigint from 0 to 2^64 - 1, or the transaction too large for the network.
 * @throws Error If the node does not answer.
 */
export async function previewTransaction(
  chain: { reader: ChainReader; simulator: Simulator },
  instructions: readonly Instruction[],
  options: { feePayer: Address; price?: bigint; lookupTables?: AddressesByLookupTableAddress },
): Promise<Preview> {
  const { reader, simulator } = chain;
  const { feePayer, lookupTables = {}, price = 0n } = options;
  requireWhole('price', price, U64_MAX);
  const before = await heldByMissing(reader, instructions);
  const { programAddress } = reader;
  const of = { feePayer, lookupTables, programAddress, accounts: [...before.keys()] };
  const result = await simulated(simulator, instructions, of);
  if (result.kind === 'Refused') return result;
  const { accounts, computeUnitLimit, computeUnits } = result;
  const signatures = BigInt(signersOf(instructions, feePayer).size);
  const decoded = decodeEvents(result.log, { programAddress });
  return {
    kind: 'Executes',
    ...decoded,
    effects: effectsOf(decoded.events),
    computeUnits,
    computeUnitLimit,
    cost: {
      fee: signatures * SIGNATURE_FEE + priorityFeeLamports(computeUnitLimit, price),
      rent: accounts && rentOf(accounts, before),
    },
  };
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
