/** What was thrown, in words. */
import {
  isSolanaError,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_NODE_UNHEALTHY,
  SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR,
  SOLANA_ERROR__RPC_SUBSCRIPTIONS__CHANNEL_CLOSED_BEFORE_MESSAGE_BUFFERED,
  SOLANA_ERROR__RPC_SUBSCRIPTIONS__CHANNEL_CONNECTION_CLOSED,
  SOLANA_ERROR__RPC_SUBSCRIPTIONS__CHANNEL_FAILED_TO_CONNECT,
  SOLANA_ERROR__SIGNER__ADDRESS_CANNOT_HAVE_MULTIPLE_SIGNERS,
  SOLANA_ERROR__TRANSACTION__EXCEEDS_SIZE_LIMIT,
  SOLANA_ERROR__TRANSACTION__FEE_PAYER_SIGNATURE_MISSING,
  SOLANA_ERROR__TRANSACTION__SIGNATURES_MISSING,
  type SolanaError,
} from '@solana/kit';

import { NODE_ERRORS } from './nodeErrors';

/**
 * What was thrown, in words, with what to do where that is known. In production bundles kit's errors have numbers for messages: they are
 * told by their codes. Wallets throw plain objects too, such as `{ code: 4001, message: 'User rejected' }`.
 */
export function wordsOf(thrown: unknown): string {
  if (isSolanaError(thrown)) return wordsOfKit(thrown);
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  const { code, message } = thrown as { code?: unknown; message?: unknown };
  if (typeof message === 'string' && message !== '') return plainly(message);
  return code === undefined ? 'an error without a message' : `error ${String(code)}, without a message`;
}

/** What browsers and Node say of a request that got no answer, which names nothing that a user knows. */
function plainly(message: string): string {
  if (/^(Failed to fetch|fetch failed|Load failed|NetworkError when)/.test(message)) {
    return 'there is no connection: check the network and the URL';
  }
  if (/^(signal timed out|The operation was aborted due to timeout)/.test(message))
    return 'there was no answer in time';
  return /^(signal is aborted|This operation was aborted)/.test(message)
    ? 'it was ended before there was an answer'
    : message;
}

/** What caused an error of kit says more than it does: that of sending only says that the simulation failed. */
function wordsOfKit(thrown: SolanaError): string {
  let error = thrown;
  for (let depth = 0; isSolanaError(error.cause) && depth < 10; depth += 1) error = error.cause;
  const known = knownWords(error);
  if (known !== null) return known;
  if (!error.message.startsWith('Solana error #')) return error.message;
  const { __code: code, __serverMessage: said } = error.context as { __code: number; __serverMessage?: unknown };
  return typeof said === 'string' ? `the node refused: ${said}` : `error ${code} of @solana/kit`;
}

function isDisconnected(error: SolanaError): boolean {
  return (
    isSolanaError(error, SOLANA_ERROR__RPC_SUBSCRIPTIONS__CHANNEL_CONNECTION_CLOSED) ||
    isSolanaError(error, SOLANA_ERROR__RPC_SUBSCRIPTIONS__CHANNEL_CLOSED_BEFORE_MESSAGE_BUFFERED) ||
    isSolanaError(error, SOLANA_ERROR__RPC_SUBSCRIPTIONS__CHANNEL_FAILED_TO_CONNECT)
  );
}

function knownWords(error: SolanaError): string | null {
  if (isDisconnected(error)) return 'the connection to the node ended, or could not be made: subscribe again';
  const ofNode = Object.values(NODE_ERRORS).find(({ code }) => isSolanaError(error, code));
  if (ofNode) return ofNode.words;
  if (isSolanaError(error, SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR)) return httpWords(error.context.statusCode);
  if (isSolanaError(error, SOLANA_ERROR__JSON_RPC__SERVER_ERROR_NODE_UNHEALTHY)) {
    return 'the node is behind the others: try again, or use another node';
  }
  if (isSolanaError(error, SOLANA_ERROR__TRANSACTION__EXCEEDS_SIZE_LIMIT)) {
    const { transactionSize, transactionSizeLimit } = error.context;
    return `the signed transaction has ${transactionSize} bytes, but at most ${transactionSizeLimit} fit: a wallet that adds so much cannot send this plan, use another`;
  }
  if (isSolanaError(error, SOLANA_ERROR__SIGNER__ADDRESS_CANNOT_HAVE_MULTIPLE_SIGNERS)) {
    return `the plan has another signer object of ${error.context.address} than it is sent with: make one signer for an account, and plan again with it`;
  }
  const isUnsigned =
    isSolanaError(error, SOLANA_ERROR__TRANSACTION__SIGNATURES_MISSING) ||
    isSolanaError(error, SOLANA_ERROR__TRANSACTION__FEE_PAYER_SIGNATURE_MISSING);
  return isUnsigned
    ? "a signature is missing: plan again with the wallet's own signer, not one that only stands in"
    : null;
}

function httpWords(status: number): string {
  const answer = `the node answered with HTTP ${status}`;
  if (status === 429) return `${answer}, it is asked too often: wait a moment and try again, or use another node`;
  if (status === 401 || status === 403) return `${answer}, it does not let you ask: check its URL and key`;
  return `${answer}: try again, or use another node`;
}
