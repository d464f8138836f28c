import { explainError, PlanStopped, wordsOf } from '@inference-staking/sdk';

/** What a user is told when a plan was refused, or its sending stopped: why, what became of the transaction, and what was executed before it. */
export function toldToUser(error: unknown): string {
  const failure = explainError(error);
  const source = failure?.kind === 'token' ? 'The token program refused: ' : '';
  if (!(error instanceof PlanStopped)) return `${source}${failure?.message ?? wordsOf(error)}`;
  const { executed, outcome, reason, signature } = error;
  const became = {
    NotExecuted: 'it was not executed',
    Failed: `it failed as ${signature}, which cost its fee`,
    Unknown: `nobody can tell yet whether it was executed: look up ${signature} before you try again`,
  }[outcome];
  const before = executed.length === 0 ? '' : `; executed before: ${executed.join(', ')}`;
  return `${source}${reason}; ${became}${before}`;
}
