/** The module with the program's rules: `crates/wasm` says how it is called. */
import { MODULE } from './wasm';

/** What the module exports. Numbers of 64 bits are `bigint`; a rule gives 0, or the number of the program's error. */
export interface Rules {
  readonly memory: WebAssembly.Memory;
  // Where accounts and results lie.
  pool_overview(): number;
  operator_pool(): number;
  staking_record(): number;
  staking_record_address(): number;
  operator_staking_record(): number;
  reward_record(): number;
  emission_schedule(): number;
  results(): number;
  // Shares.
  deposit(amount: bigint): number;
  tokens_for_shares(shares: bigint): number;
  shares_for_tokens(tokens: bigint): number;
  require_operator_minimum(shares: bigint): number;
  // Deposits.
  require_deposits_open(): number;
  require_stake_open(): number;
  stake(amount: bigint): number;
  activate_stake(): number;
  cancel_unstake(ticket: number): number;
  // Exits.
  unstake(shares: bigint, activating: bigint, joins: number, now: bigint): number;
  require_payouts_open(now: bigint): number;
  require_withdrawals_open(now: bigint): number;
  claim_unstake(now: bigint): number;
  claim_usdc_earnings(now: bigint): number;
  must_collect_before(amount: bigint): number;
  // Epochs.
  current_epoch(): number;
  earliest_mark(): number;
  open_epochs(now: bigint): void;
  skips_are_recent_until(): bigint;
  // Accruals.
  require_accrual_open(now: bigint): number;
  accrue_reward(reward: bigint, usdc: bigint, hasOperatorRecord: number, now: bigint): number;
  bypass(now: bigint): number;
  can_still_pay(): number;
  auto_stakes(): number;
  // Locks.
  lock_stake(duration: bigint, now: bigint): number;
  extend_lock(seconds: bigint): number;
  begin_unlock(now: bigint): number;
  cancel_unlock(): number;
  rank(tokens: bigint, duration: bigint): number;
  // Records.
  query_staking_record(now: bigint): number;
  // Emission.
  new_schedule(): number;
  current_period(): number;
  next_period(): number;
  period_of(epoch: bigint): number;
  emission(epoch: bigint): number;
}

let loaded: Rules | null = null;

function bytes(): Uint8Array<ArrayBuffer> {
  const byteAt = (index: number) => Number.parseInt(MODULE.slice(2 * index, 2 * index + 2), 16);
  return Uint8Array.from({ length: MODULE.length / 2 }, (_, index) => byteAt(index));
}

/**
 * Compiles the program's rules without blocking. Whoever does not call it gets them compiled when they are first needed, at once, in some
 * milliseconds; browsers of before 2023 (Chrome before 114) refuse that on a page's main thread, and need this before anything else.
 *
 * @throws Error If the page's content security policy allows no WebAssembly: `script-src` needs `'wasm-unsafe-eval'`.
 */
export async function loadMaths(): Promise<void> {
  if (loaded) return;
  const { instance } = await WebAssembly.instantiate(bytes()).catch(notCompiled);
  loaded ??= instance.exports as unknown as Rules;
}

function compiled(): Rules {
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(bytes())).exports as unknown as Rules;
  } catch (cause) {
    return notCompiled(cause);
  }
}

/** The module itself is sound: whoever does not compile it forbids it. */
function notCompiled(cause: unknown): never {
  throw new Error(
    "the program's rules could not be compiled: a page's content security policy needs `script-src 'wasm-unsafe-eval'`, and browsers of " +
      'before 2023 `await loadMaths()` first; see "Ask the program\'s own rules" in the README of @inference-staking/sdk',
    { cause },
  );
}

/** Asks the rules. */
export function withRules<T>(question: (rules: Rules) => T): T {
  loaded ??= compiled();
  try {
    return question(loaded);
  } catch (error) {
    // Nothing is known of an instance that stopped halfway: the next question gets a new one.
    if (error instanceof WebAssembly.RuntimeError) loaded = null;
    throw error;
  }
}
