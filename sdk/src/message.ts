/** Messages of transactions before there is a blockhash: to measure and to simulate them. */
import {
  type Address,
  type AddressesByLookupTableAddress,
  appendTransactionMessageInstructions,
  type Blockhash,
  compressTransactionMessageUsingAddressLookupTables,
  createTransactionMessage,
  type Instruction,
  pipe,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingBlockhash,
} from '@solana/kit';

/** Of the same length as any other; a simulation replaces it. */
const NO_BLOCKHASH = { blockhash: '11111111111111111111111111111111' as Blockhash, lastValidBlockHeight: 0n };

/** The message of instructions, with addresses out of lookup tables where they have them. */
export function messageOf(
  instructions: readonly Instruction[],
  feePayer: Address,
  lookupTables: AddressesByLookupTableAddress = {},
) {
  return pipe(
    createTransactionMessage({ version: 0 }),
    (empty) => setTransactionMessageFeePayer(feePayer, empty),
    (paid) => setTransactionMessageLifetimeUsingBlockhash(NO_BLOCKHASH, paid),
    (living) => appendTransactionMessageInstructions(instructions, living),
    (message) => compressTransactionMessageUsingAddressLookupTables(message, lookupTables) as typeof message,
  );
}
