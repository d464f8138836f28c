import { readFileSync } from 'node:fs';

import {
  address,
  generateKeyPairSigner,
  SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
  SolanaError,
} from '@solana/kit';
import { findAssociatedTokenPda, getTransferInstruction, TOKEN_PROGRAM_ADDRESS } from '@solana-program/token';
import { FailedTransactionMetadata } from 'litesvm';
import { beforeAll, describe, expect, test, vi } from 'vitest';

import {
  explainError,
  explainFailure,
  findPoolVaultPda,
  getCollectPoolRewardsInstructionAsync,
  getCreateStakingRecordInstructionAsync,
  getStakeInstructionAsync,
  INFERENCE_STAKING_PROGRAM_ADDRESS,
  PlanStopped,
  STAKING_ERRORS,
  StakingRefusal,
  SYSTEM_ERRORS,
  TOKEN_ERRORS,
} from '../src/index';
import { execute, programBytes, refused } from './network/chain';
import { createPool, createRecord, fundedWallet, type Network, ONE, startNetwork } from './network/network';

type Wallet = Awaited<ReturnType<typeof fundedWallet>>;

let network: Network;
let delegator: Wallet;
let operatorPool: Awaited<ReturnType<typeof createPool>>;

beforeAll(async () => {
  network = await startNetwork();
  operatorPool = await createPool(network, await fundedWallet(network, 'operator', 0n));
  delegator = await fundedWallet(network, 'delegator', 5n * ONE);
  await createRecord(network, delegator, operatorPool);
});

function stakeOf(amount: bigint) {
  const { stakeMint } = network;
  return getStakeInstructionAsync({ owner: delegator, operatorPool, stakeMint, amount });
}

describe('of a real log', () => {
  test('a rule of ours is named with its message', async () => {
    const log = await refused(network.svm, delegator, [await stakeOf(0n)]);
    expect(explainFailure(log)).toEqual({
      kind: 'staking',
      code: 6051,
      name: 'NothingToStake',
      message: 'A deposit of nothing: stake at least one base unit',
    });
  });

  test('a transfer that fails within our instruction is the token program’s', async () => {
    const result = await execute(network.svm, delegator, [await stakeOf(6n * ONE)]);
    if (!(result instanceof FailedTransactionMetadata)) throw new Error('went through');
    const log = result.meta().logs();
    // The chain blames our instruction, number 0, for a 1.
    expect(result.err().toString()).toContain('index: 0, error: InstructionErrorCustom { code: 1 }');
    expect(log.at(-1)).toBe(`Program ${INFERENCE_STAKING_PROGRAM_ADDRESS} failed: custom program error: 0x1`);
    const failure = {
      kind: 'token',
      code: 1,
      name: 'InsufficientFunds',
      message: 'the token account holds too little: use a smaller amount, or fund it first',
    };
    expect(explainFailure(log)).toEqual(failure);
  });

  test('an account that Anchor refuses is named', async () => {
    const wrong = await getStakeInstructionAsync({
      owner: delegator,
      operatorPool,
      stakeMint: network.stakeMint,
      poolOverview: operatorPool,
      amount: 1n,
    });
    const log = await refused(network.svm, delegator, [wrong]);
    expect(explainFailure(log)).toEqual({
      kind: 'framework',
      code: 3002,
      name: 'AccountDiscriminatorMismatch',
      message: 'Account discriminator did not match what was expected',
      account: 'pool_overview',
    });
  });

  test('a payer without lamports is the system program’s', async () => {
    const owner = await generateKeyPairSigner();
    const poor = await generateKeyPairSigner();
    const create = await getCreateStakingRecordInstructionAsync({ payer: poor, owner, operatorPool });
    expect(explainFailure(await refused(network.svm, network.payer, [create]))).toMatchObject({
      kind: 'system',
      code: 1,
      name: 'ResultWithNegativeLamports',
    });
  });

  test('a token instruction beside ours is the token program’s too', async () => {
    const find = { owner: delegator.address, mint: network.stakeMint, tokenProgram: TOKEN_PROGRAM_ADDRESS };
    const [source] = await findAssociatedTokenPda(find);
    const [destination] = await findPoolVaultPda({ operatorPool });
    const transfer = getTransferInstruction({ source, destination, authority: delegator, amount: 6n * ONE });
    const log = await refused(network.svm, delegator, [await stakeOf(1n), transfer]);
    expect(explainFailure(log)).toMatchObject({ kind: 'token', code: 1 });
  });

  test('our program under another id is another program, unless it is named', async () => {
    const other = address('Stake11111111111111111111111111111111111112');
    network.svm.addProgram(other, programBytes());
    const config = { programAddress: other };
    const collect = await getCollectPoolRewardsInstructionAsync({ operatorPool, stakeMint: network.stakeMint }, config);
    const log = await refused(network.svm, network.payer, [collect]);
    expect(explainFailure(log)).toMatchObject({ kind: 'program', programAddress: other, code: 4100 });
    expect(explainFailure(log, config)).toMatchObject({
      kind: 'framework',
      code: 4100,
      name: 'DeclaredProgramIdMismatch',
    });
  });

  test('what went through did not fail', async () => {
    const result = await execute(network.svm, delegator, [await stakeOf(1n)]);
    if (result instanceof FailedTransactionMetadata) throw new Error('refused');
    expect(explainFailure(result.logs(), { code: 1 })).toBeNull();
  });
});

describe('of what a log would say', () => {
  const own = INFERENCE_STAKING_PROGRAM_ADDRESS;

  test('a program that ran out of compute units has no number', () => {
    const log = [`Program ${own} invoke [1]`, `Program ${own} failed: exceeded CUs meter at BPF instruction`];
    expect(explainFailure(log)).toEqual({
      kind: 'program',
      programAddress: own,
      code: null,
      message: expect.stringContaining('the transaction ran out of compute units') as string,
    });
  });

  test('a number of another program is not taken for ours', () => {
    const other = 'ComputeBudget111111111111111111111111111111';
    const log = [`Program ${other} invoke [1]`, `Program ${other} failed: custom program error: 0x1770`];
    expect(explainFailure(log)).toMatchObject({ kind: 'program', programAddress: other, code: 6000 });
  });

  test('a program that writes what looks like a failure has not failed', () => {
    const words = `Program log: Program ${own} failed: custom program error: 0x1770`;
    const log = [`Program ${own} invoke [1]`, words, `Program ${own} success`];
    expect(explainFailure(log)).toBeNull();
  });

  test('Anchor’s words are taken of the number that failed', () => {
    const words = (name: string, code: number) =>
      `Program log: AnchorError caused by account: ${name}. Error Code: E${code}. Error Number: ${code}. Error Message: It is ${code}.`;
    const log = [`Program ${own} invoke [1]`, words('first', 2001), words('second', 2006)];
    expect(explainFailure([...log, `Program ${own} failed: custom program error: 0x7d6`])).toEqual({
      kind: 'framework',
      code: 2006,
      name: 'E2006',
      message: 'It is 2006',
      account: 'second',
    });
  });

  test('a number that this version does not know is told as such', () => {
    const log = [`Program ${own} invoke [1]`, `Program ${own} failed: custom program error: 0x270f`];
    expect(explainFailure(log)).toMatchObject({ kind: 'unknown', code: 9999 });
  });
});

describe('without a log, or with one that was cut off', () => {
  const cutOff = ['Program 11111111111111111111111111111111 invoke [1]', 'Log truncated'];

  test.each([
    [1, { kind: 'token', name: 'InsufficientFunds' }],
    [17, { kind: 'token', name: 'AccountFrozen' }],
    [99, { kind: 'unknown' }],
    [2006, { kind: 'framework', name: 'AnchorError', account: null }],
    [6000, { kind: 'staking', name: 'MathOverflow' }],
    [9999, { kind: 'unknown' }],
  ])('the number %i alone says whose it is', (code, expected) => {
    expect(explainFailure([], { code })).toMatchObject({ code, ...expected });
    expect(explainFailure(cutOff, { code })).toMatchObject({ code, ...expected });
  });

  test('and without a number nothing is said', () => {
    expect(explainFailure([])).toBeNull();
  });
});

describe('of an error that kit throws', () => {
  test('log and number are found in it and in its cause', async () => {
    const logs = await refused(network.svm, delegator, [await stakeOf(6n * ONE)]);
    const cause = new SolanaError(SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM, { code: 1, index: 0 });
    const context = { accounts: null, logs, unitsConsumed: null, cause } as unknown as ConstructorParameters<
      typeof SolanaError<typeof SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE>
    >[1];
    const error = new SolanaError(SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE, context);
    expect(explainError(error)).toMatchObject({ kind: 'token', code: 1 });
    expect(explainError(new Error('the wallet says no', { cause: error }))).toMatchObject({ kind: 'token', code: 1 });
    expect(
      explainError(new SolanaError(SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM, { code: 6051, index: 2 })),
    ).toMatchObject({
      kind: 'staking',
      name: 'NothingToStake',
    });
  });

  test('any other error is no failure of a program', () => {
    expect(explainError(new Error('network is down'))).toBeNull();
    expect(explainError('text')).toBeNull();
    expect(explainError(undefined)).toBeNull();
  });
});

describe('texts', () => {
  test.each([
    ['token', TOKEN_ERRORS],
    ['system', SYSTEM_ERRORS],
  ])('of the %s program are those of the Rust client', (name, table) => {
    const source = readFileSync(new URL(`../../crates/client/src/refusal/${name}.rs`, import.meta.url), 'utf8');
    const rows = [...source.matchAll(/\(\s*"(\w+)",\s*"([^"]+)",?\s*\)/g)].map(([, error, words]) => [error, words]);
    expect(rows.length).toBeGreaterThan(5);
    expect(table).toEqual(rows);
  });

  test('say what to do, in one sentence', () => {
    for (const { message } of Object.values(STAKING_ERRORS)) expect(message).toMatch(/^[A-Z].*[^.]$/);
  });
});

test('errors of another copy of the package are explained and recognised', async () => {
  vi.resetModules();
  const copy = await import('../src/index');
  expect(Object.is(copy.StakingRefusal, StakingRefusal)).toBe(false);
  const refusal = new copy.StakingRefusal('NothingToStake');
  expect(refusal instanceof StakingRefusal).toBe(true);
  expect(explainError(refusal)).toMatchObject({ kind: 'staking', name: 'NothingToStake' });
  const failure = explainError(refusal);
  const stop = new copy.PlanStopped([], { signature: null, outcome: 'NotExecuted', failure, reason: 'no' });
  expect(stop instanceof PlanStopped).toBe(true);
  expect(explainError(stop)).toEqual(failure);
  expect(new Error('no') instanceof PlanStopped).toBe(false);
  expect(new Error('no') instanceof StakingRefusal).toBe(false);
});
