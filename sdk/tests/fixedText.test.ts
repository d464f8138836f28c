import { expect, test } from 'vitest';

import { getText32Decoder, getText32Encoder } from '../src/index';

const padded = (bytes: number[]) => new Uint8Array(32).map((_, index) => bytes[index] ?? 0);

test('text is padded with zeros, whatever stood there before', () => {
  const bytes = new Uint8Array(34).fill(255);
  expect(getText32Encoder().write('pool', bytes, 1)).toBe(33);
  expect(bytes).toEqual(new Uint8Array([255, ...padded([112, 111, 111, 108]), 255]));
});

test('text ends at its first zero byte', () => {
  expect(getText32Decoder().decode(padded([112, 0, 111]))).toBe('p');
  expect(getText32Decoder().decode(padded([]))).toBe('');
  expect(getText32Decoder().decode(new Uint8Array(32).fill(97))).toBe('a'.repeat(32));
});

test('what is no UTF-8 is shown as such, and nothing is left out', () => {
  expect(getText32Decoder().decode(padded([112, 255]))).toBe('p\ufffd');
  expect(getText32Decoder().decode(padded([0xef, 0xbb, 0xbf, 112]))).toBe('\ufeffp');
});

test('data that ends within a text is refused', () => {
  expect(() => getText32Decoder().decode(new Uint8Array(31))).toThrow();
});
