/** Where payouts go: not to an account that was given away, and what cannot be paid holds up nothing else. */
import type { Address, KeyPairSigner } from '@solana/kit';
import { AuthorityType, getSetAuthorityInstruction } from '@solana-program/token';
import { beforeEach, expect, test } from 'vitest';

import {
  claimAll,
  claimUnstake,
  claimUsdc,
  findOwnerTokenAccount,
  findPoolVaultPda,
  findRewardVaultPda,
  findUsdcVaultPda,
  type Plan,
  stake,
  sweepClosedPool,
  unstake,
  withdrawCommissions,
  withdrawSurplus,
} from '../../src/index';
import { now, send, setTime, wallet } from '../network/chain';
import { playEpoch } from '../network/epoch';
import { balance, DAY, EPOCH_REWARDS, mintTo, type Network, ONE, startNetwork, tokenAccount } from '../network/network';
import { carryOut, eventsIn, openPool, readerOf, ruleOf } from '../network/plans';

let network: Network;
let owner: KeyPairSigner;
let operatorPool: Address;
let tokens: Address;
let usdc: Address;

/** An operator with a matured ticket of 3 tokens, 80 USDC earned, and commissions of 1,000 tokens and 20 USDC. */
beforeEach(async () => {
  network = await startNetwork();
  ({ operator: owner, operatorPool } = await openPool(network, 'operator'));
  const paid = { epoch: 1n, operatorPool, reward: EPOCH_REWARDS, usdc: 100n * ONE };
  await playEpoch(network, { ...paid, operator: owner.address });
  tokens = await findOwnerTokenAccount(owner.address, network.stakeMint);
  usdc = await findOwnerTokenAccount(owner.address, network.usdcMint);
  await mintTo(network, network.stakeMint, tokens, 3n * ONE);
  const reader = readerOf(network);
  await carryOut(network, owner, await stake(reader, { operatorPool, owner, amount: 3n * ONE }));
  const amount = { kind: 'AllActivating' } as const;
  await carryOut(network, owner, await unstake(reader, { operatorPool, owner, amount }));
  setTime(network.svm, now(network.svm) + 14n * DAY);
});

async function giveAway(token: Address, of = owner): Promise<void> {
  const { address: newAuthority } = await wallet('somebody else');
  const authorityType = AuthorityType.AccountOwner;
  const give = getSetAuthorityInstruction({ owned: token, owner: of, authorityType, newAuthority });
  await send(network.svm, of, [give]);
}

/** As an issuer such as that of USDC can do it. */
function freeze(token: Address): void {
  const account = network.svm.getAccount(token);
  if (!account.exists) throw new Error('there is no token account');
  const data = new Uint8Array(account.data);
  data[108] = 2;
  network.svm.setAccount({ ...account, data });
}

test('an associated token account that was given away is paid nothing', async () => {
  await giveAway(tokens);
  await giveAway(usdc);
  const reader = readerOf(network);
  const given = (account: Address) =>
    `${account} of ${owner.address} belongs to somebody else: name another destination`;
  await expect(claimUnstake(reader, { operatorPool, owner })).rejects.toThrow(given(tokens));
  await expect(claimUsdc(reader, { operatorPool, owner })).rejects.toThrow(given(usdc));
  await expect(claimAll(reader, { owner })).rejects.toThrow(given(tokens));
  const mine = { operatorPool, admin: owner };
  await expect(withdrawCommissions(reader, { ...mine, commissions: 'Tokens' })).rejects.toThrow(given(tokens));
  await expect(withdrawCommissions(reader, { ...mine, commissions: 'Usdc' })).rejects.toThrow(given(usdc));
  await expect(sweepClosedPool(reader, mine)).rejects.toThrow(given(usdc));

  // Named, it is meant.
  const claim = await claimUsdc(reader, { operatorPool, owner, destination: usdc });
  await carryOut(network, owner, claim);
  expect(balance(network, usdc)).toBe(80n * ONE);
});

test('the surplus of the reward vault goes to no account that was given away', async () => {
  const { programAdmin, stakeMint } = network;
  await giveAway(await tokenAccount(network, programAdmin.address, stakeMint), programAdmin);
  await mintTo(network, stakeMint, (await findRewardVaultPda())[0], EPOCH_REWARDS);
  await expect(withdrawSurplus(readerOf(network), { programAdmin })).rejects.toThrow('belongs to somebody else');
});

test('a destination that is named has to be a token account of the mint that is not frozen', async () => {
  const reader = readerOf(network);
  const to = (destination: Address) => claimUsdc(reader, { operatorPool, owner, destination });
  await expect(to(owner.address)).rejects.toThrow(`there is no token account at ${owner.address}: name another`);
  await expect(to(tokens)).rejects.toThrow(`the token account ${tokens} is of another mint: name another destination`);
  freeze(usdc);
  await expect(to(usdc)).rejects.toThrow(`the token account ${usdc} is frozen: name another destination`);
});

test('a destination is told as a consequence if it is another than the own account', async () => {
  const reader = readerOf(network);
  const mine = { operatorPool, owner };
  const told = async (plan: Promise<Plan>) => (await plan).consequences;
  const { address: friend } = await wallet('friend');
  const theirTokens = await tokenAccount(network, friend, network.stakeMint);
  const theirUsdc = await tokenAccount(network, friend, network.usdcMint);
  const theirs = { operatorPool, owner: friend };
  const paysTokens = (amount: bigint) => ({ kind: 'PaysTokens', ...theirs, amount, destination: theirTokens });
  const paysUsdc = (amount: bigint) => ({ kind: 'PaysUsdc', ...theirs, amount, destination: theirUsdc });
  expect(await told(claimUnstake(reader, mine))).toEqual([]);
  expect(await told(claimUnstake(reader, { ...mine, destination: tokens }))).toEqual([]);
  expect(await told(claimUnstake(reader, { ...mine, destination: theirTokens }))).toEqual([paysTokens(3n * ONE)]);
  expect(await told(claimUsdc(reader, { ...mine, destination: usdc }))).toEqual([]);
  expect(await told(claimUsdc(reader, { ...mine, destination: theirUsdc }))).toEqual([paysUsdc(80n * ONE)]);
  const admins = { operatorPool, admin: owner };
  expect(await told(withdrawCommissions(reader, admins))).toEqual([]);
  const named = { tokenDestination: theirTokens, usdcDestination: theirUsdc };
  const both = [paysTokens(1_000n * ONE), paysUsdc(20n * ONE)];
  expect(await told(withdrawCommissions(reader, { ...admins, ...named }))).toEqual(both);
  expect(await told(sweepClosedPool(reader, admins))).toEqual([]);
  // As if nobody had shares: of the 80 USDC no record has settled any.
  expect(await told(sweepClosedPool(reader, { ...admins, destination: theirUsdc }))).toEqual([paysUsdc(80n * ONE)]);
});

test('the associated account that was given away is told with its new owner where it is named', async () => {
  await giveAway(usdc);
  const { address: somebodyElse } = await wallet('somebody else');
  const { consequences } = await claimUsdc(readerOf(network), { operatorPool, owner, destination: usdc });
  const paid = { kind: 'PaysUsdc', operatorPool, amount: 80n * ONE, destination: usdc, owner: somebodyElse };
  expect(consequences).toEqual([paid]);
});

test('a vault is no destination, by the rule of the program', async () => {
  const reader = readerOf(network);
  const [rewardVault] = await findRewardVaultPda();
  const [usdcVault] = await findUsdcVaultPda();
  const [ownVault] = await findPoolVaultPda({ operatorPool });
  const { operatorPool: otherPool } = await openPool(network, 'other operator');
  const [otherVault] = await findPoolVaultPda({ operatorPool: otherPool });
  const mine = { operatorPool, owner };
  const admins = { operatorPool, admin: owner };
  await mintTo(network, network.stakeMint, rewardVault, EPOCH_REWARDS);
  for (const destination of [rewardVault, usdcVault, ownVault]) {
    const refused = [
      claimUnstake(reader, { ...mine, destination }),
      claimUsdc(reader, { ...mine, destination }),
      withdrawCommissions(reader, { ...admins, commissions: 'Tokens', tokenDestination: destination }),
      withdrawCommissions(reader, { ...admins, commissions: 'Usdc', usdcDestination: destination }),
      sweepClosedPool(reader, { ...admins, destination }),
      withdrawSurplus(reader, { programAdmin: network.programAdmin, destination }),
    ];
    expect(await Promise.all(refused.map(ruleOf))).toEqual(Array(6).fill('WrongDestinationAccount'));
  }
  // Those of other pools are looked for where tickets and the surplus are paid.
  expect(await ruleOf(claimUnstake(reader, { ...mine, destination: otherVault }))).toBe('WrongDestinationAccount');
  const surplus = withdrawSurplus(reader, { programAdmin: network.programAdmin, destination: otherVault });
  expect(await ruleOf(surplus)).toBe('WrongDestinationAccount');
  const commission = { ...admins, commissions: 'Tokens', tokenDestination: otherVault } as const;
  await carryOut(network, owner, await withdrawCommissions(reader, commission));
  expect(balance(network, otherVault)).toBe(3_000n * ONE);
});

test('a frozen USDC account does not stop the exit of stake', async () => {
  freeze(usdc);
  const all = await claimAll(readerOf(network), { owner });
  const reason = `the token account ${usdc} is frozen: name another destination`;
  const leftOut = [{ mint: network.usdcMint, reason }];
  expect(all).toMatchObject({ records: 1, unstaked: 3n * ONE, usdc: 0n, leftOut });
  await carryOut(network, owner, all);
  expect(balance(network, tokens)).toBe(3n * ONE);
});

test('stake tokens are claimed first, in transactions without USDC', async () => {
  const all = await claimAll(readerOf(network), { owner });
  expect(all).toMatchObject({ records: 1, unstaked: 3n * ONE, usdc: 80n * ONE, leftOut: [] });
  // Frozen after it was planned: what pays USDC fails alone.
  freeze(usdc);
  const [first = [], second = [], ...more] = all.transactions;
  expect(more).toEqual([]);
  expect(eventsIn(await send(network.svm, owner, first))).toEqual(['UnstakeClaimed']);
  await expect(send(network.svm, owner, second)).rejects.toThrow('refused');
  expect(balance(network, tokens)).toBe(3n * ONE);
});
