import type { Address, KeyPairSigner } from '@solana/kit';
import { beforeEach, expect, test } from 'vitest';

import {
  claimAll,
  claimUnstake,
  claimUsdc,
  closeStakingRecord,
  createStakingRecord,
  findOwnerTokenAccount,
  findStakingRecordPda,
  stake,
  transactionSize,
  unstake,
  withdrawCommissions,
} from '../../src/index';
import { now, setTime, wallet } from '../network/chain';
import { playEpoch } from '../network/epoch';
import {
  balance,
  DAY,
  EPOCH_REWARDS,
  fundedWallet,
  type Network,
  ONE,
  startNetwork,
  tokenAccount,
} from '../network/network';
import { carryOut, eventsIn, haltPool, lengths, openPool, readerOf, recordOf, ruleOf, update } from '../network/plans';

let network: Network;

beforeEach(async () => {
  network = await startNetwork();
});

async function ticket(operatorPool: Address, owner: KeyPairSigner, amount: bigint): Promise<void> {
  const reader = readerOf(network);
  await carryOut(network, owner, await stake(reader, { operatorPool, owner, amount }));
  const leaving = { kind: 'Activating', tokens: amount } as const;
  await carryOut(network, owner, await unstake(reader, { operatorPool, owner, amount: leaving }));
}

test('a missing token account is created by who pays, and anyone may send the claim', async () => {
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 3n * ONE);
  await ticket(operatorPool, owner, 3n * ONE);
  setTime(network.svm, now(network.svm) + 7n * DAY);
  const reader = readerOf(network);
  const request = { operatorPool, owner: owner.address, payer: network.payer };
  const present = await claimUnstake(reader, request);
  expect(lengths(present.transactions)).toEqual([1]);
  const destination = await findOwnerTokenAccount(owner.address, network.stakeMint);
  const account = network.svm.getAccount(destination);
  if (!account.exists) throw new Error('there is no token account');
  network.svm.setAccount({
    ...account,
    data: new Uint8Array(),
    lamports: account.lamports,
    programAddress: '11111111111111111111111111111111' as Address,
  });
  const missing = await claimUnstake(reader, request);
  expect(missing).toMatchObject({ amount: 3n * ONE, destination });
  expect(lengths(missing.transactions)).toEqual([2]);
  await carryOut(network, network.payer, missing);
  expect(balance(network, destination)).toBe(3n * ONE);
});

test('the owner can have its tickets paid to another account', async () => {
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 3n * ONE);
  await ticket(operatorPool, owner, 3n * ONE);
  setTime(network.svm, now(network.svm) + 7n * DAY);
  const destination = await tokenAccount(network, (await wallet('another')).address, network.stakeMint);
  const claim = await claimUnstake(readerOf(network), { operatorPool, owner, destination });
  await carryOut(network, owner, claim);
  expect(balance(network, destination)).toBe(3n * ONE);
});

test('USDC is paid to an account that is created, to the base unit', async () => {
  const { operator, operatorPool } = await openPool(network, 'operator');
  await playEpoch(network, {
    epoch: 1n,
    operatorPool,
    operator: operator.address,
    reward: EPOCH_REWARDS,
    usdc: 100n * ONE,
  });
  const reader = readerOf(network);
  const claim = await claimUsdc(reader, { operatorPool, owner: operator });
  // A commission of 20 % is the admin's; the holder's 80 belong to the operator's record, which has all shares.
  expect(claim.amount).toBe(80n * ONE);
  await carryOut(network, operator, claim);
  expect(balance(network, claim.destination)).toBe(80n * ONE);
  expect(await ruleOf(claimUsdc(reader, { operatorPool, owner: operator }))).toBe('NoUsdcToClaim');
  const commissions = await withdrawCommissions(reader, { operatorPool, admin: operator });
  expect(lengths(commissions.transactions)).toEqual([2]);
  await carryOut(network, operator, commissions);
  expect(balance(network, claim.destination)).toBe(100n * ONE);
  expect(await ruleOf(withdrawCommissions(reader, { operatorPool, admin: operator }))).toBe('NoCommissionToWithdraw');
});

test('halts of withdrawals and of a pool are named', async () => {
  const { operator, operatorPool } = await openPool(network, 'operator');
  await playEpoch(network, {
    epoch: 1n,
    operatorPool,
    operator: operator.address,
    reward: EPOCH_REWARDS,
    usdc: 100n * ONE,
  });
  const reader = readerOf(network);
  await haltPool(network, operatorPool, true);
  expect(await ruleOf(claimUsdc(reader, { operatorPool, owner: operator }))).toBe('OperatorHalted');
  expect(await ruleOf(withdrawCommissions(reader, { operatorPool, admin: operator }))).toBe('PoolHalted');
  expect(await claimAll(reader, { owner: operator })).toMatchObject({ transactions: [], records: 0, halted: 1 });
  // The program asks for the pool's halt first.
  await update(network, { withdrawalsHalted: true });
  expect(await ruleOf(claimUsdc(reader, { operatorPool, owner: operator }))).toBe('OperatorHalted');
  await haltPool(network, operatorPool, false);
  expect(await ruleOf(claimUsdc(reader, { operatorPool, owner: operator }))).toBe('WithdrawalsHalted');
  expect(await ruleOf(claimUnstake(reader, { operatorPool, owner: operator }))).toBe('WithdrawalsHalted');
  expect(await ruleOf(claimAll(reader, { owner: operator }))).toBe('WithdrawalsHalted');
});

test('everything in several pools is claimed in as few transactions as hold it', async () => {
  const pools: Address[] = [];
  for (let number = 0; number < 9; number += 1)
    pools.push((await openPool(network, `operator ${number}`)).operatorPool);
  const owner = await fundedWallet(network, 'delegator', 45n * ONE);
  for (const [index, operatorPool] of pools.entries()) await ticket(operatorPool, owner, BigInt(index + 1) * ONE);
  const reader = readerOf(network);
  expect(await claimAll(reader, { owner })).toMatchObject({ transactions: [], records: 0, unstaked: 0n });
  setTime(network.svm, now(network.svm) + 7n * DAY);
  const all = await claimAll(reader, { owner });
  // 1 + 2 + ... + 9.
  expect(all).toMatchObject({ records: 9, unstaked: 45n * ONE, usdc: 0n, halted: 0 });
  const sizes = all.transactions.map((each) => transactionSize(each, owner.address));
  expect(sizes.every((size) => size <= 1_232)).toBe(true);
  const [first = [], second = []] = all.transactions;
  expect(lengths(all.transactions)).toEqual([7, 2]);
  // One more would not have fitted.
  expect(transactionSize([...first, ...second.slice(0, 1)], owner.address)).toBeGreaterThan(1_232);
  await carryOut(network, owner, all);
  expect(balance(network, await findOwnerTokenAccount(owner.address, network.stakeMint))).toBe(45n * ONE);
});

test('a record is created for somebody, and closed when it is empty', async () => {
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 0n);
  const reader = readerOf(network);
  await carryOut(
    network,
    network.payer,
    await createStakingRecord(reader, { operatorPool, owner, payer: network.payer }),
  );
  expect(await recordOf(network, operatorPool, owner.address)).toMatchObject({ shares: 0n, activating: 0n });
  const close = await closeStakingRecord(reader, { operatorPool, owner });
  const [record] = await findStakingRecordPda({ operatorPool, owner: owner.address });
  expect(close.consequences).toEqual([{ kind: 'ClosesRecord', record, operatorPool }]);
  const [log = []] = await carryOut(network, owner, close);
  expect(eventsIn(log)).toEqual(['StakingRecordClosed']);
});
