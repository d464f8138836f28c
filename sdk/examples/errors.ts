import { explainError } from '@inference-staking/sdk';

/** What a user is told when sending failed. */
export function toldToUser(error: unknown): string {
  const failure = explainError(error);
  if (!failure) return 'The transaction was not executed: try again';
  if (failure.kind === 'staking') return failure.message;
  if (failure.kind === 'token') return `The token program refused: ${failure.message}`;
  return `The transaction failed: ${failure.message}`;
}
