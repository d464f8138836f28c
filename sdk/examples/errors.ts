import { explainError, PlanStopped, wordsOf } from '@inference-staking/sdk';

/** What a user is told when a plan was refused, or its sending stopped. */
export function toldToUser(error: unknown): string {
  if (error instanceof PlanStopped && error.outcome === 'Unknown') {
    return `Nobody can tell yet whether it was executed: look up ${error.signature} before you try again`;
  }
  const failure = explainError(error);
  if (failure?.kind === 'token') return `The token program refused: ${failure.message}`;
  if (failure) return failure.message;
  return wordsOf(error);
}
