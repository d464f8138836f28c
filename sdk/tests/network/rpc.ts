/** kit's own RPC client on a LiteSVM chain: what a node would answer, for reading accounts, for simulations and for sending. */
import {
  type Address,
  createSolanaRpcFromTransport,
  type EncodedAccount,
  getBase58Encoder,
  getBase64Encoder,
  getSignatureFromTransaction,
  getTransactionDecoder,
  type Rpc,
  type RpcTransport,
  type SolanaRpcApi,
} from '@solana/kit';
import { FailedTransactionMetadata, type LiteSVM } from 'litesvm';

interface Filter {
  memcmp: { offset: number; bytes: string };
}

/** Requests that were made, for tests that count them. */
export interface CountedRpc {
  rpc: Rpc<SolanaRpcApi>;
  requests: { method: string; params: unknown[] }[];
  /** What answers them. */
  transport: RpcTransport;
}

export function rpcOf(svm: LiteSVM): CountedRpc {
  const requests: CountedRpc['requests'] = [];
  const transport = (async ({ payload }: { payload: unknown }) => {
    const { method, params } = payload as { method: string; params: unknown[] };
    requests.push({ method, params });
    return { jsonrpc: '2.0', id: '1', result: answer(svm, method, params) };
  }) as unknown as RpcTransport;
  return { rpc: createSolanaRpcFromTransport(transport), requests, transport };
}

function answer(svm: LiteSVM, method: string, params: unknown[]): unknown {
  const [key, config] = params as [Address, { filters?: Filter[] }];
  if (method === 'getAccountInfo') {
    const account = svm.getAccount(key);
    return { context: { slot: 1 }, value: account.exists ? json(account) : null };
  }
  if (method === 'getMultipleAccounts') {
    const accounts = (params[0] as Address[]).map((each) => svm.getAccount(each));
    return { context: { slot: 1 }, value: accounts.map((account) => (account.exists ? json(account) : null)) };
  }
  if (method === 'getLatestBlockhash') {
    svm.expireBlockhash();
    return { context: { slot: 1 }, value: { blockhash: svm.latestBlockhash(), lastValidBlockHeight: 1_000 } };
  }
  if (method === 'sendTransaction') return sent(svm, params);
  // A transaction that is sent is executed at once.
  if (method === 'getSignatureStatuses') return { context: { slot: 1 }, value: [EXECUTED] };
  if (method === 'simulateTransaction') return { context: { slot: 1 }, value: simulated(svm, params) };
  if (method === 'getProgramAccounts') {
    const matching = svm.getProgramAccounts(key).filter((account) => (config.filters ?? []).every(matches(account)));
    return matching.map((account) => ({ pubkey: account.address, account: json(account) }));
  }
  throw new Error(`no test needs ${method}`);
}

const EXECUTED = { slot: 1, confirmations: 1, confirmationStatus: 'confirmed', err: null, status: { Ok: null } };

function sent(svm: LiteSVM, [wire]: unknown[]): string {
  const transaction = getTransactionDecoder().decode(getBase64Encoder().encode(wire as string));
  const result = svm.sendTransaction(transaction);
  if (result instanceof FailedTransactionMetadata) throw new Error(`refused: ${result.toString()}`);
  return getSignatureFromTransaction(transaction);
}

/** Without signatures and with any blockhash, as a node does it if it is told to. */
function simulated(svm: LiteSVM, [wire, config]: unknown[]): unknown {
  const { accounts, replaceRecentBlockhash, sigVerify } = config as {
    accounts?: { addresses: Address[] };
    replaceRecentBlockhash: boolean;
    sigVerify: boolean;
  };
  if (sigVerify || !replaceRecentBlockhash) throw new Error('wallets ask for simulations without signatures');
  const transaction = getTransactionDecoder().decode(getBase64Encoder().encode(wire as string));
  svm.withSigverify(false).withBlockhashCheck(false);
  const result = svm.simulateTransaction(transaction);
  svm.withSigverify(true).withBlockhashCheck(true);
  if (result instanceof FailedTransactionMetadata) {
    return { err: nodeError(result), logs: result.meta().logs(), accounts: null, unitsConsumed: 0 };
  }
  const after = new Map(result.postAccounts().map((account) => [account.address, account]));
  return {
    err: null,
    logs: result.meta().logs(),
    unitsConsumed: Number(result.meta().computeUnitsConsumed()),
    accounts:
      accounts?.addresses.map((address) => {
        const account = after.get(address);
        return account && account.lamports > 0n ? json(account) : null;
      }) ?? null,
  };
}

/** A node's error, as far as LiteSVM tells it. */
function nodeError(result: FailedTransactionMetadata): unknown {
  const text = result.err().toString();
  return result.meta().logs().length > 0 ? { InstructionError: [1, text] } : text;
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
