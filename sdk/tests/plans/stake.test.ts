import { createNoopSigner } from '@solana/kit';
import { beforeEach, expect, test } from 'vitest';

import { closePool, findOwnerTokenAccount, stake, unstake, updatePool } from '../../src/index';
import { wallet } from '../network/chain';
import { playEpoch } from '../network/epoch';
import { createPool, EPOCH_REWARDS, fundedWallet, mintTo, type Network, ONE, startNetwork } from '../network/network';
import { carryOut, haltPool, openPool, poolAt, readerOf, recordOf, ruleOf, update } from '../network/plans';

let network: Network;

beforeEach(async () => {
  network = await startNetwork();
});

test('the first stake creates the record, the next one does not', async () => {
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 500n * ONE);
  const reader = readerOf(network);
  const first = await stake(reader, { operatorPool, owner, amount: 300n * ONE });
  expect(first.transactions.map((each) => each.length)).toEqual([2]);
  expect(first).toMatchObject({
    becomesShares: { kind: 'AfterEpoch', epoch: 1n, earnsFromEpoch: 2n },
    heldUpBy: [],
    consequences: [],
    unaccrued: [],
  });
  await carryOut(network, owner, first);
  const second = await stake(reader, { operatorPool, owner, amount: 200n * ONE });
  expect(second.transactions.map((each) => each.length)).toEqual([1]);
  await carryOut(network, owner, second);
  expect(await recordOf(network, operatorPool, owner.address)).toMatchObject({ activating: 500n * ONE, shares: 0n });
});

test('somebody else can pay the rent of the record', async () => {
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', ONE);
  const before = network.svm.getBalance(owner.address);
  const plan = await stake(readerOf(network), { operatorPool, owner, amount: ONE, payer: network.payer });
  await carryOut(network, network.payer, plan);
  expect(network.svm.getBalance(owner.address)).toBe(before);
});

test('an operator is told that its first stake is shares at once, and what is below the minimum is not', async () => {
  const owner = await fundedWallet(network, 'operator', 2_000n * ONE);
  const operatorPool = await createPool(network, owner);
  const reader = readerOf(network);
  // The minimum is 1,000 tokens.
  const below = await stake(reader, { operatorPool, owner, amount: 1_000n * ONE - 1n });
  expect(below.becomesShares).toEqual({ kind: 'AfterEpoch', epoch: 1n, earnsFromEpoch: 2n });
  expect(below.heldUpBy).toEqual([{ rule: 'OperatorStakeBelowMinimum' }]);
  const enough = await stake(reader, { operatorPool, owner, amount: 1_000n * ONE });
  expect(enough).toMatchObject({ becomesShares: { kind: 'AtOnce', earnsFromEpoch: 1n }, heldUpBy: [] });
  await carryOut(network, owner, enough);
  expect(poolAt(network, operatorPool)).toMatchObject({ totalShares: 1_000n * ONE, totalActivating: 0n });
});

test('what holds a deposit up is told', async () => {
  const { operatorPool } = await openPool(network, 'operator');
  const other = await openPool(network, 'other operator');
  const reader = readerOf(network);
  // An epoch that pays the other pool: this one has not passed it.
  const { operatorPool: paid } = other;
  await playEpoch(network, {
    epoch: 1n,
    operatorPool: paid,
    operator: other.operator.address,
    reward: EPOCH_REWARDS,
    usdc: 0n,
  });
  const owner = await fundedWallet(network, 'delegator', 10n * ONE);
  const behind = await stake(reader, { operatorPool, owner, amount: ONE });
  expect(behind.becomesShares).toEqual({ kind: 'AfterEpoch', epoch: 2n, earnsFromEpoch: 3n });
  expect(behind.heldUpBy).toEqual([{ rule: 'PoolBehind', epochs: 1 }]);
  // 9,000 tokens on 2,000: a share costs 5.5, so 5 base units buy none and 6 buy one.
  const tiny = async (amount: bigint) => (await stake(reader, { operatorPool: paid, owner, amount })).heldUpBy;
  expect(await tiny(5n)).toEqual([{ rule: 'DepositBuysNoShare' }]);
  expect(await tiny(6n)).toEqual([]);
  await update(network, { minOperatorTokenStake: 20_000n * ONE });
  expect(await tiny(6n)).toEqual([{ rule: 'OperatorStakeBelowMinimum' }]);
});

test('what the program would refuse is refused by name, before anything is signed', async () => {
  const { operator, operatorPool } = await openPool(network, 'operator');
  const reader = readerOf(network);
  const owner = createNoopSigner((await wallet('delegator')).address);
  const rule = (signer = owner, amount = ONE) => ruleOf(stake(reader, { operatorPool, owner: signer, amount }));
  expect(await rule(owner, 0n)).toBe('NothingToStake');
  await carryOut(
    network,
    operator,
    await updatePool(reader, { admin: operator, operatorPool, changes: { delegationAllowed: false } }),
  );
  expect(await rule()).toBe('DelegationNotAllowed');
  // The operator itself may.
  const tokens = await findOwnerTokenAccount(operator.address, network.stakeMint);
  await mintTo(network, network.stakeMint, tokens, ONE);
  await expect(stake(reader, { operatorPool, owner: operator, amount: ONE })).resolves.toBeDefined();
  await haltPool(network, operatorPool, true);
  expect(await rule()).toBe('PoolHalted');
  await haltPool(network, operatorPool, false);
  const close = await closePool(reader, { authority: operator, operatorPool });
  expect(close.consequences).toEqual([{ kind: 'ClosesPool', operatorPool }]);
  await carryOut(network, operator, close);
  expect(await rule()).toBe('PoolClosed');
  await update(network, { stakingHalted: true });
  expect(await rule()).toBe('StakingHalted');
});

test('an account that is not there, or holds too little, is named in words', async () => {
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 1_500_000n);
  const reader = readerOf(network);
  const source = await findOwnerTokenAccount(owner.address, network.stakeMint);
  const tooMuch = stake(reader, { operatorPool, owner, amount: 1_500_001n });
  await expect(tooMuch).rejects.toThrow(`account ${source} holds 1.5 tokens, 1.500001 were to be staked`);
  await expect(stake(reader, { operatorPool, owner, amount: 1_500_000n })).resolves.toBeDefined();
  const penniless = await wallet('penniless');
  const nowhere = await findOwnerTokenAccount(penniless.address, network.stakeMint);
  const without = stake(reader, { operatorPool, owner: penniless, amount: 1n });
  const reason = `${penniless.address} has no tokens of the mint ${network.stakeMint}: there is no token account at ${nowhere}`;
  await expect(without).rejects.toThrow(reason);
  const usdc = await findOwnerTokenAccount(owner.address, operatorPool);
  await expect(stake(reader, { operatorPool, owner, amount: 1n, source: usdc })).rejects.toThrow('no token account at');
});

test('an amount that is no bigint is named', async () => {
  const owner = await wallet('delegator');
  const mine = { operatorPool: owner.address, owner };
  const text = stake(readerOf(network), { ...mine, amount: '1' as unknown as bigint });
  const error = await text.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TypeError);
  expect(error).toHaveProperty('message', 'amount has to be a bigint, such as 1500000n, and is the string 1');
  const missing = stake(readerOf(network), mine as unknown as Parameters<typeof stake>[1]);
  await expect(missing).rejects.toThrow('amount has to be a bigint, such as 1500000n, and is undefined');
  const { operator, operatorPool } = await openPool(network, 'operator');
  const amount = { kind: 'Shares', shares: 1 as unknown as bigint } as const;
  const number = unstake(readerOf(network), { operatorPool, owner: operator, amount });
  await expect(number).rejects.toThrow('shares has to be a bigint, such as 1500000n, and is the number 1');
});

test('a pool that is not there is named', async () => {
  const owner = await wallet('delegator');
  const plan = stake(readerOf(network), { operatorPool: owner.address, owner, amount: 1n });
  await expect(plan).rejects.toThrow(`there is no pool at ${owner.address}`);
});
