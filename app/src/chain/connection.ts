/** The node that the page reads and sends over, through kit and the SDK. */
import {
  INFERENCE_STAKING_PROGRAM_ADDRESS,
  type ProofSource,
  proofService,
  rpcReader,
  rpcSimulator,
} from '@inference-staking/sdk';
import { address, createSolanaRpc, createSolanaRpcSubscriptions, isAddress } from '@solana/kit';
import { createContext, useContext } from 'react';

import { type Settings, webSocketUrlOf } from '../settings';

const READING = { commitment: 'confirmed' } as const;

/** Clients of the node that the settings name. They connect when they are first used. */
export function connect(settings: Settings) {
  const programAddress = isAddress(settings.programId)
    ? address(settings.programId)
    : INFERENCE_STAKING_PROGRAM_ADDRESS;
  const rpc = createSolanaRpc(settings.rpcUrl);
  const rpcSubscriptions = createSolanaRpcSubscriptions(webSocketUrlOf(settings));
  const proofs: ProofSource | undefined = settings.proofServiceUrl
    ? proofService(settings.proofServiceUrl, programAddress)
    : undefined;
  return {
    settings,
    programAddress,
    rpc,
    rpcSubscriptions,
    reader: rpcReader(rpc, { ...READING, programAddress }),
    simulator: rpcSimulator(rpc, READING),
    proofs,
  };
}

export type Chain = ReturnType<typeof connect>;

export const ChainContext = createContext<Chain | null>(null);

export function useChain(): Chain {
  const chain = useContext(ChainContext);
  if (!chain) throw new Error('a page stands outside the connection');
  return chain;
}
