/** Token accounts that payouts go to: their addresses, what is there, and the instructions that make and fill them. */
import {
  AccountRole,
  type AccountSignerMeta,
  type Address,
  type EncodedAccount,
  getAddressDecoder,
  getAddressEncoder,
  getProgramDerivedAddress,
  getU64Encoder,
  type Instruction,
  type TransactionSigner,
} from '@solana/kit';

import type { OperatorPool, PoolOverview } from './generated/accounts';
import { findPoolOverviewPda, findPoolVaultPda } from './generated/pdas';
import type { ChainReader } from './reader';
import { refuse } from './refusal';

const TOKEN_PROGRAM = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA' as Address;
const ASSOCIATED_TOKEN_PROGRAM = 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL' as Address;
const SYSTEM_PROGRAM = '11111111111111111111111111111111' as Address;
const TOKEN_ACCOUNT_BYTES = 165;
const OWNER_OFFSET = 32;
const AMOUNT_OFFSET = 64;
const STATE_OFFSET = 108;
const FROZEN = 2;
const CREATE_IDEMPOTENT = 1;
const TRANSFER_CHECKED = 12;

/** The associated token account of a wallet: where it is paid unless it names another account. */
export async function findOwnerTokenAccount(owner: Address, mint: Address): Promise<Address> {
  const key = getAddressEncoder();
  const [account] = await getProgramDerivedAddress({
    programAddress: ASSOCIATED_TOKEN_PROGRAM,
    seeds: [key.encode(owner), key.encode(TOKEN_PROGRAM), key.encode(mint)],
  });
  return account;
}

/** Base units on a token account; `null` if there is none at the address. */
export function tokenBalance(account: EncodedAccount | null): bigint | null {
  if (account?.programAddress !== TOKEN_PROGRAM || account.data.length !== TOKEN_ACCOUNT_BYTES) return null;
  const { buffer, byteLength, byteOffset } = account.data;
  return new DataView(buffer as ArrayBuffer, byteOffset, byteLength).getBigUint64(AMOUNT_OFFSET, true);
}

/** Creates a wallet's associated token account; does no harm if somebody else creates it first. The payer pays its rent. */
export async function createTokenAccount(
  payer: TransactionSigner,
  owner: Address,
  mint: Address,
): Promise<Instruction> {
  return {
    programAddress: ASSOCIATED_TOKEN_PROGRAM,
    accounts: [
      signedBy(payer, AccountRole.WRITABLE_SIGNER),
      { address: await findOwnerTokenAccount(owner, mint), role: AccountRole.WRITABLE },
      { address: owner, role: AccountRole.READONLY },
      { address: mint, role: AccountRole.READONLY },
      { address: SYSTEM_PROGRAM, role: AccountRole.READONLY },
      { address: TOKEN_PROGRAM, role: AccountRole.READONLY },
    ],
    data: new Uint8Array([CREATE_IDEMPOTENT]),
  };
}

/** Where a payout goes, and what has to be sent first. */
export interface PaidTo {
  account: Address;
  /** Creates the account; empty if it is there, or was named. */
  creation: Instruction[];
  /** Whose the account is, if it is not the wallet's associated one, or is and was given away; `null` if nobody else is named. */
  otherOwner: Address | null;
}

/** Who is paid, in which mint; into the wallet's associated token account unless another is named. */
interface Payout {
  named?: Address | undefined;
  payer: TransactionSigner;
  wallet: Address;
  mint: Address;
  /** Those that the program does not pay: {@link vaultsOf} a pool and the network where it looks for no others, all unless given. */
  vaults?: readonly Address[];
}

/** The vaults that a payout of USDC or of a commission does not go to. */
export function vaultsOf({ rewardVault, usdcVault }: PoolOverview, { vault }: OperatorPool): Address[] {
  return [rewardVault, usdcVault, vault];
}

/**
 * The token account that was named, or the wallet's associated one, with its creation if it is missing.
 *
 * @throws StakingRefusal `WrongDestinationAccount` if a vault was named.
 * @throws Error If the account cannot be paid, or is the associated one and was given away.
 */
export async function paidTo(reader: ChainReader, payout: Payout): Promise<PaidTo> {
  const to = await destinationOf(reader, payout);
  if (typeof to === 'string') throw new Error(to);
  return to;
}

/** The same, or in words why the account is not paid. */
export async function destinationOf(
  reader: ChainReader,
  { mint, named, payer, vaults, wallet }: Payout,
): Promise<PaidTo | string> {
  const associated = await findOwnerTokenAccount(wallet, mint);
  const account = named ?? associated;
  const [found = null] = await reader.accounts([account]);
  if (!found || tokenBalance(found) === null) {
    if (named !== undefined) return `there is no token account at ${account}: name another destination`;
    return { account, creation: [await createTokenAccount(payer, wallet, mint)], otherOwner: null };
  }
  const keyAt = (offset: number) => getAddressDecoder().decode(found.data, offset);
  const owner = keyAt(OWNER_OFFSET);
  const isVault = named !== undefined && (vaults?.includes(named) ?? (await isVaultOf(reader, owner, named)));
  if (isVault) refuse('WrongDestinationAccount');
  if (keyAt(0) !== mint) return `the token account ${account} is of another mint: name another destination`;
  // Token accounts can be given away, also the one that is at the wallet's associated address.
  if (named === undefined && owner !== wallet) {
    return `the associated token account ${account} of ${wallet} belongs to somebody else: name another destination`;
  }
  if (found.data[STATE_OFFSET] === FROZEN) return `the token account ${account} is frozen: name another destination`;
  const isOwn = account === associated && owner === wallet;
  return { account, creation: [], otherOwner: isOwn ? null : owner };
}

/** Whether the account is a vault of the program: the owner of a pool's is the pool, that of the global ones the pool overview. */
async function isVaultOf({ programAddress }: ChainReader, owner: Address, account: Address): Promise<boolean> {
  const [overview] = await findPoolOverviewPda({ programAddress });
  const [ofPool] = await findPoolVaultPda({ operatorPool: owner }, { programAddress });
  return owner === overview || account === ofPool;
}

/** A transfer of base units out of an owner's associated token account; the token program checks mint and decimals. */
export async function transferTokens(
  owner: TransactionSigner,
  transfer: { mint: Address; to: Address; amount: bigint; decimals: number },
): Promise<Instruction> {
  const { amount, decimals, mint, to } = transfer;
  return {
    programAddress: TOKEN_PROGRAM,
    accounts: [
      { address: await findOwnerTokenAccount(owner.address, mint), role: AccountRole.WRITABLE },
      { address: mint, role: AccountRole.READONLY },
      { address: to, role: AccountRole.WRITABLE },
      signedBy(owner, AccountRole.READONLY_SIGNER),
    ],
    data: new Uint8Array([TRANSFER_CHECKED, ...getU64Encoder().encode(amount), decimals]),
  };
}

function signedBy(
  signer: TransactionSigner,
  role: AccountRole.READONLY_SIGNER | AccountRole.WRITABLE_SIGNER,
): AccountSignerMeta {
  return { address: signer.address, role, signer };
}
