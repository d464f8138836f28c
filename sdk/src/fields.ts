/** What plain JavaScript passes may be of another type than TypeScript would let through. */

/**
 * @throws TypeError If one of the fields is no `bigint`; it is named.
 */
export function requireBigints(fields: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'bigint') continue;
    throw new TypeError(`${name} has to be a bigint, such as 1500000n, and is ${inWords(value)}`);
  }
}

/** The largest number of 64 bits. */
export const U64_MAX = 0xffff_ffff_ffff_ffffn;

/**
 * @throws RangeError If a number is no whole one from 0 to `most`, or of another type; `name` says which it is.
 */
export function requireWhole<T extends bigint | number>(name: string, value: T, most: T): void {
  if (typeof value === typeof most && value >= 0 && value <= most && Number(value) % 1 === 0) return;
  throw new RangeError(`${name} has to be a whole ${typeof most} from 0 to ${most}, and is ${inWords(value)}`);
}

/**
 * @throws TypeError If a word is none of those that are meant; `name` says where it stands.
 */
export function requireWord<T extends string>(name: string, word: T | undefined, words: readonly T[]): void {
  if (words.some((each) => each === word)) return;
  throw new TypeError(`${name} has to be one of ${words.join(', ')}, and is ${inWords(word)}`);
}

function inWords(value: unknown): string {
  return value === undefined ? 'undefined' : `the ${typeof value} ${String(value)}`;
}
