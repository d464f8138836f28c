/** A plan that is sent with addresses out of a lookup table, which its program made. */
import {
  AccountRole,
  type AccountSignerMeta,
  type Address,
  fetchAddressesForLookupTables,
  getAddressEncoder,
  getProgramDerivedAddress,
  getU32Encoder,
  getU64Encoder,
  type Instruction,
  type KeyPairSigner,
} from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { findPoolVaultPda, sendPlan, stake } from '../../src/index';
import { ONE } from '../network/network';
import { openPool, type Player, signer, startPlayer } from './player';

const TABLES = 'AddressLookupTab1e1111111111111111111111111' as Address;
const SYSTEM = '11111111111111111111111111111111' as Address;

let player: Player;
let owner: KeyPairSigner;
let operatorPool: Address;

beforeAll(async () => {
  player = await startPlayer();
  owner = await signer(player, 'wallet-2');
  operatorPool = await openPool(player, await signer(player, 'wallet-1'), 2_000n * ONE);
});
afterAll(() => player?.network.stop());

/** Creates a table, named after a slot, with its addresses. */
async function createTable(addresses: Address[]): Promise<Address> {
  const { chain } = player;
  const [u32, u64, key] = [getU32Encoder(), getU64Encoder(), getAddressEncoder()];
  const slot = await chain.rpc.getSlot({ commitment: 'finalized' }).send();
  const seeds = [key.encode(owner.address), u64.encode(slot)];
  const [table, bump] = await getProgramDerivedAddress({ programAddress: TABLES, seeds });
  const signs: AccountSignerMeta = { address: owner.address, role: AccountRole.WRITABLE_SIGNER, signer: owner };
  const accounts = [
    { address: table, role: AccountRole.WRITABLE },
    signs,
    signs,
    { address: SYSTEM, role: AccountRole.READONLY },
  ];
  const list = addresses.flatMap((address) => [...key.encode(address)]);
  const create = [...u32.encode(0), ...u64.encode(slot), bump];
  const extend = [...u32.encode(2), ...u64.encode(BigInt(addresses.length)), ...list];
  const instruction = (data: number[]): Instruction => ({
    programAddress: TABLES,
    accounts,
    data: new Uint8Array(data),
  });
  await sendPlan(chain, { transactions: [[instruction(create), instruction(extend)]] }, { feePayer: owner });
  return table;
}

test('addresses of a table are loaded from it', async () => {
  const { chain, reader, stakeMint } = player;
  const [vault] = await findPoolVaultPda({ operatorPool });
  const table = await createTable([operatorPool, vault, stakeMint]);
  // What was added in a slot can be used from the next one on.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const lookupTables = await fetchAddressesForLookupTables([table], chain.rpc, { commitment: 'confirmed' });
  expect(lookupTables[table]).toEqual([operatorPool, vault, stakeMint]);
  const plan = await stake(reader, { operatorPool, owner, amount: ONE });
  const [signature] = await sendPlan(chain, plan, { feePayer: owner, lookupTables });
  if (!signature) throw new Error('nothing was sent');
  const config = { commitment: 'confirmed', encoding: 'json', maxSupportedTransactionVersion: 0 } as const;
  const sent = await chain.rpc.getTransaction(signature, config).send();
  const loaded = sent?.meta?.loadedAddresses;
  expect([...(loaded?.writable ?? [])].sort()).toEqual([operatorPool, vault].sort());
  expect(loaded?.readonly).toEqual([stakeMint]);
});
