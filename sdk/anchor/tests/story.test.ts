/** A pool, a delegation and an epoch, by `.methods`, `.view()`, `.fetch()` and events, as an Anchor user writes them. */
import type { PublicKey } from '@solana/web3.js';
import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  AnchorError,
  address,
  BN,
  balance,
  type Client,
  EventParser,
  fund,
  leaf,
  startClient,
  text,
  tokenAccount,
  u64,
  u128,
} from './client';

const ONE = 1_000_000;
const DAY = 86_400n;
const [OPERATOR, DELEGATOR] = ['wallet-1', 'wallet-2'];

let client: Client;
let operatorPool: PublicKey;
let operatorStakingRecord: PublicKey;
let stakingRecord: PublicKey;
let rewardRecord: PublicKey;

beforeAll(async () => {
  client = await startClient();
  const program = client.program(OPERATOR);
  const record = (owner: string) => [operatorPool.toBytes(), client.keypair(owner).publicKey.toBytes()] as const;
  operatorPool = address(program, 'OperatorPool', client.keypair(OPERATOR).publicKey.toBytes());
  operatorStakingRecord = address(program, 'StakingRecord', ...record(OPERATOR));
  stakingRecord = address(program, 'StakingRecord', ...record(DELEGATOR));
  rewardRecord = address(program, 'RewardRecord', u64(1n));
});
afterAll(() => client?.network.stop());

type Builder = ReturnType<NonNullable<ReturnType<Client['program']>['methods'][string]>>;
/** Without the types that Anchor generates of an IDL, `.accounts` does not know which of them are optional. */
type Method = { accounts(named: Record<string, PublicKey | null>): Builder };

/** A method of the IDL, which the client makes by its name. */
function method(user: string, name: string, ...args: unknown[]): Method {
  const make = client.program(user).methods[name];
  if (!make) throw new Error(`Anchor's client has no method ${name}`);
  return make(...args) as Method;
}

type Listed<T> = { publicKey: PublicKey; account: T };

/** Accounts of a type, by its name in the IDL. */
function accounts<T>(name: string) {
  const all = client.program(OPERATOR).account as unknown as Record<
    string,
    { fetch(at: PublicKey): Promise<T>; all(filters?: object[]): Promise<Listed<T>[]> }
  >;
  const found = all[name];
  if (!found) throw new Error(`Anchor's client has no account ${name}`);
  return found;
}

/** A number as Anchor gives it. */
type Number64 = InstanceType<typeof BN>;
type Number128 = { low: Number64; high: Number64 };

/** The event, as Anchor decodes it. */
interface RewardRecordCreated {
  rewardEpoch: Number64;
  rewardRecord: PublicKey;
  authority: PublicKey;
  roots: number[][];
  depths: number[];
  rootCount: number;
  totalRewards: Number64;
  totalUsdc: Number64;
  claimableFrom: Number64;
  rewardLiability: Number64;
  usdcLiability: Number64;
  epoch: Number64;
}

/** Keys and numbers as text, so that a difference can be read. */
function readable(value: unknown): unknown {
  if (value instanceof BN) return String(value);
  if (value instanceof Uint8Array || Array.isArray(value)) return [...value].map(readable);
  if (typeof value !== 'object' || value === null) return value;
  if ('toBase58' in value) return String(value);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, readable(field)]));
}

test('instructions, with the addresses that Anchor derives from the IDL', async () => {
  const admin = client.keypair(OPERATOR).publicKey;
  const { stakeMint } = client;
  const args = {
    name: text('my pool', 32),
    metadataUri: text('https://example.org/pool.json', 128),
    rewardCommissionBps: 1_000,
    usdcCommissionBps: 2_000,
    autoStake: false,
    delegationAllowed: true,
  };
  // Optional accounts are named: none is `null`.
  const named = { payer: admin, admin, stakeMint, feeSource: null, feeDestination: null };
  await method(OPERATOR, 'createOperatorPool', args, new BN(0)).accounts(named).rpc();
  const source = tokenAccount(admin, stakeMint);
  await method(OPERATOR, 'stake', new BN(2_000 * ONE))
    .accounts({ owner: admin, operatorPool, source, stakeMint })
    .rpc();

  const owner = client.keypair(DELEGATOR).publicKey;
  const create = await method(DELEGATOR, 'createStakingRecord')
    .accounts({ payer: owner, owner, operatorPool })
    .instruction();
  await method(DELEGATOR, 'stake', new BN(500 * ONE))
    .accounts({ owner, operatorPool, source: tokenAccount(owner, stakeMint), stakeMint })
    .preInstructions([create])
    .rpc();
  const record = await accounts<{ activating: Number64; operatorPool: PublicKey }>('stakingRecord').fetch(
    stakingRecord,
  );
  expect(record.activating.toNumber()).toBe(500 * ONE);
  expect(record.operatorPool.equals(operatorPool)).toBe(true);
});

test('events over the WebSocket, and an epoch whose only leaf is the root', async () => {
  const { network, stakeMint, usdcMint } = client;
  const authority = client.keypair('reward-authority').publicKey;
  const funder = client.keypair('wallet-3');
  const program = client.program('reward-authority');
  const reward = { mint: stakeMint, vault: address(program, 'GlobalTokenRewardVault'), amount: BigInt(10_000 * ONE) };
  const usdc = { mint: usdcMint, vault: address(program, 'GlobalUsdcEarningsVault'), amount: BigInt(100 * ONE) };
  await fund(client, funder, [reward, usdc]);
  await network.travel(DAY);
  const created = new Promise<RewardRecordCreated>((resolve) => {
    const listener = program.addEventListener('rewardRecordCreated', (event: RewardRecordCreated) => {
      void program.removeEventListener(listener);
      resolve(event);
    });
  });
  await method('reward-authority', 'markEpochAsFinalizing', new BN(1)).accounts({ authority }).rpc();
  const root = leaf(program.programId, { epoch: 1n, pool: operatorPool, reward: reward.amount, usdc: usdc.amount });
  const totals = [new BN(10_000 * ONE), new BN(100 * ONE)];
  // The seed of this address is its own field, which no client can derive from the IDL.
  await method('reward-authority', 'createRewardRecord', [[...root]], [0], ...totals)
    .accounts({ payer: authority, authority, rewardRecord })
    .rpc();
  const record = await accounts<RewardRecordCreated>('rewardRecord').fetch(rewardRecord);
  expect([record.epoch.toNumber(), record.rootCount, record.roots[0]]).toEqual([1, 1, [...root]]);
  expect(readable(await created)).toEqual({
    rewardEpoch: '1',
    rewardRecord: rewardRecord.toBase58(),
    authority: authority.toBase58(),
    roots: record.roots.map((_, place) => (place === 0 ? [...root] : new Array(32).fill(0))),
    depths: record.depths.map(() => 0),
    rootCount: 1,
    totalRewards: String(10_000 * ONE),
    totalUsdc: String(100 * ONE),
    claimableFrom: record.claimableFrom.toString(),
    // Nothing was accrued or paid before.
    rewardLiability: String(10_000 * ONE),
    usdcLiability: String(100 * ONE),
    epoch: '2',
  });
});

test('a batch with its remaining accounts, its event out of the log, and numbers of 128 bits', async () => {
  const leaves = [{ leafIndex: 0, reward: new BN(10_000 * ONE), usdc: new BN(100 * ONE), withOperatorRecord: false }];
  const signature = await method(DELEGATOR, 'accrueRewards', 0, leaves, [])
    .accounts({ rewardRecord })
    .remainingAccounts([{ pubkey: operatorPool, isSigner: false, isWritable: true }])
    .rpc();
  const config = { commitment: 'confirmed', maxSupportedTransactionVersion: 0 } as const;
  const found = await client.connection.getTransaction(signature, config);
  const program = client.program(DELEGATOR);
  const events = [...new EventParser(program.programId, program.coder).parseLogs(found?.meta?.logMessages ?? [])];
  expect(events.map(({ name }) => name)).toEqual(['rewardsAccrued']);

  const pool = await accounts<{
    totalShares: Number64;
    totalStakedAmount: Number64;
    cumulativeUsdcPerShare: Number128;
    name: number[];
  }>('operatorPool').fetch(operatorPool);
  // 9,000 tokens on 2,000; 80 USDC to 2 x 10^9 shares.
  expect([pool.totalShares.toNumber(), pool.totalStakedAmount.toNumber()]).toEqual([2_000 * ONE, 11_000 * ONE]);
  expect(u128(pool.cumulativeUsdcPerShare)).toBe((80_000_000n * 10n ** 18n) / 2_000_000_000n);
  expect(Buffer.from(pool.name).toString('utf8').replace(/\0+$/, '')).toBe('my pool');
});

test('a query by its return value, and accounts by their fields', async () => {
  const common = { operatorPool, stakingRecord, operatorStakingRecord };
  await method(DELEGATOR, 'activateStake').accounts(common).rpc();
  const view = (await method(DELEGATOR, 'queryStakingRecord').accounts(common).view()) as Record<string, Number64>;
  // 500 tokens at 5.5 are 90,909,090 shares, worth 499,999,995; 5 base units are left.
  expect([view.tokenValue?.toNumber(), view.activating?.toNumber()]).toEqual([499_999_995, 5]);

  const owner = client.keypair(DELEGATOR).publicKey;
  const ofOwner = [{ memcmp: { offset: 8, bytes: owner.toBase58() } }];
  const records = await accounts<{ shares: Number64 }>('stakingRecord').all(ofOwner);
  expect(records.map(({ account }) => account.shares.toNumber())).toEqual([90_909_090]);
  expect((await accounts('operatorPool').all()).map(({ publicKey }) => publicKey.toBase58())).toEqual([
    operatorPool.toBase58(),
  ]);
  const overview = await accounts<{ completedRewardEpoch: Number64; rewardAuthorities: { keys: PublicKey[] } }>(
    'poolOverview',
  ).fetch(address(client.program(OPERATOR), 'PoolOverview'));
  expect(overview.completedRewardEpoch.toNumber()).toBe(1);
  expect(overview.rewardAuthorities.keys[0]?.equals(client.keypair('reward-authority').publicKey)).toBe(true);
});

test('unstaking, and a claim to the base unit', async () => {
  const { network, stakeMint } = client;
  const owner = client.keypair(DELEGATOR).publicKey;
  await method(DELEGATOR, 'unstake', new BN(0), new BN(5), null).accounts({ owner, operatorPool }).rpc();
  await network.travel(7n * DAY);
  const destination = tokenAccount(owner, stakeMint);
  const before = await balance(client, destination);
  // Without the owner's signature: an optional signer is `null`.
  await method(OPERATOR, 'claimUnstake')
    .accounts({ owner: null, operatorPool, stakingRecord, destination, stakeMint })
    .rpc();
  expect((await balance(client, destination)) - before).toBe(5n);
});

test('errors have the names and messages of the IDL, and those of the token program have none', async () => {
  const { stakeMint } = client;
  const owner = client.keypair(DELEGATOR).publicKey;
  const stake = (amount: InstanceType<typeof BN>) => {
    const source = tokenAccount(owner, stakeMint);
    return method(DELEGATOR, 'stake', amount).accounts({ owner, operatorPool, source, stakeMint }).rpc();
  };
  const thrown = await stake(new BN(0)).catch((error: unknown) => error);
  if (!(thrown instanceof AnchorError)) throw thrown;
  expect(thrown.error.errorCode).toEqual({ code: 'NothingToStake', number: 6051 });
  // Our instruction's index with the token program's number 1, which is no error of ours: the log says whose it is.
  const foreign = await stake(new BN(2_000_000).mul(new BN(ONE))).catch((error: unknown) => error);
  expect(foreign).not.toBeInstanceOf(AnchorError);
  // 0x1 and no more digits: our errors begin at 6000, which is 0x1770.
  expect(String(foreign)).toMatch(/custom program error: 0x1(?![0-9a-f])/);
});
