/** A node that may never answer. */
import type { PendingRpcRequest } from '@solana/kit';

import { inTime, NODE_PATIENCE } from './inTime';

/**
 * The same client, each request of which is waited for half a minute and ended then: a node that says nothing must not hold a page.
 * Of an answer that is no JSON it says that, and not what is wrong with the JSON.
 */
export function timelyRpc<T extends object>(rpc: T): T {
  const get = (target: T, method: string | symbol) => {
    const make = Reflect.get(target, method) as unknown;
    return typeof make === 'function' ? (...params: unknown[]) => timely(make.apply(target, params)) : make;
  };
  return new Proxy(rpc, { get });
}

/** What is said of an answer that is none. */
export const UNREADABLE = 'the node gave no answer that can be read';

function timely<T>(request: PendingRpcRequest<T>): PendingRpcRequest<T> {
  return {
    ...request,
    send: async (options) => {
      const late = `the node did not answer for ${NODE_PATIENCE / 1_000} seconds`;
      const waiting = { milliseconds: NODE_PATIENCE, late, abortSignal: options?.abortSignal };
      try {
        return await inTime((abortSignal) => request.send({ ...options, abortSignal }), waiting);
      } catch (cause) {
        throw cause instanceof SyntaxError ? new Error(UNREADABLE, { cause }) : cause;
      }
    },
  };
}
