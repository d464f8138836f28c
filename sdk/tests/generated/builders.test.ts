/** Every builder: accounts, roles and data by the IDL, and defaults that follow the program id that is given. */
import {
  AccountRole,
  type Address,
  address,
  createNoopSigner,
  getAddressEncoder,
  getProgramDerivedAddress,
  type Instruction,
  isSignerRole,
  isWritableRole,
} from '@solana/kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import * as sdk from '../../src/index';
import { anyAddress, anyStruct } from '../idl/arbitrary';
import { structBytes } from '../idl/bytes';
import { argumentsOf, camelCase, IDL, type IdlAccount, type IdlInstruction, pascalCase } from '../idl/idl';

const exported = sdk as unknown as Record<string, unknown>;

const ANOTHER_PROGRAM = address('Stake11111111111111111111111111111111111111');

type Build = (
  input: Record<string, unknown>,
  config?: { programAddress?: Address },
) => Instruction | Promise<Instruction>;

function builder(name: string): Build {
  const build = exported[name];
  if (typeof build !== 'function') throw new Error(`the client has no ${name}`);
  return build as Build;
}

/** An address for each account, always the same. */
function sample(instruction: IdlInstruction): Record<string, Address> {
  const addresses = fc.sample(anyAddress, { numRuns: instruction.accounts.length, seed: 7 });
  return Object.fromEntries(
    instruction.accounts.map((account, index) => [account.name, address(account.address ?? String(addresses[index]))]),
  );
}

function input(instruction: IdlInstruction, keys: Record<string, Address>, leaveOut: (account: IdlAccount) => boolean) {
  const given = instruction.accounts.filter((account) => !leaveOut(account));
  const accounts = given.map((account) => {
    const key = keys[account.name] as Address;
    return [camelCase(account.name), account.signer ? createNoopSigner(key) : key];
  });
  const remaining = instruction.name === 'accrue_rewards' ? { operatorPools: [] } : {};
  return { ...Object.fromEntries(accounts), ...remaining };
}

function role(account: IdlAccount): AccountRole {
  if (account.signer) return account.writable ? AccountRole.WRITABLE_SIGNER : AccountRole.READONLY_SIGNER;
  return account.writable ? AccountRole.WRITABLE : AccountRole.READONLY;
}

describe.each(IDL.instructions)('$name', (instruction) => {
  const name = pascalCase(instruction.name);
  const keys = sample(instruction);
  const [args = {}] = fc.sample(anyStruct(argumentsOf(instruction)), { numRuns: 1, seed: 7 });

  test('names the accounts of the IDL in their order, with their roles, and encodes its arguments', async () => {
    const built = await builder(`get${name}Instruction`)({ ...input(instruction, keys, () => false), ...args });
    expect(built.accounts?.map(({ address, role }) => ({ address, role }))).toEqual(
      instruction.accounts.map((account) => ({ address: keys[account.name], role: role(account) })),
    );
    expect(new Uint8Array(built.data ?? [])).toEqual(
      new Uint8Array([...instruction.discriminator, ...structBytes(argumentsOf(instruction), args)]),
    );
    expect(built.programAddress).toBe(IDL.address);
  });

  test('puts the program in the place of optional accounts that are left out', async () => {
    const given = { ...input(instruction, keys, (account) => account.optional ?? false), ...args };
    const built = await builder(`get${name}Instruction`)(given);
    const places = instruction.accounts.map((account) => (account.optional ? IDL.address : keys[account.name]));
    expect(built.accounts?.map((account) => account.address)).toEqual(places);
  });

  test('derives what its seeds give, with the program id that is given', async () => {
    const derived = (account: IdlAccount) => account.pda !== undefined && !account.optional;
    const given = { ...input(instruction, keys, derived), ...args };
    const build = exported[`get${name}InstructionAsync`] ? `get${name}InstructionAsync` : `get${name}Instruction`;
    const built = await builder(build)(given, { programAddress: ANOTHER_PROGRAM });
    const places: Record<string, Address> = { ...keys };
    for (const account of instruction.accounts.filter(derived)) {
      places[account.name] = await derive(account, places);
    }
    const expected = instruction.accounts.map((account) => places[account.name]);
    const confiscation = (index: number) => instruction.accounts[index]?.optional === true;
    expect(built.accounts?.map((account) => account.address).filter((_, index) => !confiscation(index))).toEqual(
      expected.filter((_, index) => !confiscation(index)),
    );
    expect(built.programAddress).toBe(ANOTHER_PROGRAM);
  });
});

/** The IDL has the program's own id fixed in the seed of its ProgramData. */
async function derive(account: IdlAccount, places: Record<string, Address>): Promise<Address> {
  const key = getAddressEncoder();
  if (account.name === 'program_data') {
    const loader = address('BPFLoaderUpgradeab1e11111111111111111111111');
    return (await getProgramDerivedAddress({ programAddress: loader, seeds: [key.encode(ANOTHER_PROGRAM)] }))[0];
  }
  const seeds = (account.pda?.seeds ?? []).map((seed) =>
    seed.kind === 'const' ? new Uint8Array(seed.value) : key.encode(places[seed.path] as Address),
  );
  return (await getProgramDerivedAddress({ programAddress: ANOTHER_PROGRAM, seeds }))[0];
}

test('a batch takes pools, then records, all of them writable and none a signer', async () => {
  const [record, one, two, operator] = fc.sample(anyAddress, { numRuns: 4, seed: 8 }) as [
    Address,
    Address,
    Address,
    Address,
  ];
  const built = await sdk.getAccrueRewardsInstructionAsync({
    rewardRecord: record,
    rootIndex: 0,
    leaves: [],
    proof: [],
    operatorPools: [one, two],
    operatorStakingRecords: [operator],
  });
  const rest = built.accounts.slice(2);
  expect(rest.map((account) => account.address)).toEqual([one, two, operator]);
  expect(rest.every(({ role }) => isWritableRole(role) && !isSignerRole(role))).toBe(true);
});

describe('the accounts of a confiscation', () => {
  const [pool, record, mint, destination, signer] = fc.sample(anyAddress, { numRuns: 5, seed: 9 }) as Address[];
  const slash = {
    authority: createNoopSigner(signer as Address),
    operatorPool: pool as Address,
    operatorStakingRecord: record as Address,
    slashingTokenDestination: destination as Address,
    stakeMint: mint as Address,
    shares: 1n,
    activatingAmount: 0n,
    unstakingAmount: 0n,
  };

  test('come along if one is asked for', async () => {
    const built = await sdk.getSlashStakeInstructionAsync({ ...slash, confiscateCommission: true });
    const last = built.accounts.slice(8).map((account) => account.address);
    const own = IDL.address;
    const [overview] = await sdk.findPoolOverviewPda();
    const [rewardVault] = await sdk.findRewardVaultPda();
    const [usdcVault] = await sdk.findUsdcVaultPda();
    expect(last).toEqual([overview, own, rewardVault, usdcVault, own]);
  });

  test('stay away otherwise', async () => {
    const built = await sdk.getSlashStakeInstructionAsync({ ...slash, confiscateCommission: false });
    const own = IDL.address;
    expect(built.accounts.slice(8).map((account) => account.address)).toEqual([own, own, own, own, own]);
  });
});

test('text that does not fit is refused, not cut', () => {
  const encoder = sdk.getUpdateOperatorPoolInstructionDataEncoder();
  const rest = {};
  expect(() => encoder.encode({ ...rest, name: 'é'.repeat(17) })).toThrow('the text has 34 bytes, but at most 32 fit');
  expect(() => encoder.encode({ ...rest, metadataUri: `https://${'a'.repeat(121)}` })).toThrow(
    'the text has 129 bytes, but at most 128 fit',
  );
  expect(() => encoder.encode({ ...rest, name: 'a\0b' })).toThrow('zero character');
  expect(() => encoder.encode({ ...rest, name: '\ud800' })).toThrow('no valid Unicode');
  expect(encoder.encode({ ...rest, name: 'é'.repeat(16) }).length).toBe(8 + 4 + 1 + 32 + 1);
});

test('a node of a proof that is no hash is refused', () => {
  const encoder = sdk.getAccrueRewardInstructionDataEncoder();
  const leaf = { rootIndex: 0, leafIndex: 0, reward: 0n, usdc: 0n };
  expect(() => encoder.encode({ ...leaf, proof: [new Uint8Array(31)] })).toThrow('there are 31 bytes where 32 belong');
});
