/** What a node answers when a transaction fails, and what is made of it. */
import {
  type Address,
  createDefaultRpcTransport,
  createSolanaRpcFromTransport,
  getBase64EncodedWireTransaction,
  type Instruction,
  type KeyPairSigner,
  pipe,
  type RpcTransport,
  type Signature,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  explainError,
  findStakingRecordPda,
  getStakeInstructionAsync,
  getStakingRecordDecoder,
  getUnstakeInstructionAsync,
  type Plan,
  PlanStopped,
  type SendingChain,
  sendPlan,
  stake,
  unstake,
} from '../../src/index';
import { messageOf } from '../../src/message';
import { ONE } from '../network/network';
import { carryOut, openPool, type Player, signer, startPlayer } from './player';

let player: Player;
let delegator: KeyPairSigner;
let operatorPool: Address;

beforeAll(async () => {
  player = await startPlayer();
  delegator = await signer(player, 'wallet-2');
  operatorPool = await openPool(player, await signer(player, 'wallet-1'), 2_000n * ONE);
  await carryOut(player, delegator, await staking(10n * ONE));
});
afterAll(() => player?.network.stop());

const staking = (amount: bigint) => stake(player.reader, { operatorPool, owner: delegator, amount });
/** More than the wallet has, as no plan does it. */
async function stakingTooMuch() {
  const amount = 2_000_000n * ONE;
  const { stakeMint } = player;
  return await getStakeInstructionAsync({ owner: delegator, operatorPool, stakeMint, amount });
}

async function stopOf(sending: Promise<unknown>): Promise<PlanStopped> {
  const error = await sending.then(
    () => expect.fail('everything was executed, but had to stop'),
    (stop: unknown) => stop,
  );
  if (!(error instanceof PlanStopped)) throw error;
  return error;
}

/** What a node does with what it is asked to send: passes it on, with options of sending added, or something else. */
type Sending = (passOn: (options: object) => Promise<unknown>) => Promise<unknown>;

/** The same node, but what it is asked to send it gets in another way; `expired` makes its blockhashes end before they began. */
function nodeThat(send: Sending, expired = false): SendingChain {
  const transport = createDefaultRpcTransport({ url: player.network.rpcUrl });
  const changed = async (config: Parameters<RpcTransport>[0]) => {
    const payload = config.payload as { method: string; params: [string, object] };
    if (expired && payload.method === 'getLatestBlockhash') {
      const answer = await transport<{ result: { value: { lastValidBlockHeight: bigint } } }>(config);
      answer.result.value.lastValidBlockHeight = 0n;
      return answer;
    }
    if (payload.method !== 'sendTransaction') return await transport(config);
    const [wire, options] = payload.params;
    return await send((more) => {
      return transport({ ...config, payload: { ...payload, params: [wire, { ...options, ...more }] } });
    });
  };
  return { rpc: createSolanaRpcFromTransport(changed as RpcTransport) };
}

/** How a plan of everything that is activating stops on a node. */
async function stopOfUnstake(chain: SendingChain, abortSignal?: AbortSignal): Promise<PlanStopped> {
  const plan = await unstake(player.reader, { operatorPool, owner: delegator, amount: { kind: 'AllActivating' } });
  const signatures: Signature[] = [];
  const onSignature = (signature: Signature) => signatures.push(signature);
  const options = { feePayer: delegator, onSignature, ...(abortSignal && { abortSignal }) };
  const stop = await stopOf(sendPlan(chain, plan, options));
  expect(signatures).toEqual([stop.signature]);
  return stop;
}

test('a failure inside the token program is told as one, and nothing is signed', async () => {
  const signatures: Signature[] = [];
  const onSignature = (signature: Signature) => signatures.push(signature);
  const stop = await stopOf(
    sendPlan(player.chain, { transactions: [[await stakingTooMuch()]] }, { feePayer: delegator, onSignature }),
  );
  expect(stop).toMatchObject({ outcome: 'NotExecuted', signature: null, executed: [] });
  expect(stop.failure).toMatchObject({ kind: 'token', code: 1, name: 'InsufficientFunds' });
  expect(explainError(stop)).toEqual(stop.failure);
  expect(signatures).toEqual([]);
});

test('what was executed before is told', async () => {
  const [[one = []], two] = [(await staking(ONE)).transactions, [await stakingTooMuch()]];
  const signatures: [Signature, number][] = [];
  const onSignature = (signature: Signature, place: number) => signatures.push([signature, place]);
  const options = { feePayer: delegator, onSignature, price: 1_000n };
  const stop = await stopOf(sendPlan(player.chain, { transactions: [one, two] }, options));
  expect(signatures.map(([, place]) => place)).toEqual([0]);
  expect(stop.executed).toEqual(signatures.map(([signature]) => signature));
  expect(stop.message).toContain(`; executed before: ${stop.executed[0]}`);
});

test("errors that kit throws when a node refuses to send are explained by the node's log", async () => {
  const thrownBy = async (instruction: Instruction) => {
    const { rpc } = player.chain;
    const { value: blockhash } = await rpc.getLatestBlockhash().send();
    const message = pipe(
      messageOf([instruction], delegator.address),
      (unpaid) => setTransactionMessageFeePayerSigner(delegator, unpaid),
      (dead) => setTransactionMessageLifetimeUsingBlockhash(blockhash, dead),
    );
    const wire = getBase64EncodedWireTransaction(await signTransactionMessageWithSigners(message));
    return await rpc
      .sendTransaction(wire, { encoding: 'base64' })
      .send()
      .catch((error: unknown) => error);
  };
  expect(explainError(await thrownBy(await stakingTooMuch()))).toMatchObject({
    kind: 'token',
    name: 'InsufficientFunds',
  });
  const leave = await getUnstakeInstructionAsync({ owner: delegator, operatorPool, shares: 1n, activating: 0n });
  expect(explainError(await thrownBy(leave))).toMatchObject({ kind: 'staking', name: 'NotEnoughShares' });
});

test('a transaction that somebody else made impossible after its simulation is told by the rule', async () => {
  // One base unit leaves before, so that there are no longer as many as the plan takes.
  const overtakes = async () => {
    const amount = { kind: 'Activating', tokens: 1n } as const;
    await carryOut(player, delegator, await unstake(player.reader, { operatorPool, owner: delegator, amount }));
  };
  // Refused by the node, which simulates once more; executed without that.
  const refused = await stopOfUnstake(
    nodeThat(async (passOn) => {
      await overtakes();
      return await passOn({});
    }, true),
  );
  expect(refused).toMatchObject({ outcome: 'NotExecuted', failure: { kind: 'staking', name: 'NotEnoughActivating' } });
  const failed = await stopOfUnstake(
    nodeThat(async (passOn) => {
      await overtakes();
      return await passOn({ skipPreflight: true });
    }),
  );
  expect(failed).toMatchObject({ outcome: 'Failed', failure: { kind: 'staking', name: 'NotEnoughActivating' } });
});

const brokenOff = () => Promise.reject(new Error('connection reset'));

test('where the connection breaks, nobody can tell before the blockhash has expired', async () => {
  const stop = await stopOfUnstake(nodeThat(brokenOff), AbortSignal.timeout(3_000));
  expect(stop).toMatchObject({ outcome: 'Unknown', failure: null });
  const ended = 'the waiting was ended before it was clear what became of the transaction';
  const unknown = `whether ${stop.signature} was executed is not known: look it up first`;
  expect(stop.message).toBe(`${ended}; when it was sent: connection reset; ${unknown}`);
  expect(stop.cause).toMatchObject({ message: 'connection reset' });
  expect(await stopOfUnstake(nodeThat(brokenOff, true))).toMatchObject({ outcome: 'NotExecuted', failure: null });
});

test('what expired before anybody executed it was not executed', async () => {
  const lost = async () => ({ jsonrpc: '2.0', id: '1', result: '1'.repeat(64) });
  const stop = await stopOfUnstake(nodeThat(lost, true));
  expect(stop).toMatchObject({ outcome: 'NotExecuted', failure: null });
  expect(stop.message).toBe('no block took the transaction before its blockhash expired: send it again');
});

test('an answer that cannot be read is told without what JavaScript says of it', async () => {
  const error = { code: -32_002, message: 'no' };
  const stop = await stopOfUnstake(nodeThat(async () => ({ jsonrpc: '2.0', id: '1', error }), true));
  expect(stop).toMatchObject({ outcome: 'NotExecuted', failure: null });
  expect(stop.message).toBe('the node gave no answer that can be read');
});

test('what the node has executed is executed, whatever it answers to whoever sends it', async () => {
  const executed = async (send: Sending) => {
    const signatures = await sendPlan(nodeThat(send), await staking(1n), { feePayer: delegator });
    expect(signatures.length).toBe(1);
  };
  await executed(async (passOn) => {
    await passOn({});
    return await brokenOff();
  });
  // A load balancer that tries again; what a validator answers to that.
  const data = { err: 'AlreadyProcessed', accounts: null, logs: [], returnData: null, unitsConsumed: 0 };
  const message = 'Transaction simulation failed: This transaction has already been processed';
  await executed(async (passOn) => {
    await passOn({});
    return { jsonrpc: '2.0', id: '1', error: { code: -32_002, message, data } };
  });
  // What this node answers.
  await executed(async (passOn) => {
    await passOn({});
    return await passOn({});
  });
  // What nodes answer that are behind the one that has it: they know neither its blockhash nor what came before it.
  for (const err of ['BlockhashNotFound', { InstructionError: [2, { Custom: 6_051 }] }]) {
    await executed(async (passOn) => {
      await passOn({});
      return { jsonrpc: '2.0', id: '1', error: { code: -32_002, message: 'behind', data: { ...data, err } } };
    });
  }
});

/** Tokens that the delegator has staked, of which no epoch makes shares here. */
async function staked(): Promise<bigint> {
  const [stakingRecord] = await findStakingRecordPda({ operatorPool, owner: delegator.address });
  const [data = null] = await player.reader.accounts([stakingRecord]);
  if (!data) throw new Error(`there is no record at ${stakingRecord}`);
  return getStakingRecordDecoder().decode(data.data).activating;
}

/** Sends the plan twice at once; the signature that each is told. */
async function sentTwice(chain: SendingChain, plan: Plan): Promise<string[]> {
  const both = [1, 2].map(() => sendPlan(chain, plan, { feePayer: delegator }));
  const signatures = await Promise.all(both);
  expect(signatures.map(({ length }) => length)).toEqual([1, 1]);
  return signatures.flat();
}

test('equal plans with one blockhash are one transaction, executed once, and both are told as executed', async () => {
  const before = await staked();
  const latest = await player.chain.rpc.getLatestBlockhash().send();
  const getLatestBlockhash = () => ({ send: async () => latest });
  const rpc = new Proxy(player.chain.rpc, {
    get: (target, method) => (method === 'getLatestBlockhash' ? getLatestBlockhash : Reflect.get(target, method)),
  });
  const [one, two] = await sentTwice({ ...player.chain, rpc }, await staking(3n));
  expect(one).toBe(two);
  expect(await staked()).toBe(before + 3n);
});

test('equal plans with blockhashes of their own are two transactions, and both are executed', async () => {
  const before = await staked();
  const { rpc } = player.chain;
  const taken = new Set<string>();
  // The second waits for a blockhash that the first has not got.
  const getLatestBlockhash = () => ({
    send: async () => {
      for (;;) {
        const latest = await rpc.getLatestBlockhash().send();
        const { blockhash } = latest.value;
        if (!taken.has(blockhash)) {
          taken.add(blockhash);
          return latest;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  });
  const changed = new Proxy(rpc, {
    get: (target, method) => (method === 'getLatestBlockhash' ? getLatestBlockhash : Reflect.get(target, method)),
  });
  const [one, two] = await sentTwice({ ...player.chain, rpc: changed }, await staking(3n));
  expect(one).not.toBe(two);
  expect(await staked()).toBe(before + 6n);
});

test('a plan of several transactions needs no WebSocket', async () => {
  const [[one = []], [two = []]] = [(await staking(1n)).transactions, (await staking(2n)).transactions];
  const { rpc } = player.chain;
  const signatures = await sendPlan({ rpc }, { transactions: [one, two] }, { feePayer: delegator });
  expect(new Set(signatures).size).toBe(2);
});
