import { formatAmount, formatBps, listOperatorPools, readPoolOverview, readPoolRows } from '@inference-staking/sdk';
import type { Rpc, SolanaRpcApi } from '@solana/kit';

/** Every open pool with its address, the largest first. */
export async function describePools(rpc: Rpc<SolanaRpcApi>): Promise<string[]> {
  const { data: overview } = await readPoolOverview(rpc);
  const rows = readPoolRows(await listOperatorPools(rpc));
  const open = rows.filter((row) => row.closedAtEpoch === null);
  open.sort(
    (a, b) => Number(b.totalStakedAmount > a.totalStakedAmount) - Number(b.totalStakedAmount < a.totalStakedAmount),
  );
  return open.map((row) => {
    const tokens = formatAmount(row.totalStakedAmount, overview.stakeDecimals, { grouping: ',' });
    const { scheduledRewardCommissionBps: next, scheduledRewardCommissionFrom: from } = row;
    // What was announced holds from its epoch on, also before the account says it as the commission.
    const raise = from === null ? '' : `, ${formatBps(next)} from epoch ${from}`;
    return `${row.address} ${row.name}: ${tokens} tokens, commission ${formatBps(row.rewardCommissionBps)}${raise}`;
  });
}
