/** Every account, event, return value and instruction: bytes and values against the IDL, both ways. */
import type { Codec } from '@solana/kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import * as sdk from '../../src/index';
import { anyStruct } from '../idl/arbitrary';
import { structBytes } from '../idl/bytes';
import { argumentsOf, fieldsOf, IDL, type IdlField, pascalCase } from '../idl/idl';

const exported = sdk as unknown as Record<string, unknown>;

function codec(name: string): Codec<unknown> {
  const make = exported[`get${name}Codec`];
  if (typeof make !== 'function') throw new Error(`the client has no get${name}Codec`);
  return make() as Codec<unknown>;
}

/** What is encoded is what the IDL says, and what is decoded is what was encoded. */
function assertCodec(name: string, fields: IdlField[], discriminator: number[] | null): void {
  const { decode, encode } = codec(name);
  fc.assert(
    fc.property(anyStruct(fields), (value) => {
      const bytes = new Uint8Array([...(discriminator ?? []), ...structBytes(fields, value)]);
      expect(new Uint8Array(encode(value))).toEqual(bytes);
      const read = discriminator ? { discriminator: new Uint8Array(discriminator), ...value } : value;
      expect(decode(bytes)).toEqual(read);
    }),
    { numRuns: 30 },
  );
}

describe('accounts', () => {
  test.each(IDL.accounts)('$name', ({ discriminator, name }) => assertCodec(name, fieldsOf(name), discriminator));
});

describe('events', () => {
  test.each(IDL.events)('$name', ({ name }) => assertCodec(name, fieldsOf(name), null));

  test.each(IDL.events)('$name is told by its discriminator', ({ discriminator, name }) => {
    fc.assert(
      fc.property(anyStruct(fieldsOf(name)), (value) => {
        const bytes = new Uint8Array([...discriminator, ...structBytes(fieldsOf(name), value)]);
        expect(sdk.decodeEvent(bytes)).toEqual({ name, data: value });
        expect(sdk.decodeEvent(bytes.slice(0, -1))).toBeNull();
        expect(sdk.decodeEvent(new Uint8Array([...bytes, 0]))).toBeNull();
      }),
      { numRuns: 10 },
    );
  });

  test('there is no other', () => {
    expect(Object.values(sdk.EVENT_DECODERS).map((event) => event.name)).toEqual(IDL.events.map((event) => event.name));
  });
});

describe('instructions', () => {
  test.each(IDL.instructions)('$name', (instruction) =>
    assertCodec(`${pascalCase(instruction.name)}InstructionData`, argumentsOf(instruction), instruction.discriminator),
  );
});

describe('return data', () => {
  const returning = IDL.instructions.flatMap(({ name, returns }) =>
    returns ? [{ name, type: returns.defined.name }] : [],
  );

  test.each(returning)('$name returns $type', ({ type }) => assertCodec(type, fieldsOf(type), null));

  test('there is no other', () => {
    expect(Object.keys(sdk.RETURN_DECODERS)).toEqual(['activateStake', 'queryStakingRecord']);
    expect(returning.map(({ name }) => name)).toEqual(['activate_stake', 'query_staking_record']);
  });
});

test('every error of the program has its name and message', () => {
  expect(IDL.errors.length).toBeGreaterThan(100);
  expect(sdk.STAKING_ERRORS).toEqual(
    Object.fromEntries(IDL.errors.map(({ code, msg, name }) => [code, { name, message: msg }])),
  );
});

test('the client is that of the program', () => {
  expect(sdk.INFERENCE_STAKING_PROGRAM_ADDRESS).toBe(IDL.address);
});
