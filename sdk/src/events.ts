/** The program's events, out of a transaction's log (SPEC 13). */
import { type Address, getBase64Encoder, type ReadonlyUint8Array } from '@solana/kit';

import { EVENT_DECODERS, type StakingEvent } from './generated/eventTable';
import { INFERENCE_STAKING_PROGRAM_ADDRESS } from './generated/programs';
import { isTruncated, linesOf, type TransactionLog } from './logs';

/** What a log says of events. */
export interface DecodedEvents {
  /** The program's events, in order. */
  events: StakingEvent[];
  /** Data lines of the program that are no event this version of the SDK knows: those of a newer program. */
  unreadable: string[];
  /** `false` if a node cut the log off: events may be missing. Every event of a pool has its sequence number, so a gap shows. */
  isComplete: boolean;
}

const DATA_PREFIX = 'Program data: ';
const DISCRIMINATOR_BYTES = 8;

/**
 * Decodes the program's events. Data lines of other programs are passed over, even if they hold the bytes of one of our events:
 * only what stands within the program's own frame counts (SPEC 13).
 *
 * @param log - The transaction's log.
 * @param options - `programAddress` of a program that is deployed under another id.
 */
export function decodeEvents(log: TransactionLog, options: { programAddress?: Address } = {}): DecodedEvents {
  const program = options.programAddress ?? INFERENCE_STAKING_PROGRAM_ADDRESS;
  const events: StakingEvent[] = [];
  const unreadable: string[] = [];
  for (const line of linesOf(program, log)) {
    if (!line.startsWith(DATA_PREFIX)) continue;
    const data = base64(line.slice(DATA_PREFIX.length));
    const event = data && decodeEvent(data);
    if (event) events.push(event);
    else unreadable.push(line);
  }
  return { events, unreadable, isComplete: !isTruncated(log) };
}

/** Decodes the data of one event: its discriminator, then its fields; `null` if it is none that this version of the SDK knows. */
export function decodeEvent(data: ReadonlyUint8Array): StakingEvent | null {
  const key = Array.from(data.slice(0, DISCRIMINATOR_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const known = Object.hasOwn(EVENT_DECODERS, key) ? EVENT_DECODERS[key] : undefined;
  if (!known) return null;
  try {
    const [fields, end] = known.getDecoder().read(data, DISCRIMINATOR_BYTES);
    return end === data.length ? ({ name: known.name, data: fields } as StakingEvent) : null;
  } catch {
    return null;
  }
}

function base64(text: string): ReadonlyUint8Array | null {
  try {
    return getBase64Encoder().encode(text);
  } catch {
    return null;
  }
}
