/** Files that Codama does not make: errors with their messages, events, return data, where the fields of accounts are. */
import { type Codama, isNode, type ProgramNode, type TypeNode } from 'codama';

import type { Idl } from './interface';
import type { Files } from './patches';

const HEADER =
  '// Written by scripts/generate.ts from idl/inference_staking.json. Do not edit: `npm run generate`.\n\n';

/** Adds the files, and their exports to the index. */
export function addTables(files: Files, codama: Codama, idl: Idl): void {
  const tables: Record<string, string> = {
    errorTable: errorTable(idl),
    eventTable: eventTable(idl),
    layouts: layouts(codama),
    returnTable: returnTable(idl),
  };
  for (const [name, text] of Object.entries(tables)) files.set(`${name}.ts`, HEADER + text);
  const index = files.get('index.ts');
  if (index === undefined) throw new Error('Codama writes no index.ts any more');
  const exports = Object.keys(tables).map((name) => `export * from "./${name}";\n`);
  files.set('index.ts', index + exports.join(''));
}

function errorTable(idl: Idl): string {
  const rows = idl.errors.map(
    ({ code, name, msg }) => `  ${code}: { name: ${JSON.stringify(name)}, message: ${JSON.stringify(msg)} },\n`,
  );
  return `/** All errors of the program: number -> name and message. Unlike Codama's table it is there in production bundles too (SPEC 13). */
export const STAKING_ERRORS = {
${rows.join('')}} as const;

/** Number of an error of the program. */
export type StakingErrorCode = keyof typeof STAKING_ERRORS;

/** Name of an error of the program. */
export type StakingErrorName = (typeof STAKING_ERRORS)[StakingErrorCode]["name"];
`;
}

function eventTable(idl: Idl): string {
  const names = idl.events.map((event) => event.name);
  const imports = names.flatMap((name) => [`  get${name}Decoder,\n`, `  type ${name},\n`]);
  const union = names.map((name) => `  | { name: "${name}"; data: ${name} }\n`);
  const rows = idl.events.map(({ name, discriminator }) => {
    if (discriminator.length !== 8)
      throw new Error(`the discriminator of the event ${name} has ${discriminator.length} bytes instead of 8`);
    return `  "${Buffer.from(discriminator).toString('hex')}": { name: "${name}", getDecoder: get${name}Decoder },\n`;
  });
  return `import type { Decoder } from "@solana/kit";

import {
${imports.join('')}} from "./types";

/** An event of the program: its name as the IDL spells it, and its fields (SPEC 13). */
export type StakingEvent =
${union.join('')};

/** Name of an event. */
export type StakingEventName = StakingEvent["name"];

/** Discriminator (the first 8 bytes of an event's data, in hexadecimal) -> name and decoder of what follows. */
export const EVENT_DECODERS: Readonly<
  Record<string, { [N in StakingEventName]: { name: N; getDecoder: () => Decoder<Extract<StakingEvent, { name: N }>["data"]> } }[StakingEventName]>
> = {
${rows.join('')}};
`;
}

function returnTable(idl: Idl): string {
  const returning = idl.instructions.flatMap(({ name, returns }) =>
    returns?.defined ? [{ name: camelCase(name), type: returns.defined.name }] : [],
  );
  const imports = returning.flatMap(({ type }) => [`  get${type}Decoder,\n`, `  type ${type},\n`]);
  const rows = returning.map(({ name, type }) => `  ${name}: get${type}Decoder,\n`);
  const types = returning.map(({ name, type }) => `  ${name}: ${type};\n`);
  return `import type { FixedSizeDecoder } from "@solana/kit";

import {
${imports.join('')}} from "./types";

/** Instructions that return data, and what. */
export type ReturnData = {
${types.join('')}};

/** Instruction -> decoder of its return data. */
export const RETURN_DECODERS: { readonly [I in keyof ReturnData]: () => FixedSizeDecoder<ReturnData[I]> } = {
${rows.join('')}};
`;
}

function layouts(codama: Codama): string {
  const { program } = codama.getRoot();
  const parts = program.accounts.map((account) => {
    const { name, data } = account;
    if (!isNode(data, 'structTypeNode')) throw new Error(`the account ${name} is no plain struct`);
    let offset = 0;
    const rows = data.fields.map((field) => {
      const row = `  ${field.name}: ${offset},\n`;
      offset += sizeOf(field.type, program);
      return row;
    });
    const constant = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    return `/** Where the fields of an account \`${name}\` begin, in bytes from its start; for \`memcmp\` filters and readers of many accounts (SPEC 3). */
export const ${constant}_OFFSETS = {
${rows.join('')}} as const;

/** Bytes of an account \`${name}\`. */
export const ${constant}_SIZE = ${offset};
`;
  });
  return parts.join('\n');
}

function camelCase(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Bytes of a type that may stand in an account: accounts are zero-copy, so every type has one size. */
function sizeOf(type: TypeNode, program: ProgramNode): number {
  if (isNode(type, 'numberTypeNode')) return Number(type.format.slice(1)) / 8;
  if (isNode(type, 'publicKeyTypeNode')) return 32;
  if (isNode(type, 'fixedSizeTypeNode')) return type.size;
  if (isNode(type, 'arrayTypeNode') && isNode(type.count, 'fixedCountNode'))
    return type.count.value * sizeOf(type.item, program);
  if (isNode(type, 'structTypeNode')) return type.fields.reduce((sum, field) => sum + sizeOf(field.type, program), 0);
  if (isNode(type, 'definedTypeLinkNode')) {
    const linked = program.definedTypes.find((defined) => defined.name === type.name);
    if (linked) return sizeOf(linked.type, program);
  }
  throw new Error(
    `an account has a field of kind ${type.kind}, whose size is not known: see scripts/generator/tables.ts`,
  );
}
