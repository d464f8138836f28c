/** The examples of the README are the files of `examples`, and they do what they say. */
import { readdirSync, readFileSync } from 'node:fs';

import { SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM, SolanaError } from '@solana/kit';
import { expect, test } from 'vitest';

import { toldToUser } from '../examples/errors';
import { stakedIn } from '../examples/events';
import { activationOf, chainOf, claimsOf, stakeOf } from '../examples/plans';
import { describePools } from '../examples/pools';
import { stakeInstructions } from '../examples/stake';
import { unstake } from '../src/index';
import { now, send, setTime } from './network/chain';
import { finishEpoch } from './network/epoch';
import { createPool, DAY, fundedWallet, ONE, stake, startNetwork } from './network/network';
import { carryOut, haltPool, readerOf, recordOf } from './network/plans';
import { rpcOf } from './network/rpc';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the README shows every example, as it is, and no other code', () => {
  const blocks = [...read('../README.md').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  const examples = readdirSync(new URL('../examples', import.meta.url)).map((name) => read(`../examples/${name}`));
  expect(examples.length).toBe(5);
  expect([...blocks].sort()).toEqual([...examples].sort());
});

test('the examples run', async () => {
  const network = await startNetwork();
  const { rpc } = rpcOf(network.svm);
  const operator = await fundedWallet(network, 'operator', 1_234_567_890n);
  const operatorPool = await createPool(network, operator);
  await stake(network, operator, operatorPool, 1_234_567_890n);
  const other = await fundedWallet(network, 'other operator', 2_000n * ONE);
  await stake(network, other, await createPool(network, other), 2_000n * ONE);
  expect(await describePools(rpc)).toEqual([
    'my pool: 2,000 tokens, commission 10%',
    'my pool: 1,234.56789 tokens, commission 10%',
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
  expect(toldToUser(failure(9999))).toContain('The transaction failed: error 9999 is not known');
  expect(toldToUser(new Error('offline'))).toBe('The transaction was not executed: try again');
});

test('a page stakes, activates and claims', async () => {
  const network = await startNetwork();
  const chain = chainOf(rpcOf(network.svm).rpc);
  const operator = await fundedWallet(network, 'operator', 2_000n * ONE);
  const operatorPool = await createPool(network, operator);
  await stake(network, operator, operatorPool, 2_000n * ONE);
  const owner = await fundedWallet(network, 'delegator', 4n * ONE);
  const shown = await stakeOf(chain, owner, operatorPool, '1.5');
  expect(shown.text).toBe('Stakes 1.5 tokens, earns from epoch 2');
  await send(network.svm, owner, shown.send);
  await expect(stakeOf(chain, owner, operatorPool, '3')).rejects.toThrow('the token account holds too little');

  await finishEpoch(network, { epoch: 1n });
  const { address } = owner;
  for (const instructions of await activationOf(chain, address, operatorPool, network.payer.address)) {
    await send(network.svm, network.payer, instructions);
  }
  expect(await recordOf(network, operatorPool, address)).toMatchObject({ shares: 1_500_000n, activating: 0n });

  const all = await unstake(readerOf(network), { operatorPool, owner, amount: { kind: 'All' } });
  await carryOut(network, owner, all);
  expect(await claimsOf(chain, owner)).toEqual({ text: 'Claims 0 tokens and 0 USDC', send: [] });
  setTime(network.svm, now(network.svm) + 7n * DAY);
  const claims = await claimsOf(chain, owner);
  expect(claims.text).toBe('Claims 1.5 tokens and 0 USDC');
  for (const instructions of claims.send) await send(network.svm, owner, instructions);

  await haltPool(network, operatorPool, true);
  const refusal = await stakeOf(chain, owner, operatorPool, '1').catch((error: unknown) => error);
  expect(toldToUser(refusal)).toContain('halted');
});
