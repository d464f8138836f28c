/** The reward records of a network. */
import {
  type ChainReader,
  findRewardRecordPda,
  getRewardRecordDecoder,
  type PoolOverview,
  type RewardRecord,
} from '@inference-staking/sdk';

/** Every record that is there: reclaimed ones are not, and owe nothing. */
export async function readRecords(
  reader: ChainReader,
  { completedRewardEpoch }: PoolOverview,
): Promise<RewardRecord[]> {
  const { programAddress } = reader;
  const epochs = Array.from({ length: Number(completedRewardEpoch) }, (_, index) => BigInt(index + 1));
  const addresses = await Promise.all(epochs.map((epoch) => findRewardRecordPda({ epoch }, { programAddress })));
  const found = await reader.accounts(addresses.map(([at]) => at));
  const decoder = getRewardRecordDecoder();
  return found.flatMap((account) => (account?.programAddress === programAddress ? [decoder.decode(account.data)] : []));
}
