/** Random values of the types of the IDL, in the shape of the client. */
import { type Address, getAddressDecoder, none, some } from '@solana/kit';
import fc from 'fast-check';

import { isText, type Value } from './bytes';
import { camelCase, fieldsOf, type IdlField, type IdlType, typeOf } from './idl';

export const anyAddress: fc.Arbitrary<Address> = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => getAddressDecoder().decode(bytes));

export function anyStruct(fields: readonly IdlField[]): fc.Arbitrary<Record<string, Value>> {
  return fc.record(Object.fromEntries(fields.map((field) => [camelCase(field.name), anyField(field)])));
}

function anyField(field: IdlField): fc.Arbitrary<Value> {
  if (!isText(field)) return anyOf(field.type);
  if (typeof field.type === 'object' && 'option' in field.type) return anyOption(anyText(field.type.option));
  return anyText(field.type);
}

function anyText(type: IdlType): fc.Arbitrary<string> {
  const length = typeof type === 'object' && 'array' in type ? type.array[1] : 0;
  return fc
    .string({ unit: 'binary', maxLength: length })
    .filter((text) => !text.includes('\0') && Buffer.byteLength(text) <= length);
}

export function anyOf(type: IdlType): fc.Arbitrary<Value> {
  if (typeof type === 'string') return anyPrimitive(type);
  if ('option' in type) return anyOption(anyOf(type.option));
  if ('vec' in type) return fc.array(anyOf(type.vec), { maxLength: 4 });
  if ('array' in type) {
    const [item, length] = type.array;
    const size = { minLength: length, maxLength: length };
    return item === 'u8' ? fc.uint8Array(size) : fc.array(anyOf(item), size);
  }
  if (type.defined.name === 'PodU128') return anyPrimitive('u128');
  const defined = typeOf(type.defined.name);
  if (defined.kind === 'struct') return anyStruct(fieldsOf(type.defined.name));
  return fc.oneof(
    ...defined.variants.map((variant) =>
      anyStruct(variant.fields ?? []).map((fields) => ({ __kind: variant.name, ...fields })),
    ),
  );
}

function anyOption(value: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.option(value).map((inner) => (inner === null ? none() : some(inner)));
}

function anyPrimitive(type: string): fc.Arbitrary<Value> {
  if (type === 'bool') return fc.boolean();
  if (type === 'pubkey') return anyAddress;
  const bits = Number(type.slice(1));
  const [min, max] = type.startsWith('i')
    ? [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n]
    : [0n, 2n ** BigInt(bits) - 1n];
  return bits < 64 ? fc.integer({ min: Number(min), max: Number(max) }) : fc.bigInt({ min, max });
}
