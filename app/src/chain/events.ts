/** A pool's latest events, out of the transactions that the node still keeps. */
import { decodeEvents, type PoolAccrual, type PoolState, type StakingEvent } from '@inference-staking/sdk';
import type { Address, Signature } from '@solana/kit';

import type { Chain } from './connection';

/** Events that pools number, each among its own. */
export type NumberedEvent = Extract<
  StakingEvent,
  { data: { operatorPool: Address; pool: PoolState } | { accrual: PoolAccrual } | { accruals: PoolAccrual[] } }
>;

/** An event, and where it stands. */
export type PoolEvent = NumberedEvent & {
  /** Its number among the pool's events. */
  sequence: bigint;
  signature: Signature;
  /** Unix seconds; `null` if the node does not say. */
  at: bigint | null;
};

/** Events and, between them, numbers of which the node says nothing. */
export type HistoryRow = { kind: 'event'; event: PoolEvent } | { kind: 'gap'; from: bigint; to: bigint };

const TRANSACTIONS = 20;

/** Events of transactions that were read, by node: what was executed does not change. */
const read = new WeakMap<Chain, Map<Signature, StakingEvent[]>>();

async function eventsOf(chain: Chain, signature: Signature): Promise<StakingEvent[]> {
  const kept = read.get(chain) ?? new Map<Signature, StakingEvent[]>();
  read.set(chain, kept);
  const known = kept.get(signature);
  if (known) return known;
  const config = { commitment: 'confirmed', encoding: 'base64', maxSupportedTransactionVersion: 0 } as const;
  const transaction = await chain.rpc.getTransaction(signature, config).send();
  const log = transaction?.meta?.logMessages;
  // A node that does not have it yet may have it later.
  if (!log) return [];
  const { events } = decodeEvents(log, { programAddress: chain.programAddress });
  kept.set(signature, events);
  return events;
}

/** The newest first. */
export async function readPoolEvents(chain: Chain, operatorPool: Address): Promise<PoolEvent[]> {
  const found = await chain.rpc
    .getSignaturesForAddress(operatorPool, { commitment: 'confirmed', limit: TRANSACTIONS })
    .send();
  const executed = found.filter(({ err }) => err === null);
  const events = await Promise.all(
    executed.map(async ({ blockTime: at, signature }) =>
      (await eventsOf(chain, signature))
        .filter(isNumbered)
        .flatMap((event) => numbersIn(event, operatorPool).map((sequence) => ({ ...event, sequence, signature, at }))),
    ),
  );
  return events.flat().sort((a, b) => Number(b.sequence - a.sequence));
}

function isNumbered(event: StakingEvent): event is NumberedEvent {
  return 'pool' in event.data || 'accrual' in event.data || 'accruals' in event.data;
}

/** What an epoch paid the pools that an event is about; `null` of an event that is not about that. */
export function accrualsOf(data: NumberedEvent['data']): PoolAccrual[] | null {
  return 'accruals' in data ? data.accruals : 'accrual' in data ? [data.accrual] : null;
}

/** The numbers that an event has among a pool's: one, or none if it is of another pool. A batch has one for each pool. */
export function numbersIn({ data }: Pick<NumberedEvent, 'data'>, operatorPool: Address): bigint[] {
  const stated = accrualsOf(data) ?? ('pool' in data ? [data] : []);
  return stated.filter((each) => each.operatorPool === operatorPool).map(({ pool }) => pool.sequence);
}

/** Events with what is missing between the pool's newest number and the oldest that is known. */
export function withGaps(events: readonly PoolEvent[], newest: bigint): HistoryRow[] {
  const rows: HistoryRow[] = [];
  let expected = newest;
  for (const event of events) {
    if (event.sequence < expected) rows.push({ kind: 'gap', from: event.sequence + 1n, to: expected });
    rows.push({ kind: 'event', event });
    expected = event.sequence - 1n;
  }
  if (expected > 0n) rows.push({ kind: 'gap', from: 1n, to: expected });
  return rows;
}
