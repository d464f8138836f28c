/** Spans of whole seconds as people write them: `7d`, `36h`, `1d12h` (SPEC 2). */
import { U64_MAX } from './fields';

const UNITS = [
  ['w', 604_800n],
  ['d', 86_400n],
  ['h', 3_600n],
  ['m', 60n],
  ['s', 1n],
] as const;

/**
 * Reads a span as seconds: numbers with the units `w`, `d`, `h`, `m` and `s`, added up; `0` needs no unit.
 *
 * @throws RangeError If it is no span, or longer than the chain can hold.
 *
 * @example
 * ```ts
 * parseDuration('1d12h'); // 129_600n
 * ```
 */
export function parseDuration(text: string): bigint {
  if (text === '0') return 0n;
  const fault = `\`${text}\` is no span of time: write a number and its unit, such as 7d, 36h, 90m, 45s or 1d12h`;
  if (!/^[0-9]+[wdhms](?: *[0-9]+[wdhms])*$/.test(text)) throw new RangeError(fault);
  let seconds = 0n;
  for (const [, number = '', letter] of text.matchAll(/([0-9]+)([wdhms])/g)) {
    const size = UNITS.find(([name]) => name === letter)?.[1] ?? 0n;
    seconds += BigInt(number) * size;
  }
  if (seconds > U64_MAX) throw new RangeError(`\`${text}\` is longer than the chain can hold: write a shorter span`);
  return seconds;
}

/**
 * Writes seconds as days, hours, minutes and seconds, exact, as {@link parseDuration} reads them: `1d 12h`.
 *
 * @throws RangeError If the seconds are negative.
 */
export function formatDuration(seconds: bigint): string {
  if (seconds < 0n) throw new RangeError(`${seconds} seconds are no span of time: it must not be negative`);
  let rest = seconds;
  const parts: string[] = [];
  for (const [letter, size] of UNITS.slice(1)) {
    const number = rest / size;
    rest %= size;
    if (number > 0n) parts.push(`${number}${letter}`);
  }
  return parts.length === 0 ? '0s' : parts.join(' ');
}
