/** Throw-away keys in files, and addresses. */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

export interface Key {
  file: string;
  address: string;
}

/** Writes a new key, or the given 64 bytes, that only its owner can read. */
export function writeKey(file: string, bytes: Uint8Array = newKey()): Key {
  writeFileSync(file, JSON.stringify([...bytes]), { mode: 0o600 });
  return { file, address: toBase58(bytes.subarray(32)) };
}

function newKey(): Uint8Array {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return Buffer.concat([Buffer.from(d ?? '', 'base64url'), Buffer.from(x ?? '', 'base64url')]);
}

/** Of 32 bytes that do not begin with a zero: a random key does once in 256 times, so it is counted. */
export function toBase58(bytes: Uint8Array): string {
  const digits: string[] = [];
  let number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  for (; number > 0n; number /= 58n) digits.unshift(ALPHABET.charAt(Number(number % 58n)));
  for (const byte of bytes) {
    if (byte !== 0) break;
    digits.unshift('1');
  }
  return digits.join('');
}

export function fromBase58(address: string): Buffer {
  const number = [...address].reduce((sum, letter) => sum * 58n + BigInt(ALPHABET.indexOf(letter)), 0n);
  return Buffer.from(number.toString(16).padStart(64, '0'), 'hex');
}
