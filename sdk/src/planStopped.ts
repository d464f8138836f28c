/** A plan of which not every transaction was executed. */
import type { Signature } from '@solana/kit';
import { isNamed } from './errorName';
import type { Failure } from './errors';

/** What became of the transaction at which a plan stopped. */
export type Outcome =
  /** It was not executed and will not be: it can be planned and sent again. */
  | 'NotExecuted'
  /** It was executed and failed: only its fee was paid. */
  | 'Failed'
  /** The node stopped answering or never confirmed what it had seen, or the waiting was ended: look its signature up before anything is sent again. */
  | 'Unknown';

/** Where and why a plan stopped. */
export interface Stop {
  /** Its signature; `null` if it was not signed. */
  signature: Signature | null;
  outcome: Outcome;
  /** The rule or the program that refused it; `null` if it was none. */
  failure: Failure | null;
  /** Why, in words. */
  reason: string;
  /** What was thrown, if something was. */
  cause?: unknown;
}

/** Thrown by `sendPlan`. `explainError` explains it, and the message says what was executed. */
export class PlanStopped extends Error {
  /** Signatures of the transactions before, which were executed. */
  readonly executed: readonly Signature[];
  readonly signature: Signature | null;
  readonly outcome: Outcome;
  readonly failure: Failure | null;
  /** Why, in words: the message without what became of the transactions. */
  readonly reason: string;

  /** Also of another copy of this package, such as the CommonJS one beside the ES module. */
  static override [Symbol.hasInstance](value: unknown): value is PlanStopped {
    return isNamed(value, 'PlanStopped');
  }

  constructor(executed: readonly Signature[], { cause, failure, outcome, reason, signature }: Stop) {
    super(`${reason}${inWords(executed, outcome, signature)}`, { cause });
    this.name = 'PlanStopped';
    this.executed = executed;
    this.signature = signature;
    this.outcome = outcome;
    this.failure = failure;
    this.reason = reason;
  }
}

function inWords(executed: readonly Signature[], outcome: Outcome, signature: Signature | null): string {
  const unknown = outcome === 'Unknown' ? `; whether ${signature} was executed is not known: look it up first` : '';
  return executed.length === 0 ? unknown : `${unknown}; executed before: ${executed.join(', ')}`;
}
