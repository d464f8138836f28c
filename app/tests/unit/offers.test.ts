import {
  type ChainReader,
  type Consequence,
  findRewardRecordPda,
  findStakingRecordPda,
  getRewardRecordDecoder,
  getRewardRecordEncoder,
  type OperatorPool,
  REWARD_RECORD_SIZE,
  type StakingRecord,
} from '@inference-staking/sdk';
import {
  type Account,
  type Address,
  address,
  createNoopSigner,
  type Instruction,
  type ReadonlyUint8Array,
} from '@solana/kit';
import { expect, it } from 'vitest';

import type { Input, Intent } from '../../src/actions/intents';
import { isSameOffer, lossText, needsCreated, nothingText, type Offer, planOf } from '../../src/actions/offers';
import { OWNER, POOL, readerOf, stateWith } from './chain';
import { overviewWith } from './network';

const DAY = 86_400n;

function offer(consequence: Consequence, moving?: bigint): Offer {
  const line = { name: 'Can be claimed', text: String(moving) };
  const lines = [moving === undefined ? line : { ...line, moving }];
  return { plan: { transactions: [], unaccrued: [], consequences: [consequence] }, lines, isIndependent: false };
}

it('an offer is the same while only the clock moves', () => {
  const relocks = (shares: bigint) => offer({ kind: 'Relocks', operatorPool: POOL, shares, seconds: 15_552_000n });
  expect(isSameOffer(relocks(64n), relocks(6_400n))).toBe(true);
  const waits = (moving: bigint) => offer({ kind: 'BeginsUnlock', operatorPool: POOL } as Consequence, moving);
  expect(isSameOffer(waits(1_000n), waits(1_600n))).toBe(true);
  expect(isSameOffer(waits(1_000n), waits(1_601n))).toBe(false);
});

it('an offer with another consequence is another', () => {
  const joins = (seconds: bigint) =>
    offer({ kind: 'JoinsLock', operatorPool: POOL, owner: POOL, seconds } as Consequence);
  expect(isSameOffer(joins(1n), joins(2n))).toBe(false);
});

type Kind = Exclude<Intent['kind'], 'claim all' | 'cancel ticket'>;

function intentOf(kind: Kind | 'cancel ticket'): Intent {
  const at = { operatorPool: POOL, poolName: 'my pool' };
  return kind === 'cancel ticket' ? { kind, place: 1, ...at } : { kind, ...at };
}

const [LOCKED, UNLOCKING] = [1, 2];
const NO_TICKET = { amount: 0n, claimableFrom: 0n };
const locked = { lockState: LOCKED, lockDuration: 30n * DAY };
const unlocking = { ...locked, lockState: UNLOCKING, unlockShares: 500n, unlockStartedAt: 1_800_000_000n - 15n * DAY };
const tickets = (amount: bigint) => [NO_TICKET, { amount, claimableFrom: 1n }, NO_TICKET, NO_TICKET];
const ticket = { tickets: tickets(70n) };

interface Change {
  pool?: Partial<OperatorPool>;
  record?: Partial<StakingRecord>;
}

/** What changes between the preview and the confirmation. */
const CHANGES: [name: string, kind: Kind | 'cancel ticket', input: Input, before: Change, after: Change][] = [
  ['the ticket', 'cancel ticket', {}, { record: ticket }, { record: { tickets: tickets(90n) } }],
  ['the ticket', 'claim tokens', {}, { record: ticket }, { record: { tickets: tickets(90n) } }],
  ['the price', 'unstake', { amount: 100n }, {}, { pool: { totalStakedAmount: 8_000n } }],
  ['the record', 'unstake', { amount: 1_000n, isMax: true }, {}, { record: { shares: 400n } }],
  ['the record', 'claim USDC', {}, { record: { settledUsdc: 5n } }, { record: { settledUsdc: 6n } }],
  ['the price', 'lock', { days: 30n }, {}, { pool: { totalStakedAmount: 8_000n } }],
  ['the price', 'extend', { days: 30n }, { record: locked }, { pool: { totalStakedAmount: 8_000n } }],
  ['the lock', 'extend', { days: 30n }, { record: locked }, { record: { lockDuration: 60n * DAY } }],
  ['the commission', 'unlock', {}, { record: locked }, { pool: { rewardCommissionBps: 1_000 } }],
  ['the price', 'cancel unlock', {}, { record: unlocking }, { pool: { totalStakedAmount: 8_000n } }],
];

it.each(CHANGES)('another offer once %s has changed: %s', async (_, kind, input, before, after) => {
  const state = stateWith(before);
  const reader = await readerOf(state);
  const planned = () =>
    planOf({ reader, proofs: undefined }, intentOf(kind), input, createNoopSigner(OWNER), state.overview);
  const shown = await planned();
  expect(isSameOffer(shown, await planned())).toBe(true);
  Object.assign(state.pool, after.pool);
  Object.assign(state.record, after.record);
  expect(isSameOffer(shown, await planned())).toBe(false);
});

it('all of a release that runs is what was shown, while more is freed from second to second', async () => {
  const state = stateWith({ record: unlocking });
  const reader = await readerOf(state);
  const input = { amount: 500n, isMax: true };
  const planned = () =>
    planOf({ reader, proofs: undefined }, intentOf('unstake'), input, createNoopSigner(OWNER), state.overview);
  const shown = await planned();
  state.now += 60n;
  expect(isSameOffer(shown, await planned())).toBe(true);
});

it('the shares that leave have no part in what the epoch pays that runs, and deposits lose nothing', async () => {
  const state = stateWith({ record: { activating: 50n }, pool: { totalActivating: 50n } });
  const reader = await readerOf(state);
  const names = async (amount: bigint) => {
    const input = { amount };
    const { lines } = await planOf(
      { reader, proofs: undefined },
      intentOf('unstake'),
      input,
      createNoopSigner(OWNER),
      state.overview,
    );
    return lines.map(({ name, text }) => `${name} ${text}`).join();
  };
  expect(await names(100n)).toContain("Shares leave at today's price, with no part in what epoch 1 pays");
  expect(await names(50n)).not.toContain('Shares leave');
});

it('of a pool that is behind it is said how many epochs are accrued or passed before', async () => {
  const state = stateWith({
    pool: { totalActivating: 50n, rewardLastClaimedEpoch: 0n },
    record: { activating: 50n, hasActivating: 1 },
  });
  const { pool } = state;
  const lines = async (epochs: bigint, intent: 'activate' | 'unstake') => {
    state.overview = overviewWith({ usdcLiability: 100n, completedRewardEpoch: epochs });
    const reader = await readerOf(state);
    const records = new Map<Address, ReadonlyUint8Array>();
    for (let epoch = 1n; epoch <= epochs; epoch += 1n) {
      // Published without rewards: anybody may take the pool over it.
      const record = { ...getRewardRecordDecoder().decode(new Uint8Array(REWARD_RECORD_SIZE)), epoch };
      records.set((await findRewardRecordPda({ epoch }))[0], getRewardRecordEncoder().encode(record));
    }
    const accounts: ChainReader['accounts'] = async (addresses) =>
      (await reader.accounts(addresses)).map((account, index) => {
        const data = records.get(addresses[index] as Address);
        return data ? ({ address: addresses[index], data, programAddress: reader.programAddress } as never) : account;
      });
    const proofs = { proof: async () => null };
    const source = { reader: { ...reader, accounts }, proofs };
    const offered = await planOf(source, intentOf(intent), { amount: 100n }, createNoopSigner(OWNER), state.overview);
    return offered.lines.filter(({ name }) => name === 'Before it').map(({ text }) => text);
  };
  expect(await lines(1n, 'activate')).toEqual(['1 open epoch of the pool is accrued or passed']);
  expect(await lines(3n, 'activate')).toEqual(['3 open epochs of the pool are accrued or passed']);
  expect(await lines(3n, 'unstake')).toEqual(['3 open epochs of the pool are accrued or passed']);
  pool.rewardLastClaimedEpoch = 3n;
  expect(await lines(3n, 'activate')).toEqual([]);
});

it('rewards are lost where the plan says so, all of their epochs, and nowhere else', () => {
  const reason = 'no source of proofs is given';
  const plan = { transactions: [], unaccrued: [{ epoch: 3n, reason }], consequences: [] as Consequence[] };
  expect(lossText(plan)).toBe(null);
  plan.consequences.push({ kind: 'LosesRewards', operatorPool: POOL, epochs: [3n, 4n] });
  expect(lossText(plan)).toBe(
    'The pool has epoch 3, 4 open, and it is not paid first (no proof service is named): shares that leave lose their part of it.',
  );
});

it('the operator of a halted pool is told that something is left out, and others that there is nothing', async () => {
  const claim = async (isHalted: number) => {
    const state = stateWith({ record: { settledUsdc: 5n } });
    const reader = await readerOf(state);
    const at = (await findStakingRecordPda({ operatorPool: POOL, owner: OWNER }))[0];
    Object.assign(state.pool, { isHalted, operatorStakingRecord: at });
    if (isHalted === 0) Object.assign(state.record, { settledUsdc: 0n, shares: 0n });
    const record = { address: at, data: state.record } as Account<StakingRecord>;
    const all = { ...reader, stakingRecords: async () => [record] };
    return planOf(
      { reader: all, proofs: undefined },
      { kind: 'claim all' },
      {},
      createNoopSigner(OWNER),
      state.overview,
    );
  };
  const halted = await claim(1);
  expect(halted.plan.transactions).toEqual([]);
  expect(nothingText(halted)).toBe(
    'There is nothing to claim now but what is left out: 1 position of an operator whose pool is halted',
  );
  const empty = await claim(0);
  expect(empty.plan.transactions).toEqual([]);
  expect(nothingText(empty)).toBe('There is nothing to claim now');
});

it('several claims are previewed one by one, but for those whose account one before creates', () => {
  const [tokens, usdc]: Address[] = [address('So11111111111111111111111111111111111111112'), POOL];
  if (!tokens || !usdc) throw new Error('there are two');
  const creation = (account: Address): Instruction => ({
    programAddress: address('ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL'),
    accounts: [OWNER, account].map((each) => ({ address: each, role: 1 })),
  });
  const claim = (account: Address): Instruction => ({
    programAddress: OWNER,
    accounts: [{ address: account, role: 1 }],
  });
  const needs = (...transactions: Instruction[][]) =>
    transactions.map((_, place) => needsCreated({ transactions }, place));
  expect(needs([claim(tokens)], [claim(tokens)])).toEqual([false, false]);
  expect(needs([creation(tokens), claim(tokens)], [claim(tokens)])).toEqual([false, true]);
  // Of USDC whose account is missing: its transaction creates it, and stands for itself.
  expect(needs([claim(tokens)], [creation(usdc), claim(usdc)])).toEqual([false, false]);
  expect(needs([creation(tokens), claim(tokens)], [creation(usdc), claim(usdc)], [claim(usdc)])).toEqual([
    ...[false, false],
    true,
  ]);
});
