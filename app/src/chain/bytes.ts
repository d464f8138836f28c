/** What stands in bytes. */
import type { ReadonlyUint8Array } from '@solana/kit';

/** A `u64` at an offset. */
export function u64At({ buffer, byteLength, byteOffset }: ReadonlyUint8Array, offset: number): bigint {
  return new DataView(buffer as ArrayBuffer, byteOffset, byteLength).getBigUint64(offset, true);
}

export function hex(bytes: ArrayLike<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
