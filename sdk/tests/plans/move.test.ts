import type { Address, KeyPairSigner } from '@solana/kit';
import { beforeEach, expect, test } from 'vitest';

import { beginMove, claimUnstake, continueMove, findOwnerTokenAccount, stake, updatePool } from '../../src/index';
import { now, setTime } from '../network/chain';
import { balance, createPool, DAY, fundedWallet, type Network, ONE, startNetwork } from '../network/network';
import { carryOut, eventsIn, haltPool, lengths, openPool, readerOf, recordOf, ruleOf } from '../network/plans';

let network: Network;
let from: Address;
let to: Address;
let owner: KeyPairSigner;

/** A delegator with 5 activating tokens in the first of two pools. */
beforeEach(async () => {
  network = await startNetwork();
  ({ operatorPool: from } = await openPool(network, 'operator'));
  ({ operatorPool: to } = await openPool(network, 'other operator'));
  owner = await fundedWallet(network, 'delegator', 5n * ONE);
  await carryOut(network, owner, await stake(readerOf(network), { operatorPool: from, owner, amount: 5n * ONE }));
});

const begin = (tokens: bigint) =>
  beginMove(readerOf(network), { owner, from, to, amount: { kind: 'Activating', tokens } });
const goOn = () => continueMove(readerOf(network), { owner, from, to });

test('stake moves in two steps, with the cooldown between them', async () => {
  const first = await begin(3n * ONE);
  expect(first).toMatchObject({ tokens: 3n * ONE, claimableFrom: now(network.svm) + 7n * DAY });
  await carryOut(network, owner, first);
  setTime(network.svm, now(network.svm) + DAY);
  const later = await begin(2n * ONE);
  await carryOut(network, owner, later);
  expect(await ruleOf(goOn())).toBe('NothingToClaim');
  await expect(goOn()).rejects.toThrow(
    `3 tokens can move on from ${new Date(Number(first.claimableFrom) * 1_000).toISOString()}`,
  );

  setTime(network.svm, first.claimableFrom);
  const second = await goOn();
  expect(second).toMatchObject({
    moved: 3n * ONE,
    waiting: [{ amount: 2n * ONE, claimableFrom: later.claimableFrom, place: 1 }],
    becomesShares: { kind: 'AfterEpoch', epoch: 1n },
    heldUpBy: [],
    consequences: [],
  });
  // The claim, the new record and the stake.
  expect(lengths(second.transactions)).toEqual([3]);
  const [log = []] = await carryOut(network, owner, second);
  expect(eventsIn(log)).toEqual(['UnstakeClaimed', 'StakingRecordCreated', 'Staked']);
  expect(await recordOf(network, to, owner.address)).toMatchObject({ activating: 3n * ONE });
  expect(await balance(network, await findOwnerTokenAccount(owner.address, network.stakeMint))).toBe(0n);

  setTime(network.svm, later.claimableFrom);
  // Taken up again, by the state of the chain alone.
  await carryOut(network, owner, await goOn());
  expect(await recordOf(network, to, owner.address)).toMatchObject({ activating: 5n * ONE });
  await expect(goOn()).rejects.toThrow('there is no ticket: begin the move, or stake');
});

test('tickets that somebody has paid already are told to be in the wallet', async () => {
  const first = await begin(3n * ONE);
  await carryOut(network, owner, first);
  setTime(network.svm, first.claimableFrom);
  const pays = { operatorPool: from, owner: owner.address, payer: network.payer };
  await carryOut(network, network.payer, await claimUnstake(readerOf(network), pays));
  expect(await ruleOf(goOn())).toBe('NothingToClaim');
  const rest = await stake(readerOf(network), { operatorPool: to, owner, amount: 3n * ONE });
  await carryOut(network, owner, rest);
  expect(await recordOf(network, to, owner.address)).toMatchObject({ activating: 3n * ONE });
});

test('what the second pool would not take does not leave the first', async () => {
  await haltPool(network, to, true);
  expect(await ruleOf(begin(ONE))).toBe('PoolHalted');
  await haltPool(network, to, false);
  const closed = await fundedWallet(network, 'third operator', 0n);
  const other = await createPool(network, closed);
  const changes = { delegationAllowed: false };
  await carryOut(network, closed, await updatePool(readerOf(network), { admin: closed, operatorPool: other, changes }));
  const toOther = beginMove(readerOf(network), { owner, from, to: other, amount: { kind: 'AllActivating' } });
  expect(await ruleOf(toOther)).toBe('DelegationNotAllowed');
  const nowhere = beginMove(readerOf(network), { owner, from, to: from, amount: { kind: 'AllActivating' } });
  await expect(nowhere).rejects.toThrow('is both pools');
});
