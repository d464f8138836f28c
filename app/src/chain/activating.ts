/** Deposits of a pool that are not shares yet: what of them is ripe, and what that waits for (SPEC 6.9). */
import {
  activationRefusal,
  decodeStakingRecord,
  getPoolOverviewEncoder,
  type PoolReading,
  STAKING_RECORD_DISCRIMINATOR,
  STAKING_RECORD_OFFSETS,
  type StakingErrorName,
  viewRecord,
} from '@inference-staking/sdk';
import { type Base58EncodedBytes, getBase58Decoder, parseBase64RpcAccount, type ReadonlyUint8Array } from '@solana/kit';

import type { Chain } from './connection';

/** Activating tokens by what they wait for, base units. */
export interface Activating {
  /** Can become shares now. */
  ready: bigint;
  /** Came before the current epoch, and a rule stands against them. */
  waiting: { rule: StakingErrorName; amount: bigint }[];
  /** Came in the current epoch. */
  unripe: bigint;
}

/** Of one record: all that is ripe in it waits for the same. */
export function activatingOf(
  activating: bigint,
  { refusal, ripe }: { ripe: bigint; refusal: StakingErrorName | null },
): Activating {
  return {
    ready: refusal === null ? ripe : 0n,
    waiting: refusal === null || ripe === 0n ? [] : [{ rule: refusal, amount: ripe }],
    unripe: activating - ripe,
  };
}

/** The same of many together, each rule once. */
export function together(all: readonly Activating[]): Activating {
  const rules = new Map<StakingErrorName, bigint>();
  for (const { amount, rule } of all.flatMap(({ waiting }) => waiting)) {
    rules.set(rule, (rules.get(rule) ?? 0n) + amount);
  }
  return {
    ready: all.reduce((sum, { ready }) => sum + ready, 0n),
    waiting: [...rules].map(([rule, amount]) => ({ rule, amount })),
    unripe: all.reduce((sum, { unripe }) => sum + unripe, 0n),
  };
}

/** Reads all deposits of a pool: of the records only those that have one. */
export async function readActivating(chain: Chain, reading: PoolReading): Promise<Activating> {
  const { address, now, operatorRecord, pool } = reading;
  const filters = [
    memcmp(0, STAKING_RECORD_DISCRIMINATOR),
    memcmp(STAKING_RECORD_OFFSETS.operatorPool, address as string as Base58EncodedBytes),
    memcmp(STAKING_RECORD_OFFSETS.hasActivating, Uint8Array.of(1)),
  ];
  const found = await chain.rpc
    .getProgramAccounts(chain.programAddress, { commitment: 'confirmed', encoding: 'base64', filters })
    .send();
  // Once for all records: it is the largest account.
  const overview = getPoolOverviewEncoder().encode(reading.overview);
  return together(
    found.map(({ account, pubkey }) => {
      const record = decodeStakingRecord(parseBase64RpcAccount(pubkey, account)).data;
      const state = { overview, pool, record, stakingRecord: pubkey, operatorRecord };
      const { activating, ripe } = viewRecord(state, now);
      return activatingOf(activating, { ripe, refusal: activationRefusal(state) });
    }),
  );
}

function memcmp(offset: number, wanted: ReadonlyUint8Array | Base58EncodedBytes) {
  const bytes = typeof wanted === 'string' ? wanted : (getBase58Decoder().decode(wanted) as Base58EncodedBytes);
  return { memcmp: { offset: BigInt(offset), bytes, encoding: 'base58' as const } };
}
