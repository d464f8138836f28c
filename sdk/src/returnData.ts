/** What instructions return: `query_staking_record` is there to be simulated and read (SPEC 7). */
import { type Address, fixBytes, getBase64Encoder, type ReadonlyUint8Array } from '@solana/kit';

import { requireWord } from './fields';
import { INFERENCE_STAKING_PROGRAM_ADDRESS } from './generated/programs';
import { RETURN_DECODERS, type ReturnData } from './generated/returnTable';
import { isTruncated, linesOf, type TransactionLog } from './logs';

/** What a log says of return data. */
export interface DecodedReturn<T> {
  /** What the program returned last; `null` if the log has nothing of it. */
  value: T | null;
  /** `false` if a node cut the log off: then `null` says nothing. */
  isComplete: boolean;
}

/**
 * Reads what the program returned last in a transaction, out of its log. What other programs returned is passed over.
 *
 * @param instruction - Which instruction it was, in camel case as in the generated builders.
 * @param log - The log of the transaction or its simulation.
 * @param options - `programAddress` of a program that is deployed under another id.
 * @throws RangeError If there are more bytes than the instruction returns.
 */
export function readReturnData<I extends keyof ReturnData>(
  instruction: I,
  log: TransactionLog,
  options: { programAddress?: Address } = {},
): DecodedReturn<ReturnData[I]> {
  const program = options.programAddress ?? INFERENCE_STAKING_PROGRAM_ADDRESS;
  const prefix = `Program return: ${program} `;
  const line = linesOf(program, log).findLast((text) => text.startsWith(prefix));
  const bytes = line === undefined ? null : getBase64Encoder().encode(line.slice(prefix.length));
  return { value: bytes && decodeReturnData(instruction, bytes), isComplete: !isTruncated(log) };
}

/**
 * Decodes the return data of an instruction. Validators cut zeros off its end; they are put back.
 *
 * @throws RangeError If there are more bytes than the instruction returns.
 * @throws TypeError If there is no such instruction, or it returns nothing.
 */
export function decodeReturnData<I extends keyof ReturnData>(instruction: I, data: ReadonlyUint8Array): ReturnData[I] {
  requireWord('the instruction', instruction, Object.keys(RETURN_DECODERS) as I[]);
  const decoder = RETURN_DECODERS[instruction]();
  if (data.length > decoder.fixedSize) {
    throw new RangeError(
      `${instruction} returns ${decoder.fixedSize} bytes, but there are ${data.length}: is it of another instruction?`,
    );
  }
  return decoder.decode(fixBytes(data, decoder.fixedSize));
}
