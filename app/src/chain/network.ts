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

/** The chain's time, second by second. It stands still while the node is gone. The browser's own clock is not asked. */
export function useNow(): bigint {
  const network = useNetwork();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return network.isStale
    ? network.now
    : network.now + BigInt(Math.max(0, Math.floor((performance.now() - network.readAt) / 1_000)));
}

/** What an unset time is on chain: `i64::MIN`. */
export const NEVER = -(2n ** 63n);
/** On a network for real money, how long the newest record is claimable before the next epoch can be marked (SPEC 6.1). */
const MARK_MARGIN = 10_800n;

/** From when the running epoch can be marked as over, Unix seconds; `null` if at any time (SPEC 6.1). */
export function earliestMark(overview: PoolOverview): bigint | null {
  const { accrualResumedAt, completedRewardEpoch, lastFinalizedAt, minEpochLength, newestClaimableFrom } = overview;
  const isFirst = completedRewardEpoch === 0n || minEpochLength === 0n;
  const lengthOver = isFirst ? NEVER : lastFinalizedAt + minEpochLength;
  const resumed = newestClaimableFrom > accrualResumedAt ? newestClaimableFrom : accrualResumedAt;
  const margin = overview.isTestNetwork ? newestClaimableFrom : resumed === NEVER ? NEVER : resumed + MARK_MARGIN;
  const from = lengthOver > margin ? lengthOver : margin;
  return from === NEVER ? null : from;
}

/** What an epoch is at. */
export type EpochState = 'running' | 'can be marked' | 'finalizing' | 'in challenge';

export function epochState(overview: PoolOverview, now: bigint): EpochState {
  if (overview.isEpochFinalizing) return 'finalizing';
  if (now < overview.newestClaimableFrom) return 'in challenge';
  const mark = earliestMark(overview);
  return mark === null || mark <= now ? 'can be marked' : 'running';
}

/** Whether nobody can withdraw now. */
export function areWithdrawalsHalted(overview: PoolOverview, now: bigint): boolean {
  return withdrawalsRefusal(overview, now) !== null;
}
