import { getBase64Decoder } from '@solana/kit';
import { beforeAll, expect, test } from 'vitest';

import {
  decodeEvents,
  decodeReturnData,
  EVENT_DECODERS,
  getEpochMarkedAsFinalizingEncoder,
  INFERENCE_STAKING_PROGRAM_ADDRESS as OWN,
  readReturnData,
} from '../src/index';
import { createPool, createRecord, fundedWallet, type Network, ONE, stake, startNetwork } from './network/network';

const OTHER = 'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr';

let network: Network;
let log: string[];

beforeAll(async () => {
  network = await startNetwork();
  const operatorPool = await createPool(network, await fundedWallet(network, 'operator', 0n));
  const delegator = await fundedWallet(network, 'delegator', 5n * ONE);
  await createRecord(network, delegator, operatorPool);
  log = await stake(network, delegator, operatorPool, 3n * ONE);
});

function names(lines: string[]): string[] {
  return decodeEvents(lines).events.map((event) => event.name);
}

function dataLine(): string {
  const found = log.find((line) => line.startsWith('Program data: '));
  if (found === undefined) throw new Error('the log has no event');
  return found;
}

test('an event is read out of a real log, behind the transfer that our program called', () => {
  const data = log.indexOf(dataLine());
  expect(log.slice(0, data).some((line) => line.startsWith('Program Tokenkeg'))).toBe(true);
  expect(decodeEvents(log)).toMatchObject({
    events: [{ name: 'Staked', data: { amount: 3n * ONE, recordActivating: 3n * ONE } }],
    unreadable: [],
    isComplete: true,
  });
});

test('the same line of another program is not taken', () => {
  const line = dataLine();
  expect(names([`Program ${OTHER} invoke [1]`, line, `Program ${OTHER} success`])).toEqual([]);
  expect(names([line])).toEqual([]);
  // Within ours it calls another, which writes it; and after it has ended.
  expect(names([`Program ${OWN} invoke [1]`, `Program ${OTHER} invoke [2]`, line, `Program ${OTHER} success`])).toEqual(
    [],
  );
  expect(names([`Program ${OTHER} invoke [1]`, `Program ${OWN} invoke [2]`, `Program ${OWN} success`, line])).toEqual(
    [],
  );
  // What looks like our start, but was written by a program.
  expect(names([`Program ${OTHER} invoke [1]`, `Program log: Program ${OWN} invoke [2]`, line])).toEqual([]);
  expect(names([`Program ${OTHER} invoke [1]`, `Program log: x\nProgram ${OWN} invoke [2]`, line])).toEqual([]);
});

test('our line is taken where another program calls ours', () => {
  const called = [`Program ${OTHER} invoke [1]`, `Program ${OWN} invoke [2]`, dataLine(), `Program ${OWN} success`];
  expect(names([...called, `Program ${OTHER} success`])).toEqual(['Staked']);
});

test('a start outside of all ends what ran before, even if its end is missing', () => {
  const next = [`Program ${OWN} invoke [1]`, `Program ${OTHER} invoke [1]`, dataLine()];
  expect(names(next)).toEqual([]);
  expect(names([...next, `Program ${OTHER} success`, dataLine()])).toEqual([]);
});

test('the program may stand under another id', () => {
  const moved = log.map((line) => line.replaceAll(OWN, OTHER));
  expect(names(moved)).toEqual([]);
  const options = { programAddress: OTHER as typeof OWN };
  expect(decodeEvents(moved, options).events.map((event) => event.name)).toEqual(['Staked']);
});

test('a log that the node cut off says so', async () => {
  const short = await startNetwork();
  short.svm.withLogBytesLimit(100n);
  const operator = await fundedWallet(short, 'operator', 2_000n * ONE);
  const operatorPool = await createPool(short, operator);
  const cutOff = await stake(short, operator, operatorPool, 2_000n * ONE);
  expect(cutOff).toContain('Log truncated');
  expect(decodeEvents(cutOff)).toEqual({ events: [], unreadable: [], isComplete: false });
});

test('data of ours that is no known event is not dropped without a word', () => {
  const newer = `Program data: ${getBase64Decoder().decode(new Uint8Array(16))}`;
  const lines = [`Program ${OWN} invoke [1]`, newer, 'Program data: no base64!', dataLine(), `Program ${OWN} success`];
  const decoded = decodeEvents(lines);
  expect(decoded.events.map((event) => event.name)).toEqual(['Staked']);
  expect(decoded.unreadable).toEqual([newer, 'Program data: no base64!']);
});

test('several events of several instructions come in order', () => {
  const [discriminator = ''] =
    Object.entries(EVENT_DECODERS).find(([, { name }]) => name === 'EpochMarkedAsFinalizing') ?? [];
  const mark = (rewardEpoch: bigint) => {
    const fields = { rewardEpoch, authority: OWN, markedAt: -1n, epoch: rewardEpoch + 1n };
    const bytes = [...Buffer.from(discriminator, 'hex'), ...getEpochMarkedAsFinalizingEncoder().encode(fields)];
    return `Program data: ${Buffer.from(bytes).toString('base64')}`;
  };
  const lines = [1n, 2n].flatMap((epoch) => [`Program ${OWN} invoke [1]`, mark(epoch), `Program ${OWN} success`]);
  expect(decodeEvents(lines).events).toEqual(
    [1n, 2n].map((epoch) => ({
      name: 'EpochMarkedAsFinalizing',
      data: { rewardEpoch: epoch, authority: OWN, markedAt: -1n, epoch: epoch + 1n },
    })),
  );
});

test('return data is taken from our own frame alone, the last of it', () => {
  const returned = (program: string, cost: number) => {
    const bytes = Buffer.alloc(24);
    bytes.writeUInt32LE(cost);
    return `Program return: ${program} ${bytes.toString('base64')}`;
  };
  const ours = [`Program ${OWN} invoke [1]`, returned(OWN, 7), `Program ${OWN} success`];
  const forged = [`Program ${OTHER} invoke [1]`, returned(OWN, 9), returned(OTHER, 9), `Program ${OTHER} success`];
  const value = { cost: 7n, shares: 0n, left: 0n };
  const earlier = [`Program ${OWN} invoke [1]`, returned(OWN, 5), `Program ${OWN} success`];
  expect(readReturnData('activateStake', [...earlier, ...ours])).toEqual({ value, isComplete: true });
  expect(readReturnData('activateStake', [...ours, ...forged])).toEqual({ value, isComplete: true });
  expect(readReturnData('activateStake', forged)).toEqual({ value: null, isComplete: true });
  expect(readReturnData('activateStake', ['Log truncated'])).toEqual({ value: null, isComplete: false });
});

test('zeros that a validator cut off the end of return data are put back', () => {
  expect(decodeReturnData('activateStake', new Uint8Array([7]))).toEqual({ cost: 7n, shares: 0n, left: 0n });
  expect(() => decodeReturnData('activateStake', new Uint8Array(25))).toThrow('returns 24 bytes, but there are 25');
});
