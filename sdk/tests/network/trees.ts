/** Tree files made with keccak alone, so that what the SDK reads out of them is not its own work. */
import { keccak_256 } from '@noble/hashes/sha3.js';
import { type Address, getAddressEncoder, getU64Encoder } from '@solana/kit';

import { INFERENCE_STAKING_PROGRAM_ADDRESS, type TreeLeaf } from '../../src/index';

/** `keccak256(0x00 | program id | epoch u64 LE | operator pool | reward u64 LE | usdc u64 LE)` (SPEC 6). */
export function leafOf(epoch: bigint, { pool, reward, usdc }: TreeLeaf): Uint8Array {
  const u64 = getU64Encoder();
  const key = getAddressEncoder();
  const program = key.encode(INFERENCE_STAKING_PROGRAM_ADDRESS);
  const parts = [
    new Uint8Array([0]),
    program,
    u64.encode(epoch),
    key.encode(pool),
    u64.encode(reward),
    u64.encode(usdc),
  ];
  return keccak_256(new Uint8Array(parts.flatMap((part) => [...part])));
}

/** The text of the file of a tree with these leaves. */
export function treeFile(epoch: bigint, unordered: readonly TreeLeaf[]): string {
  const bytes = (pool: Address) => Buffer.from(getAddressEncoder().encode(pool) as Uint8Array);
  const leaves = [...unordered].sort((a, b) => Buffer.compare(bytes(a.pool), bytes(b.pool)));
  const depth = Math.ceil(Math.log2(leaves.length));
  let level = Array.from({ length: 2 ** depth }, (_, index) => {
    const leaf = leaves[index];
    return leaf ? leafOf(epoch, leaf) : new Uint8Array(32);
  });
  while (level.length > 1) {
    const pairs = level
      .filter((_, index) => index % 2 === 0)
      .map((left, index) => [left, level[2 * index + 1]] as const);
    level = pairs.map(([left, right]) => keccak_256(new Uint8Array([...left, ...(right ?? [])])));
  }
  const sum = (amount: (leaf: TreeLeaf) => bigint) =>
    leaves.reduce((total, leaf) => total + amount(leaf), 0n).toString();
  return JSON.stringify({
    version: 1,
    program_id: INFERENCE_STAKING_PROGRAM_ADDRESS,
    epoch: Number(epoch),
    depth,
    root: Buffer.from(level[0] ?? []).toString('hex'),
    total_rewards: sum(({ reward }) => reward),
    total_usdc: sum(({ usdc }) => usdc),
    leaves: leaves.map(({ pool, reward, usdc }) => ({ pool, reward: reward.toString(), usdc: usdc.toString() })),
  });
}
