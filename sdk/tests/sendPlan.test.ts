/** What `sendPlan` knows before it sends anything; what a node makes of it is in `overRpc`. */
import {
  type Address,
  type Blockhash,
  getCompiledTransactionMessageDecoder,
  getCompiledTransactionMessageEncoder,
  getTransactionDecoder,
  getTransactionEncoder,
  type KeyPairSigner,
  partiallySignTransaction,
  type ReadonlyUint8Array,
  type Transaction,
  type TransactionModifyingSigner,
  type TransactionPartialSigner,
} from '@solana/kit';
import { expect, test, vi } from 'vitest';

import { standardSigner } from '../examples/wallet';
import {
  createStakingRecord,
  getCreateStakingRecordInstructionAsync,
  PlanStopped,
  rpcReader,
  sendPlan,
} from '../src/index';
import { programBytes, wallet } from './network/chain';
import { fundedWallet, type Network, startNetwork } from './network/network';
import { openPool, recordOf } from './network/plans';
import { rpcOf } from './network/rpc';

test('the program is the one of the reader, unless another is named', async () => {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 0n);
  const { address: programAddress } = await wallet('another id');
  // Anchor refuses to run under another id than its own, with an error that is the program's only for who knows the id.
  network.svm.addProgram(programAddress, programBytes());
  const { rpc } = rpcOf(network.svm);
  const reader = rpcReader(rpc, { programAddress });
  const creation = { payer: owner, owner, operatorPool };
  const plan = { transactions: [[await getCreateStakingRecordInstructionAsync(creation, { programAddress })]] };
  const failureOf = async (
    chain: Parameters<typeof sendPlan>[0],
    named: { programAddress?: typeof programAddress },
  ) => {
    const stop = await sendPlan(chain, plan, { feePayer: owner, ...named }).catch((error: unknown) => error);
    return stop instanceof PlanStopped ? stop.failure : stop;
  };
  const own = { kind: 'framework', code: 4_100, name: 'DeclaredProgramIdMismatch' };
  expect(await failureOf({ rpc, reader }, {})).toMatchObject(own);
  expect(await failureOf({ rpc }, { programAddress })).toMatchObject(own);
  expect(await failureOf({ rpc }, {})).toMatchObject({ kind: 'program', programAddress, code: 4_100 });
});

const never = () => new Promise<never>(() => {});

/** An account of a wallet of the Wallet Standard, which signs what `before` makes of a transaction. */
function standardWallet(owner: KeyPairSigner, before: (asked: Transaction) => Transaction = (asked) => asked) {
  const asked: { account: object; chain: string }[] = [];
  const signTransaction = async (...inputs: { account: object; chain: string; transaction: Uint8Array }[]) => {
    asked.push(...inputs.map(({ account, chain }) => ({ account, chain })));
    return await Promise.all(
      inputs.map(async ({ transaction }) => {
        const signed = await partiallySignTransaction(
          [owner.keyPair],
          before(getTransactionDecoder().decode(transaction)),
        );
        return { signedTransaction: new Uint8Array(getTransactionEncoder().encode(signed)) };
      }),
    );
  };
  return {
    wallet: { name: 'A wallet', features: { 'solana:signTransaction': { version: '1.0.0', signTransaction } } },
    account: { address: owner.address, chains: ['solana:localnet'], features: ['solana:signTransaction'] },
    asked,
  };
}

/** Has the wallet sign the creation of a record: how that stops, if it does. */
async function creationBy(network: Network, signer: TransactionModifyingSigner, operatorPool: Address) {
  const { requests, rpc } = rpcOf(network.svm);
  const plan = await createStakingRecord(rpcReader(rpc), { operatorPool, owner: signer });
  const signatures: string[] = [];
  const onSignature = (signature: string) => signatures.push(signature);
  const stop = await sendPlan({ rpc }, plan, { feePayer: signer, onSignature }).catch((error: unknown) => error);
  const sent = requests.filter(({ method }) => method === 'sendTransaction').length;
  return { stop, sent, signatures };
}

test("the README's signer sends with a wallet that signs bytes", async () => {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 0n);
  const { account, asked, wallet: standard } = standardWallet(owner);
  const signer = standardSigner(standard, account, 'solana:localnet');
  const { signatures, stop } = await creationBy(network, signer, operatorPool);
  expect(stop).toEqual(signatures);
  expect(asked).toEqual([{ account, chain: 'solana:localnet' }]);
  expect(await recordOf(network, operatorPool, owner.address)).toMatchObject({ shares: 0n });
  const onlySends = { name: 'Another wallet', features: { 'solana:signAndSendTransaction': {} } };
  expect(() => standardSigner(onlySends, account, 'solana:localnet')).toThrow('Another wallet cannot sign');
  const watched = { ...account, features: [] };
  expect(() => standardSigner(standard, watched, 'solana:localnet')).toThrow('A wallet cannot sign');
  expect(() => standardSigner(standard, account, 'solana:mainnet')).toThrow('is not one of solana:mainnet');
});

test('a wallet finds as many spare compute units as it was promised', async () => {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 0n);
  const { rpc } = rpcOf(network.svm);
  const limits: number[] = [];
  const { account, wallet: standard } = standardWallet(owner, (asked) => {
    const { instructions } = getCompiledTransactionMessageDecoder().decode(asked.messageBytes) as {
      instructions: readonly { data?: ReadonlyUint8Array }[];
    };
    const [kind, ...units] = instructions[0]?.data ?? [];
    expect(kind).toBe(2);
    limits.push(units.reduce((sum, byte, index) => sum + byte * 256 ** index, 0));
    throw new Error('not now');
  });
  const feePayer = standardSigner(standard, account, 'solana:localnet');
  const plan = await createStakingRecord(rpcReader(rpc), { operatorPool, owner: feePayer });
  for (const spareComputeUnits of [0, 5_000, 2_000_000]) {
    await expect(sendPlan({ rpc }, plan, { feePayer, spareComputeUnits })).rejects.toThrow('not now');
  }
  const [simulated = 0] = limits;
  expect(limits).toEqual([simulated, simulated + 5_000, 1_400_000]);
});

test('a price or spare compute units that are none are refused by name, before anything is asked', async () => {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const feePayer = await fundedWallet(network, 'delegator', 0n);
  const { requests, rpc } = rpcOf(network.svm);
  const plan = await createStakingRecord(rpcReader(rpc), { operatorPool, owner: feePayer });
  requests.length = 0;
  const refused = async (options: { price?: bigint; spareComputeUnits?: number }, fault: string) => {
    const error = await sendPlan({ rpc }, plan, { feePayer, ...options }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain(fault);
  };
  for (const price of [-1n, 2n ** 64n]) await refused({ price }, `price has to be a whole bigint from 0`);
  for (const spareComputeUnits of [-2_000, 0.5, Number.NaN])
    await refused({ spareComputeUnits }, 'spareComputeUnits has to be a whole number from 0');
  expect(requests).toEqual([]);
});

test('a signature that is none of the transaction by its account is told at once, and nothing is sent', async () => {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 0n);
  const { address: other, keyPair: otherKeys } = await wallet('somebody else');
  const signs = (sign: (asked: Transaction) => Promise<unknown>) => {
    const signTransactions = async (transactions: readonly Transaction[]) =>
      Promise.all(transactions.map(async (asked) => ({ [owner.address]: await sign(asked) })));
    return { address: owner.address, signTransactions } as TransactionPartialSigner;
  };
  const stopOf = async (sign: (asked: Transaction) => Promise<unknown>) => {
    const { requests, rpc } = rpcOf(network.svm);
    const signer = signs(sign);
    const plan = await createStakingRecord(rpcReader(rpc), { operatorPool, owner: signer });
    const told: string[] = [];
    const onSignature = (signature: string) => told.push(signature);
    const stop = await sendPlan({ rpc }, plan, { feePayer: signer, onSignature }).catch((error: unknown) => error);
    const sent = requests.filter(({ method }) => method === 'sendTransaction').length;
    return { stop, sent, told: told.length };
  };
  const reason = `the wallet's signature for ${owner.address} is not valid: nothing was sent, use another wallet`;
  const refused = { stop: { outcome: 'NotExecuted', signature: null, failure: null, reason }, sent: 0, told: 0 };
  const ofOther = async (asked: Transaction) => {
    const asOther = { ...asked, signatures: { [other]: null } };
    return (await partiallySignTransaction([otherKeys], asOther)).signatures[other];
  };
  const valid = async (asked: Transaction) =>
    (await partiallySignTransaction([owner.keyPair], asked)).signatures[owner.address];
  const random = async () => new Uint8Array(64).fill(7);
  for (const sign of [async () => new Uint8Array(2), async () => new Uint8Array(65), random, ofOther])
    expect(await stopOf(sign)).toMatchObject(refused);

  // Where the platform has no Ed25519, what has the length of a signature is left to the node.
  const without = vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'));
  try {
    expect(await stopOf(random)).toMatchObject({ sent: 1, told: 1 });
    expect(await stopOf(async () => new Uint8Array(2))).toMatchObject(refused);
  } finally {
    without.mockRestore();
  }
  expect(await stopOf(valid)).toMatchObject({ sent: 1, told: 1 });
});

test('a signer that forgets the lifetime of a transaction can send as well', async () => {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 0n);
  const forgetful = {
    address: owner.address,
    modifyAndSignTransactions: async (transactions: readonly Transaction[]) =>
      await Promise.all(
        transactions.map(async ({ messageBytes, signatures }) => {
          return await partiallySignTransaction([owner.keyPair], { messageBytes, signatures });
        }),
      ),
  } as unknown as TransactionModifyingSigner;
  const { signatures, stop } = await creationBy(network, forgetful, operatorPool);
  expect(stop).toEqual(signatures);
});

test('what a wallet signed with another blockhash is not sent', async () => {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 0n);
  const { account, wallet: standard } = standardWallet(owner, (asked) => {
    const message = getCompiledTransactionMessageDecoder().decode(asked.messageBytes);
    const lifetimeToken = network.mintAuthority.address as string as Blockhash;
    const messageBytes = getCompiledTransactionMessageEncoder().encode({ ...message, lifetimeToken });
    return { ...asked, messageBytes: messageBytes as Transaction['messageBytes'] };
  });
  const signer = standardSigner(standard, account, 'solana:localnet');
  const { sent, signatures, stop } = await creationBy(network, signer, operatorPool);
  expect(stop).toMatchObject({ outcome: 'NotExecuted', signature: null, failure: null });
  expect(String(stop)).toContain('the wallet signed with another blockhash than it was given');
  expect([sent, signatures]).toEqual([0, []]);
});

test('what a wallet throws is told in words, also if it is no error', async () => {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 0n);
  const reasonFor = async (thrown: unknown) => {
    const refuses = { address: owner.address, modifyAndSignTransactions: () => Promise.reject(thrown) };
    const { stop } = await creationBy(network, refuses, operatorPool);
    return stop instanceof PlanStopped ? stop.message : stop;
  };
  expect(await reasonFor({ code: 4_001, message: 'User rejected the request.' })).toBe('User rejected the request.');
  expect(await reasonFor({ code: 4_001 })).toBe('error 4001, without a message');
  expect(await reasonFor('no')).toBe('no');
});

test('a wallet that is asked ends with the waiting, and what it signs later is not sent', async () => {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 0n);
  const stopBy = async (answer: (controller: AbortController, transactions: readonly Transaction[]) => unknown) => {
    const { requests, rpc } = rpcOf(network.svm);
    const controller = new AbortController();
    const { signal: abortSignal } = controller;
    const signTransactions = async (transactions: readonly Transaction[]) => await answer(controller, transactions);
    const signer = { address: owner.address, signTransactions } as TransactionPartialSigner;
    const plan = await createStakingRecord(rpcReader(rpc), { operatorPool, owner: signer });
    const told: string[] = [];
    const onSignature = (signature: string) => {
      told.push(signature);
      closes(controller);
    };
    const sending = sendPlan({ rpc }, plan, { feePayer: signer, onSignature, abortSignal });
    const stop = await sending.catch((error: unknown) => error);
    expect(requests.filter(({ method }) => method === 'sendTransaction')).toEqual([]);
    return { stop, told: told.length };
  };
  const nothing = { outcome: 'NotExecuted', signature: null, failure: null, reason: 'the dialog was closed' };
  const closes = (controller: AbortController) => controller.abort(new Error('the dialog was closed'));
  const signs = (transactions: readonly Transaction[]) =>
    Promise.all(
      transactions.map(async (each) => (await partiallySignTransaction([owner.keyPair], each)).signatures as object),
    );
  const ends = async (controller: AbortController, transactions: readonly Transaction[]) => {
    closes(controller);
    return await signs(transactions);
  };
  expect(await stopBy(ends)).toMatchObject({ stop: nothing, told: 0 });
  const hangs = async (controller: AbortController) => {
    closes(controller);
    return await never();
  };
  expect(await stopBy(hangs)).toMatchObject({ stop: nothing, told: 0 });
  // Nor is what is ended once its signature is told.
  expect(await stopBy((_, transactions) => signs(transactions))).toMatchObject({ stop: nothing, told: 1 });
});
