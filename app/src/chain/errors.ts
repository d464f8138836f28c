/** What went wrong, in the words of whoever refused it, and what to do. */
import { explainError, PlanStopped, wordsOf } from '@inference-staking/sdk';
import {
  isSolanaError,
  SOLANA_ERROR__BLOCK_HEIGHT_EXCEEDED,
  SOLANA_ERROR__JSON_RPC__METHOD_NOT_FOUND,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_KEY_EXCLUDED_FROM_SECONDARY_INDEX,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_NODE_UNHEALTHY,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
  SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR,
  SOLANA_ERROR__RPC_SUBSCRIPTIONS__CHANNEL_CONNECTION_CLOSED,
  SOLANA_ERROR__RPC_SUBSCRIPTIONS__CHANNEL_FAILED_TO_CONNECT,
  SOLANA_ERROR__TRANSACTION_ERROR__ACCOUNT_NOT_FOUND,
  SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND,
  SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_FEE,
  SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_RENT,
  type SolanaError,
} from '@solana/kit';

import { NoNode } from './connection';

export interface Fault {
  /** Begins with a capital, ends without a point. */
  message: string;
  /** The program's name of the rule, if it is one of its rules. */
  rule: string | null;
  /** What to do, where the message does not say. */
  advice: string | null;
  /** Whether asking the same once more may help. */
  isUnreachable: boolean;
}

export function faultOf(error: unknown): Fault {
  const failure = error instanceof PlanStopped ? error.failure : explainError(error);
  if (failure) {
    const rule = 'name' in failure ? failure.name : null;
    const message = sentence(plainly(failure.message));
    return { message, rule, advice: adviceFor(failure.message), isUnreachable: false };
  }
  const fault = nodeFault(error);
  if (fault) return { rule: null, advice: null, isUnreachable: false, ...fault };
  const message = error instanceof PlanStopped ? error.reason : wordsOf(error);
  return { message: sentence(plainly(message)), rule: null, advice: adviceFor(message), isUnreachable: false };
}

const ANOTHER_NODE = 'name another node in the settings';
const TRY_AGAIN = `Try again; if it stays so, ${ANOTHER_NODE}`;
const NOT_AS_NODE = 'does not answer as a Solana node does';

/** What a node answered, or that it did not; `null` if it is not of the node. */
function nodeFault(error: unknown): (Pick<Fault, 'message'> & Partial<Fault>) | null {
  let fault: ReturnType<typeof nodeFault> = null;
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth += 1) {
    // Browsers throw a `TypeError` for a request that never got an answer.
    if (at instanceof TypeError && /fetch|network|load failed/i.test(at.message)) return unreachable('does not answer');
    if (at instanceof NoNode) return unreachable(NOT_AS_NODE);
    // The innermost says most, if it says something.
    if (isSolanaError(at)) fault = answeredFault(at) ?? fault;
  }
  return fault;
}

function unreachable(does: string) {
  return { message: `The node ${does}`, advice: TRY_AGAIN, isUnreachable: true };
}

/** Kit leaves its own words out of a built site, and names a command line in their place: only the node's are of use here. */
function answeredFault(error: SolanaError): ReturnType<typeof nodeFault> {
  if (isSolanaError(error, SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR)) return httpFault(error.context.statusCode);
  const { __code: code } = error.context;
  const said = '__serverMessage' in error.context ? String(error.context.__serverMessage) : null;
  const isRefused =
    code === SOLANA_ERROR__JSON_RPC__METHOD_NOT_FOUND ||
    code === SOLANA_ERROR__JSON_RPC__SERVER_ERROR_KEY_EXCLUDED_FROM_SECONDARY_INDEX ||
    /getProgramAccounts|secondary index/i.test(said ?? '');
  if (isRefused) return { message: `The node refuses what is asked of it${quoted(said)}`, advice: LISTS_NOTHING };
  const words = NODE_WORDS[code];
  if (words) return { message: words + quoted(said) };
  if (said) return { message: `The node refuses${quoted(said)}` };
  // What the wallet or kit itself did not go along with has the SDK's words.
  return isOfNode(code) ? { message: `The node refuses, with error ${code}`, advice: TRY_AGAIN } : null;
}

/** By kit's numbers: those of JSON-RPC are negative, and a range is left to transports and subscriptions. */
function isOfNode(code: number): boolean {
  return code < 0 || (code >= 8_100_000 && code < 8_200_000);
}

const LISTS_NOTHING = `Public nodes often do not list the accounts of a program: ${ANOTHER_NODE}`;

const NODE_WORDS: Record<number, string> = {
  [SOLANA_ERROR__BLOCK_HEIGHT_EXCEEDED]: 'The transaction was not executed in time, and cannot be any more',
  [SOLANA_ERROR__JSON_RPC__SERVER_ERROR_NODE_UNHEALTHY]: 'The node is behind the network',
  [SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE]: 'The node refuses the transaction',
  [SOLANA_ERROR__RPC_SUBSCRIPTIONS__CHANNEL_CONNECTION_CLOSED]: 'The WebSocket port of the node has closed',
  [SOLANA_ERROR__RPC_SUBSCRIPTIONS__CHANNEL_FAILED_TO_CONNECT]: 'The WebSocket port of the node does not answer',
  [SOLANA_ERROR__TRANSACTION_ERROR__ACCOUNT_NOT_FOUND]: 'The account that pays the fee has no SOL',
  [SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND]: 'The transaction was signed too late',
  [SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_FEE]: 'There is not enough SOL for the fee',
  [SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_RENT]: 'There is not enough SOL for the rent',
};

/** What servers answer that know nothing of a node's requests: not found, not allowed, not implemented. Nodes themselves answer 410. */
const NO_SUCH_REQUEST = [404, 405, 501];

function httpFault(status: number): ReturnType<typeof nodeFault> {
  if (status === 429) return unreachable('asks for fewer requests');
  if (NO_SUCH_REQUEST.includes(status)) return unreachable(`${NOT_AS_NODE} (HTTP ${status})`);
  if (status >= 400 && status < 500 && status !== 408)
    return { message: `The node refuses what is asked of it (HTTP ${status})`, advice: LISTS_NOTHING };
  return unreachable('does not answer');
}

function quoted(said: string | null): string {
  return said ? `: “${excerpt(said)}”` : '';
}

/** Characters of somebody else's text that are shown. */
const EXCERPT = 120;

function excerpt(text: string): string {
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
}

/** What the SDK says, as it is said to somebody who does not write programs. */
function plainly(text: string): string {
  return proofReason(text).replace('send it with `spareComputeUnits`, or use', 'use');
}

/** Why an epoch is not accrued, as it is said here: without all that a proof service may say. */
export function proofReason(text: string): string {
  const [before = '', said] = text.split(/(?<=the proof service answered \d+: )/);
  return before.replace('no source of proofs is given', 'no proof service is named') + excerpt(said ?? '');
}

function adviceFor(message: string): string | null {
  if (message.includes('there is no pool overview')) {
    return 'The node answers, but this staking program was not set up on its network: name another node or program in the settings';
  }
  if (message.includes('no source of proofs is given'))
    return 'Name a proof service in the settings, or wait until a keeper has paid the pool';
  if (message.startsWith('the proof service'))
    return 'Try again; if it stays so, name another proof service in the settings, or open the tree file of the epoch';
  if (message.includes('its proof could not be had'))
    return 'Name another proof service in the settings, or wait until a keeper has paid the pool';
  return null;
}

/** Begins with a capital, and ends without a point of its own. */
export function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return first.replace(/[.\s]+$/, '');
}

/** With the point that ends it, unless it ends with a mark of its own. */
export function ended(text: string): string {
  return /[?!…]$/.test(text) ? text : `${text}.`;
}
