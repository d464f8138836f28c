/** Who holds power over the network and over a pool, and how it passes on. */
import { type Address, none, some } from '@solana/kit';
import { beforeEach, expect, test } from 'vitest';

import {
  acceptProgramAdmin,
  activateStake,
  changeOperatorRecord,
  explainFailure,
  findStakingRecordPda,
  markEpoch,
  type Plan,
  proposeProgramAdmin,
  readNetwork,
  updateAuthorities,
  updateOverview,
} from '../../src/index';
import { giveLamports, now, refused, setTime, wallet } from '../network/chain';
import { finishEpoch } from '../network/epoch';
import { createRecord, DAY, fundedWallet, type Network, ONE, stake, startNetwork } from '../network/network';
import { carryOut, openPool, poolAt, readerOf } from '../network/plans';

let network: Network;

beforeEach(async () => {
  network = await startNetwork();
});

/** The rule by which the program refuses the only transaction of a plan. */
async function refusalOf({ transactions: [instructions = []] }: Plan): Promise<string> {
  const failure = explainFailure(await refused(network.svm, network.payer, instructions));
  if (failure?.kind !== 'staking') throw new Error('it was not the program that refused');
  return failure.name;
}

test('a list of authorities is replaced, and who is left out can do nothing more', async () => {
  const reader = readerOf(network);
  const { programAdmin, rewardAuthority } = network;
  const next = await wallet('next reward authority');
  const rotate = await updateAuthorities(reader, { programAdmin, changes: { rewardAuthorities: [next.address] } });
  expect(rotate.consequences).toEqual([{ kind: 'ReplacesAuthorities' }]);
  await carryOut(network, programAdmin, rotate);
  setTime(network.svm, now(network.svm) + DAY);
  expect(await refusalOf(await markEpoch(reader, { authority: rewardAuthority }))).toBe('NotRewardAuthority');
  await carryOut(network, network.payer, await markEpoch(reader, { authority: next }));
  const { overview } = await readNetwork(reader);
  expect(overview.isEpochFinalizing).toBe(1);
  // The other lists stay as they are.
  const { haltAuthorities, slashingAuthorities } = overview;
  expect([haltAuthorities.keys[0], slashingAuthorities.keys[0]]).toEqual([
    (await wallet('halt authority')).address,
    (await wallet('slashing authority')).address,
  ]);
});

test('an offer of the program is told, beside whatever else changes', async () => {
  const reader = readerOf(network);
  const { programAdmin } = network;
  const { address: newAdmin } = await wallet('next program admin');
  const told = async (changes: Parameters<typeof updateAuthorities>[1]['changes']) =>
    (await updateAuthorities(reader, { programAdmin, changes })).consequences;
  const offers = { kind: 'OffersProgram', newAdmin };
  expect(await told({ pendingProgramAdmin: newAdmin })).toEqual([offers]);
  expect(await told({ pendingProgramAdmin: some(newAdmin), haltAuthorities: none() })).toEqual([offers]);
  const both = { pendingProgramAdmin: newAdmin, haltAuthorities: [newAdmin] };
  expect(await told(both)).toEqual([{ kind: 'ReplacesAuthorities' }, offers]);
  // No key takes an offer back.
  const pendingProgramAdmin = '11111111111111111111111111111111' as Address;
  expect(await told({ pendingProgramAdmin })).toEqual([]);
  expect(await told({ pendingProgramAdmin: null })).toEqual([]);
});

test('the program passes to a new admin in two steps, of which the first can be taken back', async () => {
  const reader = readerOf(network);
  const { programAdmin } = network;
  const next = await wallet('next program admin');
  giveLamports(network.svm, next.address);
  const offer = await proposeProgramAdmin(reader, { programAdmin, newAdmin: next.address });
  expect(offer.consequences).toEqual([{ kind: 'OffersProgram', newAdmin: next.address }]);
  const accept = await acceptProgramAdmin(reader, { pendingProgramAdmin: next });
  expect(accept.consequences).toEqual([{ kind: 'TakesProgram', admin: next.address }]);
  await carryOut(network, programAdmin, offer);
  const withdrawal = await proposeProgramAdmin(reader, { programAdmin, newAdmin: null });
  expect(withdrawal.consequences).toEqual([]);
  await carryOut(network, programAdmin, withdrawal);
  expect(await refusalOf(accept)).toBe('NotPendingProgramAdmin');
  await carryOut(network, programAdmin, offer);
  await carryOut(network, next, accept);
  const changes = { registrationFee: 1n };
  expect(await refusalOf(await updateOverview(reader, { programAdmin, changes }))).toBe('NotProgramAdmin');
  await carryOut(network, next, await updateOverview(reader, { programAdmin: next, changes }));
  expect((await readNetwork(reader)).overview).toMatchObject({ programAdmin: next.address, registrationFee: 1n });
});

test("another record becomes the operator's once it backs the pool with as much", async () => {
  const { operator: admin, operatorPool } = await openPool(network, 'operator');
  const reader = readerOf(network);
  const next = await fundedWallet(network, 'next operator', 2_000n * ONE);
  await createRecord(network, next, operatorPool);
  await stake(network, next, operatorPool, 1_000n * ONE);
  const activate = async () => {
    const request = { operatorPool, owners: [next.address], feePayer: network.payer.address };
    await carryOut(network, network.payer, await activateStake(reader, request));
  };
  await finishEpoch(network, { epoch: 1n });
  await activate();
  const change = await changeOperatorRecord(reader, { admin, newRecordOwner: next, operatorPool });
  expect(change.consequences).toEqual([{ kind: 'ChangesOperatorRecord', operatorPool, owner: next.address }]);
  expect(await refusalOf(change)).toBe('NewOperatorRecordTooSmall');
  await stake(network, next, operatorPool, 1_000n * ONE);
  await carryOut(network, admin, change);
  const [record] = await findStakingRecordPda({ operatorPool, owner: next.address });
  expect(poolAt(network, operatorPool)).toMatchObject({ admin: admin.address, operatorStakingRecord: record });
});
