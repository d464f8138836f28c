/** The built program on LiteSVM, under an upgrade authority of ours, with a clock that can be set. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import {
  type Address,
  type AddressesByLookupTableAddress,
  appendTransactionMessageInstructions,
  compressTransactionMessageUsingAddressLookupTables,
  createKeyPairSignerFromPrivateKeyBytes,
  createTransactionMessage,
  getAddressEncoder,
  type Instruction,
  type KeyPairSigner,
  lamports,
  pipe,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from '@solana/kit';
import { FailedTransactionMetadata, LiteSVM, type TransactionMetadata } from 'litesvm';

import { findProgramDataPda, INFERENCE_STAKING_PROGRAM_ADDRESS } from '../../src/index';

const PROGRAM = fileURLToPath(new URL('../../../target/deploy/inference_staking.so', import.meta.url));

/** What LiteSVM charges nobody for: enough for fees and rent. */
const WALLET_LAMPORTS = lamports(1_000_000_000_000n);

/** Unix time at which chains start. */
export const START_TIME = 1_800_000_000n;

export function programBytes(): Uint8Array {
  if (!existsSync(PROGRAM))
    throw new Error(`the program is not built: run \`cargo xtask build\`, which writes ${PROGRAM}`);
  return readFileSync(PROGRAM);
}

/** Puts another program in the place of the one that runs; accounts stay as they are. */
export function replaceProgram(svm: LiteSVM, program: Uint8Array): void {
  svm.addProgram(INFERENCE_STAKING_PROGRAM_ADDRESS, program);
}

/** The throw-away wallet of a name: the same in every run. */
export async function wallet(name: string): Promise<KeyPairSigner> {
  const seed = createHash('sha256').update('throw-away test wallet').update(name).digest();
  return await createKeyPairSignerFromPrivateKeyBytes(seed);
}

/** A chain at `START_TIME` with the program under an upgrade authority, and that authority with lamports. */
export async function startChain(upgradeAuthority: Address): Promise<LiteSVM> {
  const svm = new LiteSVM();
  svm.addProgram(INFERENCE_STAKING_PROGRAM_ADDRESS, programBytes());
  const [programData] = await findProgramDataPda({ program: INFERENCE_STAKING_PROGRAM_ADDRESS });
  const account = svm.getAccount(programData);
  if (!account.exists) throw new Error('LiteSVM gave the program no ProgramData');
  const data = new Uint8Array(account.data);
  data.set(programDataHeader(upgradeAuthority));
  svm.setAccount({ ...account, data });
  svm.airdrop(upgradeAuthority, WALLET_LAMPORTS);
  setTime(svm, START_TIME);
  return svm;
}

/** The loader's header: variant 3, slot 0, an authority. */
function programDataHeader(upgradeAuthority: Address): Uint8Array {
  const header = new Uint8Array(45);
  header[0] = 3;
  header[12] = 1;
  header.set(getAddressEncoder().encode(upgradeAuthority), 13);
  return header;
}

export function now(svm: LiteSVM): bigint {
  return svm.getClock().unixTimestamp;
}

export function setTime(svm: LiteSVM, unixTimestamp: bigint): void {
  const clock = svm.getClock();
  clock.unixTimestamp = unixTimestamp;
  svm.setClock(clock);
}

/** A lookup table with these addresses, as the program of lookup tables leaves it: in use, filled in an earlier slot, of nobody. */
export async function lookupTable(svm: LiteSVM, name: string, addresses: readonly Address[]): Promise<Address> {
  const { address } = await wallet(name);
  const data = new Uint8Array(56 + 32 * addresses.length);
  data[0] = 1;
  data.fill(0xff, 4, 12);
  for (const [place, each] of addresses.entries()) data.set(getAddressEncoder().encode(each), 56 + 32 * place);
  const programAddress = 'AddressLookupTab1e1111111111111111111111111' as Address;
  const space = BigInt(data.length);
  svm.setAccount({ address, data, executable: false, lamports: WALLET_LAMPORTS, programAddress, space });
  const clock = svm.getClock();
  clock.slot += 1n;
  svm.setClock(clock);
  return address;
}

export function giveLamports(svm: LiteSVM, to: Address, amount: bigint = WALLET_LAMPORTS): void {
  svm.airdrop(to, lamports(amount));
}

/** Signs with the signers that the instructions carry, and executes. */
export async function execute(
  svm: LiteSVM,
  feePayer: KeyPairSigner,
  instructions: readonly Instruction[],
  lookupTables: AddressesByLookupTableAddress = {},
): Promise<TransactionMetadata | FailedTransactionMetadata> {
  svm.expireBlockhash();
  const message = pipe(
    createTransactionMessage({ version: 0 }),
    (empty) => setTransactionMessageFeePayerSigner(feePayer, empty),
    (paid) =>
      setTransactionMessageLifetimeUsingBlockhash(
        { blockhash: svm.latestBlockhash(), lastValidBlockHeight: 1_000n },
        paid,
      ),
    (living) => appendTransactionMessageInstructions(instructions, living),
    (whole) => compressTransactionMessageUsingAddressLookupTables(whole, lookupTables) as typeof whole,
  );
  return svm.sendTransaction(await signTransactionMessageWithSigners(message));
}

/** Executes what has to go through; its log. */
export async function send(
  svm: LiteSVM,
  feePayer: KeyPairSigner,
  instructions: readonly Instruction[],
  lookupTables: AddressesByLookupTableAddress = {},
): Promise<string[]> {
  const result = await execute(svm, feePayer, instructions, lookupTables);
  if (result instanceof FailedTransactionMetadata) {
    throw new Error(`refused: ${result.toString()}\n${result.meta().logs().join('\n')}`);
  }
  return result.logs();
}

/** Executes what has to be refused; its log. */
export async function refused(
  svm: LiteSVM,
  feePayer: KeyPairSigner,
  instructions: readonly Instruction[],
): Promise<string[]> {
  const result = await execute(svm, feePayer, instructions);
  if (!(result instanceof FailedTransactionMetadata)) throw new Error('went through, but had to be refused');
  return result.meta().logs();
}
