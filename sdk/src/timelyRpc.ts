/** A node that may never answer. */
import type { PendingRpcRequest } from '@solana/kit';

import { inTime, NODE_PATIENCE } from './inTime';

/**
 * The same client, each request of which is waited for half a minute and ended then: a node that says nothing must not hold a page.
 * Of an answer that is no JSON, or nothing where nothing is no answer, it says that, and not what is wrong with it.
 */
export function timelyRpc<T extends object>(rpc: T): T {
  const get = (target: T, method: string | symbol) => {
    const make = Reflect.get(target, method) as unknown;
    return typeof make === 'function' ? (...params: unknown[]) => timely(make.apply(target, params), method) : make;
  };
  return new Proxy(rpc, { get });
}

/** What is said of an answer that is none. */
export const UNREADABLE = 'the node gave no answer that can be read';

/** To what is asked with these, nothing is an answer: there is no such thing. */
const MAY_FIND_NOTHING = new Set<string | symbol>(['getBlock', 'getBlockTime', 'getLeaderSchedule', 'getTransaction']);

/** What kit meets in an answer that is JSON and no object, in the words of the browsers. */
const isOfNoObject = (cause: unknown) => cause instanceof TypeError && /'in' |not an object/i.test(cause.message);

function timely<T>(request: PendingRpcRequest<T>, method: string | symbol): PendingRpcRequest<T> {
  return {
    ...request,
    send: async (options) => {
      const late = `the node did not answer for ${NODE_PATIENCE / 1_000} seconds`;
      const waiting = { milliseconds: NODE_PATIENCE, late, abortSignal: options?.abortSignal };
      try {
        const answer = await inTime((abortSignal) => request.send({ ...options, abortSignal }), waiting);
        if (answer == null && !MAY_FIND_NOTHING.has(method)) throw new Error(UNREADABLE);
        return answer;
      } catch (cause) {
        throw cause instanceof SyntaxError || isOfNoObject(cause) ? new Error(UNREADABLE, { cause }) : cause;
      }
    },
  };
}
