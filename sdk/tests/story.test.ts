import type { Address } from '@solana/kit';
import { findAssociatedTokenPda, TOKEN_PROGRAM_ADDRESS } from '@solana-program/token';
import { expect, test } from 'vitest';

import {
  decodeEvents,
  findPoolOverviewPda,
  findStakingRecordPda,
  getActivateStakeInstructionAsync,
  getClaimUnstakeInstructionAsync,
  getClaimUsdcEarningsInstructionAsync,
  getCollectPoolRewardsInstructionAsync,
  getOperatorPoolDecoder,
  getPoolOverviewDecoder,
  getQueryStakingRecordInstructionAsync,
  getStakingRecordDecoder,
  getUnstakeInstructionAsync,
  getUpdateOperatorPoolInstructionAsync,
  readReturnData,
} from '../src/index';
import { now, START_TIME, send, setTime } from './network/chain';
import { playEpoch } from './network/epoch';
import {
  balance,
  createPool,
  createRecord,
  DAY,
  EPOCH_REWARDS,
  fundedWallet,
  type Network,
  ONE,
  stake,
  startNetwork,
} from './network/network';

/** 10^18, the precision of the USDC index. */
const K = 10n ** 18n;

async function associated(owner: Address, mint: Address): Promise<Address> {
  return (await findAssociatedTokenPda({ owner, mint, tokenProgram: TOKEN_PROGRAM_ADDRESS }))[0];
}

function pool(network: Network, address: Address) {
  const account = network.svm.getAccount(address);
  if (!account.exists) throw new Error('the pool is gone');
  return getOperatorPoolDecoder().decode(account.data);
}

function record(network: Network, address: Address) {
  const account = network.svm.getAccount(address);
  if (!account.exists) throw new Error('the record is gone');
  return getStakingRecordDecoder().decode(account.data);
}

test('a delegator stakes, earns, unstakes and is paid, to the base unit', async () => {
  const network = await startNetwork();
  const { payer, stakeMint, svm, usdcMint } = network;
  const overview = svm.getAccount((await findPoolOverviewPda())[0]);
  if (!overview.exists) throw new Error('the singleton is not there');
  expect(getPoolOverviewDecoder().decode(overview.data)).toMatchObject({
    stakeMint,
    usdcMint,
    programAdmin: network.programAdmin.address,
    minOperatorTokenStake: 1_000n * ONE,
    completedRewardEpoch: 0n,
    stakeDecimals: 6,
    isTestNetwork: 1,
  });

  // A new operator's own stake becomes shares at once, one for each base unit.
  const operator = await fundedWallet(network, 'operator', 2_000n * ONE);
  const operatorPool = await createPool(network, operator);
  const [operatorStakingRecord] = await findStakingRecordPda({ operatorPool, owner: operator.address });
  await stake(network, operator, operatorPool, 2_000n * ONE);
  expect(pool(network, operatorPool)).toMatchObject({
    admin: operator.address,
    operatorStakingRecord,
    name: 'my pool',
    metadataUri: 'https://example.org/pool.json',
    totalStakedAmount: 2_000n * ONE,
    totalShares: 2_000n * ONE,
    totalActivating: 0n,
    rewardCommissionBps: 1_000,
    usdcCommissionBps: 2_000,
  });

  // A delegator's waits for the epoch to end.
  const delegator = await fundedWallet(network, 'delegator', 500n * ONE);
  const [stakingRecord] = await findStakingRecordPda({ operatorPool, owner: delegator.address });
  await createRecord(network, delegator, operatorPool);
  const staked = decodeEvents(await stake(network, delegator, operatorPool, 500n * ONE));
  expect(staked).toMatchObject({ unreadable: [], isComplete: true });
  expect(staked.events).toMatchObject([
    {
      name: 'Staked',
      data: {
        operatorPool,
        stakingRecord,
        owner: delegator.address,
        amount: 500n * ONE,
        shares: 0n,
        recordActivating: 500n * ONE,
        recordShares: 0n,
        epoch: 1n,
        // Creation, the operator's stake, the new record, this one.
        pool: { sequence: 4n, totalShares: 2_000n * ONE, totalActivating: 500n * ONE, cumulativeUsdcPerShare: 0n },
      },
    },
  ]);

  // Epoch 1 pays 10,000 tokens and 100 USDC: 9,000 raise the price to 5.5, 80 USDC go to 2 x 10^9 shares.
  const first = { epoch: 1n, operatorPool, operator: operator.address, reward: EPOCH_REWARDS, usdc: 100n * ONE };
  const accrued = decodeEvents(await playEpoch(network, first));
  const firstIndex = (80n * ONE * K) / (2_000n * ONE);
  expect(accrued.events).toMatchObject([
    {
      name: 'RewardAccrued',
      data: {
        epoch: 2n,
        rewardEpoch: 1n,
        accrual: {
          operatorPool,
          holderReward: 9_000n * ONE,
          rewardCommission: 1_000n * ONE,
          commissionShares: 0n,
          holderUsdc: 80n * ONE,
          usdcCommission: 20n * ONE,
          remainingRewards: 0n,
          remainingUsdc: 0n,
          pool: { totalStakedAmount: 11_000n * ONE, totalShares: 2_000n * ONE, cumulativeUsdcPerShare: firstIndex },
        },
      },
    },
  ]);

  // Then anybody activates: 500 x 10^6 / 5.5 = 90,909,090.9 shares, of which 90,909,090 cost 499,999,995.
  const activate = await getActivateStakeInstructionAsync({ operatorPool, stakingRecord, operatorStakingRecord });
  const activated = readReturnData('activateStake', await send(svm, payer, [activate]));
  expect(activated).toEqual({ value: { cost: 499_999_995n, shares: 90_909_090n, left: 5n }, isComplete: true });

  // Epoch 2: of 110 USDC 88 go to 2,090,909,090 shares; 9,000 tokens on top of 11,499,999,995.
  const second = { epoch: 2n, operatorPool, operator: operator.address, reward: EPOCH_REWARDS, usdc: 110n * ONE };
  await playEpoch(network, second);
  const shares = 2_090_909_090n;
  const tokens = 11_499_999_995n + 9_000n * ONE;
  const earned = (90_909_090n * ((88n * ONE * K) / shares)) / K;
  expect(earned).toBe(3_826_086n);
  const query = await getQueryStakingRecordInstructionAsync({ operatorPool, stakingRecord, operatorStakingRecord });
  expect(readReturnData('queryStakingRecord', await send(svm, payer, [query])).value).toEqual({
    tokenValue: (90_909_090n * tokens) / shares,
    claimableUsdc: earned,
    activating: 5n,
    ripe: 5n,
    canActivate: false,
    lockedShares: 0n,
    rank: 0n,
    maturedUnstake: 0n,
    pendingUnstake: 0n,
  });

  await send(svm, delegator, [
    await getClaimUsdcEarningsInstructionAsync({ owner: delegator, operatorPool, usdcMint }),
  ]);
  expect(balance(network, await associated(delegator.address, usdcMint))).toBe(earned);

  // Everything goes into one ticket, which is claimable 7 days later.
  const unstake = await getUnstakeInstructionAsync({
    owner: delegator,
    operatorPool,
    shares: 90_909_090n,
    activating: 5n,
  });
  await send(svm, delegator, [unstake]);
  const paid = (90_909_090n * tokens) / shares + 5n;
  expect(record(network, stakingRecord)).toMatchObject({ shares: 0n, activating: 0n, hasActivating: 0 });
  expect(record(network, stakingRecord).tickets[0]).toEqual({
    amount: paid,
    claimableFrom: START_TIME + 2n * DAY + 7n * DAY,
  });
  setTime(svm, now(svm) + 7n * DAY);
  const destination = await associated(delegator.address, stakeMint);
  const collect = await getCollectPoolRewardsInstructionAsync({ operatorPool, stakeMint });
  const claim = await getClaimUnstakeInstructionAsync({ operatorPool, stakingRecord, destination, stakeMint });
  const claimed = decodeEvents(await send(svm, payer, [collect, claim]));
  expect(claimed.events.map((event) => event.name)).toEqual(['PoolRewardsCollected', 'UnstakeClaimed']);
  expect(balance(network, destination)).toBe(paid);
  expect(pool(network, operatorPool).totalUnstaking).toBe(0n);
});

test('what an update does not name stays as it is', async () => {
  const network = await startNetwork();
  const operator = await fundedWallet(network, 'operator', 0n);
  const operatorPool = await createPool(network, operator);
  const update = await getUpdateOperatorPoolInstructionAsync({ admin: operator, operatorPool, name: 'pool of Zoë' });
  await send(network.svm, operator, [update]);
  expect(pool(network, operatorPool)).toMatchObject({
    name: 'pool of Zoë',
    metadataUri: 'https://example.org/pool.json',
    rewardCommissionBps: 1_000,
    delegationAllowed: 1,
  });
});
