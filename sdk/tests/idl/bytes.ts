/** Bytes of a value by the IDL and the rules of Borsh, written without kit's codecs. */
import { type Address, getBase58Encoder } from '@solana/kit';

import { camelCase, fieldsOf, type IdlField, type IdlType, typeOf } from './idl';

/** A value in the shape in which the client takes and gives it. */
export type Value = unknown;

const TEXTS = ['name', 'metadata_uri'];

/** Whether a field is text that the client gives as a string. */
export function isText(field: IdlField): boolean {
  return TEXTS.includes(field.name) && JSON.stringify(field.type).includes('"u8"');
}

export function structBytes(fields: readonly IdlField[], value: Value): number[] {
  const values = value as Record<string, Value>;
  return fields.flatMap((field) => bytesOf(field.type, values[camelCase(field.name)]));
}

export function bytesOf(type: IdlType, value: Value): number[] {
  if (typeof type === 'string') return primitiveBytes(type, value);
  if ('option' in type) {
    const option = value as { __option: 'Some' | 'None'; value: Value };
    return option.__option === 'Some' ? [1, ...bytesOf(type.option, option.value)] : [0];
  }
  if ('vec' in type) {
    const items = value as Value[];
    return [...integer(BigInt(items.length), 4), ...items.flatMap((item) => bytesOf(type.vec, item))];
  }
  if ('array' in type) {
    const [item, length] = type.array;
    if (typeof value === 'string') return padded(value, length);
    if (item === 'u8') return [...(value as Uint8Array)];
    return (value as Value[]).flatMap((each) => bytesOf(item, each));
  }
  if (type.defined.name === 'PodU128') return integer(value as bigint, 16);
  const defined = typeOf(type.defined.name);
  if (defined.kind === 'struct') return structBytes(fieldsOf(type.defined.name), value);
  const variant = (value as { __kind: string }).__kind;
  const index = defined.variants.findIndex(({ name }) => name === variant);
  return [index, ...structBytes(defined.variants[index]?.fields ?? [], value)];
}

function primitiveBytes(type: string, value: Value): number[] {
  if (type === 'bool') return [value === true ? 1 : 0];
  if (type === 'pubkey') return [...getBase58Encoder().encode(value as Address)];
  return integer(BigInt(value as number | bigint), Number(type.slice(1)) / 8);
}

function integer(value: bigint, bytes: number): number[] {
  const unsigned = BigInt.asUintN(8 * bytes, value);
  return Array.from({ length: bytes }, (_, index) => Number((unsigned >> BigInt(8 * index)) & 0xffn));
}

function padded(text: string, length: number): number[] {
  const bytes = [...Buffer.from(text, 'utf8')];
  return [...bytes, ...Array.from({ length: length - bytes.length }, () => 0)];
}
