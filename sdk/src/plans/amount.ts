/** Tokens and shares that leave (SPEC 5). */
import { formatAmount } from '../amount';
import { requireBigints, requireWord } from '../fields';
import type { OperatorPool, StakingRecord } from '../generated/accounts';
import { sharesForTokens, tokensForShares } from '../maths';
import { refuse, StakingRefusal } from '../refusal';

/** How much of a record is meant. Activating tokens earn nothing yet; both leave through the same cooldown. */
export type Amount =
  /** So many shares, and nothing of what is activating. */
  | { kind: 'Shares'; shares: bigint }
  /** So many activating tokens, base units, and no share. */
  | { kind: 'Activating'; tokens: bigint }
  /** All activating tokens, and no share. */
  | { kind: 'AllActivating' }
  /** So many shares and, besides, activating tokens. */
  | { kind: 'Both'; shares: bigint; activating: bigint }
  /** At least so many tokens, base units: activating ones first, and the fewest shares that pay the rest. */
  | { kind: 'Tokens'; tokens: bigint }
  /** All shares and all activating tokens. */
  | { kind: 'All' };

/** The numbers that each kind has. */
const NUMBERS: { [K in Amount['kind']]: Record<Exclude<keyof Extract<Amount, { kind: K }>, 'kind'>, undefined> } = {
  All: {},
  AllActivating: {},
  Activating: { tokens: undefined },
  Shares: { shares: undefined },
  Both: { shares: undefined, activating: undefined },
  Tokens: { tokens: undefined },
};

/**
 * @throws TypeError If there is no such kind of an amount, or one of its numbers is no bigint.
 */
export function requireAmount(amount: Amount | undefined): void {
  const { kind, ...numbers } = { ...amount } as Amount;
  requireWord('the kind of an amount', kind, Object.keys(NUMBERS) as Amount['kind'][]);
  requireBigints({ ...NUMBERS[kind], ...numbers });
}

/** What of a record leaves. */
export interface Leaving {
  shares: bigint;
  /** Activating tokens, base units. */
  activating: bigint;
}

/**
 * What of the record is meant, at the pool's price.
 *
 * @throws StakingRefusal `NothingToUnstake`, `NotEnoughActivating`, `NotEnoughShares` (with what there is).
 */
export function leavingOf(amount: Amount, pool: OperatorPool, record: StakingRecord, decimals: number): Leaving {
  const { shares, activating } = meant(amount, pool, record);
  if (shares === 0n && activating === 0n) refuse('NothingToUnstake');
  if (shares !== null && (shares < 0n || activating < 0n)) throw new RangeError('an amount is negative');
  const text = (units: bigint) => formatAmount(units, decimals);
  if (activating > record.activating) refuse('NotEnoughActivating', `${text(record.activating)} tokens are activating`);
  if (shares !== null && shares <= record.shares) return { shares, activating };
  const worth = tokensForShares(pool, record.shares);
  const held = `its ${text(record.shares)} shares are worth ${text(worth)} tokens, and ${text(record.activating)} more are activating`;
  throw new StakingRefusal('NotEnoughShares', held);
}

/** Whether an amount may take shares, at whatever price. `mayGetShares`: those of an operator can come into being by an accrual before. */
export function takesShares(amount: Amount, record: StakingRecord, mayGetShares: boolean): boolean {
  switch (amount.kind) {
    case 'Activating':
    case 'AllActivating':
      return false;
    case 'Tokens':
      return amount.tokens > record.activating;
    case 'Shares':
    case 'Both':
      return amount.shares !== 0n;
    case 'All':
      return record.shares > 0n || mayGetShares;
  }
}

function meant(
  amount: Amount,
  pool: OperatorPool,
  record: StakingRecord,
): { shares: bigint | null; activating: bigint } {
  switch (amount.kind) {
    case 'Shares':
      return { shares: amount.shares, activating: 0n };
    case 'Activating':
      return { shares: 0n, activating: amount.tokens };
    case 'AllActivating':
      return { shares: 0n, activating: record.activating };
    case 'Both':
      return amount;
    case 'Tokens': {
      const beyond = amount.tokens - record.activating;
      if (beyond <= 0n) return { shares: 0n, activating: amount.tokens };
      return { shares: sharesForTokens(pool, beyond), activating: record.activating };
    }
    case 'All':
      return record;
  }
}
