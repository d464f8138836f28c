/** Activating what is ripe, after what the pool has open was accrued (SPEC 6.9). */
import type { Address, Instruction } from '@solana/kit';

import type { StakingRecord } from '../generated/accounts';
import type { StakingErrorName } from '../generated/errorTable';
import { getActivateStakeInstructionAsync } from '../generated/instructions';
import { afterActivation, viewRecord } from '../maths';
import { readPool, recordAddress, recordsAt } from '../read';
import type { ChainReader } from '../reader';
import { StakingRefusal } from '../refusal';
import { type Consequence, joinsLock } from './consequence';
import { type Plan, pack, type Unaccrued } from './plan';
import type { ProofSource } from './proofSource';
import { type UpToDate, upToDate } from './upToDate';

/** What to activate. Anyone may. */
export interface ActivateRequest {
  operatorPool: Address;
  /** Owners of the records whose ripe tokens become shares. */
  owners: readonly Address[];
  /** Who pays the fees, for the size of the transactions. */
  feePayer: Address;
  /** With it the pool first accrues what it has open; without, it passes what needs no proof. */
  proofs?: ProofSource;
}

/** A record whose ripe tokens can become shares; base units. */
export interface ReadyRecord {
  owner: Address;
  stakingRecord: Address;
  /** Its ripe tokens. */
  ripe: bigint;
  /** Shares that they become. */
  shares: bigint;
  /** Those of the tokens that the shares cost; the rest stays activating. */
  cost: bigint;
}

/** A record whose activating tokens cannot become shares now. */
export interface WaitingRecord {
  owner: Address;
  stakingRecord: Address;
  ripe: bigint;
  /** The rule that refuses it. */
  rule: StakingErrorName;
}

/** A plan that activates what can be activated, and what cannot be. */
export interface ActivatePlan extends Plan {
  /** In the order of the plan: the operator's record first. */
  ready: ReadyRecord[];
  /** The records that the plan leaves out, and why. */
  waiting: WaitingRecord[];
}

/**
 * Plans to make the ripe tokens of records shares. The operator's own comes first, because it counts for the minimum that the others need.
 * Records that the program would refuse now are left out; those that are locked are told (`JoinsLock`).
 *
 * @throws StakingRefusal With the rule that refuses the first record, if all are refused: `PoolBehind` or `SkippedLately` (the
 * message says which epoch is not accrued, and why), `NothingRipe`, `DepositBuysNoShare`, `OperatorStakeBelowMinimum`, `StakingHalted`,
 * `PoolClosed`, `PoolHalted`.
 * @throws Error If there is no such pool, or an owner has no record in it.
 */
export async function activateStake(reader: ChainReader, request: ActivateRequest): Promise<ActivatePlan> {
  const { feePayer, operatorPool, owners, proofs } = request;
  const state = await upToDate(reader, await readPool(reader, operatorPool), proofs, true);
  const { consequences, ready, waiting } = activations(state, await recordsOf(reader, operatorPool, owners));
  const [first] = waiting;
  if (ready.length === 0) throw refusal(first, state);
  const { programAddress } = reader;
  const { operatorStakingRecord } = state.pool;
  const instructions: Instruction[] = [...state.instructions];
  for (const { stakingRecord } of ready) {
    const input = { operatorPool, stakingRecord, operatorStakingRecord };
    instructions.push(await getActivateStakeInstructionAsync(input, { programAddress }));
  }
  const transactions = pack(feePayer, instructions);
  return { transactions, unaccrued: state.unaccrued, consequences, ready, waiting };
}

function refusal(first: WaitingRecord | undefined, { pool, unaccrued }: UpToDate): Error {
  if (!first) return new Error('nobody is named whose stake should be activated: name at least one owner');
  const isSkipped = ({ epoch }: Unaccrued) => epoch <= pool.rewardLastClaimedEpoch;
  const open = unaccrued.find((each) => first.rule === (isSkipped(each) ? 'SkippedLately' : 'PoolBehind'));
  return new StakingRefusal(first.rule, open ? `epoch ${open.epoch} is not accrued: ${open.reason}` : '');
}

type OwnersRecord = { stakingRecord: Address; record: StakingRecord };

async function recordsOf(
  reader: ChainReader,
  operatorPool: Address,
  owners: readonly Address[],
): Promise<OwnersRecord[]> {
  const unique = [...new Set(owners)];
  const addresses = await Promise.all(unique.map((owner) => recordAddress(reader, { operatorPool, owner })));
  const records = await recordsAt(reader, addresses);
  return addresses.map((stakingRecord, index) => {
    const record = records[index];
    if (!record) throw new Error(`${unique[index]} has no staking record in the pool ${operatorPool}`);
    return { stakingRecord, record };
  });
}

/** Applies the program's own transitions, one after the other. */
function activations(
  state: UpToDate,
  records: OwnersRecord[],
): Pick<ActivatePlan, 'consequences' | 'ready' | 'waiting'> {
  const { now, overview } = state;
  let { operatorRecord, pool } = state;
  const isOperators = ({ stakingRecord }: OwnersRecord) => stakingRecord === pool.operatorStakingRecord;
  const ordered = [...records.filter(isOperators), ...records.filter((record) => !isOperators(record))];
  const ready: ReadyRecord[] = [];
  const waiting: WaitingRecord[] = [];
  const consequences: Consequence[] = [];
  for (const each of ordered) {
    const { stakingRecord } = each;
    // An accrual before may have staked commission into the operator's record.
    const record = isOperators(each) ? (operatorRecord ?? each.record) : each.record;
    const before = { overview, pool, record, stakingRecord, operatorRecord };
    const named = { owner: record.owner, stakingRecord, ripe: viewRecord(before, now).ripe };
    const after = afterActivation(before);
    if (typeof after === 'string') {
      waiting.push({ ...named, rule: after });
      continue;
    }
    pool = after.pool;
    if (isOperators(each)) operatorRecord = after.record;
    ready.push({ ...named, ...after.deposit });
    consequences.push(...joinsLock(pool, record));
  }
  return { consequences, ready, waiting };
}
