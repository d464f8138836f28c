/** What somebody has to know before they sign. */
import type { Address } from '@solana/kit';

import type { OperatorPool, StakingRecord } from '../generated/accounts';
import { afterLockChange } from '../maths';

/** Commissions that a lock holds under, or would be made under today: those that hold, or are announced if they are higher. */
export interface LockTerms {
  rewardCommissionBps: number;
  usdcCommissionBps: number;
}

/** Something that a plan does and that cannot be taken back, costs something, or takes power away. Amounts are base units. */
export type Consequence =
  /** Creating the pool costs a registration fee in stake tokens. */
  | { kind: 'PaysRegistrationFee'; fee: bigint }
  /** A wallet creates one pool. */
  | { kind: 'CreatesPool'; operatorPool: Address }
  /** The pool's terms change, which its delegators chose it for. */
  | { kind: 'ChangesPool'; operatorPool: Address }
  /** Somebody may take the pool over. */
  | { kind: 'OffersPool'; operatorPool: Address; newAdmin: Address }
  /** The pool gets a new admin. */
  | { kind: 'TakesPool'; operatorPool: Address; admin: Address }
  /** Another record, of this owner, is the one that can be slashed. */
  | { kind: 'ChangesOperatorRecord'; operatorPool: Address; owner: Address }
  /** The pool is closed for good. */
  | { kind: 'ClosesPool'; operatorPool: Address }
  /** The staking record goes. */
  | { kind: 'ClosesRecord'; record: Address; operatorPool: Address }
  /** Nothing can enter the pool, nothing in it becomes shares, and its operator cannot leave. */
  | { kind: 'HaltsPool'; operatorPool: Address }
  /** The pool goes on; a slash needs the whole delay again. */
  | { kind: 'ResumesPool'; operatorPool: Address }
  /** Parameters of the network, or destinations of slashes, change at once. */
  | { kind: 'ChangesParameters' }
  /** Nobody can stake, and nothing becomes shares. */
  | { kind: 'HaltsStaking' }
  /** No pool can accrue. */
  | { kind: 'HaltsAccrual' }
  /** Nobody can withdraw, until the halt ends by itself. */
  | { kind: 'HaltsWithdrawals' }
  /** If it was halted: everybody can stake again, and stake becomes shares again. */
  | { kind: 'ResumesStaking' }
  /** If it was halted: pools can accrue again. */
  | { kind: 'ResumesAccrual' }
  /** If they were halted: everybody can withdraw again; the next halt has to wait. */
  | { kind: 'ResumesWithdrawals' }
  /** Keys that are left out of a list lose their power. */
  | { kind: 'ReplacesAuthorities' }
  /** Somebody may take over as program admin. */
  | { kind: 'OffersProgram'; newAdmin: Address }
  /** The program gets a new admin. */
  | { kind: 'TakesProgram'; admin: Address }
  /** The schedule issues less and can never be raised again. */
  | { kind: 'LowersEmission' }
  /** The operator loses stake: shares that are worth so many tokens (rounded down), activating tokens, tokens out of tickets. */
  | {
      kind: 'Slashes';
      operatorPool: Address;
      shares: bigint;
      worth: bigint;
      activating: bigint;
      unstaking: bigint;
      /** Stake tokens of the commission owed, and USDC of the commission owed and of the operator's record; `null` if they stay. */
      confiscated: { tokens: bigint; usdc: bigint } | null;
    }
  /** The epoch is over, and nothing becomes shares of a pool until the pool has passed it. */
  | { kind: 'MarksEpoch'; epoch: bigint }
  /** The pool goes on without what the epoch pays it, for as long as nobody brings its leaf. */
  | { kind: 'SkipsEpoch'; operatorPool: Address; epoch: bigint }
  /** The epoch is finalizing again, and pays nothing until it is published anew. */
  | { kind: 'RevokesRecord'; epoch: bigint; rewards: bigint; usdc: bigint }
  /**
   * Shares can be unstaked only as fast as a release frees them; `extends` a lock that is there by so many seconds. The lock holds under these
   * commissions of today, which are those that were announced if they are higher: who locks agrees to them.
   */
  | { kind: 'LocksStake'; operatorPool: Address; seconds: bigint; extends: boolean; today: LockTerms }
  /**
   * The record is locked, and what becomes shares of it is locked with the others: its release will take so many seconds. `isFreeToGo` if a
   * commission rose since, so that all of it may be freed at once as long as the raise stands.
   */
  | { kind: 'JoinsLock'; operatorPool: Address; owner: Address; seconds: bigint; isFreeToGo: boolean }
  /** The lock holds under commissions that are higher than those it was made under: its shares can no more be freed at once. */
  | { kind: 'AcceptsRaise'; operatorPool: Address; locked: LockTerms; today: LockTerms }
  /** The release of a lock ends, and so many shares that it has freed are locked again: their release will take so many seconds. */
  | { kind: 'Relocks'; operatorPool: Address; shares: bigint; seconds: bigint }
  /** A ticket that others join waits as long as the last of them; what was in it could have been claimed from then on, Unix seconds. */
  | { kind: 'JoinsTicket'; amount: bigint; claimableFrom: bigint }
  /** Shares leave before the pool has accrued these epochs, and lose what those pay it; the plan's `unaccrued` says why they are open. */
  | { kind: 'LosesRewards'; operatorPool: Address; epochs: bigint[] }
  /** A commission rose since the shares were locked: all of them are free at once, and the record has no rank any more. */
  | { kind: 'FreesLock'; operatorPool: Address }
  /** The record has no rank any more, and its shares are freed over so many seconds. */
  | { kind: 'BeginsUnlock'; operatorPool: Address; seconds: bigint }
  /** The cooldown that a ticket has waited is lost: so many tokens are activating again, and could have been claimed from then on, Unix seconds. */
  | { kind: 'CancelsTicket'; amount: bigint; claimableFrom: bigint }
  /**
   * A token account of this owner is paid so many stake tokens out of the pool. It was named, and is not the associated one of the wallet that
   * signs, or was given away: the owner can be that wallet all the same.
   */
  | { kind: 'PaysTokens'; operatorPool: Address; amount: bigint; destination: Address; owner: Address }
  /** The same of USDC. */
  | { kind: 'PaysUsdc'; operatorPool: Address; amount: bigint; destination: Address; owner: Address }
  /** The global reward vault pays what it holds for nobody into a token account of this owner: so much now, and what it is then. */
  | { kind: 'WithdrawsSurplus'; amount: bigint; destination: Address; owner: Address }
  /** Once the challenge period is over, what the epoch pays stands for ever. */
  | { kind: 'PublishesEpoch'; epoch: bigint; roots: number; rewards: bigint; usdc: bigint }
  /** The epoch pays nobody, and what the schedule issues in it is never issued. */
  | { kind: 'PublishesNothing'; epoch: bigint; emission: bigint }
  /** What is in the global vaults can only leave as rewards. */
  | { kind: 'FundsVaults'; tokens: bigint; usdc: bigint };

/** `lockState` of a record without a lock. */
export const UNLOCKED = 0;
/** The same of one that is locked and not unlocking. */
export const LOCKED = 1;
/** The same of one whose lock is being released. */
export const UNLOCKING = 2;

/** What it means to a record that something of it becomes shares, now or later (SPEC 10). */
export function joinsLock(pool: OperatorPool, record: StakingRecord | null): Consequence[] {
  if (record?.lockState !== LOCKED) return [];
  const { lockDuration: seconds, operatorPool, owner } = record;
  return [{ kind: 'JoinsLock', operatorPool, owner, seconds, isFreeToGo: isFreeToGo(pool, record) }];
}

/** What it means to hold a lock under today's commissions, which `after` holds under: who agrees to a raise may not leave at once any more. */
export function acceptsRaise(pool: OperatorPool, record: StakingRecord, after: StakingRecord): Consequence[] {
  if (!isFreeToGo(pool, record)) return [];
  const { operatorPool } = record;
  return [{ kind: 'AcceptsRaise', operatorPool, locked: termsOf(record), today: termsOf(after) }];
}

/** Whether to unlock would free all shares at once, by the program's own rule. */
function isFreeToGo(pool: OperatorPool, record: StakingRecord): boolean {
  const after = afterLockChange({ pool, record }, { kind: 'BeginUnlock' }, 0n);
  return typeof after !== 'string' && after.record.lockState === UNLOCKED;
}

/** The commissions that the lock of a record holds under. */
export function termsOf({ lockRewardCommissionBps, lockUsdcCommissionBps }: StakingRecord): LockTerms {
  return { rewardCommissionBps: lockRewardCommissionBps, usdcCommissionBps: lockUsdcCommissionBps };
}
