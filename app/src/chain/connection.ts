/** The node that the page reads and sends over, through kit and the SDK. */
import {
  INFERENCE_STAKING_PROGRAM_ADDRESS,
  type ProofSource,
  proofService,
  rpcReader,
  rpcSimulator,
} from '@inference-staking/sdk';
import {
  address,
  createDefaultRpcTransport,
  createSolanaRpcFromTransport,
  createSolanaRpcSubscriptions,
  isAddress,
  type RpcTransport,
} from '@solana/kit';
import { createContext, useContext } from 'react';

import { type Settings, webSocketUrlOf } from '../settings';

const READING = { commitment: 'confirmed' } as const;

/** How long a node may take, milliseconds: one that keeps its sockets open may never answer. */
const PATIENCE = 10_000;
/** The same of all accounts of a kind, which are megabytes on a large network. */
const PATIENCE_LARGE = 60_000;

/** No answer in time: of the kind that browsers throw for a request without an answer, so that it reads the same. */
export class NoAnswer extends TypeError {}

/** Carries out a request, and gives it up as one that got no answer once the node has had its time. */
export async function inTime<T>(method: unknown, request: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const patience = method === 'getProgramAccounts' ? PATIENCE_LARGE : PATIENCE;
  const late = AbortSignal.timeout(patience);
  try {
    return await request(late);
  } catch (cause) {
    if (late.aborted) throw new NoAnswer(`the network gave no answer in ${patience / 1_000} s`, { cause });
    throw cause;
  }
}

/** Something else than a Solana node answered. */
export class NoNode extends Error {}

/** What was answered, if it is JSON-RPC. Of errors that kit does not know it keeps only the data: the node's words go along in them. */
async function asJsonRpc<Answer>(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked.catch((cause: unknown) => {
    throw cause instanceof SyntaxError ? new NoNode('the answer is no JSON', { cause }) : cause;
  });
  if (typeof answer !== 'object' || answer === null) throw new NoNode('the answer is no JSON-RPC');
  if (!('error' in answer)) {
    // Not all that stand before a node say which version they speak.
    if ('result' in answer) return answer;
    throw new NoNode('the answer is no JSON-RPC');
  }
  const { error } = answer;
  if (!isJsonRpcError(error)) throw new NoNode('the error is none of JSON-RPC');
  const data = typeof error.data === 'object' && !Array.isArray(error.data) ? error.data : null;
  return { ...answer, error: { ...error, data: { __serverMessage: error.message, ...data } } };
}

/** As kit reads it, whose parser makes whole numbers bigints. */
function isJsonRpcError(error: unknown): error is { code: bigint | number; message: string; data?: unknown } {
  if (typeof error !== 'object' || error === null || !('code' in error && 'message' in error)) return false;
  return ['bigint', 'number'].includes(typeof error.code) && typeof error.message === 'string';
}

function impatientTransport(url: string): RpcTransport {
  const transport = createDefaultRpcTransport({ url });
  return <Answer>({ payload, signal }: Parameters<RpcTransport>[0]) =>
    inTime(methodIn(payload), (late) =>
      asJsonRpc(transport<Answer>({ payload, signal: signal ? AbortSignal.any([signal, late]) : late })),
    );
}

function methodIn(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'method' in payload ? payload.method : null;
}

/** Clients of the node that the settings name. They connect when they are first used. */
export function connect(settings: Settings) {
  const programAddress = isAddress(settings.programId)
    ? address(settings.programId)
    : INFERENCE_STAKING_PROGRAM_ADDRESS;
  const rpc = createSolanaRpcFromTransport(impatientTransport(settings.rpcUrl));
  const rpcSubscriptions = createSolanaRpcSubscriptions(webSocketUrlOf(settings));
  const proofs: ProofSource | undefined = settings.proofServiceUrl
    ? proofService(settings.proofServiceUrl, programAddress)
    : undefined;
  return {
    settings,
    programAddress,
    rpc,
    rpcSubscriptions,
    reader: rpcReader(rpc, { ...READING, programAddress }),
    simulator: rpcSimulator(rpc, READING),
    proofs,
  };
}

export type Chain = ReturnType<typeof connect>;

/** Those that bring proofs along. */
const TAKE_SERVICE = /^(unstake|activate) /;

/** A command of the command line on the same node, program and proof service. */
export function commandText({ programAddress, settings }: Pick<Chain, 'programAddress' | 'settings'>, command: string) {
  const { proofServiceUrl, rpcUrl } = settings;
  const program = programAddress === INFERENCE_STAKING_PROGRAM_ADDRESS ? '' : ` --program-id ${programAddress}`;
  const service = proofServiceUrl && TAKE_SERVICE.test(command) ? ` --service ${quoted(proofServiceUrl)}` : '';
  return `inference-staking --url ${quoted(rpcUrl)}${program} ${command}${service}`;
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export const ChainContext = createContext<Chain | null>(null);

export function useChain(): Chain {
  const chain = useContext(ChainContext);
  if (!chain) throw new Error('a page stands outside the connection');
  return chain;
}
