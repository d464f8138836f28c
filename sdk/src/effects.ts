/** What a transaction's events come to for the wallet that signs it. Base units, Unix seconds. */
import type { Address } from '@solana/kit';

import type { StakingEvent } from './generated/eventTable';

/** Something that happens to a record. */
export type Effect =
  /** A deposit: `shares` is not 0 if it is shares at once; else it is activating until its epoch is over and the pool has passed it. */
  | { kind: 'Staked'; operatorPool: Address; owner: Address; amount: bigint; shares: bigint; earnsFromEpoch: bigint }
  /** Activating tokens that become shares now. */
  | { kind: 'Activated'; operatorPool: Address; owner: Address; cost: bigint; shares: bigint; earnsFromEpoch: bigint }
  /** Tokens that wait in a ticket. */
  | { kind: 'Unstaked'; operatorPool: Address; owner: Address; amount: bigint; ticket: number; claimableFrom: bigint }
  /** A ticket that is activating stake again. */
  | { kind: 'UnstakeCancelled'; operatorPool: Address; owner: Address; amount: bigint; earnsFromEpoch: bigint }
  /** Stake tokens that are paid. */
  | { kind: 'UnstakeClaimed'; operatorPool: Address; owner: Address; amount: bigint; destination: Address }
  /** USDC that is paid. */
  | { kind: 'UsdcClaimed'; operatorPool: Address; owner: Address; amount: bigint; destination: Address };

/** The effects of events on records, in their order; events of pools and of the network have none. `earnsFromEpoch` is the earliest. */
export function effectsOf(events: readonly StakingEvent[]): Effect[] {
  return events.flatMap((event) => effectOf(event) ?? []);
}

function effectOf(event: StakingEvent): Effect | null {
  switch (event.name) {
    case 'Staked': {
      const { amount, epoch, operatorPool, owner, shares } = event.data;
      const earnsFromEpoch = shares > 0n ? epoch : epoch + 1n;
      return { kind: 'Staked', operatorPool, owner, amount, shares, earnsFromEpoch };
    }
    case 'StakeActivated': {
      const { cost, epoch, operatorPool, owner, shares } = event.data;
      return { kind: 'Activated', operatorPool, owner, cost, shares, earnsFromEpoch: epoch };
    }
    case 'Unstaked': {
      const { amount, claimableFrom, operatorPool, owner, ticket } = event.data;
      return { kind: 'Unstaked', operatorPool, owner, amount, ticket, claimableFrom };
    }
    case 'UnstakeCancelled': {
      const { amount, epoch, operatorPool, owner } = event.data;
      return { kind: 'UnstakeCancelled', operatorPool, owner, amount, earnsFromEpoch: epoch + 1n };
    }
    case 'UnstakeClaimed': {
      const { amount, destination, operatorPool, owner } = event.data;
      return { kind: 'UnstakeClaimed', operatorPool, owner, amount, destination };
    }
    case 'UsdcEarningsClaimed': {
      const { amount, destination, operatorPool, owner } = event.data;
      return { kind: 'UsdcClaimed', operatorPool, owner, amount, destination };
    }
    default:
      return null;
  }
}
