/** Figures as people read them. Amounts are exact; nothing here goes through a float. */
import { formatAmount, formatDuration, MAX_AMOUNT } from '@inference-staking/sdk';

/** Base units as tokens, in groups of three digits. Sums, prices and ranks may be more than an account can hold. */
export function amountText(amount: bigint, decimals: number, grouping = ','): string {
  if (amount < 0n) return `−${amountText(-amount, decimals, grouping)}`;
  if (amount <= MAX_AMOUNT) return formatAmount(amount, decimals, { grouping });
  const one = 10n ** BigInt(decimals);
  const fraction = (amount % one).toString().padStart(decimals, '0').replace(/0+$/, '');
  return `${groups(amount / one, grouping)}${fraction && `.${fraction}`}`;
}

/** A whole number in groups of three digits. */
export function groups(number: bigint | number, grouping = ','): string {
  return number.toString().replace(/\B(?=(?:\d{3})+$)/g, grouping);
}

/** `part / whole` in percent with two decimals, rounded down; `–` of nothing. */
export function percentText(part: bigint, whole: bigint, decimals = 2): string {
  if (whole === 0n) return '–';
  return `${amountText((part * 100n * 10n ** BigInt(decimals)) / whole, decimals)} %`;
}

const WORDS = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** Dates that JavaScript knows reach so many seconds. */
const LAST_DATE = 8_640_000_000_000n;

/** Unix seconds as a date and a time of day, which are the same everywhere. */
export function utc(seconds: bigint): string {
  if (seconds > LAST_DATE || seconds < -LAST_DATE) return `${seconds} s after 1970`;
  return `${WORDS.format(new Date(Number(seconds) * 1_000))} UTC`;
}

/** Seconds in their two largest units: `6d 23h`. */
export function spanText(seconds: bigint): string {
  return formatDuration(seconds < 0n ? 0n : seconds)
    .split(' ')
    .slice(0, 2)
    .join(' ');
}

/** The ends of an address. */
export function shortAddress(address: string): string {
  return address.length > 11 ? `${address.slice(0, 4)}…${address.slice(-4)}` : address;
}

/** Lamports as SOL. */
export function solText(lamports: bigint): string {
  return `${amountText(lamports, 9)} SOL`;
}

/** For `JSON.stringify`: large numbers as their digits. */
export function digits(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

/** Somebody else's text with every character written out, as `\u{200b}`, that is a control or cannot be seen, as a blank cannot but the usual space. */
export function seen(text: string): string {
  return text.replace(
    /(?! )[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Z}\u2800\ufff9-\ufffb]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
