import { type Address, none, some } from '@solana/kit';
import { beforeEach, expect, test } from 'vitest';

import {
  acceptPoolAdmin,
  accrueLeaf,
  bypassEpoch,
  changeOperatorRecord,
  closePool,
  createPool,
  findOwnerTokenAccount,
  fundVaults,
  markEpoch,
  proposePoolAdmin,
  publishEpoch,
  revokeNewestEpoch,
  setPoolHalt,
  slash,
  updateOverview,
  updatePool,
  withdrawCommissions,
} from '../../src/index';
import { giveLamports, now, setTime, wallet } from '../network/chain';
import { finishEpoch } from '../network/epoch';
import { balance, DAY, EPOCH_REWARDS, fundedWallet, type Network, ONE, startNetwork } from '../network/network';
import { carryOut, eventsIn, haltPool, openPool, poolAt, readerOf, recordOf, ruleOf, update } from '../network/plans';

let network: Network;

beforeEach(async () => {
  network = await startNetwork();
});

const TERMS = {
  name: 'another pool',
  metadataUri: '',
  rewardCommissionBps: 500,
  usdcCommissionBps: 0,
  autoStake: true,
  delegationAllowed: true,
};

test('a pool without a fee is told as the one that a wallet creates', async () => {
  const admin = await fundedWallet(network, 'operator', 0n);
  const { consequences, operatorPool } = await createPool(readerOf(network), { admin, terms: TERMS });
  expect(consequences).toEqual([{ kind: 'CreatesPool', operatorPool }]);
});

test('a pool is created with its first stake, for the fee that is told', async () => {
  await update(network, { registrationFee: 5n * ONE });
  const admin = await fundedWallet(network, 'operator', 2_005n * ONE);
  const reader = readerOf(network);
  const plan = await createPool(reader, { admin, terms: TERMS, firstStake: 2_000n * ONE });
  const { operatorPool } = plan;
  expect(plan.consequences).toEqual([
    { kind: 'CreatesPool', operatorPool },
    { kind: 'PaysRegistrationFee', fee: 5n * ONE },
  ]);
  // The fee wallet has no token account yet.
  expect(plan.transactions.map((each) => each.length)).toEqual([3]);
  await carryOut(network, admin, plan);
  expect(poolAt(network, plan.operatorPool)).toMatchObject({ name: 'another pool', totalShares: 2_000n * ONE });
  const feeWallet = (await wallet('registration fee')).address;
  expect(balance(network, await findOwnerTokenAccount(feeWallet, network.stakeMint))).toBe(5n * ONE);
  const again = createPool(reader, { admin, terms: TERMS });
  await expect(again).rejects.toThrow(`${admin.address} has created the pool ${operatorPool}: another takes another`);
  const other = await fundedWallet(network, 'another operator', 5n * ONE);
  await update(network, { registrationFeeWallet: other.address });
  const toItself = createPool(reader, { admin: other, terms: TERMS });
  await expect(toItself).rejects.toThrow('to itself: pay from another account');
  await update(network, { poolCreationAllowed: false });
  expect(await ruleOf(createPool(reader, { admin, terms: TERMS }))).toBe('PoolCreationNotAllowed');
});

test('a pool changes hands', async () => {
  const { operator: admin, operatorPool } = await openPool(network, 'operator');
  const next = await fundedWallet(network, 'next', 0n);
  const reader = readerOf(network);
  const offer = await proposePoolAdmin(reader, { admin, operatorPool, newAdmin: next.address });
  expect(offer.consequences).toEqual([{ kind: 'OffersPool', operatorPool, newAdmin: next.address }]);
  await carryOut(network, admin, offer);
  for (const newAdmin of [null, '11111111111111111111111111111111' as Address]) {
    expect((await proposePoolAdmin(reader, { admin, operatorPool, newAdmin })).consequences).toEqual([]);
  }
  const take = await acceptPoolAdmin(reader, { operatorPool, pendingAdmin: next });
  expect(take.consequences).toEqual([{ kind: 'TakesPool', operatorPool, admin: next.address }]);
  await carryOut(network, next, take);
  const rename = await updatePool(reader, { admin: next, operatorPool, changes: { name: 'renamed' } });
  expect(rename.consequences).toEqual([{ kind: 'ChangesPool', operatorPool }]);
  await carryOut(network, next, rename);
  expect(poolAt(network, operatorPool)).toMatchObject({ admin: next.address, name: 'renamed' });
});

test('an epoch is marked, published, revoked, published as nothing and passed', async () => {
  const { operatorPool } = await openPool(network, 'operator');
  const reader = readerOf(network);
  const authority = network.rewardAuthority;
  await update(network, { challengePeriod: 3_600n });
  giveLamports(network.svm, authority.address);
  const funder = await fundedWallet(network, 'funder', EPOCH_REWARDS);
  const fund = await fundVaults(reader, { owner: funder, tokens: EPOCH_REWARDS });
  expect(fund.consequences).toEqual([{ kind: 'FundsVaults', tokens: EPOCH_REWARDS, usdc: 0n }]);
  await carryOut(network, funder, fund);
  const mark = await markEpoch(reader, { authority });
  expect(mark.consequences).toEqual([{ kind: 'MarksEpoch', epoch: 1n }]);
  await carryOut(network, authority, mark);
  const roots = [{ root: new Uint8Array(32).fill(1), depth: 0 }];
  const paid = { roots, totalRewards: EPOCH_REWARDS, totalUsdc: 0n, emission: EPOCH_REWARDS };
  const publish = await publishEpoch(reader, { authority, epoch: 1n, publication: paid });
  expect(publish.consequences).toEqual([
    { kind: 'PublishesEpoch', epoch: 1n, roots: 1, rewards: EPOCH_REWARDS, usdc: 0n },
  ]);
  await carryOut(network, authority, publish);
  const halting = await wallet('halt authority');
  giveLamports(network.svm, halting.address);
  const revoke = await revokeNewestEpoch(reader, { authority: halting });
  expect(revoke.consequences).toEqual([{ kind: 'RevokesRecord', epoch: 1n, rewards: EPOCH_REWARDS, usdc: 0n }]);
  await carryOut(network, halting, revoke);
  await expect(bypassEpoch(reader, { operatorPool })).rejects.toThrow('there is none to pass');
  await expect(bypassEpoch(reader, { operatorPool, epoch: 1n })).rejects.toThrow('epoch 1 has no reward record');
  const nothing = { roots: [], totalRewards: 0n, totalUsdc: 0n, emission: EPOCH_REWARDS };
  const empty = await publishEpoch(reader, { authority, epoch: 1n, publication: nothing });
  expect(empty.consequences).toEqual([{ kind: 'PublishesNothing', epoch: 1n, emission: EPOCH_REWARDS }]);
  await carryOut(network, authority, empty);
  setTime(network.svm, now(network.svm) + 3_600n);
  const bypass = await bypassEpoch(reader, { operatorPool });
  // Nothing is lost of an epoch that pays nobody.
  expect(bypass.consequences).toEqual([]);
  await carryOut(network, network.payer, bypass);
  expect(poolAt(network, operatorPool)).toMatchObject({ rewardLastClaimedEpoch: 1n, skippedEpochs: 0n });
});

test('an epoch that may still pay the pool is told as skipped', async () => {
  const { operatorPool } = await openPool(network, 'operator');
  const reader = readerOf(network);
  await finishEpoch(network, { epoch: 1n, operatorPool, reward: EPOCH_REWARDS, usdc: 0n });
  const skips = [{ kind: 'SkipsEpoch', operatorPool, epoch: 1n }];
  expect((await bypassEpoch(reader, { operatorPool })).consequences).toEqual(skips);
  expect((await bypassEpoch(reader, { operatorPool, epoch: 1n })).consequences).toEqual(skips);
});

test('transfers of nothing, or of less, are refused by name', async () => {
  const reader = readerOf(network);
  const owner = await fundedWallet(network, 'funder', 0n);
  await expect(fundVaults(reader, { owner })).rejects.toThrow('neither tokens nor usdc are given');
  await expect(fundVaults(reader, { owner, tokens: 0n, usdc: 0n })).rejects.toThrow(RangeError);
  await expect(fundVaults(reader, { owner, tokens: -1n, usdc: 5n })).rejects.toThrow(
    'tokens has to be a whole bigint from 0 to 18446744073709551615, and is the bigint -1',
  );
  await expect(fundVaults(reader, { owner, tokens: 5n, usdc: -2n })).rejects.toThrow(
    'usdc has to be a whole bigint from 0 to 18446744073709551615, and is the bigint -2',
  );
  const plain = { owner, tokens: 5 as unknown as bigint };
  await expect(fundVaults(reader, plain)).rejects.toThrow('tokens has to be a bigint');
});

test("a leaf is accrued, and a slash takes the operator's stake with what is owed to it", async () => {
  const { operator, operatorPool } = await openPool(network, 'operator');
  const reader = readerOf(network);
  const paid = { epoch: 1n, operatorPool, reward: EPOCH_REWARDS, usdc: 100n * ONE };
  await finishEpoch(network, paid);
  const leaf = { rootIndex: 0, leafIndex: 0, reward: EPOCH_REWARDS, usdc: 100n * ONE, proof: [] };
  await carryOut(network, network.payer, await accrueLeaf(reader, { operatorPool, epoch: 1n, leaf }));
  const [halting, authority] = [await wallet('halt authority'), await wallet('slashing authority')];
  for (const { address } of [halting, authority]) giveLamports(network.svm, address);
  const halt = await setPoolHalt(reader, { authority: halting, operatorPool, halted: true });
  expect(halt.consequences).toEqual([{ kind: 'HaltsPool', operatorPool }]);
  await carryOut(network, halting, halt);
  setTime(network.svm, now(network.svm) + 2n * DAY);
  expect(await ruleOf(slash(reader, { operatorPool, authority }))).toBe('NothingToSlash');
  const other = slash(reader, { operatorPool, authority, shares: 'All' as 'Everything' });
  await expect(other).rejects.toThrow('shares has to be one of Nothing, Everything, and is the string All');
  const negative = slash(reader, { operatorPool, authority, unstaking: -1n });
  await expect(negative).rejects.toThrow('unstaking has to be a whole bigint from 0');
  const plan = await slash(reader, { operatorPool, authority, shares: 1_500n * ONE, confiscateCommission: true });
  // 1,500 of 2,000 shares at 5.5: 8,250 tokens, of which the vault holds 2,000. Owed: 1,000 tokens, 20 USDC; earned: 80.
  expect(plan.consequences).toEqual([
    {
      kind: 'Slashes',
      operatorPool,
      shares: 1_500n * ONE,
      worth: 8_250n * ONE,
      activating: 0n,
      unstaking: 0n,
      confiscated: { tokens: 1_000n * ONE, usdc: 100n * ONE },
    },
  ]);
  const [log = []] = await carryOut(network, authority, plan);
  expect(eventsIn(log)).toEqual(['PoolRewardsCollected', 'StakeSlashed']);
  const treasury = (await wallet('slashing treasury')).address;
  expect(balance(network, await findOwnerTokenAccount(treasury, network.stakeMint))).toBe(9_250n * ONE);
  expect(balance(network, await findOwnerTokenAccount(treasury, network.usdcMint))).toBe(100n * ONE);
  expect((await recordOf(network, operatorPool, operator.address)).shares).toBe(500n * ONE);
});

test('halts and parameters of the network are told apart', async () => {
  const { programAdmin } = network;
  const told = async (changes: Parameters<typeof update>[1]) =>
    (await updateOverview(readerOf(network), { programAdmin, changes })).consequences.map(({ kind }) => kind);
  expect(await told({ stakingHalted: true, accrualHalted: true, withdrawalsHalted: true })).toEqual([
    'HaltsStaking',
    'HaltsAccrual',
    'HaltsWithdrawals',
  ]);
  expect(await told({ stakingHalted: false, accrualHalted: false, withdrawalsHalted: false })).toEqual([
    'ResumesStaking',
    'ResumesAccrual',
    'ResumesWithdrawals',
  ]);
  expect(await told({ registrationFee: 1n, withdrawalsHalted: true })).toEqual([
    'ChangesParameters',
    'HaltsWithdrawals',
  ]);
  // As kit writes what is there and what is not.
  expect(await told({ registrationFee: some(1n), accrualHalted: some(true), emission: none() })).toEqual([
    'ChangesParameters',
    'HaltsAccrual',
  ]);
  expect(await told({ registrationFee: none(), stakingHalted: some(false), emission: none() })).toEqual([
    'ResumesStaking',
  ]);
  expect(await told({ registrationFee: none(), stakingHalted: none(), emission: none() })).toEqual([]);
});

test('who may not do what a plan is about is told so first', async () => {
  const { operator: admin, operatorPool } = await openPool(network, 'operator');
  const reader = readerOf(network);
  const stranger = await fundedWallet(network, 'stranger', 0n);
  const theirs = { operatorPool, admin: stranger };
  expect(await ruleOf(withdrawCommissions(reader, theirs))).toBe('NotPoolAdmin');
  expect(await ruleOf(updatePool(reader, { ...theirs, changes: {} }))).toBe('NotPoolAdmin');
  expect(await ruleOf(proposePoolAdmin(reader, { ...theirs, newAdmin: null }))).toBe('NotPoolAdmin');
  expect(await ruleOf(changeOperatorRecord(reader, { ...theirs, newRecordOwner: stranger }))).toBe('NotPoolAdmin');
  expect(await ruleOf(closePool(reader, { operatorPool, authority: stranger }))).toBe('NotPoolAdminOrOperator');
  expect(await ruleOf(acceptPoolAdmin(reader, { operatorPool, pendingAdmin: stranger }))).toBe('NotPendingPoolAdmin');
  expect(await ruleOf(setPoolHalt(reader, { operatorPool, authority: admin, halted: true }))).toBe('NotHaltAuthority');
  expect(await ruleOf(slash(reader, { operatorPool, authority: admin }))).toBe('NotSlashingAuthority');
  await carryOut(network, admin, await proposePoolAdmin(reader, { operatorPool, admin, newAdmin: stranger.address }));
  await haltPool(network, operatorPool, true);
  expect(await ruleOf(acceptPoolAdmin(reader, { operatorPool, pendingAdmin: stranger }))).toBe('PoolHalted');
  expect(await ruleOf(closePool(reader, { operatorPool, authority: admin }))).toBe('PoolHalted');
  const rotation = { operatorPool, admin, newRecordOwner: stranger };
  expect(await ruleOf(changeOperatorRecord(reader, rotation))).toBe('PoolHalted');
  await haltPool(network, operatorPool, false);
  await carryOut(network, admin, await closePool(reader, { operatorPool, authority: admin }));
  expect(await ruleOf(closePool(reader, { operatorPool, authority: admin }))).toBe('PoolClosed');
  expect(await ruleOf(changeOperatorRecord(reader, rotation))).toBe('PoolClosed');
});
