/** Amounts and rates as people write them, exact: text to integers and back, never through floats (SPEC 2). */

/** The largest amount a token account can hold, base units. */
export const MAX_AMOUNT = 0xffff_ffff_ffff_ffffn;

/** Basis points of the whole: 10,000 are 100 %. */
export const BPS_OF_ONE = 10_000;

const BPS_DECIMALS = 2;

/**
 * Reads an amount in tokens as base units. Nothing is rounded: zeros at the end of a fraction count for nothing, any other digit
 * finer than a base unit is refused.
 *
 * @param text - Digits with at most one point between them: `1500`, `1.5`.
 * @param decimals - Decimals of the mint.
 * @throws RangeError If the text has a sign, an exponent, a separator or a space, is finer than a base unit, or is more than
 * {@link MAX_AMOUNT}.
 *
 * @example
 * ```ts
 * parseAmount('1.5', 6); // 1_500_000n
 * ```
 */
export function parseAmount(text: string, decimals: number): bigint {
  assertDecimals(decimals);
  const match = /^([0-9]+)(?:\.([0-9]+))?$/.exec(text);
  if (!match) {
    throw new RangeError(
      `\`${text}\` is no amount: write digits with at most one point between them, such as 1500 or 1.5`,
    );
  }
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > decimals) {
    const smallest = formatAmount(1n, decimals);
    throw new RangeError(
      `\`${text}\` has ${fraction.length} decimals, the mint only ${decimals}: leave out what is finer than ${smallest}`,
    );
  }
  const amount = BigInt(`${match[1]}${fraction.padEnd(decimals, '0')}`);
  if (amount > MAX_AMOUNT) {
    throw new RangeError(
      `\`${text}\` is more than a token account can hold: at most ${formatAmount(MAX_AMOUNT, decimals)}`,
    );
  }
  return amount;
}

/**
 * Writes base units as an amount in tokens: exact, without zeros at the end of the fraction.
 *
 * @param amount - Base units, 0 to {@link MAX_AMOUNT}.
 * @param decimals - Decimals of the mint.
 * @param options - `grouping`: what stands between groups of three digits before the point; nothing unless said.
 * `parseAmount` reads ungrouped amounts only.
 * @throws RangeError If the amount is negative, more than {@link MAX_AMOUNT}, or no bigint.
 *
 * @example
 * ```ts
 * formatAmount(1_234_500_000n, 6, { grouping: ',' }); // '1,234.5'
 * ```
 */
export function formatAmount(amount: bigint, decimals: number, options: { grouping?: string } = {}): string {
  assertDecimals(decimals);
  if (typeof amount !== 'bigint' || amount < 0n || amount > MAX_AMOUNT) {
    throw new RangeError(`${amount} is no amount of base units: it must be from 0 to ${MAX_AMOUNT}`);
  }
  const digits = amount.toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const whole = digits.slice(0, point).replace(/\B(?=(?:\d{3})+$)/g, () => options.grouping ?? '');
  const fraction = digits.slice(point).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/**
 * Reads a rate as basis points, exact: `12.5%`, or `1250bps`. A bare number would be percent to one reader and basis points to another;
 * only `0` is the same in both.
 *
 * @throws RangeError If it is no rate, has no unit, is finer than 0.01 %, or above 100 %.
 */
export function parseBps(text: string): number {
  const [, percent, withUnit, zero] = /^(?:([0-9]+(?:\.[0-9]+)?) ?%|([0-9]+) ?bps|(0))$/.exec(text) ?? [];
  const points = withUnit ?? zero;
  if (percent === undefined && points === undefined) {
    throw new RangeError(`\`${text}\` is no rate: write a percentage such as 12.5%, or basis points such as 1250bps`);
  }
  const [whole = '', decimals = ''] = (percent ?? '').split('.');
  const fraction = decimals.replace(/0+$/, '');
  if (fraction.length > BPS_DECIMALS) throw new RangeError(`\`${text}\` is finer than 0.01%: write at most 2 decimals`);
  const bps = BigInt(points ?? `${whole}${fraction.padEnd(BPS_DECIMALS, '0')}`);
  if (bps > BigInt(BPS_OF_ONE)) throw new RangeError(`\`${text}\` is above 100%: write at most 100% or 10000bps`);
  return Number(bps);
}

/**
 * Writes basis points as a percentage, exact: 1250 is `12.5%`.
 *
 * @throws RangeError If it is no whole number from 0 to 65,535, which is what the chain can hold.
 */
export function formatBps(bps: number): string {
  if (!Number.isInteger(bps) || bps < 0 || bps > 0xffff) {
    throw new RangeError(`${bps} are no basis points: they must be a whole number from 0 to 65535`);
  }
  return `${formatAmount(BigInt(bps), BPS_DECIMALS)}%`;
}

function assertDecimals(decimals: number): void {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 255) {
    throw new RangeError(`${decimals} are no decimals of a mint: they must be a whole number from 0 to 255`);
  }
}
