/** What a wallet can do here: what is asked for, and what of it has to be filled in. */
import type { PoolOverview, Position } from '@inference-staking/sdk';
import type { Address } from '@solana/kit';

import { MAX_LOCK_DAYS, MIN_LOCK_DAYS, SECONDS_PER_DAY, tokensForShares } from '../economics/rank';
import { amountText } from '../format';

/** Only where, and nothing of what was seen there: what an action does is worked out from what its plan reads. */
export type Intent =
  | ({ kind: OwnKind } & InPool)
  | ({ kind: 'cancel ticket'; place: number } & InPool)
  | { kind: 'claim all' };

/** What the owner does in one pool, and nothing else has to be named for. */
type OwnKind =
  | 'stake'
  | 'unstake'
  | 'activate'
  | 'claim tokens'
  | 'claim USDC'
  | 'lock'
  | 'extend'
  | 'unlock'
  | 'cancel unlock';

interface InPool {
  operatorPool: Address;
  /** As it is shown. */
  poolName: string;
}

/** What was filled in, as far as the intent asks for it. */
export interface Input {
  /** Base units. */
  amount?: bigint;
  /** Everything there is, and not the digits that stand for it. */
  isMax?: boolean;
  days?: bigint;
}

export function titleOf(intent: Intent): string {
  switch (intent.kind) {
    case 'stake':
      return `Stake with ${intent.poolName}`;
    case 'unstake':
      return `Unstake from ${intent.poolName}`;
    case 'cancel ticket':
      return 'Cancel an unstake';
    case 'activate':
      return 'Activate stake';
    case 'claim tokens':
      return 'Claim unstaked tokens';
    case 'claim USDC':
      return 'Claim USDC';
    case 'claim all':
      return 'Claim everything';
    case 'lock':
      return 'Lock for a rank';
    case 'extend':
      return 'Extend the lock';
    case 'unlock':
      return 'Begin to unlock';
    case 'cancel unlock':
      return 'Lock again';
  }
}

/** What has to be filled in. */
export function asksFor({ kind }: Intent): 'amount' | 'days' | null {
  if (kind === 'stake' || kind === 'unstake') return 'amount';
  return kind === 'lock' || kind === 'extend' ? 'days' : null;
}

/** What the owner has there, as the page knows it: `null` as long as it does not, or if it is nothing. */
export type Held = Position | null;

/** All that can be meant, base units: what the wallet holds, or what may leave the record; `null` if it is not known. */
export function maximumOf({ kind }: Intent, position: Held, walletTokens: bigint | null): bigint | null {
  if (kind === 'stake') return walletTokens;
  if (kind !== 'unstake' || position === null) return null;
  const { lockedShares, pool, record } = position;
  return tokensForShares(pool, record.shares - lockedShares) + record.activating;
}

/** What of a record cannot leave because it is locked, base units. */
export function lockedOf({ kind }: Intent, position: Held): bigint {
  if (kind !== 'unstake' || position === null) return 0n;
  const { lockedShares, pool, record } = position;
  return tokensForShares(pool, record.shares) - tokensForShares(pool, record.shares - lockedShares);
}

/** The days that a lock may still be made longer by, or have at all. */
export function daysOf({ kind }: Pick<Intent, 'kind'>, position: Held): { least: bigint; most: bigint } {
  if (kind !== 'extend') return { least: MIN_LOCK_DAYS, most: MAX_LOCK_DAYS };
  const duration = position?.record.lockDuration ?? 0n;
  return { least: 1n, most: MAX_LOCK_DAYS - (duration + SECONDS_PER_DAY - 1n) / SECONDS_PER_DAY };
}

/** The same in the command line. */
export function commandsOf(intent: Intent, input: Input, overview: PoolOverview, position: Held): string[] {
  const amount = input.amount === undefined ? 'AMOUNT' : amountText(input.amount, overview.stakeDecimals, '');
  const days = `${input.days ?? 'DAYS'}d`;
  const pool = 'operatorPool' in intent ? intent.operatorPool : '';
  switch (intent.kind) {
    case 'stake':
      return [`stake ${pool} ${amount}`];
    case 'unstake':
      return [`unstake ${pool} ${input.isMax && position?.lockedShares === 0n ? 'ALL' : amount}`];
    case 'cancel ticket':
      return [`cancel-unstake ${pool} ${intent.place}`];
    case 'activate':
      return [`activate ${pool}`];
    case 'claim tokens':
      return [`claim unstake ${pool}`];
    case 'claim USDC':
      return [`claim usdc ${pool}`];
    case 'claim all':
      return ['claim all'];
    case 'lock':
      return [`lock ${pool} ${days}`];
    case 'extend':
      return [`extend ${pool} ${days}`];
    case 'unlock':
      return [`unlock ${pool}`];
    case 'cancel unlock':
      return [`cancel-unlock ${pool}`];
  }
}
