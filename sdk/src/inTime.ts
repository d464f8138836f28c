/** Waiting for answers that may never come. */

/** Milliseconds for which a node may fail to answer before it is given up. */
export const NODE_PATIENCE = 30_000;

/** Until when to wait. */
interface Waiting {
  milliseconds: number;
  /** What is said when the time is over, in a `TimeoutError` like that of `AbortSignal.timeout`. */
  late: string;
  /** Ends the waiting before, with its reason. */
  abortSignal?: AbortSignal | undefined;
}

/** What is asked for, if it comes in time: nothing holds the caller longer, not even what does not heed the signal that it is given. */
export async function inTime<T>(
  ask: (abortSignal: AbortSignal) => Promise<T>,
  { abortSignal, late, milliseconds }: Waiting,
): Promise<T> {
  abortSignal?.throwIfAborted();
  const waiting = new AbortController();
  const end = () => waiting.abort(abortSignal?.reason);
  abortSignal?.addEventListener('abort', end);
  const timer = setTimeout(() => waiting.abort(new DOMException(late, 'TimeoutError')), milliseconds);
  try {
    return await unlessAborted(() => ask(waiting.signal), waiting.signal);
  } finally {
    clearTimeout(timer);
    abortSignal?.removeEventListener('abort', end);
  }
}

/** What is asked for, unless the signal ends the waiting before: whoever is asked need not heed it. Throws its reason then. */
export async function unlessAborted<T>(ask: () => Promise<T>, abortSignal: AbortSignal | undefined): Promise<T> {
  if (!abortSignal) return await ask();
  abortSignal.throwIfAborted();
  let end = () => {};
  const isOver = new Promise<never>((_, reject) => {
    end = () => reject(abortSignal.reason);
    abortSignal.addEventListener('abort', end);
  });
  try {
    return await Promise.race([ask(), isOver]);
  } finally {
    abortSignal.removeEventListener('abort', end);
  }
}

/** Whether what was thrown says that there was no answer, here or to whoever waited for one itself. */
export function isTimeout(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'TimeoutError';
}
