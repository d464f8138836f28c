/** What was thrown is told in words also where kit leaves its messages out, as it does in production bundles. */
import {
  type Address,
  createNoopSigner,
  generateKeyPairSigner,
  SOLANA_ERROR__INSTRUCTION_ERROR__COMPUTATIONAL_BUDGET_EXCEEDED,
  SOLANA_ERROR__JSON_RPC__INTERNAL_ERROR,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_NODE_UNHEALTHY,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
  SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR,
  SOLANA_ERROR__RPC_SUBSCRIPTIONS__CHANNEL_CONNECTION_CLOSED,
  SOLANA_ERROR__TRANSACTION__EXCEEDS_SIZE_LIMIT,
  SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND,
  SOLANA_ERROR__TRANSACTION_ERROR__DUPLICATE_INSTRUCTION,
  SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_FEE,
  SOLANA_ERROR__TRANSACTION_ERROR__UNSUPPORTED_VERSION,
  SolanaError,
  type TransactionSigner,
} from '@solana/kit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createStakingRecord, explainFailure, PlanStopped, rpcReader, sendPlan, wordsOf } from '../src/index';
import { fundedWallet, startNetwork } from './network/network';
import { openPool } from './network/plans';
import { rpcOf } from './network/rpc';

beforeEach(() => vi.stubEnv('NODE_ENV', 'production'));
afterEach(() => vi.unstubAllEnvs());

/** A node that simulated a transaction before it sends it, and refused it because of this. */
function refusedBecause(cause: SolanaError): SolanaError {
  const simulated = { accounts: null, logs: [], returnData: null, unitsConsumed: 0n };
  const code = SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE;
  return new SolanaError(code, { ...simulated, cause } as never);
}

test('kit leaves its messages out here, as in a production bundle', () => {
  expect(new SolanaError(SOLANA_ERROR__JSON_RPC__SERVER_ERROR_NODE_UNHEALTHY, {}).message).toContain(
    'Decode this error',
  );
});

test('what a node refuses to send is told by what caused it', () => {
  const late = new SolanaError(SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND);
  expect(wordsOf(refusedBecause(late))).toContain('the transaction was signed too late, its blockhash had expired');
  const poor = new SolanaError(SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_FEE);
  expect(wordsOf(refusedBecause(poor))).toBe('the fee payer has too little SOL for the fee: fund it first');
  const twice = new SolanaError(SOLANA_ERROR__TRANSACTION_ERROR__DUPLICATE_INSTRUCTION, { index: 3 });
  expect(wordsOf(refusedBecause(twice))).toContain('sets its compute budget twice, since the wallet adds');
  const spent = new SolanaError(SOLANA_ERROR__INSTRUCTION_ERROR__COMPUTATIONAL_BUDGET_EXCEEDED, { index: 3 });
  expect(wordsOf(refusedBecause(spent))).toContain('send it with `spareComputeUnits`, or use another wallet');
});

test('a log that says that compute units ran out is told in the same words', () => {
  const program = 'ComputeBudget111111111111111111111111111111';
  for (const reason of ['exceeded CUs meter at BPF instruction', 'Computational budget exceeded']) {
    const failure = explainFailure([`Program ${program} invoke [1]`, `Program ${program} failed: ${reason}`]);
    expect(failure).toMatchObject({ kind: 'program', programAddress: program, code: null });
    expect(failure?.message).toContain('send it with `spareComputeUnits`, or use another wallet');
  }
});

test('a node that cannot be asked is told by its answer', () => {
  const answered = (statusCode: number) =>
    wordsOf(
      new SolanaError(SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR, { headers: new Headers(), message: '', statusCode }),
    );
  expect(answered(429)).toContain('HTTP 429, it is asked too often: wait a moment');
  expect(answered(403)).toContain('HTTP 403, it does not let you ask');
  expect(answered(502)).toBe('the node answered with HTTP 502: try again, or use another node');
  expect(wordsOf(new SolanaError(SOLANA_ERROR__JSON_RPC__SERVER_ERROR_NODE_UNHEALTHY, {}))).toContain('is behind');
  const said = { __serverMessage: 'the database is locked' };
  expect(wordsOf(new SolanaError(SOLANA_ERROR__JSON_RPC__INTERNAL_ERROR, said))).toBe(
    'the node refused: the database is locked',
  );
});

test('what has no words here is told by its number, and with the words of kit where it has them', () => {
  const unknown = () => refusedBecause(new SolanaError(SOLANA_ERROR__TRANSACTION_ERROR__UNSUPPORTED_VERSION));
  expect(wordsOf(unknown())).toBe(`error ${SOLANA_ERROR__TRANSACTION_ERROR__UNSUPPORTED_VERSION} of @solana/kit`);
  vi.stubEnv('NODE_ENV', 'development');
  expect(wordsOf(unknown())).toBe('Transaction version is unsupported');
});

test('a connection that ended, and a request without an answer, are told in words, whatever the platform says', () => {
  const closed = new SolanaError(SOLANA_ERROR__RPC_SUBSCRIPTIONS__CHANNEL_CONNECTION_CLOSED);
  expect(wordsOf(closed)).toContain('the connection to the node ended');
  // Of Chromium, Node, Safari and Firefox.
  const messages = [
    'Failed to fetch',
    'fetch failed',
    'Load failed',
    'NetworkError when attempting to fetch resource.',
  ];
  for (const message of messages) {
    expect(wordsOf(new TypeError(message))).toBe('there is no connection: check the network and the URL');
  }
  expect(wordsOf(new DOMException('signal timed out', 'TimeoutError'))).toBe('there was no answer in time');
  expect(wordsOf(new DOMException('signal is aborted without reason', 'AbortError'))).toBe(
    'it was ended before there was an answer',
  );
});

test('what a wallet added beyond the size of a transaction is told in bytes', () => {
  const size = { transactionSize: 1_300, transactionSizeLimit: 1_232 };
  const words = wordsOf(new SolanaError(SOLANA_ERROR__TRANSACTION__EXCEEDS_SIZE_LIMIT, size));
  expect(words).toContain('has 1300 bytes, but at most 1232 fit');
});

/** How the creation of a record stops that was planned with one signer and is sent with another. */
async function stopOf(
  signersOf: (owner: TransactionSigner) => { owner: TransactionSigner; feePayer: TransactionSigner },
) {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const { feePayer, owner } = signersOf(await fundedWallet(network, 'delegator', 0n));
  const { rpc } = rpcOf(network.svm);
  const plan = await createStakingRecord(rpcReader(rpc), { operatorPool, owner, payer: feePayer });
  const stop = await sendPlan({ rpc }, plan, { feePayer }).catch((error: unknown) => error);
  if (!(stop instanceof PlanStopped)) throw stop;
  return stop.message;
}

test('a plan of another signer object than it is sent with says to plan again', async () => {
  const message = await stopOf((feePayer) => ({ feePayer, owner: createNoopSigner(feePayer.address as Address) }));
  expect(message).toContain('the plan has another signer object of');
  expect(message).toContain('make one signer for an account, and plan again with it');
});

test('a plan of a signer that only stands in says that a signature is missing', async () => {
  const stranger = await generateKeyPairSigner();
  const message = await stopOf((feePayer) => ({ feePayer, owner: createNoopSigner(stranger.address) }));
  expect(message).toContain("a signature is missing: plan again with the wallet's own signer");
});
