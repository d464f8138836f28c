/** Texts and hashes of a fixed number of bytes, which generated code reads and writes. */
import {
  createDecoder,
  createEncoder,
  type FixedSizeDecoder,
  type FixedSizeEncoder,
  type ReadonlyUint8Array,
} from '@solana/kit';

/**
 * Writes text as UTF-8, padded with zeros to `size` bytes (SPEC 12). Whether the program takes its characters is for the program to say.
 *
 * @throws RangeError If the text has more than `size` bytes, contains a zero character (it would end there), or is no valid
 * Unicode.
 */
export function getFixedTextEncoder(size: number): FixedSizeEncoder<string> {
  return createEncoder({
    fixedSize: size,
    write: (text, bytes, offset) => {
      bytes.fill(0, offset, offset + size);
      bytes.set(encodedText(text, size), offset);
      return offset + size;
    },
  });
}

function encodedText(text: string, size: number): Uint8Array {
  if (/\p{Surrogate}/u.test(text)) throw new RangeError('the text is no valid Unicode: it has half of a character');
  if (text.includes('\0')) throw new RangeError('the text contains a zero character: remove it');
  const encoded = new TextEncoder().encode(text);
  if (encoded.length > size) {
    throw new RangeError(`the text has ${encoded.length} bytes, but at most ${size} fit: shorten it`);
  }
  return encoded;
}

/** Reads text up to its padding; bytes that are no UTF-8 are read as replacement characters. */
export function getFixedTextDecoder(size: number): FixedSizeDecoder<string> {
  return createDecoder({
    fixedSize: size,
    read: (bytes, offset) => [unpaddedText(bytes, offset, size), offset + size],
  });
}

/** The text at `offset`, of at most `size` bytes, up to its first zero byte. */
export function unpaddedText(bytes: ReadonlyUint8Array, offset: number, size: number): string {
  const padded = bytes.slice(offset, offset + size);
  if (padded.length < size)
    throw new RangeError(`the data ends within a text of ${size} bytes: is it what it is taken for?`);
  const end = padded.indexOf(0);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(end < 0 ? padded : padded.subarray(0, end));
}

/**
 * Writes exactly `size` bytes.
 *
 * @throws RangeError If there are more or fewer.
 */
export function getExactBytesEncoder(size: number): FixedSizeEncoder<ReadonlyUint8Array> {
  return createEncoder({
    fixedSize: size,
    write: (value, bytes, offset) => {
      if (value.length !== size) throw new RangeError(`there are ${value.length} bytes where ${size} belong`);
      bytes.set(value, offset);
      return offset + size;
    },
  });
}
