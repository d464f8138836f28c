/** A staking network on a chain: mints, the singleton, one wallet for each role, all made with the generated builders. */
import type { Address, KeyPairSigner } from '@solana/kit';
import { getCreateAccountInstruction } from '@solana-program/system';
import {
  findAssociatedTokenPda,
  getCreateAssociatedTokenIdempotentInstructionAsync,
  getInitializeMint2Instruction,
  getMintSize,
  getMintToInstruction,
  getTokenDecoder,
  TOKEN_PROGRAM_ADDRESS,
} from '@solana-program/token';
import type { LiteSVM } from 'litesvm';

import {
  findOperatorPoolPda,
  getCreateOperatorPoolInstructionAsync,
  getCreatePoolOverviewInstructionAsync,
  getCreateStakingRecordInstructionAsync,
  getStakeInstructionAsync,
  type NewEmissionSchedule,
} from '../../src/index';
import { giveLamports, send, startChain, wallet } from './chain';

/** Base units of one token or one USDC: both mints have 6 decimals. */
export const ONE = 1_000_000n;
export const DAY = 86_400n;
/** What each epoch issues. */
export const EPOCH_REWARDS = 10_000n * ONE;

const DECIMALS = 6;

export interface Network {
  svm: LiteSVM;
  payer: KeyPairSigner;
  programAdmin: KeyPairSigner;
  rewardAuthority: KeyPairSigner;
  mintAuthority: KeyPairSigner;
  stakeMint: Address;
  usdcMint: Address;
}

/** 10,000 tokens in each epoch, for 80 epochs. */
const EMISSION: NewEmissionSchedule = {
  __kind: 'Table',
  epochsPerPeriod: 10n,
  budgets: Array.from({ length: 8 }, () => 10n * EPOCH_REWARDS),
};

/** A test network: no fee, a minimum stake of 1,000 tokens, delays of 7 and 14 days, no challenge period, epochs of a day. */
export async function startNetwork(emission: NewEmissionSchedule = EMISSION): Promise<Network> {
  const programAdmin = await wallet('program admin');
  const svm = await startChain(programAdmin.address);
  const [stake, usdc] = [await wallet('stake mint'), await wallet('USDC mint')];
  const network = {
    svm,
    payer: await wallet('payer'),
    programAdmin,
    rewardAuthority: await wallet('reward authority'),
    mintAuthority: await wallet('mint authority'),
    stakeMint: stake.address,
    usdcMint: usdc.address,
  };
  giveLamports(svm, network.payer.address);
  await createMint(network, stake);
  await createMint(network, usdc);
  const treasury = (await wallet('slashing treasury')).address;
  const create = await getCreatePoolOverviewInstructionAsync({
    upgradeAuthority: programAdmin,
    stakeMint: stake.address,
    usdcMint: usdc.address,
    slashingTokenDestination: await tokenAccount(network, treasury, stake.address),
    slashingUsdcDestination: await tokenAccount(network, treasury, usdc.address),
    rewardAuthorities: [network.rewardAuthority.address],
    haltAuthorities: [(await wallet('halt authority')).address],
    slashingAuthorities: [(await wallet('slashing authority')).address],
    isTestNetwork: true,
    parameters: {
      poolCreationAllowed: true,
      registrationFee: 0n,
      registrationFeeWallet: (await wallet('registration fee')).address,
      minOperatorTokenStake: 1_000n * ONE,
      delegatorUnstakeDelay: 7n * DAY,
      operatorUnstakeDelay: 14n * DAY,
      slashingDelay: 2n * DAY,
      challengePeriod: 0n,
      bypassDelay: 3n * DAY,
      minEpochLength: DAY,
      maxCommissionBps: 5_000,
      commissionNoticeEpochs: 2,
    },
    emission,
  });
  await send(svm, programAdmin, [create]);
  return network;
}

async function createMint(network: Network, mint: KeyPairSigner): Promise<void> {
  const space = getMintSize();
  const create = getCreateAccountInstruction({
    payer: network.payer,
    newAccount: mint,
    lamports: network.svm.minimumBalanceForRentExemption(BigInt(space)),
    space,
    programAddress: TOKEN_PROGRAM_ADDRESS,
  });
  const mintAuthority = network.mintAuthority.address;
  const initialize = getInitializeMint2Instruction({ mint: mint.address, decimals: DECIMALS, mintAuthority });
  await send(network.svm, network.payer, [create, initialize]);
}

/** The associated token account of an owner, created if it is not there. */
export async function tokenAccount(network: Network, owner: Address, mint: Address): Promise<Address> {
  const create = await getCreateAssociatedTokenIdempotentInstructionAsync({ payer: network.payer, owner, mint });
  await send(network.svm, network.payer, [create]);
  return (await findAssociatedTokenPda({ owner, mint, tokenProgram: TOKEN_PROGRAM_ADDRESS }))[0];
}

export async function mintTo(network: Network, mint: Address, token: Address, amount: bigint): Promise<void> {
  const { mintAuthority, payer, svm } = network;
  await send(svm, payer, [getMintToInstruction({ mint, token, mintAuthority, amount })]);
}

export function balance(network: Network, token: Address): bigint {
  const account = network.svm.getAccount(token);
  if (!account.exists) throw new Error(`there is no token account at ${token}`);
  return getTokenDecoder().decode(account.data).amount;
}

/** A wallet with lamports, so many base units of the stake token, and token accounts of both mints. */
export async function fundedWallet(network: Network, name: string, tokens: bigint): Promise<KeyPairSigner> {
  const signer = await wallet(name);
  giveLamports(network.svm, signer.address);
  await tokenAccount(network, signer.address, network.usdcMint);
  const token = await tokenAccount(network, signer.address, network.stakeMint);
  if (tokens > 0n) await mintTo(network, network.stakeMint, token, tokens);
  return signer;
}

/** A pool with commissions of 10 % on tokens and 20 % on USDC. */
export async function createPool(network: Network, admin: KeyPairSigner): Promise<Address> {
  const create = await getCreateOperatorPoolInstructionAsync({
    payer: admin,
    admin,
    stakeMint: network.stakeMint,
    name: 'my pool',
    metadataUri: 'https://example.org/pool.json',
    rewardCommissionBps: 1_000,
    usdcCommissionBps: 2_000,
    autoStake: false,
    delegationAllowed: true,
    maxRegistrationFee: 0n,
  });
  await send(network.svm, admin, [create]);
  return (await findOperatorPoolPda({ admin: admin.address }))[0];
}

export async function createRecord(network: Network, owner: KeyPairSigner, operatorPool: Address): Promise<void> {
  await send(network.svm, owner, [await getCreateStakingRecordInstructionAsync({ payer: owner, owner, operatorPool })]);
}

/** Stakes from the owner's associated token account; the log. */
export async function stake(
  network: Network,
  owner: KeyPairSigner,
  operatorPool: Address,
  amount: bigint,
): Promise<string[]> {
  const { stakeMint, svm } = network;
  return await send(svm, owner, [await getStakeInstructionAsync({ owner, operatorPool, stakeMint, amount })]);
}
