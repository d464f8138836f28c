import { type Address, createNoopSigner, type Instruction } from '@solana/kit';
import { beforeEach, expect, test } from 'vitest';

import {
  computeUnitLimit,
  findStakingRecordPda,
  getStakeInstructionAsync,
  type Preview,
  previewTransaction,
  priorityFeeLamports,
  STAKING_RECORD_SIZE,
  stake,
  unstake,
  withComputeBudget,
} from '../src/index';
import { execute, giveLamports, now, send, wallet } from './network/chain';
import { DAY, fundedWallet, type Network, ONE, startNetwork } from './network/network';
import { carryOut, haltPool, openPool, readerOf, simulatorOf } from './network/plans';

let network: Network;
let operatorPool: Address;

beforeEach(async () => {
  network = await startNetwork();
  ({ operatorPool } = await openPool(network, 'operator'));
});

const preview = (instructions: readonly Instruction[], feePayer: Address, price?: bigint): Promise<Preview> => {
  const chain = { reader: readerOf(network), simulator: simulatorOf(network) };
  return previewTransaction(chain, instructions, price === undefined ? { feePayer } : { feePayer, price });
};

test('a stake is shown without a signature: what it does, from when it earns, what it costs', async () => {
  const { address } = await fundedWallet(network, 'delegator', 3n * ONE);
  const owner = createNoopSigner(address);
  const { transactions } = await stake(readerOf(network), { operatorPool, owner, amount: 2n * ONE });
  const shown = await preview(transactions[0] ?? [], address, 1_000_000n);
  if (shown.kind !== 'Executes') throw new Error(shown.message);
  expect(shown.events.map(({ name }) => name)).toEqual(['StakingRecordCreated', 'Staked']);
  expect(shown.effects).toEqual([
    { kind: 'Staked', operatorPool, owner: address, amount: 2n * ONE, shares: 0n, earnsFromEpoch: 2n },
  ]);
  // A tenth more, rounded up, and 300 for the compute budget.
  const limit = shown.computeUnits + (shown.computeUnits + 9n) / 10n + 2_300n;
  expect(BigInt(shown.computeUnitLimit)).toBe(limit);
  // One signature, and a lamport for each unit.
  expect(shown.cost).toEqual({
    fee: 5_000n + limit,
    rent: network.svm.minimumBalanceForRentExemption(BigInt(STAKING_RECORD_SIZE)),
  });
});

test('what is shown is what is charged', async () => {
  const owner = await fundedWallet(network, 'delegator', 3n * ONE);
  const { transactions } = await stake(readerOf(network), { operatorPool, owner, amount: ONE });
  const [instructions = []] = transactions;
  const shown = await preview(instructions, owner.address, 5_000n);
  if (shown.kind !== 'Executes') throw new Error(shown.message);
  const before = network.svm.getBalance(owner.address) ?? 0n;
  const result = await execute(
    network.svm,
    owner,
    withComputeBudget(instructions, { limit: shown.computeUnitLimit, price: 5_000n }),
  );
  const after = network.svm.getBalance(owner.address) ?? 0n;
  expect(result.constructor.name).not.toContain('Failed');
  expect(before - after).toBe(shown.cost.fee + (shown.cost.rent ?? 0n));
});

test('what somebody sent to the address of an account before is taken off its rent', async () => {
  const owner = await fundedWallet(network, 'delegator', 3n * ONE);
  const rent = network.svm.minimumBalanceForRentExemption(BigInt(STAKING_RECORD_SIZE));
  const [record] = await findStakingRecordPda({ operatorPool, owner: owner.address });
  // What a wallet without data has to hold, which is less.
  const sent = network.svm.minimumBalanceForRentExemption(0n);
  giveLamports(network.svm, record, sent);
  const { transactions } = await stake(readerOf(network), { operatorPool, owner, amount: ONE });
  const shown = await preview(transactions[0] ?? [], owner.address);
  if (shown.kind !== 'Executes') throw new Error(shown.message);
  expect(shown.cost).toEqual({ fee: 5_000n, rent: rent - sent });
  const before = network.svm.getBalance(owner.address) ?? 0n;
  await send(network.svm, owner, transactions[0] ?? []);
  expect(before - (network.svm.getBalance(owner.address) ?? 0n)).toBe(5_000n + rent - sent);
});

test('two signers pay two signatures; nothing that is there already is rent', async () => {
  const owner = await fundedWallet(network, 'delegator', 3n * ONE);
  const reader = readerOf(network);
  await carryOut(network, owner, await stake(reader, { operatorPool, owner, amount: ONE }));
  const amount = { kind: 'Activating', tokens: 7n } as const;
  const { claimableFrom, transactions } = await unstake(reader, { operatorPool, owner, amount });
  const shown = await preview(transactions[0] ?? [], network.payer.address);
  expect(claimableFrom).toBe(now(network.svm) + 7n * DAY);
  expect(shown).toMatchObject({
    kind: 'Executes',
    effects: [{ kind: 'Unstaked', operatorPool, owner: owner.address, amount: 7n, ticket: 0, claimableFrom }],
    cost: { fee: 10_000n, rent: 0n },
  });
});

test('a refusal has its name', async () => {
  const owner = await fundedWallet(network, 'delegator', ONE);
  const reader = readerOf(network);
  const { transactions } = await stake(reader, { operatorPool, owner, amount: ONE });
  const [deposit] = transactions;
  const twice = [...(deposit ?? []), ...(deposit ?? []).slice(-1)];
  const tooMuch = await preview(twice, owner.address);
  expect(tooMuch).toMatchObject({ kind: 'Refused', failure: { kind: 'token', code: 1 } });
  await carryOut(network, owner, await stake(reader, { operatorPool, owner, amount: 1n }));
  const input = { owner, operatorPool, stakeMint: network.stakeMint, amount: 1n };
  const instruction = await getStakeInstructionAsync(input);
  await haltPool(network, operatorPool, true);
  const halted = await preview([instruction], owner.address);
  expect(halted).toMatchObject({ kind: 'Refused', failure: { kind: 'staking', name: 'PoolHalted' } });
  expect(halted).toMatchObject({ message: expect.stringContaining('halted') });
});

test('a fee payer without SOL is told so', async () => {
  const { address } = await wallet('nobody');
  const poor = {
    programAddress: 'ComputeBudget111111111111111111111111111111' as Address,
    data: new Uint8Array([2, 1, 0, 0, 0]),
  };
  const simulator = {
    simulate: async () => ({ error: 'AccountNotFound', log: [], computeUnits: null, accounts: null }),
  };
  const shown = await previewTransaction({ reader: readerOf(network), simulator }, [poor], { feePayer: address });
  expect(shown).toEqual({
    kind: 'Refused',
    failure: null,
    message: 'the fee payer has no SOL: fund it first',
    log: [],
  });
});

test('what a node says is quoted with the place of the instruction', async () => {
  const { address } = await wallet('payer');
  const messageFor = async (error: unknown, log: string[] = []) => {
    const simulator = { simulate: async () => ({ error, log, computeUnits: null, accounts: null }) };
    const shown = await previewTransaction({ reader: readerOf(network), simulator }, [], { feePayer: address });
    return shown.kind === 'Refused' ? shown.message : shown;
  };
  const refusedAt = "the transaction was refused: instruction 2 (from 0, with the compute budget's) failed with";
  expect(await messageFor({ InstructionError: [2n, 'ProgramFailedToComplete'] })).toBe(
    `${refusedAt} ProgramFailedToComplete`,
  );
  expect(await messageFor({ InstructionError: [2, { BorshIoError: 'Unknown' }] })).toBe(
    `${refusedAt} BorshIoError Unknown`,
  );
  expect(await messageFor({ UnsupportedVersion: null })).toBe('the transaction was refused: UnsupportedVersion');
  // No wallet has had a part in it.
  const twice = 'the transaction sets its compute budget twice: leave it out of the instructions, it is added to them';
  expect(await messageFor({ DuplicateInstruction: 1 })).toBe(twice);
  const spent = { InstructionError: [2, 'ComputationalBudgetExceeded'] };
  const inParts = 'the transaction ran out of compute units, of which it had as many as one can have: send it in parts';
  expect(await messageFor(spent)).toBe(inParts);
  const program = 'ComputeBudget111111111111111111111111111111';
  const log = [`Program ${program} invoke [1]`, `Program ${program} failed: exceeded CUs meter at BPF instruction`];
  expect(await messageFor(spent, log)).toBe(inParts);
});

test('what does not fit is refused before the node is asked', async () => {
  const data = new Uint8Array(1_300);
  const large = { programAddress: operatorPool, data };
  await expect(preview([large], network.payer.address)).rejects.toThrow(
    /the transaction has 1\d{3} bytes, but at most 1232 fit/,
  );
});

test('compute unit limits and priority fees round as the network does', () => {
  expect([0n, 1_000n, 1_001n, 1_400_000n].map(computeUnitLimit)).toEqual([2_300, 3_400, 3_402, 1_400_000]);
  expect(priorityFeeLamports(1_400, 0n)).toBe(0n);
  expect(priorityFeeLamports(1_400, 1n)).toBe(1n);
  expect(priorityFeeLamports(100_000, 1_000_000n)).toBe(100_000n);
  // 1,400 x 12,345 = 17.283 lamports.
  expect(priorityFeeLamports(1_400, 12_345n)).toBe(18n);
});

test('limits and prices that are none are refused by name, before anything is asked', async () => {
  const { address } = await fundedWallet(network, 'delegator', 0n);
  const unasked = { reader: {}, simulator: {} } as Parameters<typeof previewTransaction>[0];
  for (const price of [-1n, 2n ** 64n, 5 as unknown as bigint]) {
    const fault = /^price has to be a whole bigint from 0 to 18446744073709551615, and is the (bigint|number) /;
    expect(() => priorityFeeLamports(1_400, price)).toThrow(fault);
    expect(() => withComputeBudget([], { limit: 1_400, price })).toThrow(fault);
    await expect(previewTransaction(unasked, [], { feePayer: address, price })).rejects.toThrow(fault);
  }
  for (const limit of [-1, 0.5, 1_400_001, Number.NaN]) {
    const fault = `limit has to be a whole number from 0 to 1400000, and is the number ${limit}`;
    expect(() => priorityFeeLamports(limit, 1n)).toThrow(fault);
    expect(() => withComputeBudget([], { limit, price: 0n })).toThrow(fault);
  }
  expect(() => computeUnitLimit(-1n)).toThrow('simulated has to be a whole bigint from 0');
  // The last that are some.
  expect(withComputeBudget([], { limit: 1_400_000, price: 2n ** 64n - 1n }).length).toBe(2);
});
