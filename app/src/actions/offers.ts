/** The plan that an intent becomes, and what it comes to in words. */
import {
  ACCRUE_REWARD_DISCRIMINATOR,
  ACCRUE_REWARD_EMERGENCY_BYPASS_DISCRIMINATOR,
  type Amount,
  activateStake,
  type BecomesShares,
  beginUnlock,
  type Consequence,
  cancelUnlock,
  cancelUnstake,
  claimAll,
  claimUnstake,
  claimUsdc,
  currentEpoch,
  extendLock,
  formatBps,
  formatDuration,
  type HeldUpBy,
  type LockTerms,
  lockStake,
  type Plan,
  type PoolOverview,
  stake,
  unstake,
} from '@inference-staking/sdk';
import { type Address, containsBytes, type Instruction, type TransactionSigner } from '@solana/kit';

import type { Chain } from '../chain/connection';
import { proofReason } from '../chain/errors';
import { oneLook, type RecordInPool, readRecordInPool } from '../chain/position';
import { rankOf, SECONDS_PER_DAY, unlocksAtOnce } from '../economics/rank';
import { amountText, digits, utc } from '../format';
import type { Input, Intent } from './intents';

/** A plan, what it comes to in words, and whether its transactions can be previewed before those in front are executed. */
export interface Offer {
  plan: Plan;
  lines: Line[];
  isIndependent: boolean;
}

export interface Line {
  name: string;
  text: string;
  /** The time that the text says, Unix seconds, where it moves with the clock. */
  moving?: bigint;
}

/** Seconds by which a moving time may be another one and still be what was shown. */
const CLOCK_SLACK = 600n;

/** Whether two offers do the same, whoever signs: the same instructions in as many transactions, with the same to say about them. */
export function isSameOffer(shown: Offer, now: Offer): boolean {
  const moved = now.lines.map(({ moving = 0n }, index) => moving - (shown.lines[index]?.moving ?? 0n));
  return whatItDoes(shown) === whatItDoes(now) && moved.every((by) => by <= CLOCK_SLACK && by >= -CLOCK_SLACK);
}

function whatItDoes({ plan, lines }: Offer): string {
  const transactions = plan.transactions.map((instructions) =>
    instructions.map(({ accounts = [], data, programAddress }) => ({
      programAddress,
      accounts: accounts.map(({ address, role }) => ({ address, role })),
      data: Array.from(data ?? []),
    })),
  );
  const said = {
    lines: lines.map(({ name, text, moving }) => ({ name, text: moving === undefined ? text : null })),
    unaccrued: plan.unaccrued.map(({ epoch }) => epoch),
    // How much of a release is taken back moves with the clock.
    consequences: plan.consequences.map((each) => (each.kind === 'Relocks' ? { ...each, shares: null } : each)),
    transactions,
  };
  return JSON.stringify(said, digits);
}

/**
 * Plans an intent for who signs.
 *
 * @throws StakingRefusal Where the program would refuse.
 */
export async function planOf(
  { proofs, reader: anew }: Pick<Chain, 'proofs' | 'reader'>,
  intent: Intent,
  input: Input,
  owner: TransactionSigner,
  overview: PoolOverview,
): Promise<Offer> {
  const reader = oneLook(anew);
  const held = (operatorPool: Address) => readRecordInPool(reader, operatorPool, owner.address);
  const tokens = (amount: bigint) => `${amountText(amount, overview.stakeDecimals)} tokens`;
  const usdc = (amount: bigint) => `${amountText(amount, overview.usdcDecimals)} USDC`;
  const offer = (plan: Plan, ...lines: Offer['lines']): Offer => {
    return { plan, lines: [...lines, ...broughtUpToDate(plan)], isIndependent: false };
  };
  switch (intent.kind) {
    case 'stake': {
      const amount = input.amount ?? 0n;
      const plan = await stake(reader, { operatorPool: intent.operatorPool, owner, amount });
      return offer(
        plan,
        { name: 'Leaves your wallet', text: tokens(amount) },
        ...becomes(plan.becomesShares, plan.heldUpBy),
      );
    }
    case 'unstake': {
      const { operatorPool } = intent;
      const before = await held(operatorPool);
      const request = { operatorPool, owner, amount: amountOf(before, input) };
      const plan = await unstake(reader, proofs ? { ...request, proofs } : request);
      return offer(
        plan,
        { name: 'Waits in a ticket', text: tokens(plan.tokens) },
        {
          name: 'Can be claimed',
          text: `from ${utc(plan.claimableFrom)}; until then it earns nothing`,
          moving: plan.claimableFrom,
        },
        ...(plan.shares > 0n ? withoutPart(before) : []),
      );
    }
    case 'cancel ticket': {
      const { operatorPool } = intent;
      const plan = await cancelUnstake(reader, { operatorPool, owner, ticket: intent.place });
      const { record } = await held(operatorPool);
      const amount = record.tickets[intent.place]?.amount ?? 0n;
      return offer(
        plan,
        { name: 'Becomes a deposit again', text: `${tokens(amount)}; to leave again takes the whole cooldown anew` },
        ...becomes(plan.becomesShares, plan.heldUpBy),
      );
    }
    case 'activate': {
      const { operatorPool } = intent;
      const request = { operatorPool, owners: [owner.address], feePayer: owner.address };
      const plan = await activateStake(reader, proofs ? { ...request, proofs } : request);
      const shares = plan.ready.reduce((sum, each) => sum + each.shares, 0n);
      const cost = plan.ready.reduce((sum, each) => sum + each.cost, 0n);
      return offer(plan, {
        name: 'Becomes shares',
        text: `${tokens(cost)} become ${amountText(shares, overview.stakeDecimals)} shares, which earn from this epoch on`,
      });
    }
    case 'claim tokens': {
      const plan = await claimUnstake(reader, { operatorPool: intent.operatorPool, owner });
      return offer(plan, { name: 'Comes into your wallet', text: tokens(plan.amount) });
    }
    case 'claim USDC': {
      const plan = await claimUsdc(reader, { operatorPool: intent.operatorPool, owner });
      return offer(plan, { name: 'Comes into your wallet', text: usdc(plan.amount) });
    }
    case 'claim all': {
      const plan = await claimAll(reader, { owner });
      const lines = [
        { name: 'Comes into your wallet', text: `${tokens(plan.unstaked)} and ${usdc(plan.usdc)}` },
        { name: 'From', text: positions(plan.records) },
        ...plan.leftOut.map(({ reason }) => ({ name: LEFT_OUT, text: reason })),
        ...(plan.halted > 0
          ? [{ name: LEFT_OUT, text: `${positions(plan.halted)} of an operator whose pool is halted` }]
          : []),
      ];
      return { ...offer(plan, ...lines), isIndependent: true };
    }
    case 'lock':
    case 'extend': {
      const { operatorPool } = intent;
      const seconds = (input.days ?? 0n) * SECONDS_PER_DAY;
      const isLock = intent.kind === 'lock';
      const plan = isLock
        ? await lockStake(reader, { operatorPool, owner, duration: seconds })
        : await extendLock(reader, { operatorPool, owner, seconds });
      const { record, tokenValue } = await held(operatorPool);
      const whole = isLock ? seconds : record.lockDuration + seconds;
      return offer(
        plan,
        { name: 'Rank', text: amountText(rankOf(tokenValue, whole), overview.stakeDecimals) },
        { name: 'Held', text: `all your shares, until you unlock; the release then takes ${formatDuration(whole)}` },
      );
    }
    case 'unlock':
    case 'cancel unlock': {
      const { operatorPool } = intent;
      const isUnlock = intent.kind === 'unlock';
      const plan = await (isUnlock ? beginUnlock : cancelUnlock)(reader, { operatorPool, owner });
      const { now, pool, record, tokenValue } = await held(operatorPool);
      const release = unlocksAtOnce({ pool, record }, now)
        ? 'and so are all shares free: a commission is, or will be, above what it was when you locked'
        : `shares are released evenly over ${formatDuration(record.lockDuration)}`;
      return offer(
        plan,
        isUnlock
          ? { name: 'Rank', text: `0 at once; ${release}` }
          : {
              name: 'Rank',
              text: `${amountText(rankOf(tokenValue, record.lockDuration), overview.stakeDecimals)}; all shares are locked again`,
            },
      );
    }
  }
}

/** The instructions that accrue an epoch, or pass it. */
const OVER_AN_EPOCH = [ACCRUE_REWARD_DISCRIMINATOR, ACCRUE_REWARD_EMERGENCY_BYPASS_DISCRIMINATOR];

/** What a plan does for the pool before what it is asked for. */
function broughtUpToDate({ transactions }: Plan): Offer['lines'] {
  const isOverAnEpoch = ({ data }: Instruction) => data && OVER_AN_EPOCH.some((each) => containsBytes(data, each, 0));
  const count = transactions.flat().filter(isOverAnEpoch).length;
  const text = `${count === 1 ? '1 open epoch' : `${count} open epochs`} of the pool ${count === 1 ? 'is' : 'are'} accrued or passed`;
  return count > 0 ? [{ name: 'Before it', text }] : [];
}

const ASSOCIATED_TOKEN_PROGRAM = 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL';

/** Token accounts that instructions create. */
function createdBy(instructions: readonly Instruction[]): (Address | undefined)[] {
  const creations = instructions.filter(({ programAddress }) => programAddress === ASSOCIATED_TOKEN_PROGRAM);
  return creations.map(({ accounts }) => accounts?.[1]?.address);
}

/** Whether a transaction of a plan needs a token account that one before it creates: until that is executed it would be refused. */
export function needsCreated({ transactions }: Pick<Plan, 'transactions'>, place: number): boolean {
  const instructions = transactions[place] ?? [];
  const own = createdBy(instructions);
  const before = createdBy(transactions.slice(0, place).flat()).filter((account) => !own.includes(account));
  return instructions.some(({ accounts = [] }) => accounts.some(({ address }) => before.includes(address)));
}

const LEFT_OUT = 'Left out';

function positions(count: number): string {
  return `${count} ${count === 1 ? 'position' : 'positions'}`;
}

/** Why a plan has no transaction. */
export function nothingText({ lines }: Pick<Offer, 'lines'>): string {
  const leftOut = lines.filter(({ name }) => name === LEFT_OUT).map(({ text }) => text);
  return `There is nothing to claim now${leftOut.length > 0 ? ` but what is left out: ${leftOut.join('; ')}` : ''}`;
}

/** Of a release that runs it is the digits that were shown: more is free from second to second. */
function amountOf({ lockedShares, record }: RecordInPool, { amount = 0n, isMax }: Input): Amount {
  if (!isMax) return { kind: 'Tokens', tokens: amount };
  if (lockedShares === 0n) return { kind: 'All' };
  return lockedShares === record.shares ? { kind: 'AllActivating' } : { kind: 'Tokens', tokens: amount };
}

/** What shares that leave have no part in, whoever pays the pool before: epochs that are not published. */
function withoutPart({ overview, pool }: RecordInPool): Offer['lines'] {
  const [first, running] = [overview.completedRewardEpoch + 1n, currentEpoch(overview)];
  const epochs = running > first ? [first, running] : [running];
  const paid = epochs.filter((epoch) => pool.closedAtEpoch === 0n || epoch <= pool.closedAtEpoch);
  const text = `at today's price, with no part in what epoch ${paid.join(', ')} pays`;
  return paid.length > 0 ? [{ name: 'Shares leave', text }] : [];
}

/** When a deposit becomes shares, and what holds it up. */
export function becomes(becomesShares: BecomesShares, heldUpBy: HeldUpBy[]): Offer['lines'] {
  const when =
    becomesShares.kind === 'AtOnce'
      ? 'at once'
      : `once epoch ${becomesShares.epoch} is over and the pool has passed it; then anybody can activate it`;
  const held = heldUpBy.map((reason) => ({ name: 'Held up', text: heldUpText(reason) }));
  return [
    { name: 'Becomes shares', text: when },
    { name: 'Earns', text: `from epoch ${becomesShares.earnsFromEpoch} on, at the earliest` },
    ...held,
  ];
}

function heldUpText(reason: HeldUpBy): string {
  switch (reason.rule) {
    case 'PoolBehind':
      return `the pool has ${reason.epochs} older ${reason.epochs === 1 ? 'epoch' : 'epochs'} to pass first`;
    case 'SkippedLately':
      return `the pool skipped epoch ${reason.skipped.join(', ')}: until it has accrued that, or epoch ${reason.untilComplete} is complete`;
    case 'OperatorStakeBelowMinimum':
      return 'the operator has less staked than its minimum: as long as that is so, nothing becomes shares of this pool';
    case 'DepositBuysNoShare':
      return 'it is less than the price of a share';
  }
}

/** What has to be known before it is agreed to; shares have the decimals of the stake token. */
export function consequenceText(consequence: Consequence, decimals: number): string | null {
  switch (consequence.kind) {
    case 'LocksStake':
      return `A lock earns no rewards of its own: it gives a rank. It is an exit that takes ${formatDuration(consequence.seconds)}${consequence.extends ? ' longer' : ''}. It holds under commissions of ${rates(consequence.today)}, what is announced included.`;
    case 'JoinsLock':
      if (consequence.isFreeToGo) {
        return 'This position is locked, and a commission rose since: to unlock frees all of it at once, as long as the raise stands.';
      }
      return `This position is locked: what comes in is locked too once it is shares, and its release takes ${formatDuration(consequence.seconds)}.`;
    case 'Relocks':
      return `${amountText(consequence.shares, decimals)} shares that the release had freed are locked again.`;
    case 'BeginsUnlock':
      return 'The rank is gone at once.';
    case 'FreesLock':
      return 'A commission is, or will be, above what it was at the lock: all shares are free at once.';
    case 'AcceptsRaise':
      return `The lock was made under ${rates(consequence.locked)}. It goes on under today's ${rates(consequence.today)}: you may not leave at once any more.`;
    default:
      return null;
  }
}

function rates({ rewardCommissionBps, usdcCommissionBps }: LockTerms): string {
  return `${formatBps(rewardCommissionBps)} on tokens and ${formatBps(usdcCommissionBps)} on USDC`;
}

/** What the shares lose that leave, and why it is not paid first; `null` of a plan by which nothing is lost. */
export function lossText({ consequences, unaccrued }: Plan): string | null {
  const lost = consequences.flatMap((each) => (each.kind === 'LosesRewards' ? each.epochs : []));
  if (lost.length === 0) return null;
  const reasons = [...new Set(unaccrued.map(({ reason }) => proofReason(reason)))].join('; ');
  const why = reasons && ` (${reasons})`;
  return `The pool has epoch ${lost.join(', ')} open, and it is not paid first${why}: shares that leave lose their part of it.`;
}
