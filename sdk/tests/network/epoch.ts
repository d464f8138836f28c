/** An epoch whose tree has one leaf: then the root is the leaf, and the proof is empty (SPEC 6). */
import type { Address } from '@solana/kit';

import {
  findRewardRecordPda,
  findRewardVaultPda,
  findStakingRecordPda,
  findUsdcVaultPda,
  getAccrueRewardInstructionAsync,
  getCreateRewardRecordInstructionAsync,
  getMarkEpochAsFinalizingInstructionAsync,
} from '../../src/index';
import { now, send, setTime } from './chain';
import { DAY, mintTo, type Network } from './network';
import { leafOf } from './trees';

export interface Paid {
  epoch: bigint;
  operatorPool: Address;
  /** Who owns the operator's record. */
  operator: Address;
  reward: bigint;
  usdc: bigint;
}

/** Lets a day pass, funds both vaults, marks and publishes the epoch with totals that the leaf takes whole, and accrues it; its log. */
export async function playEpoch(network: Network, paid: Paid): Promise<string[]> {
  const { payer, svm } = network;
  const { epoch, operatorPool, reward, usdc } = paid;
  await finishEpoch(network, paid);
  const [rewardRecord] = await findRewardRecordPda({ epoch });
  const [operatorStakingRecord] = await findStakingRecordPda({ operatorPool, owner: paid.operator });
  const accrue = await getAccrueRewardInstructionAsync({
    rewardRecord,
    operatorPool,
    operatorStakingRecord,
    rootIndex: 0,
    leafIndex: 0,
    reward,
    usdc,
    proof: [],
  });
  return await send(svm, payer, [accrue]);
}

/** The same without the accrual; without a pool the epoch pays nobody. */
export async function finishEpoch(network: Network, epoch: { epoch: bigint } | Omit<Paid, 'operator'>): Promise<void> {
  const { payer, rewardAuthority, svm } = network;
  setTime(svm, now(svm) + DAY);
  const [reward, usdc] = 'reward' in epoch ? [epoch.reward, epoch.usdc] : [0n, 0n];
  if (reward > 0n) await mintTo(network, network.stakeMint, (await findRewardVaultPda())[0], reward);
  if (usdc > 0n) await mintTo(network, network.usdcMint, (await findUsdcVaultPda())[0], usdc);
  const [rewardRecord] = await findRewardRecordPda(epoch);
  const mark = await getMarkEpochAsFinalizingInstructionAsync({ authority: rewardAuthority, epoch: epoch.epoch });
  const publish = await getCreateRewardRecordInstructionAsync({
    payer,
    authority: rewardAuthority,
    rewardRecord,
    roots: 'reward' in epoch ? [leafOf(epoch.epoch, { ...epoch, pool: epoch.operatorPool })] : [],
    depths: 'reward' in epoch ? [0] : [],
    totalRewards: reward,
    totalUsdc: usdc,
  });
  await send(svm, payer, [mark, publish]);
}
