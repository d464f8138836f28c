/** The examples of the README are the files of `examples`, and they do what they say; what sends does it in `overRpc/page.test.ts`. */
import { readdirSync, readFileSync } from 'node:fs';

import { type Address, type Signature, SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM, SolanaError } from '@solana/kit';
import { expect, test } from 'vitest';

import { broughtUpToDate } from '../examples/accrue';
import { toldToUser } from '../examples/errors';
import { stakedIn } from '../examples/events';
import { budgetsOf, depositInWords, emissionAhead, leavingInWords, rankIfLocked } from '../examples/maths';
import { activateOffer, claimOffer, type connect, unstakeOffer } from '../examples/plans';
import { describePools } from '../examples/pools';
import { stakeInstructions } from '../examples/stake';
import {
  activateStake,
  bypassEpoch,
  claimAll,
  explainError,
  lockStake,
  type Outcome,
  PlanStopped,
  type RewardRecord,
  readPool,
  readPositions,
} from '../src/index';
import { now, send, setTime } from './network/chain';
import { finishEpoch } from './network/epoch';
import {
  createPool,
  createRecord,
  DAY,
  EPOCH_REWARDS,
  fundedWallet,
  ONE,
  stake,
  startNetwork,
} from './network/network';
import { carryOut, openPool, readerOf, update } from './network/plans';
import { rpcOf } from './network/rpc';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the README shows every example, as it is, and no other code', () => {
  const blocks = [...read('../README.md').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  const examples = readdirSync(new URL('../examples', import.meta.url)).map((name) => read(`../examples/${name}`));
  expect(examples.length).toBe(9);
  expect([...blocks].sort()).toEqual([...examples].sort());
});

test('the examples run', async () => {
  const network = await startNetwork();
  const { rpc } = rpcOf(network.svm);
  const operator = await fundedWallet(network, 'operator', 1_234_567_890n);
  const operatorPool = await createPool(network, operator);
  await stake(network, operator, operatorPool, 1_234_567_890n);
  const other = await fundedWallet(network, 'other operator', 2_000n * ONE);
  const largest = await createPool(network, other);
  await stake(network, other, largest, 2_000n * ONE);
  expect(await describePools(rpc)).toEqual([
    `${largest} my pool: 2,000 tokens, commission 10%`,
    `${operatorPool} my pool: 1,234.56789 tokens, commission 10%`,
  ]);

  const delegator = await fundedWallet(network, 'delegator', 4n * ONE);
  const first = await stakeInstructions(rpc, delegator, operatorPool, '1.5');
  expect(first.length).toBe(2);
  expect(stakedIn(await send(network.svm, delegator, first))).toBe(1_500_000n);
  const second = await stakeInstructions(rpc, delegator, operatorPool, '2');
  expect(second.length).toBe(1);
  expect(stakedIn(await send(network.svm, delegator, second))).toBe(2_000_000n);
  expect(() => stakedIn(['Log truncated'])).toThrow('the node cut the log off');

  const failure = (code: number) => new SolanaError(SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM, { code, index: 0 });
  expect(toldToUser(failure(6051))).toBe('A deposit of nothing: stake at least one base unit');
  expect(toldToUser(failure(1))).toContain('The token program refused: the token account holds too little');
  expect(toldToUser(failure(9999))).toContain('error 9999 is not known');
  expect(toldToUser(new Error('offline'))).toBe('offline');
  const [signature, executed] = ['a signature', 'another'] as Signature[];
  if (!signature || !executed) throw new Error('there are two');
  const stopped = (outcome: Outcome, error: SolanaError | null, before: Signature[] = []) => {
    const refused = error && explainError(error);
    const stop = { signature, outcome, failure: refused, reason: refused?.message ?? 'offline' };
    return toldToUser(new PlanStopped(before, stop));
  };
  const nothing = 'A deposit of nothing: stake at least one base unit';
  const unknown = 'nobody can tell yet whether it was executed: look up a signature before you try again';
  expect(stopped('Unknown', null)).toBe(`offline; ${unknown}`);
  expect(stopped('Unknown', failure(6051), [executed])).toBe(`${nothing}; ${unknown}; executed before: another`);
  expect(stopped('Failed', failure(6051), [executed])).toBe(
    `${nothing}; it failed as a signature, which cost its fee; executed before: another`,
  );
  expect(stopped('NotExecuted', null, [executed])).toBe('offline; it was not executed; executed before: another');
  expect(stopped('NotExecuted', failure(1))).toMatch(/^The token program refused: .*; it was not executed$/);
});

test('a pool is brought up to date by anyone', async () => {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const [reader, { rpc }] = [readerOf(network), rpcOf(network.svm)];
  await finishEpoch(network, { epoch: 1n });
  await finishEpoch(network, { epoch: 2n, operatorPool, reward: EPOCH_REWARDS, usdc: 0n });
  const leaf = { rootIndex: 0, leafIndex: 0, reward: EPOCH_REWARDS, usdc: 0n, proof: [] };
  const proofs = { proof: async (_: Address, { epoch }: RewardRecord) => (epoch === 2n ? leaf : null) };
  const before = await readPool(reader, operatorPool);
  expect(before.openEpochs).toEqual([1n, 2n]);
  await broughtUpToDate({ rpc, reader }, await fundedWallet(network, 'anyone', 0n), operatorPool, proofs);
  const after = await readPool(reader, operatorPool);
  expect(after.openEpochs).toEqual([]);
  expect(after.pool.totalStakedAmount).toBeGreaterThan(before.pool.totalStakedAmount);

  // An epoch that may pay is not skipped on the word of a source without its leaf; one that somebody skipped holds up no other.
  const anyone = await fundedWallet(network, 'somebody else', 0n);
  await finishEpoch(network, { epoch: 3n, operatorPool, reward: EPOCH_REWARDS, usdc: 0n });
  const nothing = { proof: async () => null };
  const left = await broughtUpToDate({ rpc, reader }, anyone, operatorPool, nothing);
  expect(left).toEqual(['epoch 3 is left: there is no leaf for the pool in its tree']);
  expect((await readPool(reader, operatorPool)).openEpochs).toEqual([3n]);
  setTime(network.svm, now(network.svm) + 7n * DAY);
  await carryOut(network, anyone, await bypassEpoch(reader, { operatorPool, epoch: 3n }));
  await finishEpoch(network, { epoch: 4n });
  await broughtUpToDate({ rpc, reader }, anyone, operatorPool, nothing);
  const { openEpochs, pool } = await readPool(reader, operatorPool);
  expect([openEpochs, pool.rewardLastClaimedEpoch]).toEqual([[3n], 4n]);

  // Nor does one of which the source cannot tell.
  await finishEpoch(network, { epoch: 5n, operatorPool, reward: EPOCH_REWARDS, usdc: 0n });
  const withoutTree = async (_: Address, { epoch }: RewardRecord) => {
    if (epoch === 3n) throw new Error('there is no tree of epoch 3');
    return leaf;
  };
  await broughtUpToDate({ rpc, reader }, anyone, operatorPool, { proof: withoutTree });
  const later = await readPool(reader, operatorPool);
  // What a service says that cannot be asked is told.
  await finishEpoch(network, { epoch: 6n, operatorPool, reward: EPOCH_REWARDS, usdc: 0n });
  const dead = { proof: async () => Promise.reject(new Error('no service')) };
  const reason = 'its proof could not be had: no service';
  expect(await broughtUpToDate({ rpc, reader }, anyone, operatorPool, dead)).toEqual([
    `epoch 3 is left: ${reason}`,
    `epoch 6 is left: ${reason}`,
  ]);
  expect([later.openEpochs, later.pool.rewardLastClaimedEpoch]).toEqual([[3n], 5n]);
  // Anybody who has its leaf brings it later.
  expect(await broughtUpToDate({ rpc, reader }, anyone, operatorPool, { proof: async () => leaf })).toEqual([]);
  expect((await readPool(reader, operatorPool)).openEpochs).toEqual([]);
});

test('an epoch whose challenge period still runs is waited for', async () => {
  const network = await startNetwork();
  await update(network, { challengePeriod: 6n * 3_600n });
  const { operatorPool } = await openPool(network, 'operator');
  const [reader, { requests, rpc }] = [readerOf(network), rpcOf(network.svm)];
  const leaf = { rootIndex: 0, leafIndex: 0, reward: EPOCH_REWARDS, usdc: 0n, proof: [] };
  const anyone = await fundedWallet(network, 'anyone', 0n);
  const bring = async () => {
    requests.length = 0;
    await broughtUpToDate({ rpc, reader }, anyone, operatorPool, { proof: async () => leaf });
    const sent = requests.filter(({ method }) => method === 'sendTransaction').length;
    return [sent, (await readPool(reader, operatorPool)).openEpochs];
  };
  await finishEpoch(network, { epoch: 1n, operatorPool, reward: EPOCH_REWARDS, usdc: 0n });
  await finishEpoch(network, { epoch: 2n, operatorPool, reward: EPOCH_REWARDS, usdc: 0n });
  expect(await bring()).toEqual([1, [2n]]);
  setTime(network.svm, now(network.svm) + 6n * 3_600n - 1n);
  expect(await bring()).toEqual([0, [2n]]);
  setTime(network.svm, now(network.svm) + 1n);
  expect(await bring()).toEqual([1, []]);
});

test('an offer says how many transactions it takes, and one of nothing says that', async () => {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 3n * ONE);
  await createRecord(network, owner, operatorPool);
  await stake(network, owner, operatorPool, 3n * ONE);
  const reader = readerOf(network);
  const chain = { reader } as ReturnType<typeof connect>;
  expect((await claimAll(reader, { owner })).transactions.length).toBe(0);
  const nothing = await claimOffer(chain, owner);
  expect(nothing.text).toBe('Nothing can be claimed');
  expect(await nothing.send()).toEqual([]);
  for (let epoch = 1n; epoch <= 32n; epoch += 1n) await finishEpoch(network, { epoch });
  const of = { owner: owner.address, operatorPool };
  const { text } = await activateOffer(chain, owner, of);
  expect(text).toMatch(/^Activates 3 shares, in \d transactions, each with a signature of its own$/);
});

test('a loss is announced only where an epoch may pay something', async () => {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 3n * ONE);
  const chain = { reader: readerOf(network) } as ReturnType<typeof connect>;
  await createRecord(network, owner, operatorPool);
  await stake(network, owner, operatorPool, 3n * ONE);
  await finishEpoch(network, { epoch: 1n });
  const request = { operatorPool, owners: [owner.address], feePayer: owner.address };
  await carryOut(network, owner, await activateStake(chain.reader, request));
  await finishEpoch(network, { epoch: 2n });
  const { text } = await unstakeOffer(chain, owner, operatorPool);
  expect(text).toMatch(/^Unstakes 3 tokens, to be claimed from 20/);
  await finishEpoch(network, { epoch: 3n, operatorPool, reward: EPOCH_REWARDS, usdc: 0n });
  const losing = await unstakeOffer(chain, owner, operatorPool);
  expect(losing.text).toContain('tokens, WITHOUT what epoch 3 pays (no source of proofs is given), to be claimed');
});

test('whoever activates into a locked record is told the lock that the shares join', async () => {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 5n * ONE);
  const chain = { reader: readerOf(network) } as ReturnType<typeof connect>;
  const activation = async () => await activateOffer(chain, owner, { owner: owner.address, operatorPool });
  await createRecord(network, owner, operatorPool);
  await stake(network, owner, operatorPool, 3n * ONE);
  await finishEpoch(network, { epoch: 1n });
  expect((await activation()).text).toBe('Activates 3 shares');
  const request = { operatorPool, owners: [owner.address], feePayer: owner.address };
  await carryOut(network, owner, await activateStake(chain.reader, request));
  await carryOut(network, owner, await lockStake(chain.reader, { operatorPool, owner, duration: 30n * DAY }));
  await stake(network, owner, operatorPool, 2n * ONE);
  await finishEpoch(network, { epoch: 2n });
  expect((await activation()).text).toBe('Activates 2 shares, locked like the rest: a release takes 30d');
});

test('the examples about the rules say what the program would do', async () => {
  const network = await startNetwork();
  const reader = readerOf(network);
  const { operator } = await openPool(network, 'operator', 3_000n * ONE);
  const [position] = await readPositions(reader, operator.address);
  if (!position) throw new Error('the operator has no position');
  expect(depositInWords(position, 5n, 6)).toBe('0.000005 shares for 0.000005 of 0.000005 tokens');
  expect(depositInWords(position, 0n, 6)).toBe('too little for a share');
  expect(await leavingInWords(reader, position)).toContain('refused: The operator');
  // Under any other address it is a delegator's.
  const delegators = { ...position, address: position.operatorPool };
  expect(await leavingInWords(reader, delegators)).toBe('3000 tokens, 604800 seconds from now');
  expect(rankIfLocked(position, 365n)).toBe(12_000n * ONE);
  // A table of 8 budgets, of which the first epoch of all is ahead.
  const budgets = Array(5).fill(10n * EPOCH_REWARDS);
  expect(await emissionAhead(reader)).toEqual({ next: EPOCH_REWARDS, budgets });
  expect(budgetsOf({ __kind: 'Table', epochsPerPeriod: 1n, budgets: [3n] }, 2)).toEqual([3n, 0n]);
});
