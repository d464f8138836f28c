/** What plans and readings ask of a chain, so that they work over kit's RPC client and over anything else that has accounts. */
import {
  type Account,
  type Address,
  type EncodedAccount,
  fetchEncodedAccounts,
  type GetMultipleAccountsApi,
  type GetProgramAccountsApi,
  type Rpc,
} from '@solana/kit';

import { listOperatorPools, listStakingRecords, type RawAccount, type ReadOptions } from './accounts';
import type { StakingRecord } from './generated/accounts';
import { INFERENCE_STAKING_PROGRAM_ADDRESS } from './generated/programs';

/** A chain that can be read, and the staking program on it. */
export interface ChainReader {
  /** Address of the staking program. */
  readonly programAddress: Address;
  /** The accounts at these addresses, in their order; `null` where there is none. */
  accounts(addresses: readonly Address[]): Promise<(EncodedAccount | null)[]>;
  /** All pools, not decoded. */
  operatorPools(): Promise<RawAccount[]>;
  /** The staking records of an owner, of a pool, or of both. */
  stakingRecords(of: { owner?: Address; operatorPool?: Address }): Promise<Account<StakingRecord>[]>;
}

/** Most accounts that a node gives at once. */
const ACCOUNTS_AT_ONCE = 100;

const CLOCK = 'SysvarC1ock11111111111111111111111111111111' as Address;
const CLOCK_BYTES = 40;
const UNIX_TIMESTAMP_OFFSET = 32;

/** Reads through kit's RPC client; 100 accounts a request. */
export function rpcReader(
  rpc: Rpc<GetMultipleAccountsApi & GetProgramAccountsApi>,
  options: ReadOptions = {},
): ChainReader {
  const { programAddress = INFERENCE_STAKING_PROGRAM_ADDRESS, ...fetching } = options;
  return {
    programAddress,
    async accounts(addresses) {
      const found: (EncodedAccount | null)[] = [];
      for (let from = 0; from < addresses.length; from += ACCOUNTS_AT_ONCE) {
        const some = await fetchEncodedAccounts(rpc, addresses.slice(from, from + ACCOUNTS_AT_ONCE), fetching);
        found.push(...some.map((account) => (account.exists ? account : null)));
      }
      return found;
    },
    operatorPools: () => listOperatorPools(rpc, options),
    stakingRecords: (of) => listStakingRecords(rpc, of, options),
  };
}

/**
 * The chain's time by its clock account, Unix seconds: what the program goes by. A browser's own clock is another.
 *
 * @throws Error If the chain has no clock account, as no cluster is without.
 */
export async function readChainTime(reader: ChainReader): Promise<bigint> {
  const [clock] = await reader.accounts([CLOCK]);
  if (!clock || clock.data.length < CLOCK_BYTES) throw new Error(`there is no clock at ${CLOCK}: is this a node?`);
  const { buffer, byteLength, byteOffset } = clock.data;
  return new DataView(buffer as ArrayBuffer, byteOffset, byteLength).getBigInt64(UNIX_TIMESTAMP_OFFSET, true);
}
