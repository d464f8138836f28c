/** The hashes of the rewards tree, and proofs against a root (SPEC 6). */
import { keccak_256 } from '@noble/hashes/sha3.js';
import { type Address, getAddressEncoder, getU64Encoder, type ReadonlyUint8Array } from '@solana/kit';

/** What fills a tree behind its last leaf, up to `2^depth`. */
export const EMPTY_LEAF: ReadonlyUint8Array = new Uint8Array(32);

/** Levels of the deepest tree whose leaves have an index of 32 bits. */
const MAX_DEPTH = 31;
const LEAF_PREFIX = 0;

/** What a pool earned in an epoch; amounts are base units. */
export interface Leaf {
  programAddress: Address;
  epoch: bigint;
  operatorPool: Address;
  reward: bigint;
  usdc: bigint;
}

/** What `accrue_reward` takes: where the leaf stands, its amounts in base units, and the siblings on the way to the root, bottom up. */
export interface LeafProof {
  /** Which of the record's roots it is. */
  rootIndex: number;
  leafIndex: number;
  reward: bigint;
  usdc: bigint;
  proof: ReadonlyUint8Array[];
}

/**
 * `keccak256(0x00 | program id | epoch u64 LE | operator pool | reward u64 LE | usdc u64 LE)`.
 *
 * @throws SolanaError If a number is no u64.
 */
export function leafHash({ epoch, operatorPool, programAddress, reward, usdc }: Leaf): Uint8Array {
  const [key, u64] = [getAddressEncoder(), getU64Encoder()];
  const fields = [key.encode(programAddress), u64.encode(epoch), key.encode(operatorPool)];
  const amounts = [u64.encode(reward), u64.encode(usdc)];
  return keccak_256(joined(new Uint8Array([LEAF_PREFIX]), ...fields, ...amounts));
}

/** `keccak256(left | right)`. */
export function nodeHash(left: ReadonlyUint8Array, right: ReadonlyUint8Array): Uint8Array {
  return keccak_256(joined(left, right));
}

/** Levels above so many leaves: `ceil(log2(n))`. */
export function depthOf(leaves: number): number {
  let depth = 0;
  while (2 ** depth < leaves) depth += 1;
  return depth;
}

/** Whether a leaf stands at an index in the tree of a root with so many levels above its leaves. */
export function verifyProof(
  root: ReadonlyUint8Array,
  depth: number,
  leaf: ReadonlyUint8Array,
  at: { leafIndex: number; proof: readonly ReadonlyUint8Array[] },
): boolean {
  const { leafIndex, proof } = at;
  // A shorter proof would let an inner node pass for a leaf; bits above the depth would give one leaf several indices.
  if (proof.length !== depth || depth > MAX_DEPTH) return false;
  if (!Number.isInteger(leafIndex) || leafIndex < 0 || leafIndex >= 2 ** depth) return false;
  let [node, index] = [leaf, leafIndex];
  for (const sibling of proof) {
    node = index % 2 === 1 ? nodeHash(sibling, node) : nodeHash(node, sibling);
    index = Math.floor(index / 2);
  }
  return isSameHash(node, root);
}

/** Whether two hashes are the same bytes. */
export function isSameHash(a: ReadonlyUint8Array, b: ReadonlyUint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function joined(...parts: ReadonlyUint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
