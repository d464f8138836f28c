/** The IDL as tests read it: on their own, not with Codama, so that they can contradict the generated client. */
import { readFileSync } from 'node:fs';

export type IdlType =
  | string
  | { array: [IdlType, number] }
  | { vec: IdlType }
  | { option: IdlType }
  | { defined: { name: string } };

export interface IdlField {
  name: string;
  type: IdlType;
}

interface IdlStruct {
  kind: 'struct';
  fields: IdlField[];
}

interface IdlEnum {
  kind: 'enum';
  variants: { name: string; fields?: IdlField[] }[];
}

type Seed = { kind: 'const'; value: number[] } | { kind: 'account'; path: string };

export interface IdlAccount {
  name: string;
  address?: string;
  optional?: boolean;
  signer?: boolean;
  writable?: boolean;
  pda?: { seeds: Seed[]; program?: { kind: 'const'; value: number[] } };
}

export interface IdlInstruction {
  name: string;
  discriminator: number[];
  accounts: IdlAccount[];
  args: IdlField[];
  returns?: { defined: { name: string } };
}

interface Idl {
  address: string;
  accounts: { name: string; discriminator: number[] }[];
  events: { name: string; discriminator: number[] }[];
  errors: { code: number; name: string; msg: string }[];
  instructions: IdlInstruction[];
  types: { name: string; type: IdlStruct | IdlEnum }[];
}

export const IDL = JSON.parse(
  readFileSync(new URL('../../../idl/inference_staking.json', import.meta.url), 'utf8'),
) as Idl;

export function typeOf(name: string): IdlStruct | IdlEnum {
  const found = IDL.types.find((type) => type.name === name);
  if (!found) throw new Error(`the IDL has no type ${name}`);
  return found.type;
}

export function fieldsOf(name: string): IdlField[] {
  const type = typeOf(name);
  if (type.kind !== 'struct') throw new Error(`${name} is no struct`);
  return type.fields;
}

/** Arguments of an instruction as a builder takes them: those of a struct called `args` stand beside the others. */
export function argumentsOf(instruction: IdlInstruction): IdlField[] {
  return instruction.args.flatMap((arg) =>
    arg.name === 'args' && typeof arg.type === 'object' && 'defined' in arg.type
      ? fieldsOf(arg.type.defined.name)
      : [arg],
  );
}

export function camelCase(name: string): string {
  const camel = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return camel.charAt(0).toLowerCase() + camel.slice(1);
}

export function pascalCase(name: string): string {
  const camel = camelCase(name);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}
