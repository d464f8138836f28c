/** What the program admin does, and who funds the network (SPEC 7, SPEC 8, SPEC 12). */
import {
  type Address,
  type Instruction,
  isOption,
  type OptionOrNullable,
  type TransactionSigner,
  unwrapOption,
} from '@solana/kit';
import { requireBigints, requireWhole, U64_MAX } from '../fields';
import {
  getAcceptProgramAdminInstructionAsync,
  getUpdatePoolOverviewAuthoritiesInstructionAsync,
  getUpdatePoolOverviewInstructionAsync,
  getWithdrawRewardSurplusInstructionAsync,
  type UpdatePoolOverviewAuthoritiesInstructionDataArgs,
  type UpdatePoolOverviewInstructionDataArgs,
} from '../generated/instructions';
import { readNetwork } from '../read';
import type { ChainReader } from '../reader';
import { refuse } from '../refusal';
import { paidTo, tokenBalance, transferTokens } from '../tokenAccount';
import type { Consequence } from './consequence';
import { type Plan, single } from './plan';

/** No key: what stands where none is meant. */
const NO_KEY = '11111111111111111111111111111111' as Address;

/** A token account that slashes go to from now on, with its owner, which the update has to name beside it. */
export interface NewDestination {
  tokenAccount: Address;
  owner: Address;
}

/** What changes of the network: what is given. */
export interface OverviewUpdate {
  programAdmin: TransactionSigner;
  changes: UpdatePoolOverviewInstructionDataArgs;
  slashingTokens?: NewDestination;
  slashingUsdc?: NewDestination;
}

/** Names of changes that have a consequence of their own. */
const TOLD_APART = ['stakingHalted', 'accrualHalted', 'withdrawalsHalted', 'emission'];

/** Plans to change parameters, halts, the schedule, or the slashing destinations. */
export async function updateOverview({ programAddress }: ChainReader, update: OverviewUpdate): Promise<Plan> {
  const { changes, programAdmin, slashingTokens: tokens, slashingUsdc: usdc } = update;
  const destinations = {
    ...(tokens && { slashingTokenDestination: tokens.tokenAccount, slashingTokenDestinationOwner: tokens.owner }),
    ...(usdc && { slashingUsdcDestination: usdc.tokenAccount, slashingUsdcDestinationOwner: usdc.owner }),
  };
  const input = { programAdmin, ...changes, ...destinations };
  const instruction = await getUpdatePoolOverviewInstructionAsync(input, { programAddress });
  const others = Object.entries(changes).some(([name, value]) => !TOLD_APART.includes(name) && given(value) !== null);
  const consequences: Consequence[] = [
    ...(others || tokens || usdc ? [{ kind: 'ChangesParameters' } as const] : []),
    ...toldOf(changes.stakingHalted, 'Staking'),
    ...toldOf(changes.accrualHalted, 'Accrual'),
    ...toldOf(changes.withdrawalsHalted, 'Withdrawals'),
    ...(given(changes.emission) ? [{ kind: 'LowersEmission' } as const] : []),
  ];
  return single([instruction], ...consequences);
}

/** What it means that a halt begins, or ends. */
function toldOf(
  halt: OptionOrNullable<boolean> | undefined,
  what: 'Staking' | 'Accrual' | 'Withdrawals',
): Consequence[] {
  const halts = given(halt);
  return halts === null ? [] : [{ kind: `${halts ? 'Halts' : 'Resumes'}${what}` } as const];
}

/** Plans to replace authority lists, or to propose a program admin: what is given. */
export async function updateAuthorities(
  { programAddress }: ChainReader,
  request: { programAdmin: TransactionSigner; changes: UpdatePoolOverviewAuthoritiesInstructionDataArgs },
): Promise<Plan> {
  const input = { programAdmin: request.programAdmin, ...request.changes };
  const instruction = await getUpdatePoolOverviewAuthoritiesInstructionAsync(input, { programAddress });
  const { haltAuthorities, pendingProgramAdmin, rewardAuthorities, slashingAuthorities } = request.changes;
  const replaces = [haltAuthorities, rewardAuthorities, slashingAuthorities].some((list) => given(list) !== null);
  const newAdmin = given(pendingProgramAdmin);
  return single(
    [instruction],
    ...(replaces ? [{ kind: 'ReplacesAuthorities' } as const] : []),
    ...(newAdmin && newAdmin !== NO_KEY ? [{ kind: 'OffersProgram', newAdmin } as const] : []),
  );
}

/** What an optional argument says, as kit takes it: bare or as an option; `null` if nothing. */
function given<T>(value: OptionOrNullable<T> | undefined): T | null {
  return isOption<T>(value) ? unwrapOption(value) : (value ?? null);
}

/** Plans to propose a new program admin, or with `null` to withdraw the proposal. */
export async function proposeProgramAdmin(
  reader: ChainReader,
  { newAdmin, programAdmin }: { programAdmin: TransactionSigner; newAdmin: Address | null },
): Promise<Plan> {
  const changes = { pendingProgramAdmin: newAdmin ?? NO_KEY };
  return await updateAuthorities(reader, { programAdmin, changes });
}

/** Plans to take over as program admin as who was proposed. */
export async function acceptProgramAdmin(
  { programAddress }: ChainReader,
  { pendingProgramAdmin }: { pendingProgramAdmin: TransactionSigner },
): Promise<Plan> {
  const accept = await getAcceptProgramAdminInstructionAsync({ pendingProgramAdmin }, { programAddress });
  return single([accept], { kind: 'TakesProgram', admin: pendingProgramAdmin.address });
}

/**
 * Plans plain transfers of what is given, base units, from an owner's associated token accounts to the global vaults.
 *
 * @throws RangeError If an amount is negative or has more than 64 bits, or nothing is given.
 * @throws TypeError If an amount is no bigint.
 */
export async function fundVaults(
  reader: ChainReader,
  { owner, tokens = 0n, usdc = 0n }: { owner: TransactionSigner; tokens?: bigint; usdc?: bigint },
): Promise<Plan> {
  const amounts = { tokens, usdc };
  requireBigints(amounts);
  for (const [name, amount] of Object.entries(amounts)) requireWhole(name, amount, U64_MAX);
  if (tokens === 0n && usdc === 0n) throw new RangeError('neither tokens nor usdc are given: name what to transfer');
  const { overview } = await readNetwork(reader);
  const { rewardVault, stakeDecimals, stakeMint, usdcDecimals, usdcMint, usdcVault } = overview;
  const transfers: Instruction[] = [];
  if (tokens > 0n) {
    const transfer = { mint: stakeMint, to: rewardVault, amount: tokens, decimals: stakeDecimals };
    transfers.push(await transferTokens(owner, transfer));
  }
  if (usdc > 0n) {
    const transfer = { mint: usdcMint, to: usdcVault, amount: usdc, decimals: usdcDecimals };
    transfers.push(await transferTokens(owner, transfer));
  }
  return single(transfers, { kind: 'FundsVaults', tokens, usdc });
}

/**
 * Plans to pay what the global reward vault holds for nobody any more to `destination`, or to the admin's associated token account.
 *
 * @throws StakingRefusal `NoRewardSurplus`, `WrongDestinationAccount`. Whether the schedule still issues is for the program to say.
 * @throws Error If the destination cannot be paid.
 */
export async function withdrawSurplus(
  reader: ChainReader,
  request: { programAdmin: TransactionSigner; destination?: Address; payer?: TransactionSigner },
): Promise<Plan> {
  const { programAdmin, payer = programAdmin } = request;
  const { overview } = await readNetwork(reader);
  const { rewardLiability, rewardVault, stakeMint: mint } = overview;
  const [vault = null] = await reader.accounts([rewardVault]);
  const amount = (tokenBalance(vault) ?? 0n) - rewardLiability;
  if (amount <= 0n) refuse('NoRewardSurplus');
  const to = await paidTo(reader, { named: request.destination, payer, wallet: programAdmin.address, mint });
  const input = { programAdmin, destination: to.account, stakeMint: mint };
  const withdraw = await getWithdrawRewardSurplusInstructionAsync(input, { programAddress: reader.programAddress });
  const owner = to.otherOwner ?? programAdmin.address;
  return single([...to.creation, withdraw], { kind: 'WithdrawsSurplus', amount, destination: to.account, owner });
}
