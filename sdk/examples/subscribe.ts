import { type ChainReader, type OperatorPool, readPool, subscribeToPool } from '@inference-staking/sdk';
import type { AccountNotificationsApi, Address, RpcSubscriptions } from '@solana/kit';

/**
 * Tells a pool as it is and each time that it changes, until the signal ends it. Where the connection ends, it subscribes again, and tells
 * what it has missed.
 */
export async function followPool(
  { reader, rpcSubscriptions }: { reader: ChainReader; rpcSubscriptions: RpcSubscriptions<AccountNotificationsApi> },
  operatorPool: Address,
  tell: (pool: OperatorPool) => void,
  abortSignal: AbortSignal,
): Promise<void> {
  while (!abortSignal.aborted) {
    try {
      const changes = await subscribeToPool(rpcSubscriptions, operatorPool, { abortSignal });
      tell((await readPool(reader, operatorPool)).pool);
      for await (const { account } of changes) tell(account.data);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}
