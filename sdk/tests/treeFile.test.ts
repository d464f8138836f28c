import { type Address, getAddressDecoder } from '@solana/kit';
import { expect, test } from 'vitest';

import {
  EMPTY_LEAF,
  leafHash,
  multiproofFor,
  nodeHash,
  parseTreeFile,
  proofFor,
  proofService,
  type RewardRecord,
  treeProofs,
  verifyProof,
} from '../src/index';

const key = (byte: number): Address => getAddressDecoder().decode(new Uint8Array(32).fill(byte));
const hex = (bytes: ArrayLike<number>) => Buffer.from(Array.from(bytes)).toString('hex');
const program = key(11);
const leafOf = (byte: number, reward: bigint, usdc: bigint) =>
  leafHash({ programAddress: program, epoch: 7n, operatorPool: key(byte), reward, usdc });

/** The tree of crates/rewards/tests/tree.rs: three leaves, ordered by the bytes of the address. */
const LEFT = nodeHash(leafOf(1, 1n, 10n), leafOf(16, 2n, 20n));
const RIGHT = nodeHash(leafOf(255, 3n, 30n), EMPTY_LEAF);
const ROOT = nodeHash(LEFT, RIGHT);

const FILE = {
  version: 1,
  program_id: program,
  epoch: 7,
  depth: 2,
  root: hex(ROOT),
  total_rewards: '6',
  total_usdc: '60',
  leaves: [
    { pool: key(1), reward: '1', usdc: '10' },
    { pool: key(16), reward: '2', usdc: '20' },
    { pool: key(255), reward: '3', usdc: '30' },
  ],
};
const text = (changes: object = {}) => JSON.stringify({ ...FILE, ...changes });
const record = { epoch: 7n, roots: [ROOT], depths: new Uint8Array([2]), rootCount: 1 } as unknown as RewardRecord;

test('keccak is the original one, as the Rust crate pins it', () => {
  expect(hex(nodeHash(EMPTY_LEAF, EMPTY_LEAF))).toBe(
    'ad3228b676f7d3cd4284a5443f17f1962b36e491b30a40b2405849e597ba5fb5',
  );
});

test('the multiproof of leaves has the nodes that they miss, bottom up and from left to right', () => {
  const tree = parseTreeFile(text());
  const [first, second] = [leafOf(1, 1n, 10n), leafOf(16, 2n, 20n)];
  expect(multiproofFor(tree, [0, 2])).toEqual([second, EMPTY_LEAF]);
  expect(multiproofFor(tree, [1, 2])).toEqual([first, EMPTY_LEAF]);
  expect(multiproofFor(tree, [0, 1])).toEqual([RIGHT]);
  expect(multiproofFor(tree, [0, 1, 2])).toEqual([EMPTY_LEAF]);
  expect(multiproofFor(tree, [2])).toEqual(proofFor(tree, key(255))?.proof);
});

test('a tree file is read, and each leaf has the proof that leads to its root', () => {
  const tree = parseTreeFile(text());
  expect(tree).toMatchObject({ epoch: 7n, depth: 2, totalRewards: 6n, totalUsdc: 60n });
  expect(hex(tree.root)).toBe(hex(ROOT));
  const last = proofFor(tree, key(255));
  expect(last).toEqual({ rootIndex: 0, leafIndex: 2, reward: 3n, usdc: 30n, proof: [EMPTY_LEAF, LEFT] });
  for (const [byte, reward, usdc] of [
    [1, 1n, 10n],
    [16, 2n, 20n],
    [255, 3n, 30n],
  ] as const) {
    const proof = proofFor(tree, key(byte));
    if (!proof) throw new Error('there is no proof');
    expect(verifyProof(ROOT, 2, leafOf(byte, reward, usdc), proof)).toBe(true);
    expect(verifyProof(ROOT, 2, leafOf(byte, reward + 1n, usdc), proof)).toBe(false);
    expect(verifyProof(ROOT, 1, leafOf(byte, reward, usdc), proof)).toBe(false);
    expect(verifyProof(ROOT, 2, leafOf(byte, reward, usdc), { ...proof, leafIndex: proof.leafIndex + 4 })).toBe(false);
  }
  expect(proofFor(tree, key(2))).toBeNull();
});

test('one leaf is the root', () => {
  const [leaf] = FILE.leaves;
  const one = { leaves: [leaf], depth: 0, root: hex(leafOf(1, 1n, 10n)), total_rewards: '1', total_usdc: '10' };
  expect(proofFor(parseTreeFile(text(one)), key(1))).toMatchObject({ leafIndex: 0, proof: [] });
});

test.each([
  [{ version: 2 }, 'of version 2, expected 1'],
  [{ extra: 1 }, 'unknown field `extra`'],
  [{ epoch: 1.5 }, 'epoch is no whole number'],
  [{ epoch: 2 ** 53 }, 'epoch is no whole number'],
  [{ program_id: 'x' }, 'program_id is no address'],
  [{ total_rewards: '7' }, '`total_rewards` is 7, but its leaves make it 6'],
  [{ total_usdc: '060' }, 'total_usdc is not base units'],
  [{ total_rewards: 6 }, 'total_rewards is not base units'],
  [{ depth: 3 }, '`depth` is 3, but its leaves make it 2'],
  [{ root: hex(LEFT) }, '`root` is'],
  [{ root: hex(ROOT).toUpperCase() }, 'root is no hash'],
  [{ leaves: [] }, 'no leaves'],
  [{ leaves: [...FILE.leaves].reverse() }, 'leaf 1, of pool'],
  [{ leaves: [FILE.leaves[0], FILE.leaves[0]] }, 'as the leaf before it'],
  [{ leaves: [{ ...FILE.leaves[0], usdc: '18446744073709551616' }] }, 'usdc of leaf 0 is not base units'],
])('%j is refused', (changes, message) => {
  expect(() => parseTreeFile(text(changes))).toThrow(message);
});

test('a file that is cut off is refused', () => {
  expect(() => parseTreeFile(text().slice(0, -1))).toThrow('not JSON, or is cut off');
  expect(() => parseTreeFile('[]')).toThrow('the tree file is no JSON object');
});

test('trees in memory are a source of proofs', async () => {
  const source = treeProofs([parseTreeFile(text())]);
  expect(await source.proof(key(16), record)).toMatchObject({ rootIndex: 0, leafIndex: 1, reward: 2n });
  expect(await source.proof(key(3), record)).toBeNull();
  await expect(source.proof(key(1), { ...record, epoch: 8n })).rejects.toThrow('there is no tree of epoch 8');
});

const answer = {
  program_id: program,
  epoch: 7,
  pool: key(255),
  root: hex(ROOT),
  depth: 2,
  leaf_index: 2,
  reward: '3',
  usdc: '30',
  proof: [hex(EMPTY_LEAF), hex(LEFT)],
};

function service(status: number, body: string, asked: string[] = []) {
  const fetch = async (url: string | URL | Request) => {
    asked.push(String(url));
    return new Response(body, { status });
  };
  return proofService('https://proofs.example.org/', program, { fetch });
}

test('a service is asked for the root on chain, and what it answers is checked', async () => {
  const asked: string[] = [];
  const found = await service(200, JSON.stringify(answer), asked).proof(key(255), record);
  expect(asked).toEqual([`https://proofs.example.org/epochs/7/pools/${key(255)}/proof?root=${hex(ROOT)}`]);
  expect(found).toEqual({ rootIndex: 0, leafIndex: 2, reward: 3n, usdc: 30n, proof: [new Uint8Array(32), LEFT] });
  const wrong = (changes: object) => service(200, JSON.stringify({ ...answer, ...changes })).proof(key(255), record);
  await expect(wrong({ reward: '4' })).rejects.toThrow('does not lead to the root on chain');
  await expect(wrong({ epoch: 8 })).rejects.toThrow('for another program, pool or epoch');
  await expect(wrong({ proof: 'x' })).rejects.toThrow('does not lead to the root on chain');
});

test('a service that has no leaf, fails, lies at length or is silent', async () => {
  const ask = (status: number, body: string) => service(status, body).proof(key(255), record);
  expect(await ask(404, '{"error":"pool x has no leaf in epoch 7: it passes"}')).toBeNull();
  await expect(ask(404, '{"error":"there is no tree of epoch 7: see /epochs"}')).rejects.toThrow(
    'the proof service answered 404: there is no tree of epoch 7',
  );
  for (const page of ['<html>', '', ' '.repeat(8_193)]) {
    await expect(ask(502, page)).rejects.toThrow(/^the proof service answered 502$/);
  }
  await expect(ask(200, '<html>')).rejects.toThrow('is not JSON');
  for (const url of ['', 'proofs.example.org', '/proofs', 'ftp://proofs']) {
    expect(() => proofService(url, key(1))).toThrow('is no URL of a proof service');
  }
  for (const url of ['https://proofs.example.org/?token=secret', 'https://proofs.example.org/a#b', 'https://p?'])
    expect(() => proofService(url, key(1))).toThrow(/^write the URL of the proof service without query and fragment$/);
  for (const timeout of [-1, 0.5, 2 ** 31, Number.NaN]) {
    const fault = `timeout has to be a whole number from 0 to 2147483647, and is the number ${timeout}`;
    expect(() => proofService('https://proofs.example.org', key(1), { timeout })).toThrow(fault);
  }
  for (const url of ['HTTPS://proofs.example.org', 'https:proofs.example.org'])
    expect(proofService(url, key(1))).toBeDefined();
  await expect(ask(200, ' '.repeat(8_193))).rejects.toThrow('more than 8192 bytes');
  const fetch = (_: unknown, init?: RequestInit) =>
    new Promise<Response>((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(new Error('too late')));
    });
  const silent = proofService('https://x.example', program, { fetch: fetch as typeof globalThis.fetch, timeout: 20 });
  await expect(silent.proof(key(255), record)).rejects.toThrow('too late');
});

test('an error whose words do not come in time is silence', async () => {
  const fetch = async (_: unknown, init?: RequestInit) => {
    const start = (body: ReadableStreamDefaultController) => {
      body.enqueue(new TextEncoder().encode('{"error":'));
      init?.signal?.addEventListener('abort', () => body.error(new Error('the connection was closed')));
    };
    return new Response(new ReadableStream({ start }), { status: 502 });
  };
  const slow = proofService('https://x.example', program, { fetch: fetch as typeof globalThis.fetch, timeout: 20 });
  await expect(slow.proof(key(255), record)).rejects.toMatchObject({ name: 'TimeoutError' });
});
