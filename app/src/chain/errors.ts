/** What went wrong, in the words of whoever refused it, and what to do. */
import { explainError, PlanStopped } from '@inference-staking/sdk';
import { isSolanaError, SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR } from '@solana/kit';

export interface Fault {
  /** Begins with a capital, ends without a point. */
  message: string;
  /** The program's name of the rule, if it is one of its rules. */
  rule: string | null;
  /** What to do, where the message does not say. */
  advice: string | null;
  /** Whether asking the same once more may help. */
  isUnreachable: boolean;
}

export function faultOf(error: unknown): Fault {
  const failure = error instanceof PlanStopped ? error.failure : explainError(error);
  if (failure) {
    const rule = 'name' in failure ? failure.name : null;
    return { message: sentence(failure.message), rule, advice: null, isUnreachable: false };
  }
  if (isUnreachable(error)) {
    return {
      message: 'The node does not answer',
      rule: null,
      advice: 'The page asks again every few seconds. If it stays so, name another node in the settings',
      isUnreachable: true,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { message: sentence(message), rule: null, advice: adviceFor(message), isUnreachable: false };
}

/** A request that never got an answer: browsers throw a `TypeError` for it, kit says the status of one that is no answer. */
function isUnreachable(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth += 1) {
    if (isSolanaError(at, SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR)) return true;
    if (at instanceof TypeError && /fetch|network|load failed/i.test(at.message)) return true;
  }
  return false;
}

function adviceFor(message: string): string | null {
  if (message.includes('there is no pool overview')) {
    return 'The node answers, but this staking program was not set up on its network: name another node or program in the settings';
  }
  return null;
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return first.replace(/[.\s]+$/, '');
}
