/** The interface description, as the generator takes it. */
import { readFileSync } from 'node:fs';

import { type AnchorIdl, rootNodeFromAnchor } from '@codama/nodes-from-anchor';
import { type Codama, createFromRoot } from 'codama';

export interface IdlField {
  name: string;
  docs?: string[];
  type: unknown;
}

/** What this generator itself reads of the IDL; the rest is Codama's. */
export interface Idl {
  address: string;
  constants: { name: string; value: string }[];
  events: { name: string; discriminator: number[] }[];
  errors: { code: number; name: string; msg: string }[];
  instructions: { name: string; returns?: { defined?: { name: string } } }[];
  types: { name: string; type: { fields?: (IdlField | unknown)[] } }[];
}

/**
 * Reads the IDL.
 *
 * @throws If a type `X` and a type `XArgs` would clash: Codama gives each `X` a loose twin of that name.
 */
export function readIdl(path: URL): Idl {
  const idl = JSON.parse(readFileSync(path, 'utf8')) as Idl;
  const rendered = new Set(
    createFromIdl(idl)
      .getRoot()
      .program.definedTypes.map((type) => type.name as string),
  );
  for (const name of rendered) {
    if (rendered.has(`${name}Args`))
      throw new Error(`the types ${name} and ${name}Args clash: rename one in the program`);
  }
  return idl;
}

/**
 * The tree that Codama renders. Events are left out, so that their structs stay types (Codama has no events), and so are
 * errors, whose messages Codama leaves out of production bundles: both get files of their own.
 */
export function createFromIdl(idl: Idl): Codama {
  return createFromRoot(rootNodeFromAnchor({ ...idl, events: [], errors: [] } as unknown as AnchorIdl));
}
