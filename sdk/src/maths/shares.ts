/** What shares of a pool are worth and what a deposit buys (SPEC 5). Base units throughout. */
import type { PoolOverview } from '../generated/accounts';
import { ask, outcome, type PoolShares, type Stored, u64 } from './accounts';

/** What a deposit buys. */
export interface Deposit {
  shares: bigint;
  /** Tokens that the shares cost, rounded up; the rest of the deposit stays activating. */
  cost: bigint;
}

/**
 * Shares that at most `amount` tokens buy now, one a token in a pool without shares; `null` if that is no share.
 *
 * @throws RangeError If the pool's totals would exceed 64 bits.
 */
export function sharesForDeposit(pool: PoolShares, amount: bigint): Deposit | null {
  const bought = outcome(
    { totals: pool },
    (rules) => rules.deposit(u64(amount)),
    ({ result }) => ({ shares: result(0), cost: result(1) }),
  );
  if (bought === 'DepositBuysNoShare') return null;
  return known(bought);
}

/**
 * Tokens that shares pay when they are burnt, rounded down; 0 in a pool without shares.
 *
 * @throws RangeError If the pool has fewer shares.
 */
export function tokensForShares(pool: PoolShares, shares: bigint): bigint {
  return known(
    outcome(
      { totals: pool },
      (rules) => rules.tokens_for_shares(u64(shares)),
      ({ result }) => result(0),
    ),
  );
}

/** The fewest shares that pay at least `tokens`; `null` if all shares together pay less. */
export function sharesForTokens(pool: PoolShares, tokens: bigint): bigint | null {
  const shares = outcome(
    { totals: pool },
    (rules) => rules.shares_for_tokens(u64(tokens)),
    ({ result }) => result(0),
  );
  return shares === 'NotEnoughShares' ? null : known(shares);
}

/** Whether an operator keeps the minimum stake after a deposit, of which `ofOperator` says whether its shares are the operator's (SPEC 5). */
export function keepsOperatorMinimum(
  overview: Stored<PoolOverview>,
  pool: PoolShares,
  deposit: { amount: bigint; operatorShares: bigint; ofOperator: boolean },
): boolean {
  return ask({ overview, totals: pool }, ({ result, rules }) => {
    const isBought = rules.deposit(u64(deposit.amount)) === 0;
    const added = isBought && deposit.ofOperator ? result(0) : 0n;
    return rules.require_operator_minimum(u64(deposit.operatorShares + added)) === 0;
  });
}

function known<T>(answer: T | string): T {
  if (typeof answer === 'string')
    throw new RangeError(`the pool's totals and this number do not go together: ${answer}`);
  return answer;
}
