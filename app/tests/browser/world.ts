/** A staking network with its history, over the ports of a local network. */

import {
  accrueRewards,
  createPool,
  fundVaults,
  markEpoch,
  type Plan,
  parseTreeFile,
  publishEpoch,
  type RewardsTree,
  rpcReader,
  sendPlan,
  stake,
  type TreeLeaf,
} from '@inference-staking/sdk';
import {
  type Address,
  createKeyPairSignerFromBytes,
  createSolanaRpc,
  createSolanaRpcSubscriptions,
  type KeyPairSigner,
} from '@solana/kit';
import { treeFile } from '../../../sdk/tests/network/trees';
import { type LocalNetwork, startLocalNetwork } from '../../../sdk/tests/overRpc/localNetwork';

/** Base units of a token, and of a USDC. */
export const ONE = 1_000_000n;
export const DAY = 86_400n;
/** What each epoch issues on the local network. */
export const EPOCH_REWARDS = 10_000n * ONE;

export type World = Awaited<ReturnType<typeof startWorld>>;

export async function startWorld() {
  const network = await startLocalNetwork();
  const rpc = createSolanaRpc(network.rpcUrl);
  const rpcSubscriptions = createSolanaRpcSubscriptions(network.webSocketUrl);
  const chain = { rpc, rpcSubscriptions };
  const reader = rpcReader(rpc, { commitment: 'confirmed' });
  const signer = (name: string) => createKeyPairSignerFromBytes(network.keypair(name));
  const carryOut = (feePayer: KeyPairSigner, plan: Plan) => sendPlan(chain, plan, { feePayer });
  return { network, chain, reader, signer, carryOut };
}

/** A pool whose operator has staked at a price of 1. */
export async function openPool(world: World, admin: KeyPairSigner, name: string, firstStake: bigint): Promise<Address> {
  const terms = {
    name,
    metadataUri: 'https://example.org/pool.json',
    rewardCommissionBps: 1_000,
    usdcCommissionBps: 2_000,
    autoStake: false,
    delegationAllowed: true,
  };
  const plan = await createPool(world.reader, { admin, terms, firstStake });
  await world.carryOut(admin, plan);
  return plan.operatorPool;
}

/** A pool of wallet-1 with 2,000 tokens of its operator, in which wallet-2 has 500 activating. */
export async function openDelegatedPool(world: World): Promise<{ pool: Address; delegator: KeyPairSigner }> {
  const [operator, delegator] = await Promise.all([world.signer('wallet-1'), world.signer('wallet-2')]);
  const pool = await openPool(world, operator, 'my pool', 2_000n * ONE);
  const request = { operatorPool: pool, owner: delegator, amount: 500n * ONE };
  await world.carryOut(delegator, await stake(world.reader, request));
  return { pool, delegator };
}

/** Lets a day pass and publishes an epoch that pays these leaves; the text of its tree file. */
export async function finishEpoch(
  world: World,
  epoch: bigint,
  leaves: TreeLeaf[],
): Promise<{ tree: RewardsTree; text: string }> {
  const { carryOut, network, reader, signer } = world;
  await network.travel(DAY);
  const authority = await signer('reward-authority');
  const text = treeFile(epoch, leaves);
  const tree = parseTreeFile(text);
  const { depth, root, totalRewards, totalUsdc } = tree;
  const funder = await signer('wallet-3');
  await carryOut(funder, await fundVaults(reader, { owner: funder, tokens: totalRewards, usdc: totalUsdc }));
  await carryOut(authority, await markEpoch(reader, { authority, epoch }));
  const publication = { roots: [{ root, depth }], totalRewards, totalUsdc, emission: EPOCH_REWARDS };
  await carryOut(authority, await publishEpoch(reader, { authority, epoch, publication }));
  return { tree, text };
}

/** Pays all pools of a tree. */
export async function accrueAll(world: World, tree: RewardsTree): Promise<void> {
  const payer = await world.signer('wallet-3');
  await world.carryOut(payer, await accrueRewards(world.reader, { tree, feePayer: payer.address }));
}

/** Base units as tokens, as people write them. */
export function inTokens(amount: bigint): string {
  const whole = (amount / ONE).toString().replace(/\B(?=(?:\d{3})+$)/g, ',');
  const fraction = (amount % ONE).toString().padStart(6, '0').replace(/0+$/, '');
  return fraction ? `${whole}.${fraction}` : whole;
}

/** Asks the node something that kit's clients have no word for. */
export async function ask(network: LocalNetwork, method: string, params: unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const answer = await fetch(network.rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { error, result } = (await answer.json()) as { error?: { message: string }; result: unknown };
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}
