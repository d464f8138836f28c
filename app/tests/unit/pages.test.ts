/** What pages make of what was typed, of their address and of events. */
import { EVENT_DECODERS, INFERENCE_STAKING_PROGRAM_ADDRESS, type PoolAccrual } from '@inference-staking/sdk';
import { type Address, address } from '@solana/kit';
import { expect, test } from 'vitest';

import { commandText } from '../../src/chain/connection';
import { accrualsOf, numbersIn, type PoolEvent, withGaps } from '../../src/chain/events';
import { yieldOfEpoch } from '../../src/chain/pools';
import { readAmount } from '../../src/components/AmountField';
import { delegatorsShare } from '../../src/economics/rank';
import { amountText, percentText, spanText, utc } from '../../src/format';
import { eventText } from '../../src/pages/PoolEvents';
import { parseRoute, poolCommand, walletCommand } from '../../src/route';
import { webSocketUrlOf } from '../../src/settings';

test.each([
  ['', { kind: 'nothing' }],
  ['1.5', { kind: 'amount', amount: 1_500_000n, isMax: false }],
  [' 0.000001 ', { kind: 'amount', amount: 1n, isMax: false }],
  ['1,5', { kind: 'wrong', reason: expect.stringContaining('Write a point') }],
  ['1.0000001', { kind: 'wrong', reason: expect.stringContaining('has 7 decimals, the mint only 6') }],
  ['-1', { kind: 'wrong', reason: expect.stringContaining('is no amount') }],
  ['1e3', { kind: 'wrong', reason: expect.stringContaining('is no amount') }],
  ['0', { kind: 'wrong', reason: expect.stringContaining('more than 0') }],
  ['11', { kind: 'wrong', reason: 'That is more than there is: at most 10' }],
])('the amount “%s”', (text, expected) => {
  expect(readAmount(text, 6, 10_000_000n)).toEqual(expected);
});

test('an amount that a lock holds is refused in the words of the program', () => {
  expect(readAmount('11', 6, 10_000_000n, 2_000_000n)).toEqual({
    kind: 'wrong',
    reason: 'The shares are locked: unstake fewer, or begin the unlock and wait. Now at most 10 can leave',
  });
  // What nobody has is not locked.
  const reason = 'That is more than there is: at most 12';
  expect(readAmount('12.000001', 6, 10_000_000n, 2_000_000n)).toEqual({ kind: 'wrong', reason });
});

test('what a link says in the place of an address is in no command', () => {
  const address = 'SysvarC1ock11111111111111111111111111111111';
  expect([poolCommand(address), walletCommand(address)]).toEqual([`pool show ${address}`, `portfolio ${address}`]);
  for (const other of ['$(id)', '`id`', ';id', `${address} --all`, 'ABC']) {
    expect([poolCommand(other), walletCommand(other)]).toEqual(['pool list', 'portfolio']);
  }
  expect(walletCommand(null)).toBe('portfolio');
});

test.each([
  ['', { page: 'network' }],
  ['#/pools', { page: 'pools' }],
  ['#/pools?show=behind', { page: 'pools' }],
  ['#/pools/ABC', { page: 'pool', address: 'ABC' }],
  ['#/wallet', { page: 'wallet', address: null }],
  ['#/wallet/ABC', { page: 'wallet', address: 'ABC' }],
  ['#/nowhere', { page: 'unknown' }],
])('the address “%s”', (hash, expected) => {
  expect(parseRoute(hash)).toEqual(expected);
});

test('figures are exact, also beyond what an account holds', () => {
  expect(amountText(1_234_567_890_123n, 6)).toBe('1,234,567.890123');
  expect(amountText(4n * (2n ** 64n - 1n), 6)).toBe('73,786,976,294,838.20646');
  expect(amountText(4n * (2n ** 64n - 1n), 6, '')).toBe('73786976294838.20646');
  // A price of 30 billion in billionths.
  expect(amountText(30n * 10n ** 18n, 9)).toBe('30,000,000,000');
  expect(percentText(1n, 3n)).toBe('33.33 %');
  expect(percentText(3n * 10n ** 16n, 1n, 4)).toBe('3,000,000,000,000,000,000 %');
  expect(percentText(1n, 0n)).toBe('–');
  expect(spanText(90_061n)).toBe('1d 1h');
  expect(utc(1_764_547_200n)).toBe('1 Dec 2025, 00:00 UTC');
});

test('numbers that are missing between events are shown as gaps', () => {
  const event = (sequence: bigint) => ({ sequence }) as PoolEvent;
  expect(withGaps([event(7n), event(6n), event(3n)], 8n)).toEqual([
    { kind: 'gap', from: 8n, to: 8n },
    { kind: 'event', event: event(7n) },
    { kind: 'event', event: event(6n) },
    { kind: 'gap', from: 4n, to: 5n },
    { kind: 'event', event: event(3n) },
    { kind: 'gap', from: 1n, to: 2n },
  ]);
  expect(withGaps([], 0n)).toEqual([]);
});

test('rewards are among the events of the pool that took them, alone and in a batch', () => {
  const one = address('11111111111111111111111111111111');
  const other = address('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA');
  const taken = (operatorPool: Address, sequence: bigint) => ({ operatorPool, pool: { sequence } }) as PoolAccrual;
  const single = { epoch: 3n, rewardEpoch: 2n, accrual: taken(one, 7n) };
  expect(numbersIn({ data: single }, one)).toEqual([7n]);
  expect(numbersIn({ data: single }, other)).toEqual([]);
  expect(accrualsOf(single)).toEqual([single.accrual]);
  const batch = { epoch: 3n, rewardEpoch: 2n, accruals: [taken(one, 7n), taken(other, 4n)] };
  expect(numbersIn({ data: batch }, other)).toEqual([4n]);
});

test('every event that a pool numbers has words of its own', () => {
  const numbered = Object.values(EVENT_DECODERS).flatMap(({ getDecoder, name }) => {
    const data = getDecoder().decode(new Uint8Array(1_000));
    const isNumbered = 'pool' in data || 'accrual' in data || 'accruals' in data;
    return isNumbered ? [{ name, data, sequence: 1n, at: null } as unknown as PoolEvent] : [];
  });
  expect(numbered.length).toBe(24);
  const words = numbered.map((event) => eventText(event, []));
  for (const [index, text] of words.entries()) {
    expect(text, numbered[index]?.name).toMatch(/^[A-Z][a-zA-Z]* \S/);
  }
  // Alone and in a batch it is the same to the pool.
  expect(new Set(words).size).toBe(23);
});

test('an event says what it did, not only whereof it is', () => {
  const text = (name: string, data: object) => eventText({ name, data, sequence: 1n } as unknown as PoolEvent, []);
  expect(text('HaltStatusSet', { isHalted: true })).toBe('Pool halted');
  expect(text('HaltStatusSet', { isHalted: false })).toBe('Pool resumed');
  expect(text('EpochBypassed', { rewardEpoch: 7n, canBeAccrued: true })).toBe(
    'Epoch 7 skipped: it could still be accrued',
  );
  expect(text('EpochBypassed', { rewardEpoch: 7n, canBeAccrued: false })).toBe('Epoch 7 passed without rewards');
  expect(text('RewardAccrued', { rewardEpoch: 7n })).toBe('Rewards of epoch 7');
  const nobody = '11111111111111111111111111111111';
  expect(text('OperatorPoolAdminProposed', { pendingAdmin: nobody })).toBe('Proposal of an admin withdrawn');
  expect(text('OperatorPoolAdminProposed', { pendingAdmin: 'other' })).toBe('New admin proposed');
});

test('of a lock it is said what was done to it, as far as the event before it is known', () => {
  const day = 86_400n;
  const lock = (sequence: bigint, lockState: number, days: bigint, of: object = {}) => {
    const data = { stakingRecord: 'mine', lockState, lockDuration: days * day, unlockStartedAt: 0n, ...of };
    return { name: 'LockChanged', data, sequence, at: 100n * day } as unknown as PoolEvent;
  };
  const other = (sequence: bigint) => lock(sequence, 1, 14n, { stakingRecord: 'of somebody else' });
  const begun = lock(5n, 2, 60n, { unlockStartedAt: 90n * day });
  const events = [lock(7n, 0, 0n), lock(6n, 1, 60n), begun, lock(4n, 1, 60n), other(3n), lock(2n, 1, 30n), other(1n)];
  expect(events.map((event) => eventText(event, events))).toEqual([
    'Lock ended at once',
    'Unlock cancelled: release takes 60d',
    'Unlock began: release takes 60d',
    'Lock extended: release takes 60d',
    'Lock extended: release takes 14d',
    'Stake locked: release takes 30d',
    'Stake locked: release takes 14d',
  ]);
  // Whoever left with everything, or lost it, has no lock any more.
  const emptied = (of: object) =>
    ({ name: 'Unstaked', data: { recordShares: 0n, ...of }, sequence: 2n, at: null }) as unknown as PoolEvent;
  const anew = lock(3n, 1, 14n);
  for (const of of [{ stakingRecord: 'mine' }, { operatorStakingRecord: 'mine' }]) {
    expect(eventText(anew, [anew, emptied(of), lock(1n, 1, 60n)])).toBe('Stake locked: release takes 14d');
  }
  const some = emptied({ stakingRecord: 'mine', recordShares: 1n });
  expect(eventText(anew, [anew, some, lock(1n, 1, 60n)])).toBe('Lock extended: release takes 14d');
  // One between is not known, or the release was over.
  const [, again] = events as [PoolEvent, PoolEvent];
  expect(eventText(again, [again, lock(4n, 1, 60n)])).toBe('Stake locked: release takes 60d');
  const over = lock(5n, 2, 60n, { unlockStartedAt: 40n * day });
  expect(eventText(again, [again, over])).toBe('Stake locked: release takes 60d');
});

test('the yield of an epoch is after the commission that held in it', () => {
  const pool = {
    totalStakedAmount: 1_000n,
    rewardCommissionBps: 1_000,
    scheduledRewardCommissionBps: 5_000,
    scheduledRewardCommissionFrom: 7n,
  };
  // 100 of 1,000 is a tenth: nine tenths of it before the change, half of it from then on.
  expect(yieldOfEpoch(pool, 6n, 100n)).toBe(90_000n);
  expect(yieldOfEpoch(pool, 7n, 100n)).toBe(50_000n);
  expect(yieldOfEpoch({ ...pool, totalStakedAmount: 0n }, 7n, 100n)).toBe(null);
});

test("the delegators' share is not known where record and pool are of different moments", () => {
  const pool = { totalShares: 1_000n, totalStakedAmount: 2_000n };
  expect(delegatorsShare(pool, 250n)).toBe(750_000n);
  expect(delegatorsShare(pool, 0n)).toBe(1_000_000n);
  expect(delegatorsShare(pool, 1_001n)).toBe(null);
  expect(delegatorsShare({ totalShares: 0n, totalStakedAmount: 0n }, 0n)).toBe(null);
});

test('the WebSocket port is one above an explicit port of the node', () => {
  const settings = { proofServiceUrl: '', programId: '', webSocketUrl: '' };
  expect(webSocketUrlOf({ ...settings, rpcUrl: 'http://127.0.0.1:8899' })).toBe('ws://127.0.0.1:8900/');
  expect(webSocketUrlOf({ ...settings, rpcUrl: 'https://rpc.example.org/key' })).toBe('wss://rpc.example.org/key');
  expect(webSocketUrlOf({ ...settings, rpcUrl: 'https://x', webSocketUrl: 'wss://y' })).toBe('wss://y');
});

test('the command line is told of the same node, program and proof service', () => {
  const settings = {
    rpcUrl: 'https://node.example.org/?key=1&x=2',
    webSocketUrl: '',
    proofServiceUrl: '',
    programId: '',
  };
  const usual = { settings, programAddress: INFERENCE_STAKING_PROGRAM_ADDRESS };
  const node = "inference-staking --url 'https://node.example.org/?key=1&x=2'";
  expect(commandText(usual, 'unstake POOL 1')).toBe(`${node} unstake POOL 1`);
  const other = address('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA');
  const own = { settings: { ...settings, proofServiceUrl: 'https://proofs.example.org' }, programAddress: other };
  const service = '--service https://proofs.example.org';
  expect(commandText(own, 'unstake POOL 1')).toBe(`${node} --program-id ${other} unstake POOL 1 ${service}`);
  expect(commandText(own, 'activate POOL')).toBe(`${node} --program-id ${other} activate POOL ${service}`);
  expect(commandText(own, 'stake POOL 1')).toBe(`${node} --program-id ${other} stake POOL 1`);
});
