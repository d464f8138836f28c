/** The life of a delegation over a node's two ports: real blockhashes, confirmations, time travel. */
import type { Address, KeyPairSigner } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  accrueRewards,
  activateStake,
  cancelUnstake,
  claimAll,
  decodeEvents,
  getOperatorPoolDecoder,
  type OperatorPool,
  type PoolRow,
  previewTransaction,
  readAllPools,
  readPool,
  readPositions,
  rpcSimulator,
  stake,
  treeProofs,
  unstake,
} from '../../src/index';
import { DAY, EPOCH_REWARDS, ONE } from '../network/network';
import { balance, carryOut, finishEpoch, openPool, type Player, signer, startPlayer } from './player';

let player: Player;
let delegator: KeyPairSigner;
let first: Address;
let second: Address;

beforeAll(async () => {
  player = await startPlayer();
  delegator = await signer(player, 'wallet-2');
  first = await openPool(player, await signer(player, 'wallet-1'), 2_000n * ONE);
  second = await openPool(player, await signer(player, 'wallet-3'), 3_000n * ONE);
});
afterAll(() => player?.network.stop());

/** What the delegator begins with. */
const TOKENS = 1_000_000n * ONE;
const USDC = 100_000n * ONE;
/** 500 tokens at a price of 5.5, of which 5 base units buy no share. */
const SHARES = 90_909_090n;
/** Of 110 USDC in epoch 2 88 go to 2,090,909,090 shares. */
const EARNED = (SHARES * ((88n * ONE * 10n ** 18n) / 2_090_909_090n)) / 10n ** 18n;
/** 11,499,999,995 base units, and 9,000 tokens of epoch 2. */
const WORTH = (SHARES * 20_499_999_995n) / 2_090_909_090n;

test('a delegator stakes, is activated behind an accrual, earns, and claims to the base unit', async () => {
  const { chain, reader } = player;
  const deposit = await stake(reader, { operatorPool: first, owner: delegator, amount: 500n * ONE });
  expect(deposit.becomesShares).toEqual({ kind: 'AfterEpoch', epoch: 1n, earnsFromEpoch: 2n });
  const [instructions = []] = deposit.transactions;
  const simulator = rpcSimulator(chain.rpc, { commitment: 'confirmed' });
  const preview = await previewTransaction({ reader, simulator }, instructions, { feePayer: delegator.address });
  expect(preview).toMatchObject({
    kind: 'Executes',
    effects: [{ kind: 'Staked', operatorPool: first, owner: delegator.address, amount: 500n * ONE, shares: 0n }],
    cost: { fee: 5_000n },
  });
  const [signature = ''] = await carryOut(player, delegator, deposit);
  expect(await eventsOf(signature)).toEqual(['StakingRecordCreated', 'Staked']);

  // Epoch 1 pays the first pool 10,000 tokens and 100 USDC, the second 10 USDC.
  const tree = await finishEpoch(player, 1n, [
    { pool: first, reward: EPOCH_REWARDS, usdc: 100n * ONE },
    { pool: second, reward: 0n, usdc: 10n * ONE },
  ]);
  const request = { operatorPool: first, owners: [delegator.address], feePayer: delegator.address };
  const activation = await activateStake(reader, { ...request, proofs: treeProofs([tree]) });
  expect(activation.ready).toMatchObject([{ shares: SHARES, cost: 499_999_995n }]);
  const [activated = ''] = await carryOut(player, delegator, activation);
  expect(await eventsOf(activated)).toEqual(['RewardAccrued', 'StakeActivated']);
  const rest = await accrueRewards(reader, { tree, feePayer: delegator.address });
  expect(rest).toMatchObject({ accrued: [second], leftOut: [{ operatorPool: first }] });
  await carryOut(player, delegator, rest);

  const next = await finishEpoch(player, 2n, [
    { pool: first, reward: EPOCH_REWARDS, usdc: 110n * ONE },
    { pool: second, reward: 0n, usdc: 0n },
  ]);
  const both = await accrueRewards(reader, { tree: next, feePayer: delegator.address });
  expect(both.leftOut).toEqual([]);
  const [batch = ''] = await carryOut(player, delegator, both);
  expect(await eventsOf(batch)).toEqual(['RewardsAccrued']);

  const [position] = await readPositions(reader, delegator.address);
  expect(position).toMatchObject({ operatorPool: first, tokenValue: WORTH, claimableUsdc: EARNED, ripe: 5n });
  const claims = await claimAll(reader, { owner: delegator });
  expect(claims).toMatchObject({ usdc: EARNED, unstaked: 0n });
  await carryOut(player, delegator, claims);
  expect(await balance(player, delegator.address, player.usdcMint)).toBe(USDC + EARNED);
});

test('what is unstaked comes back when it is cancelled, and is paid after a week', async () => {
  const { network, reader } = player;
  const mine = { operatorPool: first, owner: delegator };
  await carryOut(player, delegator, await unstake(reader, { ...mine, amount: { kind: 'Shares', shares: SHARES } }));
  const cancel = await cancelUnstake(reader, { ...mine, ticket: 0 });
  expect(cancel.becomesShares).toMatchObject({ kind: 'AfterEpoch', epoch: 3n });
  await carryOut(player, delegator, cancel);
  expect((await readPositions(reader, delegator.address))[0]?.record).toMatchObject({
    shares: 0n,
    activating: WORTH + 5n,
  });
  const leave = await unstake(reader, { ...mine, amount: { kind: 'All' } });
  expect(leave.tokens).toBe(WORTH + 5n);
  await carryOut(player, delegator, leave);
  expect(await claimAll(reader, { owner: delegator })).toMatchObject({ unstaked: 0n, transactions: [] });
  await network.travel(7n * DAY);
  const claims = await claimAll(reader, { owner: delegator });
  expect(claims).toMatchObject({ unstaked: WORTH + 5n, usdc: 0n });
  await carryOut(player, delegator, claims);
  expect(await balance(player, delegator.address, player.stakeMint)).toBe(TOKENS - 500n * ONE + WORTH + 5n);
});

test('all pools of the network, as rows and by the generated decoder', async () => {
  const rows = await readAllPools(player.reader);
  expect(rows.map(({ address }) => address).sort()).toEqual([first, second].sort());
  for (const row of rows) {
    expect(columnsOf(row)).toEqual(fieldsOf(getOperatorPoolDecoder().decode(row.data)));
    expect(columnsOf(row)).toEqual(fieldsOf((await readPool(player.reader, row.address)).pool));
  }
  expect(rows.find(({ address }) => address === first)).toMatchObject({
    totalShares: 2_000n * ONE,
    rewardLastClaimedEpoch: 2n,
    rewardCommissionBps: 1_000,
  });
});

function columnsOf(row: PoolRow) {
  const { admin, delegatorUsdc, name, operatorStakingRecord, rewardLastClaimedEpoch } = row;
  const { joinedEpoch, totalActivating, totalShares, totalStakedAmount, totalUnstaking } = row;
  const own = { admin, delegatorUsdc, name, operatorStakingRecord, rewardLastClaimedEpoch };
  return { ...own, joinedEpoch, totalActivating, totalShares, totalStakedAmount, totalUnstaking };
}

function fieldsOf(pool: OperatorPool) {
  const { admin, delegatorUsdc, name, operatorStakingRecord, rewardLastClaimedEpoch } = pool;
  const { joinedEpoch, totalActivating, totalShares, totalStakedAmount, totalUnstaking } = pool;
  const own = { admin, delegatorUsdc, name, operatorStakingRecord, rewardLastClaimedEpoch };
  return { ...own, joinedEpoch, totalActivating, totalShares, totalStakedAmount, totalUnstaking };
}

/** Names of the events in the log that the node keeps of a transaction. */
async function eventsOf(signature: string): Promise<string[]> {
  const config = { commitment: 'confirmed', encoding: 'base64', maxSupportedTransactionVersion: 0 } as const;
  const found = await player.chain.rpc
    .getTransaction(signature as Parameters<typeof player.chain.rpc.getTransaction>[0], config)
    .send();
  return decodeEvents(found?.meta?.logMessages ?? []).events.map(({ name }) => name);
}
