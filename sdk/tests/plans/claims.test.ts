import type { Address, Instruction, KeyPairSigner } from '@solana/kit';
import { ASSOCIATED_TOKEN_PROGRAM_ADDRESS } from '@solana-program/token';
import { beforeEach, expect, test } from 'vitest';

import {
  claimAll,
  claimUnstake,
  claimUsdc,
  closeStakingRecord,
  createStakingRecord,
  findOwnerTokenAccount,
  findStakingRecordPda,
  getCollectPoolRewardsDiscriminatorBytes,
  getOperatorPoolEncoder,
  previewTransaction,
  readPositions,
  stake,
  transactionSize,
  unstake,
  withdrawCommissions,
} from '../../src/index';
import { now, send, setTime, wallet } from '../network/chain';
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
import {
  carryOut,
  eventsIn,
  haltPool,
  lengths,
  openPool,
  poolAt,
  readerOf,
  recordOf,
  ruleOf,
  simulatorOf,
  update,
} from '../network/plans';

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

function remove(token: Address): void {
  const account = network.svm.getAccount(token);
  if (!account.exists) throw new Error('there is no token account');
  const programAddress = '11111111111111111111111111111111' as Address;
  network.svm.setAccount({ ...account, data: new Uint8Array(), programAddress });
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
  remove(destination);
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

/** Nine pools in which a delegator has tickets of 1, 2, ..., 9 tokens. */
async function nineTickets() {
  const pools: Address[] = [];
  for (let number = 0; number < 9; number += 1)
    pools.push((await openPool(network, `operator ${number}`)).operatorPool);
  const owner = await fundedWallet(network, 'delegator', 45n * ONE);
  for (const [index, operatorPool] of pools.entries()) await ticket(operatorPool, owner, BigInt(index + 1) * ONE);
  return { owner };
}

test('everything in several pools is claimed in as few transactions as hold it', async () => {
  const { owner } = await nineTickets();
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

test('a missing token account is created in the first of several transactions, and the others build on that alone', async () => {
  const { owner } = await nineTickets();
  setTime(network.svm, now(network.svm) + 7n * DAY);
  const destination = await findOwnerTokenAccount(owner.address, network.stakeMint);
  remove(destination);
  const all = await claimAll(readerOf(network), { owner });
  const creations = all.transactions.map(
    (each) => each.filter(({ programAddress }) => programAddress === ASSOCIATED_TOKEN_PROGRAM_ADDRESS).length,
  );
  expect(creations).toEqual([1, 0]);
  const chain = { reader: readerOf(network), simulator: simulatorOf(network) };
  const [first = [], second = []] = all.transactions;
  const preview = async () => (await previewTransaction(chain, second, { feePayer: owner.address })).kind;
  expect(await preview()).toBe('Refused');
  await send(network.svm, owner, first);
  expect(await preview()).toBe('Executes');
  await send(network.svm, owner, second);
  expect(balance(network, destination)).toBe(45n * ONE);
});

test("a pool's rewards are collected in the transaction of the claim that needs them", async () => {
  const { owner } = await nineTickets();
  setTime(network.svm, now(network.svm) + 7n * DAY);
  const positions = await readPositions(readerOf(network), owner.address);
  // All but the first, so that some transaction has room for a collection alone.
  for (const { operatorPool } of positions.slice(1)) {
    // As if all that the pool has were rewards that nobody has collected.
    const pool = poolAt(network, operatorPool);
    const uncollectedRewards = pool.totalStakedAmount + pool.totalUnstaking;
    const account = network.svm.getAccount(operatorPool);
    if (!account.exists) throw new Error('unreachable');
    const data = new Uint8Array(getOperatorPoolEncoder().encode({ ...pool, uncollectedRewards }));
    network.svm.setAccount({ ...account, data });
  }
  const { transactions } = await claimAll(readerOf(network), { owner });
  expect(transactions.length).toBeGreaterThan(1);
  const isCollection = ({ data = new Uint8Array() }: Instruction) =>
    getCollectPoolRewardsDiscriminatorBytes().every((byte, index) => data[index] === byte);
  for (const each of transactions) {
    const collections = each.map(isCollection);
    // Each with the claim that needs it, of the same pool, behind it.
    for (const [index, collects] of collections.entries()) {
      if (!collects) continue;
      const pools = [each[index], each[index + 1]].map((of) =>
        of?.accounts?.filter(({ address }) => positions.some(({ operatorPool }) => operatorPool === address)),
      );
      expect(pools[0]?.[0]?.address).toBe(pools[1]?.[0]?.address);
    }
  }
  expect(transactions.flat().filter(isCollection).length).toBe(8);
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
