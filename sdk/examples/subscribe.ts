import { type ChainReader, type OperatorPool, readPool, subscribeToPool } from '@inference-staking/sdk';
import type { AccountNotificationsApi, Address, RpcSubscriptions } from '@solana/kit';

/**
 * A pool as it is and each time that it changes, until the signal ends it. Where the connection ends or the node does not answer, it subscribes
 * again after a moment, and tells what it has missed. What came while it was read is told behind it, and may be older.
 */
export async function* statesOfPool(
  { reader, rpcSubscriptions }: { reader: ChainReader; rpcSubscriptions: RpcSubscriptions<AccountNotificationsApi> },
  operatorPool: Address,
  abortSignal: AbortSignal,
): AsyncGenerator<OperatorPool> {
  while (!abortSignal.aborted) {
    const connection = new AbortController();
    abortSignal.addEventListener('abort', () => connection.abort(), { signal: connection.signal });
    try {
      const changes = await subscribeToPool(rpcSubscriptions, operatorPool, { abortSignal: connection.signal });
      yield (await readPool(reader, operatorPool)).pool;
      for await (const { account } of changes) yield account.data;
    } catch {
      // Once more.
    } finally {
      connection.abort();
    }
    if (!abortSignal.aborted) await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
