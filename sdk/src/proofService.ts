/** Proofs from a proof service, `GET /epochs/{epoch}/pools/{pool}/proof` (SPEC 14). */
import type { Address, ReadonlyUint8Array } from '@solana/kit';

import { requireWhole } from './fields';
import type { RewardRecord } from './generated/accounts';
import { type LeafProof, leafHash, verifyProof } from './merkle';
import type { ProofSource } from './plans/proofSource';
import { addressOf, baseUnitsOf, hashOf, integerOf, objectOf, toHex } from './treeFile';

/** How to ask. */
export interface ProofServiceOptions {
  /** Milliseconds for an answer; 10,000 unless given. */
  timeout?: number;
  abortSignal?: AbortSignal;
  /** Asks instead of the platform's `fetch`. */
  fetch?: typeof globalThis.fetch;
}

/** No proof is larger: 31 siblings of 64 digits, and what stands beside them. */
const MAX_ANSWER_BYTES = 8_192;
const TIMEOUT = 10_000;
/** Of what is more, Node makes a millisecond. */
const MAX_TIMEOUT = 0x7fff_ffff;
const KEYS = ['program_id', 'epoch', 'pool', 'root', 'depth', 'leaf_index', 'reward', 'usdc', 'proof'];

/**
 * Asks a proof service. The service is not trusted: what it answers has to lead to a root of the record on chain.
 *
 * @param url - Where the service is, such as `https://proofs.example.org`; it takes no query and no fragment.
 * @param programAddress - The staking program whose leaves these are.
 * @throws RangeError If the timeout is no whole number from 0 to 2^31 - 1.
 * @throws Error If the URL is none of `http:` or `https:`, or has a query or a fragment.
 */
export function proofService(url: string, programAddress: Address, options: ProofServiceOptions = {}): ProofSource {
  requireWhole('timeout', options.timeout ?? TIMEOUT, MAX_TIMEOUT);
  if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol)) {
    throw new Error(`“${url}” is no URL of a proof service: write it with https://`);
  }
  // The path of a question would end up in it. It is not repeated: it may have a key in it.
  if (/[?#]/.test(url)) throw new Error('write the URL of the proof service without query and fragment');
  const base = new URL(url).href.replace(/\/+$/, '');
  return {
    async proof(operatorPool, record) {
      for (const [rootIndex, root] of record.roots.slice(0, record.rootCount).entries()) {
        const path = `${base}/epochs/${record.epoch}/pools/${operatorPool}/proof?root=${toHex(root)}`;
        const answer = await ask(path, options);
        if (answer === null) continue;
        return checked(answer, { operatorPool, programAddress, record, root, rootIndex });
      }
      return null;
    },
  };
}

/** `null` if the tree has no leaf for the pool. */
async function ask(url: string, { abortSignal, fetch = globalThis.fetch, timeout = TIMEOUT }: ProofServiceOptions) {
  const late = AbortSignal.timeout(timeout);
  const signal = abortSignal ? AbortSignal.any([abortSignal, late]) : late;
  const response = await fetch(url, { signal });
  if (response.ok) return json(await bounded(response));
  const error = await errorIn(response, signal);
  if (response.status === 404 && error.includes('has no leaf')) return null;
  throw new Error(`the proof service answered ${response.status}${error && `: ${error.slice(0, 400)}`}`);
}

/** What the service says that went wrong; nothing if it is not the service that answers, but what stands before it. */
async function errorIn(response: Response, signal: AbortSignal): Promise<string> {
  const answer = await bounded(response)
    .then(json)
    .catch(() => null);
  signal.throwIfAborted();
  return typeof answer === 'object' && answer !== null && 'error' in answer ? String(answer.error) : '';
}

async function bounded(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > MAX_ANSWER_BYTES) {
      await reader.cancel();
      throw new Error(`the proof service answers more than ${MAX_ANSWER_BYTES} bytes: is it one?`);
    }
    text += decoder.decode(value, { stream: true });
  }
  return text;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('the answer of the proof service is not JSON: is it one?', { cause });
  }
}

interface Asked {
  operatorPool: Address;
  programAddress: Address;
  record: RewardRecord;
  root: ReadonlyUint8Array;
  rootIndex: number;
}

function checked(answer: unknown, { operatorPool, programAddress, record, root, rootIndex }: Asked): LeafProof {
  const fields = objectOf(answer, 'the answer of the proof service', KEYS);
  const siblings = Array.isArray(fields.proof) ? fields.proof : [];
  const leaf = {
    rootIndex,
    leafIndex: Number(integerOf(fields.leaf_index, 'leaf_index')),
    reward: baseUnitsOf(fields.reward, 'reward'),
    usdc: baseUnitsOf(fields.usdc, 'usdc'),
    proof: siblings.map((sibling, index) => hashOf(sibling, `sibling ${index}`)),
  };
  const isAsked =
    addressOf(fields.program_id, 'program_id') === programAddress &&
    addressOf(fields.pool, 'pool') === operatorPool &&
    integerOf(fields.epoch, 'epoch') === record.epoch;
  if (!isAsked) throw new Error('the proof service answers for another program, pool or epoch');
  const hash = leafHash({ programAddress, epoch: record.epoch, operatorPool, reward: leaf.reward, usdc: leaf.usdc });
  if (!verifyProof(root, record.depths[rootIndex] ?? 0, hash, leaf)) {
    throw new Error('the proof of the service does not lead to the root on chain');
  }
  return leaf;
}
