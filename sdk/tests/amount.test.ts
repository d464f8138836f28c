import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  formatAmount,
  formatBps,
  formatDuration,
  MAX_AMOUNT,
  parseAmount,
  parseBps,
  parseDuration,
} from '../src/index';

const anyAmount = fc.bigInt({ min: 0n, max: MAX_AMOUNT });
const anyDecimals = fc.integer({ min: 0, max: 25 });

describe('amounts', () => {
  test.each([
    ['1.5', 6, 1_500_000n],
    ['0', 6, 0n],
    ['0.000001', 6, 1n],
    ['1500', 6, 1_500_000_000n],
    ['007.10', 6, 7_100_000n],
    ['1.50000000000', 6, 1_500_000n],
    ['18446744073709.551615', 6, MAX_AMOUNT],
    ['18446744073709551615', 0, MAX_AMOUNT],
    ['0.0000000000000000000000001', 25, 1n],
  ])('%s with %i decimals is read', (text, decimals, amount) => {
    expect(parseAmount(text, decimals)).toBe(amount);
  });

  test.each([
    '',
    ' ',
    '.5',
    '5.',
    '.',
    '-1',
    '+1',
    '1e3',
    '1,000',
    '1 000',
    ' 1',
    '1 ',
    '0x10',
    '1_000',
    '١',
    '1.2.3',
    'NaN',
  ])('`%s` is refused', (text) => {
    expect(() => parseAmount(text, 6)).toThrow(`\`${text}\` is no amount: write digits with at most one point`);
  });

  test('what is finer than a base unit is refused', () => {
    expect(() => parseAmount('1.2345678', 6)).toThrow(
      '`1.2345678` has 7 decimals, the mint only 6: leave out what is finer than 0.000001',
    );
    expect(() => parseAmount('1.5', 0)).toThrow('the mint only 0: leave out what is finer than 1');
  });

  test('what no token account can hold is refused', () => {
    expect(() => parseAmount('18446744073709.551616', 6)).toThrow('at most 18446744073709.551615');
    expect(() => parseAmount('9'.repeat(1_000), 6)).toThrow('is more than a token account can hold');
    expect(() => formatAmount(MAX_AMOUNT + 1n, 6)).toThrow('is no amount of base units');
    expect(() => formatAmount(-1n, 6)).toThrow('is no amount of base units');
    // What plain JavaScript passes.
    for (const amount of [1.5, Number.NaN, 5, '7'])
      expect(() => formatAmount(amount as unknown as bigint, 6)).toThrow(`${amount} is no amount of base units`);
  });

  test.each([-1, 1.5, 256, Number.NaN])('%d decimals are refused', (decimals) => {
    expect(() => parseAmount('1', decimals)).toThrow('are no decimals of a mint');
    expect(() => formatAmount(1n, decimals)).toThrow('are no decimals of a mint');
  });

  test.each([
    [0n, 6, '0'],
    [1n, 6, '0.000001'],
    [1_234_567_890_000n, 6, '1,234,567.89'],
    [999_999_999n, 6, '999.999999'],
    [1_000n, 0, '1,000'],
    [MAX_AMOUNT, 6, '18,446,744,073,709.551615'],
  ])('%i with %i decimals is written in groups', (amount, decimals, text) => {
    expect(formatAmount(amount, decimals, { grouping: ',' })).toBe(text);
    expect(formatAmount(amount, decimals)).toBe(text.replaceAll(',', ''));
  });

  test('what stands between groups is taken as it is', () => {
    expect(formatAmount(1_000n, 0, { grouping: '$&' })).toBe('1$&000');
  });

  test('any amount is read as it was written', () => {
    fc.assert(
      fc.property(anyAmount, anyDecimals, (amount, decimals) => {
        expect(parseAmount(formatAmount(amount, decimals), decimals)).toBe(amount);
      }),
    );
  });

  test('digits are worth what they stand for', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 999_999 }), (whole, fraction) => {
        const text = `${whole}.${fraction.toString().padStart(6, '0')}`;
        expect(parseAmount(text, 6)).toBe(whole * 1_000_000n + BigInt(fraction));
      }),
    );
  });
});

describe('basis points', () => {
  test.each([
    ['12.5%', 1_250],
    ['12.5 %', 1_250],
    ['1250bps', 1_250],
    ['1250 bps', 1_250],
    ['0.01%', 1],
    ['7.100%', 710],
    ['100%', 10_000],
    ['10000bps', 10_000],
    ['0', 0],
  ])('%s is read', (text, bps) => expect(parseBps(text)).toBe(bps));

  test.each(['', '1250', '00', '%', '-1%', '1e1%', '12.5', '12,5%', '.5%', '5.%', '12.5%bps', '0x1'])(
    '`%s` is refused',
    (text) => {
      expect(() => parseBps(text)).toThrow(`\`${text}\` is no rate`);
    },
  );

  test('what is too fine or too high is refused', () => {
    expect(() => parseBps('1.001%')).toThrow('finer than 0.01%');
    expect(() => parseBps('100.01%')).toThrow('above 100%');
    expect(() => parseBps('10001bps')).toThrow('above 100%');
    expect(() => parseBps(`${'9'.repeat(400)}bps`)).toThrow('above 100%');
    expect(() => formatBps(65_536)).toThrow('no basis points');
    expect(() => formatBps(0.5)).toThrow('no basis points');
    expect(() => formatBps(-1)).toThrow('no basis points');
  });

  test.each([
    [1_250, '12.5%'],
    [0, '0%'],
    [1, '0.01%'],
    [10_000, '100%'],
    [65_535, '655.35%'],
  ])('%i is written', (bps, text) => expect(formatBps(bps)).toBe(text));

  test('all are read as they were written', () => {
    for (let bps = 0; bps <= 10_000; bps += 1) expect(parseBps(formatBps(bps))).toBe(bps);
  });
});

describe('durations', () => {
  test.each([
    ['7d', 604_800n],
    ['1w', 604_800n],
    ['1d12h', 129_600n],
    ['1d 12h', 129_600n],
    ['90m', 5_400n],
    ['45s', 45n],
    ['0', 0n],
    ['18446744073709551615s', 2n ** 64n - 1n],
  ])('%s is read', (text, seconds) => expect(parseDuration(text)).toBe(seconds));

  test.each(['', '7', 'd', '7 d', '-7d', '1.5d', '7D', '7d ', ' 7d', '7y', '1e3s'])('`%s` is refused', (text) => {
    expect(() => parseDuration(text)).toThrow(`\`${text}\` is no span of time`);
  });

  test('what the chain cannot hold is refused', () => {
    expect(() => parseDuration('18446744073709551616s')).toThrow('longer than the chain can hold');
    expect(() => formatDuration(-1n)).toThrow('no span of time');
  });

  test.each([
    [0n, '0s'],
    [45n, '45s'],
    [129_600n, '1d 12h'],
    [604_800n, '7d'],
    [90_061n, '1d 1h 1m 1s'],
  ])('%i seconds are written', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  test('any span is read as it was written', () => {
    fc.assert(
      fc.property(anyAmount, (seconds) => {
        expect(parseDuration(formatDuration(seconds))).toBe(seconds);
      }),
    );
  });
});
