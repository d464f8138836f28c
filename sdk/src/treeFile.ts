/** Tree files, as the rewards service publishes them, and the proofs in them (SPEC 6, SPEC 14). */
import { type Address, getAddressEncoder, isAddress, type ReadonlyUint8Array } from '@solana/kit';

import { U64_MAX } from './fields';
import { depthOf, EMPTY_LEAF, isSameHash, type LeafProof, leafHash, nodeHash } from './merkle';
import type { ProofSource } from './plans/proofSource';

/** A pool's leaf; base units. */
export interface TreeLeaf {
  pool: Address;
  reward: bigint;
  usdc: bigint;
}

/** A tree of an epoch, whose file was checked whole. */
export interface RewardsTree {
  programAddress: Address;
  epoch: bigint;
  depth: number;
  root: ReadonlyUint8Array;
  totalRewards: bigint;
  totalUsdc: bigint;
  /** In the order of the tree: by the bytes of the pool's address. */
  leaves: TreeLeaf[];
  /** The leaves' hashes and what is above them, bottom up, without what stands over empty leaves only; the last one is the root. */
  levels: ReadonlyUint8Array[][];
}

const VERSION = 1;
const LEAF_KEYS = ['pool', 'reward', 'usdc'];
const FILE_KEYS = ['version', 'program_id', 'epoch', 'depth', 'root', 'total_rewards', 'total_usdc', 'leaves'];

/**
 * Reads a tree file and builds its tree anew: order, duplicates, sums, depth and root are checked.
 *
 * @throws Error Says what is wrong, and with which leaf, counted from 0.
 */
export function parseTreeFile(text: string): RewardsTree {
  const file = objectOf(parsed(text), 'the tree file', FILE_KEYS);
  if (file.version !== VERSION) throw new Error(`the file is of version ${String(file.version)}, expected ${VERSION}`);
  const programAddress = addressOf(file.program_id, 'program_id');
  const epoch = integerOf(file.epoch, 'epoch');
  if (!Array.isArray(file.leaves) || file.leaves.length === 0) throw new Error('the file has no leaves');
  const leaves = file.leaves.map(leafOf);
  checkOrder(leaves);
  const hashes = leaves.map(({ pool, reward, usdc }) =>
    leafHash({ programAddress, epoch, operatorPool: pool, reward, usdc }),
  );
  const levels = levelsOf(hashes);
  const [root = EMPTY_LEAF] = levels.at(-1) ?? [];
  const tree = {
    programAddress,
    epoch,
    depth: levels.length - 1,
    root,
    totalRewards: leaves.reduce((sum, leaf) => sum + leaf.reward, 0n),
    totalUsdc: leaves.reduce((sum, leaf) => sum + leaf.usdc, 0n),
    leaves,
    levels,
  };
  same('total_rewards', baseUnitsOf(file.total_rewards, 'total_rewards'), tree.totalRewards);
  same('total_usdc', baseUnitsOf(file.total_usdc, 'total_usdc'), tree.totalUsdc);
  same('depth', integerOf(file.depth, 'depth'), BigInt(tree.depth));
  same('root', toHex(hashOf(file.root, 'root')), toHex(root));
  return tree;
}

/** A pool's proof out of a tree, which is that of one of a record's roots; `null` if the pool has no leaf in it. */
export function proofFor(tree: RewardsTree, pool: Address, rootIndex = 0): LeafProof | null {
  const leafIndex = tree.leaves.findIndex((leaf) => leaf.pool === pool);
  const leaf = tree.leaves[leafIndex];
  if (!leaf) return null;
  let [index, empty] = [leafIndex, EMPTY_LEAF];
  const proof = tree.levels.slice(0, -1).map((level) => {
    const sibling = level[index % 2 === 0 ? index + 1 : index - 1] ?? empty;
    index = Math.floor(index / 2);
    empty = nodeHash(empty, empty);
    return sibling;
  });
  return { rootIndex, leafIndex, reward: leaf.reward, usdc: leaf.usdc, proof };
}

/**
 * The multiproof of leaves, given by their indices in increasing order: the nodes that they miss, level by level from the leaves up and
 * from left to right, each once.
 */
export function multiproofFor(tree: RewardsTree, leafIndices: readonly number[]): ReadonlyUint8Array[] {
  const proof: ReadonlyUint8Array[] = [];
  let [climbing, empty] = [new Set(leafIndices), EMPTY_LEAF];
  for (const level of tree.levels.slice(0, -1)) {
    for (const index of climbing) {
      const sibling = index % 2 === 0 ? index + 1 : index - 1;
      if (!climbing.has(sibling)) proof.push(level[sibling] ?? empty);
    }
    climbing = new Set([...climbing].map((index) => Math.floor(index / 2)));
    empty = nodeHash(empty, empty);
  }
  return proof;
}

/** Proofs out of trees in memory, for plans. Throws if a root of the record is that of none of the trees. */
export function treeProofs(trees: readonly RewardsTree[]): ProofSource {
  return {
    async proof(operatorPool, record) {
      for (const [rootIndex, root] of record.roots.slice(0, record.rootCount).entries()) {
        const tree = trees.find((each) => each.epoch === record.epoch && isSameHash(each.root, root));
        if (!tree) throw new Error(`there is no tree of epoch ${record.epoch} with the root ${toHex(root)}`);
        const found = proofFor(tree, operatorPool, rootIndex);
        if (found) return found;
      }
      return null;
    },
  };
}

function levelsOf(leaves: ReadonlyUint8Array[]): ReadonlyUint8Array[][] {
  const levels = [leaves];
  let [level, empty] = [leaves, EMPTY_LEAF];
  for (let depth = depthOf(leaves.length); depth > 0; depth -= 1) {
    const [below, filler] = [level, empty];
    level = Array.from({ length: Math.ceil(below.length / 2) }, (_, index) =>
      nodeHash(below[2 * index] ?? filler, below[2 * index + 1] ?? filler),
    );
    empty = nodeHash(empty, empty);
    levels.push(level);
  }
  return levels;
}

function leafOf(value: unknown, index: number): TreeLeaf {
  const what = `leaf ${index}`;
  const leaf = objectOf(value, what, LEAF_KEYS);
  return {
    pool: addressOf(leaf.pool, `pool of ${what}`),
    reward: baseUnitsOf(leaf.reward, `reward of ${what}`),
    usdc: baseUnitsOf(leaf.usdc, `usdc of ${what}`),
  };
}

function checkOrder(leaves: readonly TreeLeaf[]): void {
  const encoder = getAddressEncoder();
  let before = '';
  for (const [index, { pool }] of leaves.entries()) {
    const key = toHex(encoder.encode(pool));
    if (key === before) throw new Error(`leaf ${index} is of pool ${pool}, as the leaf before it: a pool stands once`);
    if (key < before) throw new Error(`leaf ${index}, of pool ${pool}, is out of order: they are ordered by the bytes`);
    before = key;
  }
}

function same(field: string, stated: bigint | string, computed: bigint | string): void {
  if (stated === computed) return;
  throw new Error(
    `the file says \`${field}\` is ${stated}, but its leaves make it ${computed}: it was changed or is not whole`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('it is not JSON, or is cut off', { cause });
  }
}

/** An object with exactly these keys. */
export function objectOf(value: unknown, what: string, keys: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} is no JSON object`);
  const missing = keys.find((key) => !Object.hasOwn(value, key));
  if (missing) throw new Error(`${what} has no \`${missing}\``);
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown) throw new Error(`${what} has an unknown field \`${unknown.slice(0, 64)}\``);
  return value as Record<string, unknown>;
}

export function addressOf(value: unknown, what: string): Address {
  if (typeof value === 'string' && isAddress(value)) return value;
  throw new Error(`${what} is no address of 32 bytes in base58`);
}

/** One text for each amount, so that equal trees have equal files. */
export function baseUnitsOf(value: unknown, what: string): bigint {
  if (typeof value === 'string' && /^(0|[1-9][0-9]{0,19})$/.test(value)) {
    const amount = BigInt(value);
    if (amount <= U64_MAX) return amount;
  }
  throw new Error(`${what} is not base units as a string of decimal digits, without leading zeros, at most 2^64 - 1`);
}

/** A whole number that JSON keeps exact. */
export function integerOf(value: unknown, what: string): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  throw new Error(`${what} is no whole number from 0 to 2^53 - 1`);
}

export function hashOf(value: unknown, what: string): Uint8Array {
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value)) {
    throw new Error(`${what} is no hash of 64 lower case hex digits`);
  }
  return Uint8Array.from({ length: 32 }, (_, index) => Number.parseInt(value.slice(2 * index, 2 * index + 2), 16));
}

/** Lower case hex digits. */
export function toHex(bytes: ReadonlyUint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
