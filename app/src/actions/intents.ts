/** What a wallet can do here: what is asked for, and the plan that it becomes. */
import {
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
  extendLock,
  formatDuration,
  type HeldUpBy,
  lockStake,
  type Plan,
  type PoolOverview,
  type Position,
  stake,
  unstake,
} from '@inference-staking/sdk';
import type { Address, TransactionSigner } from '@solana/kit';

import type { Chain } from '../chain/connection';
import {
  MAX_LOCK_DAYS,
  MIN_LOCK_DAYS,
  rankOf,
  SECONDS_PER_DAY,
  tokensForShares,
  unlocksAtOnce,
} from '../economics/rank';
import { amountText, digits, groups, seen, utc } from '../format';

export type Intent =
  | { kind: 'stake'; operatorPool: Address; poolName: string }
  | { kind: 'unstake'; position: Position }
  | { kind: 'cancel ticket'; position: Position; place: number }
  | { kind: 'activate'; position: Position }
  | { kind: 'claim tokens'; position: Position }
  | { kind: 'claim USDC'; position: Position }
  | { kind: 'claim all' }
  | { kind: 'lock'; position: Position }
  | { kind: 'extend'; position: Position }
  | { kind: 'unlock'; position: Position }
  | { kind: 'cancel unlock'; position: Position };

/** What was filled in, as far as the intent asks for it. */
export interface Input {
  /** Base units. */
  amount?: bigint;
  /** Everything there is, and not the digits that stand for it. */
  isMax?: boolean;
  days?: bigint;
}

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

export function titleOf(intent: Intent): string {
  switch (intent.kind) {
    case 'stake':
      return `Stake with ${intent.poolName}`;
    case 'unstake':
      return `Unstake from ${seen(intent.position.pool.name)}`;
    case 'cancel ticket':
      return 'Cancel an unstake';
    case 'activate':
      return 'Activate stake';
    case 'claim tokens':
      return 'Claim unstaked tokens';
    case 'claim USDC':
      return 'Claim USDC';
    case 'claim all':
      return 'Claim everything';
    case 'lock':
      return 'Lock for a rank';
    case 'extend':
      return 'Extend the lock';
    case 'unlock':
      return 'Begin to unlock';
    case 'cancel unlock':
      return 'Lock again';
  }
}

/** What has to be filled in. */
export function asksFor({ kind }: Intent): 'amount' | 'days' | null {
  if (kind === 'stake' || kind === 'unstake') return 'amount';
  return kind === 'lock' || kind === 'extend' ? 'days' : null;
}

/** All that can be meant, base units: what the wallet holds, or what may leave the record; `null` if it is not known. */
export function maximumOf(intent: Intent, walletTokens: bigint | null): bigint | null {
  if (intent.kind === 'stake') return walletTokens;
  if (intent.kind !== 'unstake') return null;
  const { pool, record } = intent.position;
  return tokensForShares(pool, freeShares(intent.position)) + record.activating;
}

function freeShares({ lockedShares, record }: Position): bigint {
  return record.shares - lockedShares;
}

/** The days that a lock may still be made longer by, or have at all. */
export function daysOf(intent: Intent): { least: bigint; most: bigint } {
  if (intent.kind !== 'extend') return { least: MIN_LOCK_DAYS, most: MAX_LOCK_DAYS };
  return {
    least: 1n,
    most: MAX_LOCK_DAYS - (intent.position.record.lockDuration + SECONDS_PER_DAY - 1n) / SECONDS_PER_DAY,
  };
}

/** The same in the command line. */
export function commandsOf(intent: Intent, input: Input, overview: PoolOverview): string[] {
  const amount =
    input.amount === undefined ? 'AMOUNT' : amountText(input.amount, overview.stakeDecimals).replaceAll(',', '');
  const days = `${input.days ?? 'DAYS'}d`;
  const pool = intent.kind === 'stake' ? intent.operatorPool : 'position' in intent ? intent.position.operatorPool : '';
  switch (intent.kind) {
    case 'stake':
      return [`stake ${pool} ${amount}`];
    case 'unstake':
      return [`unstake ${pool} ${input.isMax && intent.position.lockedShares === 0n ? 'ALL' : amount}`];
    case 'cancel ticket':
      return [`cancel-unstake ${pool} ${intent.place}`];
    case 'activate':
      return [`activate ${pool}`];
    case 'claim tokens':
      return [`claim unstake ${pool}`];
    case 'claim USDC':
      return [`claim usdc ${pool}`];
    case 'claim all':
      return ['claim all'];
    case 'lock':
      return [`lock ${pool} ${days}`];
    case 'extend':
      return [`extend ${pool} ${days}`];
    case 'unlock':
      return [`unlock ${pool}`];
    case 'cancel unlock':
      return [`cancel-unlock ${pool}`];
  }
}

/**
 * Plans an intent for who signs.
 *
 * @throws StakingRefusal Where the program would refuse.
 */
export async function planOf(
  chain: Chain,
  intent: Intent,
  input: Input,
  owner: TransactionSigner,
  overview: PoolOverview,
): Promise<Offer> {
  const { proofs, reader } = chain;
  const tokens = (amount: bigint) => `${amountText(amount, overview.stakeDecimals)} tokens`;
  const usdc = (amount: bigint) => `${amountText(amount, overview.usdcDecimals)} USDC`;
  const offer = (plan: Plan, ...lines: Offer['lines']): Offer => ({ plan, lines, isIndependent: false });
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
      const { operatorPool } = intent.position;
      const request = { operatorPool, owner, amount: amountOf(intent.position, input) };
      const plan = await unstake(reader, proofs ? { ...request, proofs } : request);
      return offer(
        plan,
        { name: 'Waits in a ticket', text: tokens(plan.tokens) },
        {
          name: 'Can be claimed',
          text: `from ${utc(plan.claimableFrom)}; until then it earns nothing`,
          moving: plan.claimableFrom,
        },
      );
    }
    case 'cancel ticket': {
      const { operatorPool, record } = intent.position;
      const plan = await cancelUnstake(reader, { operatorPool, owner, ticket: intent.place });
      const amount = record.tickets[intent.place]?.amount ?? 0n;
      return offer(
        plan,
        { name: 'Becomes a deposit again', text: `${tokens(amount)}; to leave again takes the whole cooldown anew` },
        ...becomes(plan.becomesShares, plan.heldUpBy),
      );
    }
    case 'activate': {
      const { operatorPool, record } = intent.position;
      const request = { operatorPool, owners: [record.owner], feePayer: owner.address };
      const plan = await activateStake(reader, proofs ? { ...request, proofs } : request);
      const shares = plan.ready.reduce((sum, each) => sum + each.shares, 0n);
      const cost = plan.ready.reduce((sum, each) => sum + each.cost, 0n);
      return offer(plan, {
        name: 'Becomes shares',
        text: `${tokens(cost)} become ${groups(shares)} shares, which earn from this epoch on`,
      });
    }
    case 'claim tokens': {
      const plan = await claimUnstake(reader, { operatorPool: intent.position.operatorPool, owner });
      return offer(plan, { name: 'Comes into your wallet', text: tokens(plan.amount) });
    }
    case 'claim USDC': {
      const plan = await claimUsdc(reader, { operatorPool: intent.position.operatorPool, owner });
      return offer(plan, { name: 'Comes into your wallet', text: usdc(plan.amount) });
    }
    case 'claim all': {
      const plan = await claimAll(reader, { owner });
      const lines = [
        { name: 'Comes into your wallet', text: `${tokens(plan.unstaked)} and ${usdc(plan.usdc)}` },
        { name: 'From', text: `${plan.records} ${plan.records === 1 ? 'position' : 'positions'}` },
        ...plan.leftOut.map(({ reason }) => ({ name: 'Left out', text: reason })),
        ...(plan.halted > 0 ? [{ name: 'Left out', text: `${plan.halted} of an operator whose pool is halted` }] : []),
      ];
      return { ...offer(plan, ...lines), isIndependent: true };
    }
    case 'lock':
    case 'extend': {
      const { operatorPool, record, tokenValue } = intent.position;
      const seconds = (input.days ?? 0n) * SECONDS_PER_DAY;
      const isLock = intent.kind === 'lock';
      const plan = isLock
        ? await lockStake(reader, { operatorPool, owner, duration: seconds })
        : await extendLock(reader, { operatorPool, owner, seconds });
      const whole = isLock ? seconds : record.lockDuration + seconds;
      return offer(
        plan,
        { name: 'Rank', text: amountText(rankOf(tokenValue, whole), overview.stakeDecimals) },
        { name: 'Held', text: `all your shares, until you unlock; the release then takes ${formatDuration(whole)}` },
      );
    }
    case 'unlock':
    case 'cancel unlock': {
      const { operatorPool, record, tokenValue } = intent.position;
      const isUnlock = intent.kind === 'unlock';
      const plan = await (isUnlock ? beginUnlock : cancelUnlock)(reader, { operatorPool, owner });
      // Whatever the chain's time is: it only says when a release begins.
      const release = unlocksAtOnce(intent.position, 0n)
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

function amountOf(position: Position, { amount = 0n, isMax }: Input): Amount {
  if (!isMax) return { kind: 'Tokens', tokens: amount };
  if (position.lockedShares === 0n) return { kind: 'All' };
  return { kind: 'Both', shares: freeShares(position), activating: position.record.activating };
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

/** What has to be known before it is agreed to. */
export function consequenceText(consequence: Consequence): string | null {
  switch (consequence.kind) {
    case 'LocksStake':
      return `A lock earns no rewards of its own: it gives a rank. It is an exit that takes ${formatDuration(consequence.seconds)}${consequence.extends ? ' longer' : ''}.`;
    case 'JoinsLock':
      return `This position is locked: what comes in is locked too once it is shares, and its release takes ${formatDuration(consequence.seconds)}.`;
    case 'Relocks':
      return `${groups(consequence.shares)} shares that the release had freed are locked again.`;
    case 'BeginsUnlock':
      return 'The rank is gone at once.';
    default:
      return null;
  }
}
