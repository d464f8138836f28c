/** Tokens that belong to nobody: sent to a vault by mistake, left in expired records, left when nothing is issued any more. */
import { beforeEach, expect, test } from 'vitest';

import {
  findOwnerTokenAccount,
  findPoolVaultPda,
  findRewardVaultPda,
  readEpoch,
  readNetwork,
  reclaimEpoch,
  sweepVaultSurplus,
  withdrawSurplus,
} from '../../src/index';
import { finishEpoch } from '../network/epoch';
import { balance, EPOCH_REWARDS, fundedWallet, mintTo, type Network, ONE, startNetwork } from '../network/network';
import { carryOut, eventsIn, openPool, readerOf, ruleOf } from '../network/plans';

let network: Network;

beforeEach(async () => {
  network = await startNetwork();
});

test('what a pool vault holds for nobody goes to the reward vault', async () => {
  const { operatorPool } = await openPool(network, 'operator');
  const [vault] = await findPoolVaultPda({ operatorPool });
  const [rewardVault] = await findRewardVaultPda();
  await mintTo(network, network.stakeMint, vault, 7n);
  const sweep = await sweepVaultSurplus(readerOf(network), operatorPool);
  expect(sweep.consequences).toEqual([]);
  const [log = []] = await carryOut(network, network.payer, sweep);
  expect(eventsIn(log)).toEqual(['PoolVaultSurplusSwept']);
  expect([balance(network, vault), balance(network, rewardVault)]).toEqual([2_000n * ONE, 7n]);
});

test('an epoch that nobody accrued is reclaimed when it has expired, and withdrawn when the schedule has ended', async () => {
  const { operatorPool } = await openPool(network, 'operator');
  const reader = readerOf(network);
  const { payer, programAdmin } = network;
  await finishEpoch(network, { epoch: 1n, operatorPool, reward: EPOCH_REWARDS, usdc: 0n });
  await expect(reclaimEpoch(reader, 2n)).rejects.toThrow('epoch 2 has no reward record');
  expect(await ruleOf(withdrawSurplus(reader, { programAdmin }))).toBe('NoRewardSurplus');
  // A record has expired when 128 newer ones are claimable; the schedule issues nothing after epoch 80.
  for (let epoch = 2n; epoch <= 129n; epoch += 1n) await finishEpoch(network, { epoch });
  expect((await readNetwork(reader)).overview.rewardLiability).toBe(EPOCH_REWARDS);
  const reclaim = await reclaimEpoch(reader, 1n);
  const [log = []] = await carryOut(network, payer, reclaim);
  expect(eventsIn(log)).toEqual(['ExpiredRewardRecordReclaimed']);
  expect(await readEpoch(reader, 1n)).toBeNull();
  expect((await readNetwork(reader)).overview.rewardLiability).toBe(0n);

  const treasury = await fundedWallet(network, 'treasury', 0n);
  const destination = await findOwnerTokenAccount(treasury.address, network.stakeMint);
  const withdraw = await withdrawSurplus(reader, { programAdmin, destination });
  expect(withdraw.consequences).toEqual([
    { kind: 'WithdrawsSurplus', amount: EPOCH_REWARDS, destination, owner: treasury.address },
  ]);
  await carryOut(network, programAdmin, withdraw);
  expect(balance(network, destination)).toBe(EPOCH_REWARDS);
});
