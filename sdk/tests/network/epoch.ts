/** An epoch whose tree has one leaf: then the root is the leaf, and the proof is empty (SPEC 6). */
import { keccak_256 } from '@noble/hashes/sha3.js';
import { type Address, getAddressEncoder, getU64Encoder } from '@solana/kit';

import {
  findRewardRecordPda,
  findRewardVaultPda,
  findStakingRecordPda,
  findUsdcVaultPda,
  getAccrueRewardInstructionAsync,
  getCreateRewardRecordInstructionAsync,
  getMarkEpochAsFinalizingInstructionAsync,
  INFERENCE_STAKING_PROGRAM_ADDRESS,
} from '../../src/index';
import { now, send, setTime } from './chain';
import { DAY, mintTo, type Network } from './network';

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
    roots: 'reward' in epoch ? [leaf(epoch)] : [],
    depths: 'reward' in epoch ? [0] : [],
    totalRewards: reward,
    totalUsdc: usdc,
  });
  await send(svm, payer, [mark, publish]);
}

function leaf({ epoch, operatorPool, reward, usdc }: Omit<Paid, 'operator'>): Uint8Array {
  const u64 = getU64Encoder();
  const key = getAddressEncoder();
  const parts = [
    new Uint8Array([0]),
    key.encode(INFERENCE_STAKING_PROGRAM_ADDRESS),
    u64.encode(epoch),
    key.encode(operatorPool),
    u64.encode(reward),
    u64.encode(usdc),
  ];
  return keccak_256(new Uint8Array(parts.flatMap((part) => [...part])));
}
