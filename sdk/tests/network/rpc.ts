/** kit's own RPC client on a LiteSVM chain: what a node would answer, for reading accounts. */
import {
  type Address,
  createSolanaRpcFromTransport,
  type EncodedAccount,
  getBase58Encoder,
  type Rpc,
  type RpcTransport,
  type SolanaRpcApi,
} from '@solana/kit';
import type { LiteSVM } from 'litesvm';

interface Filter {
  memcmp: { offset: number; bytes: string };
}

/** Requests that were made, for tests that count them. */
export interface CountedRpc {
  rpc: Rpc<SolanaRpcApi>;
  requests: { method: string; params: unknown[] }[];
}

export function rpcOf(svm: LiteSVM): CountedRpc {
  const requests: CountedRpc['requests'] = [];
  const transport = async ({ payload }: { payload: unknown }) => {
    const { method, params } = payload as { method: string; params: unknown[] };
    requests.push({ method, params });
    return { jsonrpc: '2.0', id: '1', result: answer(svm, method, params) };
  };
  return { rpc: createSolanaRpcFromTransport(transport as unknown as RpcTransport), requests };
}

function answer(svm: LiteSVM, method: string, params: unknown[]): unknown {
  const [key, config] = params as [Address, { filters?: Filter[] }];
  if (method === 'getAccountInfo') {
    const account = svm.getAccount(key);
    return { context: { slot: 1 }, value: account.exists ? json(account) : null };
  }
  if (method === 'getProgramAccounts') {
    const matching = svm.getProgramAccounts(key).filter((account) => (config.filters ?? []).every(matches(account)));
    return matching.map((account) => ({ pubkey: account.address, account: json(account) }));
  }
  throw new Error(`no test needs ${method}`);
}

function matches(account: EncodedAccount): (filter: Filter) => boolean {
  return ({ memcmp }) =>
    getBase58Encoder()
      .encode(memcmp.bytes)
      .every((byte, index) => account.data[Number(memcmp.offset) + index] === byte);
}

function json(account: EncodedAccount) {
  const data = [Buffer.from(account.data as Uint8Array).toString('base64'), 'base64'];
  const { executable, lamports, programAddress: owner, space } = account;
  return { data, executable, lamports, owner, rentEpoch: 0, space };
}
