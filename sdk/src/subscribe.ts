/** What changes, as it changes: a pool, and a wallet's records. Connecting again after an error is the caller's. */
import {
  type Account,
  type AccountNotificationsApi,
  type Address,
  type Base58EncodedBytes,
  getBase58Decoder,
  type ProgramNotificationsApi,
  parseBase64RpcAccount,
  type RpcSubscriptions,
} from '@solana/kit';

import { accountOfType, assertAccountType } from './accounts';
import {
  decodeOperatorPool,
  decodeStakingRecord,
  type OperatorPool,
  STAKING_RECORD_DISCRIMINATOR,
  type StakingRecord,
} from './generated/accounts';
import { STAKING_RECORD_OFFSETS } from './generated/layouts';
import { INFERENCE_STAKING_PROGRAM_ADDRESS } from './generated/programs';

/** What to subscribe with. */
export interface SubscribeOptions {
  /** Ends the subscription, and the iteration with it. */
  abortSignal: AbortSignal;
  programAddress?: Address;
  commitment?: 'processed' | 'confirmed' | 'finalized';
}

/** An account as it is from a slot on. */
export interface Change<T extends object> {
  slot: bigint;
  account: Account<T>;
}

/**
 * A pool each time that it changes. What changed before the first one is not told: read the pool once the subscription is there. Nor is what
 * comes to its address before the pool is created.
 *
 * @throws Error While it is iterated: if the connection ends, or the account is no pool.
 */
export async function subscribeToPool(
  subscriptions: RpcSubscriptions<AccountNotificationsApi>,
  operatorPool: Address,
  options: SubscribeOptions,
): Promise<AsyncIterable<Change<OperatorPool>>> {
  const { abortSignal, commitment } = options;
  const request = subscriptions.accountNotifications(operatorPool, {
    ...(commitment && { commitment }),
    encoding: 'base64',
  });
  const changes = fromNowOn(await request.subscribe({ abortSignal }));
  return (async function* () {
    for await (const { context, value } of changes) {
      const account = accountOfType(parseBase64RpcAccount(operatorPool, value), 'operatorPool', options);
      if (account) yield { slot: context.slot, account: decodeOperatorPool(account) };
    }
  })();
}

/**
 * The staking records of an owner, each time that one changes. A record that is closed is not told: its owner signed that.
 *
 * @throws Error While it is iterated: if the connection ends.
 */
export async function subscribeToRecords(
  subscriptions: RpcSubscriptions<ProgramNotificationsApi>,
  owner: Address,
  options: SubscribeOptions,
): Promise<AsyncIterable<Change<StakingRecord>>> {
  const { abortSignal, commitment, programAddress = INFERENCE_STAKING_PROGRAM_ADDRESS } = options;
  const discriminator = getBase58Decoder().decode(STAKING_RECORD_DISCRIMINATOR) as Base58EncodedBytes;
  const request = subscriptions.programNotifications(programAddress, {
    ...(commitment && { commitment }),
    encoding: 'base64',
    filters: [memcmp(0, discriminator), memcmp(STAKING_RECORD_OFFSETS.owner, owner as string as Base58EncodedBytes)],
  });
  const changes = fromNowOn(await request.subscribe({ abortSignal }));
  return (async function* () {
    for await (const { context, value } of changes) {
      const account = parseBase64RpcAccount(value.pubkey, value.account);
      assertAccountType(account, 'stakingRecord', options);
      yield { slot: context.slot, account: decodeStakingRecord(account) };
    }
  })();
}

async function* elements<T>(iterator: AsyncIterator<T>, first: Promise<IteratorResult<T>>): AsyncGenerator<T> {
  try {
    for (let next = await first; !next.done; next = await iterator.next()) yield next.value;
  } finally {
    // What nobody reads any more is not kept.
    await iterator.return?.();
  }
}

/** The same with its first element asked for at once: kit drops what comes before somebody asks, such as while the account is read. */
function fromNowOn<T>(notifications: AsyncIterable<T>): AsyncIterable<T> {
  const iterator = notifications[Symbol.asyncIterator]();
  const first = iterator.next();
  // Whoever iterates is told.
  first.catch(() => {});
  return elements(iterator, first);
}

function memcmp(offset: number, bytes: Base58EncodedBytes) {
  return { memcmp: { offset: BigInt(offset), bytes, encoding: 'base58' as const } };
}
