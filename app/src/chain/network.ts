/** The network as pages see it: the singleton, its units, and the chain's own clock between two readings. */
import { type PoolOverview, withdrawalsRefusal } from '@inference-staking/sdk';
import { createContext, useContext, useEffect, useState } from 'react';

export interface Network {
  overview: PoolOverview;
  /** The chain's time when it was read, Unix seconds. */
  now: bigint;
  /** When that was, by a clock of the browser that only counts, milliseconds. */
  readAt: number;
  /** Whether the last attempt to read it failed: what is shown is what was read before. */
  isStale: boolean;
}

export const NetworkContext = createContext<Network | null>(null);

export function useNetwork(): Network {
  const network = useContext(NetworkContext);
  if (!network) throw new Error('a page that needs the network stands outside of it');
  return network;
}

/** Whether what is shown was read before, as far as a network is shown at all. */
export function useIsStale(): boolean {
  return useContext(NetworkContext)?.isStale ?? false;
}

/** The chain's time, second by second. It stands still while the node is gone. The browser's own clock is not asked. */
export function useNow(): bigint {
  const network = useNetwork();
  useSeconds();
  return network.isStale
    ? network.now
    : network.now + BigInt(Math.max(0, Math.floor((performance.now() - network.readAt) / 1_000)));
}

/** Shows anew what a component says, every second. */
export function useSeconds(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
}

/** Whether nobody can withdraw now. */
export function areWithdrawalsHalted(overview: PoolOverview, now: bigint): boolean {
  return withdrawalsRefusal(overview, now) !== null;
}
