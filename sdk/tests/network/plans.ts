/** Plans on a LiteSVM chain, through kit's RPC client. */
import type { Address, Instruction, KeyPairSigner } from '@solana/kit';
import { expect } from 'vitest';

import {
  type ChainReader,
  decodeEvents,
  explainError,
  findStakingRecordPda,
  getOperatorPoolDecoder,
  getSetHaltStatusInstructionAsync,
  getStakingRecordDecoder,
  getUpdatePoolOverviewInstructionAsync,
  type OperatorPool,
  type Plan,
  rpcReader,
  rpcSimulator,
  type Simulator,
  type StakingRecord,
  type UpdatePoolOverviewInstructionDataArgs,
} from '../../src/index';
import { giveLamports, send, wallet } from './chain';
import { createPool, fundedWallet, type Network, ONE, stake } from './network';
import { rpcOf } from './rpc';

export function readerOf(network: Network): ChainReader {
  return rpcReader(rpcOf(network.svm).rpc);
}

export function simulatorOf(network: Network): Simulator {
  return rpcSimulator(rpcOf(network.svm).rpc);
}

/** Sends the transactions of a plan; their logs. */
export async function carryOut(network: Network, feePayer: KeyPairSigner, plan: Plan): Promise<string[][]> {
  const logs: string[][] = [];
  for (const instructions of plan.transactions) logs.push(await send(network.svm, feePayer, instructions));
  return logs;
}

/** An operator with a pool in which it has so many tokens at a price of 1. */
export async function openPool(network: Network, name: string, tokens = 2_000n * ONE) {
  const operator = await fundedWallet(network, name, tokens);
  const operatorPool = await createPool(network, operator);
  await stake(network, operator, operatorPool, tokens);
  return { operator, operatorPool };
}

export async function haltPool(network: Network, operatorPool: Address, halted: boolean): Promise<void> {
  const authority = await wallet('halt authority');
  giveLamports(network.svm, authority.address);
  await send(network.svm, authority, [await getSetHaltStatusInstructionAsync({ authority, operatorPool, halted })]);
}

export async function update(network: Network, changes: UpdatePoolOverviewInstructionDataArgs): Promise<void> {
  const { programAdmin, svm } = network;
  await send(svm, programAdmin, [await getUpdatePoolOverviewInstructionAsync({ programAdmin, ...changes })]);
}

export function poolAt(network: Network, address: Address): OperatorPool {
  const account = network.svm.getAccount(address);
  if (!account.exists) throw new Error('the pool is gone');
  return getOperatorPoolDecoder().decode(account.data);
}

export async function recordOf(network: Network, operatorPool: Address, owner: Address): Promise<StakingRecord> {
  const account = network.svm.getAccount((await findStakingRecordPda({ operatorPool, owner }))[0]);
  if (!account.exists) throw new Error('the record is gone');
  return getStakingRecordDecoder().decode(account.data);
}

/** The rule by which a plan is refused. */
export async function ruleOf(plan: Promise<unknown>): Promise<string> {
  const error = await plan.then(
    () => expect.fail('a plan was made, but had to be refused'),
    (refusal: unknown) => refusal,
  );
  const failure = explainError(error);
  if (failure?.kind !== 'staking') throw error;
  return failure.name;
}

/** Names of the program's events in a log. */
export function eventsIn(log: readonly string[]): string[] {
  return decodeEvents(log).events.map(({ name }) => name);
}

/** Numbers of instructions of each transaction. */
export function lengths(transactions: readonly (readonly Instruction[])[]): number[] {
  return transactions.map((each) => each.length);
}
