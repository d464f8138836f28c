// Addresses that a program derives and nobody has a key of, as Solana derives them.

import { createHash } from 'node:crypto';

/** Of the curve Ed25519: the prime, and the `d` of its equation. */
const P = 2n ** 255n - 19n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

/** The address of a seed: the first, from bump 255 down, that is no point of the curve and so no public key. */
export function programAddress(seed, program) {
  for (let bump = 255; bump >= 0; bump -= 1) {
    const parts = [Buffer.from(seed), Buffer.from([bump]), program, Buffer.from('ProgramDerivedAddress')];
    const address = createHash('sha256').update(Buffer.concat(parts)).digest();
    if (!isPoint(address)) return address;
  }
  throw new Error(`there is no address for ${seed}`);
}

/** Whether there is an x to this y: whether (y² - 1) / (dy² + 1) is a square. */
function isPoint(bytes) {
  const number = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  const y = (number & (2n ** 255n - 1n)) % P;
  const [above, below] = [(y * y - 1n + P) % P, (D * y * y + 1n) % P];
  // A quotient is a square where the product is one.
  const product = (above * below) % P;
  return product === 0n || power(product, (P - 1n) / 2n) === 1n;
}

function power(base, exponent) {
  let result = 1n;
  for (let [square, left] = [base, exponent]; left > 0n; square = (square * square) % P, left >>= 1n) {
    if (left & 1n) result = (result * square) % P;
  }
  return result;
}
