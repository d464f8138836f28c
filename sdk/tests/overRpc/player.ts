/** kit's clients of a local network, and what its wallets and roles do there. */
import {
  type Address,
  address,
  createKeyPairSignerFromBytes,
  createSolanaRpc,
  createSolanaRpcSubscriptions,
  type KeyPairSigner,
} from '@solana/kit';

import {
  type ChainReader,
  createPool,
  findOwnerTokenAccount,
  fundVaults,
  markEpoch,
  type Plan,
  parseTreeFile,
  publishEpoch,
  type RewardsTree,
  rpcReader,
  type SendingChain,
  sendPlan,
  type TreeLeaf,
  tokenBalance,
} from '../../src/index';
import { DAY, EPOCH_REWARDS } from '../network/network';
import { treeFile } from '../network/trees';
import { type LocalNetwork, startLocalNetwork } from './localNetwork';

export interface Player {
  network: LocalNetwork;
  chain: SendingChain & ReturnType<typeof clientsOf>;
  reader: ChainReader;
  stakeMint: Address;
  usdcMint: Address;
}

function clientsOf({ rpcUrl, webSocketUrl }: LocalNetwork) {
  return { rpc: createSolanaRpc(rpcUrl), rpcSubscriptions: createSolanaRpcSubscriptions(webSocketUrl) };
}

export async function startPlayer(): Promise<Player> {
  const network = await startLocalNetwork();
  const chain = clientsOf(network);
  const reader = rpcReader(chain.rpc, { commitment: 'confirmed' });
  const [stakeMint, usdcMint] = [address(network.stakeMint), address(network.usdcMint)];
  return { network, chain, reader, stakeMint, usdcMint };
}

/** Who has the keypair of a role or wallet. */
export async function signer({ network }: Player, name: string): Promise<KeyPairSigner> {
  return await createKeyPairSignerFromBytes(network.keypair(name));
}

/** Sends a plan with blockhashes of the node and waits for each of its transactions. */
export async function carryOut({ chain }: Player, feePayer: KeyPairSigner, plan: Plan): Promise<string[]> {
  return await sendPlan(chain, plan, { feePayer });
}

/** Base units that a wallet has of a mint. */
export async function balance({ reader }: Player, owner: Address, mint: Address): Promise<bigint> {
  const [account = null] = await reader.accounts([await findOwnerTokenAccount(owner, mint)]);
  return tokenBalance(account) ?? 0n;
}

/** A pool with commissions of 10 % on tokens and 20 % on USDC, in which its operator stakes at a price of 1. */
export async function openPool(player: Player, admin: KeyPairSigner, firstStake: bigint): Promise<Address> {
  const terms = {
    name: 'my pool',
    metadataUri: 'https://example.org/pool.json',
    rewardCommissionBps: 1_000,
    usdcCommissionBps: 2_000,
    autoStake: false,
    delegationAllowed: true,
  };
  const plan = await createPool(player.reader, { admin, terms, firstStake });
  await carryOut(player, admin, plan);
  return plan.operatorPool;
}

/** Lets a day pass, funds the vaults, marks and publishes an epoch that pays these leaves; its tree out of its file. */
export async function finishEpoch(player: Player, epoch: bigint, leaves: TreeLeaf[]): Promise<RewardsTree> {
  const { network, reader } = player;
  await network.travel(DAY);
  const authority = await signer(player, 'reward-authority');
  const tree = parseTreeFile(treeFile(epoch, leaves));
  const { depth, root, totalRewards, totalUsdc } = tree;
  const funder = await signer(player, 'wallet-3');
  await carryOut(player, funder, await fundVaults(reader, { owner: funder, tokens: totalRewards, usdc: totalUsdc }));
  await carryOut(player, authority, await markEpoch(reader, { authority, epoch }));
  const publication = { roots: [{ root, depth }], totalRewards, totalUsdc, emission: EPOCH_REWARDS };
  await carryOut(player, authority, await publishEpoch(reader, { authority, epoch, publication }));
  return tree;
}
