/** Whose doing something was, and what to do: a node is not blamed for what a wallet, kit or a proof service did. */
import { explainFailure, PlanStopped } from '@inference-staking/sdk';
import {
  type Address,
  type Signature,
  SOLANA_ERROR__JSON_RPC__INTERNAL_ERROR,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SLOT_SKIPPED,
  SOLANA_ERROR__TRANSACTION__EXCEEDS_SIZE_LIMIT,
  SOLANA_ERROR__TRANSACTION_ERROR__CLUSTER_MAINTENANCE,
  SolanaError,
} from '@solana/kit';
import { afterEach, expect, test, vi } from 'vitest';

import { connect } from '../../src/chain/connection';
import { faultOf } from '../../src/chain/errors';

const stopped = (of: { cause?: unknown; failure?: PlanStopped['failure']; reason: string }) =>
  new PlanStopped(['5sig' as Signature], { signature: null, outcome: 'NotExecuted', failure: null, ...of });

test('what the node did not do is said in the words of the SDK, without what became of the transactions', () => {
  const cause = new SolanaError(SOLANA_ERROR__TRANSACTION__EXCEEDS_SIZE_LIMIT, {
    transactionSize: 1_300,
    transactionSizeLimit: 1_232,
  });
  const words = 'signed transaction has 1300 bytes, but at most 1232 fit';
  for (const error of [cause, stopped({ cause, reason: `the ${words}` })]) {
    const { advice, isUnreachable, message } = faultOf(error);
    expect(message.startsWith(`The ${words}`)).toBe(true);
    expect(message).not.toContain('5sig');
    expect([advice, isUnreachable]).toEqual([null, false]);
  }
});

test('what the node did is said of it, wherever it stands among the causes', () => {
  const skipped = new SolanaError(SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SLOT_SKIPPED, { __serverMessage: 'slot 7' });
  expect(faultOf(stopped({ cause: skipped, reason: 'whatever' })).message).toBe('The node refuses: “slot 7”');
  // A transaction that was refused for what nobody has words for: still by the node.
  const cause = new SolanaError(SOLANA_ERROR__TRANSACTION_ERROR__CLUSTER_MAINTENANCE);
  const simulated = { accounts: null, logs: [], returnData: null, unitsConsumed: 0n, cause };
  const preflight = new SolanaError(
    SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
    simulated as never,
  );
  expect(faultOf(preflight).message).toMatch(/^The node refuses/);
  const unworded = new SolanaError(SOLANA_ERROR__JSON_RPC__INTERNAL_ERROR, {} as never);
  expect(faultOf(unworded)).toMatchObject({
    message: 'The node refuses, with error -32603',
    advice: 'Try again; if it stays so, name another node in the settings',
  });
  const silent = new Error('outer', { cause: new TypeError('Failed to fetch') });
  expect(faultOf(silent)).toEqual({
    message: 'The node does not answer',
    rule: null,
    advice: 'Try again; if it stays so, name another node in the settings',
    isUnreachable: true,
  });
});

test('a wallet that adds more than was left for it is named, and no option of the SDK', () => {
  const log = [
    'Program 11111111111111111111111111111111 invoke [1]',
    'Program 11111111111111111111111111111111 failed: Computational budget exceeded',
  ];
  const failure = explainFailure(log);
  const { message } = faultOf(stopped({ failure, reason: failure?.message ?? '' }));
  expect(message).toContain('The transaction ran out of compute units');
  expect(message).toContain('use another wallet');
  expect(message).not.toContain('spareComputeUnits');
});

test('of a proof service that does not answer it is said what to do', () => {
  const { advice, isUnreachable, message } = faultOf(new Error('the proof service does not answer'));
  expect(message).toBe('The proof service does not answer');
  expect(advice).toContain('name another proof service in the settings');
  expect(isUnreachable).toBe(false);
});

test('plain objects that were thrown have their own words', () => {
  expect(faultOf({ code: 4001, message: 'User rejected' }).message).toBe('User rejected');
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

/** What is said where whoever has the node's address answers a request like this. */
async function faultAnswered(body: string, status = 200) {
  vi.stubGlobal('fetch', async () => new Response(body, { status }));
  const settings = { rpcUrl: 'https://example.org', webSocketUrl: '', proofServiceUrl: '', programId: '' };
  const error = await connect(settings)
    .rpc.getBalance('11111111111111111111111111111111' as Address)
    .send()
    .catch((thrown: unknown) => thrown);
  return faultOf(new Error('outer', { cause: error }));
}

test.each([
  ['a page', '<!doctype html><title>Welcome</title>'],
  ['nothing', ''],
  ['JSON that is no object', '"ok"'],
  ['nothing as JSON', 'null'],
  ['another kind of JSON', '{"status":"ok"}'],
  ['an error that is not of JSON-RPC', '{"error":"no such page"}'],
  ['an error without a number', '{"error":{"message":"no such page"}}'],
  ['an error whose number is a word', '{"error":{"code":"not_found","message":"no such page"}}'],
  ['an error without words', '{"error":{"code":404}}'],
  ['such an error beside a result', '{"result":null,"error":{"message":"no such page"}}'],
  ['nothing as its error', '{"error":null}'],
])('of an address that answers with %s it is said that it is no node, and what to do', async (_, body) => {
  expect(await faultAnswered(body)).toEqual({
    message: 'The node does not answer as a Solana node does',
    rule: null,
    advice: 'Try again; if it stays so, name another node in the settings',
    isUnreachable: true,
  });
});

test.each([{ code: 429 }, { code: -32052 }, { code: 429, data: 'soon' }, { code: -32052, data: { retryAfter: 5 } }])(
  'the words of a node are told with an error that kit does not know: %j',
  async (error) => {
    // Elsewhere kit looks for words of its own, and finds none.
    vi.stubEnv('NODE_ENV', 'production');
    const { message } = await faultAnswered(JSON.stringify({ error: { ...error, message: 'Your plan is used up' } }));
    expect(message).toBe('The node refuses: “Your plan is used up”');
  },
);

test('what a node says of an error that has words here stands behind them', async () => {
  const used = { code: -32005, message: 'daily request count exceeded', data: { numSlotsBehind: 7 } };
  expect((await faultAnswered(JSON.stringify({ error: used }))).message).toBe(
    'The node is behind the network: “daily request count exceeded”',
  );
});

test.each([404, 405, 501])('so it is of one that does not know such requests: HTTP %s', async (status) => {
  expect(await faultAnswered('Not here', status)).toMatchObject({
    message: `The node does not answer as a Solana node does (HTTP ${status})`,
    advice: 'Try again; if it stays so, name another node in the settings',
    isUnreachable: true,
  });
});

test('a node that refuses is quoted, and one that has something is believed', async () => {
  const refused = { jsonrpc: '2.0', id: '1', error: { code: -32009, message: 'slot 7' } };
  expect((await faultAnswered(JSON.stringify(refused))).message).toBe('The node refuses: “slot 7”');
  for (const status of [403, 410]) {
    const { advice, message } = await faultAnswered('{}', status);
    expect(message).toBe(`The node refuses what is asked of it (HTTP ${status})`);
    expect(advice).toContain('Public nodes often do not list the accounts of a program');
  }
  // Gateways leave out which version they speak.
  const gateway = { id: '1', error: { code: -32009, message: 'slot 8' } };
  expect((await faultAnswered(JSON.stringify(gateway))).message).toBe('The node refuses: “slot 8”');
  const settings = { rpcUrl: 'https://example.org', webSocketUrl: '', proofServiceUrl: '', programId: '' };
  vi.stubGlobal('fetch', async () => new Response('{"jsonrpc":"2.0","id":"1","result":7}'));
  expect(await connect(settings).rpc.getSlot().send()).toBe(7n);
});
