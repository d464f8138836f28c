/** The end of a pool: closed, left by everybody, swept, and its operator's record with it. */
import type { KeyPairSigner } from '@solana/kit';
import { beforeEach, expect, test } from 'vitest';

import {
  bypassEpoch,
  claimAll,
  closePool,
  closeStakingRecord,
  createStakingRecord,
  explainFailure,
  findOwnerTokenAccount,
  sweepClosedPool,
  unstake,
  withdrawCommissions,
} from '../../src/index';
import { now, refused, setTime } from '../network/chain';
import { finishEpoch, playEpoch } from '../network/epoch';
import { balance, DAY, EPOCH_REWARDS, fundedWallet, type Network, ONE, startNetwork } from '../network/network';
import { carryOut, eventsIn, openPool, poolAt, readerOf, ruleOf } from '../network/plans';

let network: Network;

beforeEach(async () => {
  network = await startNetwork();
});

test('a closed pool is left, swept of its dust, and its record is closed', async () => {
  const { operator, operatorPool } = await openPool(network, 'operator', 3_000n * ONE);
  const reader = readerOf(network);
  // Of 1 USDC 800,000 base units go to 3 x 10^9 shares: 266,666,666,666,666 / 10^18 each, with a rest.
  const paid = { epoch: 1n, operatorPool, reward: EPOCH_REWARDS, usdc: ONE };
  await playEpoch(network, { ...paid, operator: operator.address });
  const close = await closePool(reader, { authority: operator, operatorPool });
  expect(close.consequences).toEqual([{ kind: 'ClosesPool', operatorPool }]);
  await carryOut(network, operator, close);
  expect(poolAt(network, operatorPool).closedAtEpoch).toBe(2n);
  expect(await ruleOf(createStakingRecord(reader, { operatorPool, owner: network.payer }))).toBe('PoolClosed');

  const sweep = await sweepClosedPool(reader, { operatorPool, admin: operator });
  expect(await refusalOf(operator, sweep)).toBe('PoolNotEmpty');
  await carryOut(network, operator, await unstake(reader, { operatorPool, owner: operator, amount: { kind: 'All' } }));
  setTime(network.svm, now(network.svm) + 14n * DAY);
  const claims = await claimAll(reader, { owner: operator });
  const index = (800_000n * 10n ** 18n) / 3_000_000_000n;
  const earned = (3_000_000_000n * index) / 10n ** 18n;
  expect([earned, claims.usdc, claims.unstaked]).toEqual([799_999n, 799_999n, 12_000n * ONE]);
  await carryOut(network, operator, claims);
  await carryOut(network, operator, await withdrawCommissions(reader, { operatorPool, admin: operator }));

  await finishEpoch(network, { epoch: 2n });
  await carryOut(network, network.payer, await bypassEpoch(reader, { operatorPool }));
  const usdc = await findOwnerTokenAccount(operator.address, network.usdcMint);
  const before = balance(network, usdc);
  const [log = []] = await carryOut(network, operator, sweep);
  expect(eventsIn(log)).toEqual(['ClosedPoolUsdcDustSwept']);
  expect(balance(network, usdc) - before).toBe(1n);
  const gone = await closeStakingRecord(reader, { operatorPool, owner: operator });
  expect(eventsIn((await carryOut(network, operator, gone))[0] ?? [])).toEqual(['StakingRecordClosed']);
});

test('the sweep goes to an account that is named, or one that is created', async () => {
  const { operator, operatorPool } = await openPool(network, 'operator');
  const reader = readerOf(network);
  const other = await fundedWallet(network, 'treasury', 0n);
  const destination = await findOwnerTokenAccount(other.address, network.usdcMint);
  const named = await sweepClosedPool(reader, { operatorPool, admin: operator, destination });
  expect(named.transactions.map((each) => each.length)).toEqual([1]);
  expect(named.transactions[0]?.[0]?.accounts?.some(({ address }) => address === destination)).toBe(true);
  const stranger = { ...operator, address: network.payer.address };
  const created = await sweepClosedPool(reader, { operatorPool, admin: stranger, payer: network.payer });
  expect(created.transactions.map((each) => each.length)).toEqual([2]);
});

async function refusalOf(feePayer: KeyPairSigner, plan: { transactions: Parameters<typeof refused>[2][] }) {
  const failure = explainFailure(await refused(network.svm, feePayer, plan.transactions[0] ?? []));
  return failure?.kind === 'staking' ? failure.name : failure;
}
