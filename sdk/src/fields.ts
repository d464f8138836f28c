/** What plain JavaScript passes may be of another type than TypeScript would let through. */

/**
 * @throws TypeError If one of the fields is no `bigint`; it is named.
 */
export function requireBigints(fields: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'bigint') continue;
    const found = value === undefined ? 'undefined' : `the ${typeof value} ${String(value)}`;
    throw new TypeError(`${name} has to be a bigint, such as 1500000n, and is ${found}`);
  }
}
