/** What the types of the IDL become: `PodU128` a number, padded texts strings, hashes of exactly 32 bytes, options optional. */
import {
  assertIsNode,
  bottomUpTransformerVisitor,
  bytesTypeNode,
  type Codama,
  definedTypeLinkNode,
  definedTypeNode,
  fixedSizeTypeNode,
  isNode,
  isNodeFilter,
  type Node,
  noneValueNode,
  numberTypeNode,
  programNode,
  stringTypeNode,
} from 'codama';

import type { Idl, IdlField } from './interface';

/** Fields that hold text: UTF-8, padded with zeros to a fixed length. */
const TEXT_FIELDS = ['name', 'metadata_uri'];

/** Sizes of texts, in bytes; every size is a type `Text<size>`. */
export function textSizes(idl: Idl): number[] {
  const sizes = new Set<number>();
  for (const type of idl.types) {
    for (const field of type.type.fields ?? []) {
      const size = byteArraySize(field as IdlField);
      if (size === undefined) continue;
      const { name, docs } = field as IdlField;
      const saysText = docs?.join(' ').includes('UTF-8') ?? false;
      if (saysText !== TEXT_FIELDS.includes(name)) {
        throw new Error(
          `${type.name}.${name}: is it text? Its doc comment and TEXT_FIELDS in scripts/generator/types.ts disagree`,
        );
      }
      if (saysText) sizes.add(size);
    }
  }
  return [...sizes].sort((a, b) => a - b);
}

function byteArraySize(field: IdlField): number | undefined {
  const type = field?.type as { option?: { array?: [unknown, number] }; array?: [unknown, number] } | undefined;
  const array = type?.array ?? type?.option?.array;
  return array?.[0] === 'u8' ? array[1] : undefined;
}

/** Changes the types of all accounts, instructions and events. */
export function changeTypes(codama: Codama, idl: Idl): void {
  codama.update(
    bottomUpTransformerVisitor([
      { select: ['[definedTypeLinkNode]podU128'], transform: () => numberTypeNode('u128') },
      { select: ['[definedTypeNode]podU128'], transform: removeAfterCheck },
      {
        select: (path) => isFixedBytes(path.at(-1)) && isText(path),
        transform: (node) => definedTypeLinkNode(`text${fixedSizeOf(node)}`),
      },
      {
        select: (path) =>
          isFixedBytes(path.at(-1)) && path.at(-2)?.kind === 'arrayTypeNode' && fixedSizeOf(path.at(-1)) === 32,
        transform: () => definedTypeLinkNode('hash'),
      },
      {
        select: '[instructionArgumentNode]',
        transform: (node) => {
          assertIsNode(node, 'instructionArgumentNode');
          if (!isNode(node.type, 'optionTypeNode')) return node;
          return { ...node, defaultValue: noneValueNode(), defaultValueStrategy: 'optional' as const };
        },
      },
      {
        select: '[programNode]',
        transform: (node) => {
          assertIsNode(node, 'programNode');
          const texts = textSizes(idl).map((size) =>
            definedTypeNode({ name: `text${size}`, type: fixedSizeTypeNode(stringTypeNode('utf8'), size) }),
          );
          const hash = definedTypeNode({ name: 'hash', type: fixedSizeTypeNode(bytesTypeNode(), 32) });
          return programNode({ ...node, definedTypes: [...node.definedTypes, ...texts, hash] });
        },
      },
    ]),
  );
}

function removeAfterCheck(node: Node): null {
  const fields = isNode(node, 'definedTypeNode') && isNode(node.type, 'structTypeNode') ? node.type.fields : [];
  const shape = fields.map((field) => `${field.name}:${isNode(field.type, 'numberTypeNode') ? field.type.format : ''}`);
  if (shape.join() !== 'low:u64,high:u64')
    throw new Error('PodU128 is no longer low and high u64: it cannot be read as a u128');
  return null;
}

function isFixedBytes(node: Node | undefined): boolean {
  return node?.kind === 'fixedSizeTypeNode' && isNodeFilter('bytesTypeNode')(node.type);
}

function fixedSizeOf(node: Node | undefined): number {
  return node?.kind === 'fixedSizeTypeNode' ? node.size : 0;
}

function isText(path: readonly Node[]): boolean {
  const field = path.at(-2)?.kind === 'optionTypeNode' ? path.at(-3) : path.at(-2);
  if (field?.kind !== 'structFieldTypeNode' && field?.kind !== 'instructionArgumentNode') return false;
  return TEXT_FIELDS.some((name) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()) === field.name);
}
