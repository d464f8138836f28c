/** What a record is worth, and what its owner could do with it now (SPEC 7, SPEC 10). */
import type { StakingRecord } from '../generated/accounts';
import type { StakingRecordView } from '../generated/types';
import { StakingRefusal } from '../refusal';
import { outcome, type Stored, time } from './accounts';
import type { RecordState } from './deposits';

/**
 * What `query_staking_record` returns.
 *
 * @throws StakingRefusal `MathOverflow`, which happens to no record that the program has written.
 */
export function viewRecord(
  state: RecordState & { operatorRecord: Stored<StakingRecord> | null },
  now: bigint,
): StakingRecordView {
  const view = outcome(
    state,
    (rules) => rules.query_staking_record(time(now)),
    ({ result, wide }) => ({
      tokenValue: result(0),
      claimableUsdc: result(1),
      activating: result(2),
      ripe: result(3),
      canActivate: result(4) !== 0n,
      lockedShares: result(5),
      rank: wide(8),
      maturedUnstake: result(6),
      pendingUnstake: result(7),
    }),
  );
  if (typeof view === 'string') throw new StakingRefusal(view);
  return view;
}
