import { decodeEvents } from '@inference-staking/sdk';

/** Base units that a transaction's log says were staked. */
export function stakedIn(log: readonly string[]): bigint {
  const { events, isComplete } = decodeEvents(log);
  if (!isComplete) throw new Error('the node cut the log off: read the pool instead');
  return events.reduce((sum, event) => (event.name === 'Staked' ? sum + event.data.amount : sum), 0n);
}
