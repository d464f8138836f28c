/** What a wallet has outside the program. */
import { type ChainReader, findOwnerTokenAccount, readNetwork, tokenBalance } from '@inference-staking/sdk';
import type { Address } from '@solana/kit';

/** Base units and lamports. */
export interface Holdings {
  lamports: bigint;
  tokens: bigint;
  usdc: bigint;
}

export async function readHoldings(reader: ChainReader, owner: Address): Promise<Holdings> {
  const { overview } = await readNetwork(reader);
  const [tokens, usdc] = await Promise.all([
    findOwnerTokenAccount(owner, overview.stakeMint),
    findOwnerTokenAccount(owner, overview.usdcMint),
  ]);
  const [wallet = null, tokenAccount = null, usdcAccount = null] = await reader.accounts([owner, tokens, usdc]);
  return {
    lamports: wallet?.lamports ?? 0n,
    tokens: tokenBalance(tokenAccount) ?? 0n,
    usdc: tokenBalance(usdcAccount) ?? 0n,
  };
}
