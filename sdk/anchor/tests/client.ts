/** Anchor's client on a local network, made as its users make it. */
import { readFileSync } from 'node:fs';
import type { Program as AnchorProgram, Idl } from '@anchor-lang/core';
// It is CommonJS: a default import, taken apart.
import anchor from '@anchor-lang/core';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { getAccount, getAssociatedTokenAddressSync, transfer } from '@solana/spl-token';
import web3, { type Keypair, type PublicKey } from '@solana/web3.js';

import { type LocalNetwork, startLocalNetwork } from '../../tests/overRpc/localNetwork';

export const { AnchorError, BN, EventParser } = anchor;

export interface Client {
  network: LocalNetwork;
  connection: InstanceType<typeof web3.Connection>;
  stakeMint: PublicKey;
  usdcMint: PublicKey;
  /** The program as somebody uses it who has the keypair of a role or wallet. */
  program(name: string): AnchorProgram;
  keypair(name: string): Keypair;
}

export async function startClient(): Promise<Client> {
  const network = await startLocalNetwork();
  const connection = new web3.Connection(network.rpcUrl, {
    commitment: 'confirmed',
    wsEndpoint: network.webSocketUrl,
  });
  const idl = JSON.parse(readFileSync(new URL('../../../idl/inference_staking.json', import.meta.url), 'utf8')) as Idl;
  const keypair = (name: string) => web3.Keypair.fromSecretKey(network.keypair(name));
  const program = (name: string) => {
    const wallet = new anchor.Wallet(keypair(name));
    return new anchor.Program(idl, new anchor.AnchorProvider(connection, wallet, { commitment: 'confirmed' }));
  };
  const [stakeMint, usdcMint] = [new web3.PublicKey(network.stakeMint), new web3.PublicKey(network.usdcMint)];
  return { network, connection, stakeMint, usdcMint, program, keypair };
}

/** Addresses whose seeds are in no IDL, or that an account is asked for by. */
export function address(program: AnchorProgram, seed: string, ...more: Uint8Array[]): PublicKey {
  return web3.PublicKey.findProgramAddressSync([Buffer.from(seed), ...more], program.programId)[0];
}

export function u64(value: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

/** `keccak256(0x00 | program id | epoch u64 LE | operator pool | reward u64 LE | usdc u64 LE)` (SPEC 6). */
export function leaf(
  programId: PublicKey,
  { epoch, pool, reward, usdc }: { epoch: bigint; pool: PublicKey; reward: bigint; usdc: bigint },
): Uint8Array {
  const parts = [new Uint8Array([0]), programId.toBytes(), u64(epoch), pool.toBytes(), u64(reward), u64(usdc)];
  return keccak_256(Buffer.concat(parts));
}

/** A text field of fixed length: UTF-8, filled up with zeros. */
export function text(value: string, bytes: number): number[] {
  const encoded = Buffer.from(value, 'utf8');
  if (encoded.length > bytes) throw new RangeError(`\`${value}\` has ${encoded.length} bytes, at most ${bytes} fit`);
  return [...encoded, ...new Array<number>(bytes - encoded.length).fill(0)];
}

/** A number of 128 bits, which the IDL has as two halves. */
export function u128({ high, low }: { high: { toString(): string }; low: { toString(): string } }): bigint {
  return (BigInt(high.toString()) << 64n) | BigInt(low.toString());
}

export function tokenAccount(owner: PublicKey, mint: PublicKey): PublicKey {
  return getAssociatedTokenAddressSync(mint, owner);
}

export async function balance({ connection }: Client, account: PublicKey): Promise<bigint> {
  return (await getAccount(connection, account, 'confirmed')).amount;
}

/** Plain transfers from a wallet to the global vaults. */
export async function fund(
  client: Client,
  from: Keypair,
  vaults: { mint: PublicKey; vault: PublicKey; amount: bigint }[],
) {
  for (const { amount, mint, vault } of vaults) {
    const source = tokenAccount(from.publicKey, mint);
    await transfer(client.connection, from, source, vault, from, amount, [], { commitment: 'confirmed' });
  }
}
