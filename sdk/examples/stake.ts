import {
  getCreateStakingRecordInstructionAsync,
  getStakeInstructionAsync,
  parseAmount,
  readPoolOverview,
  readStakingRecord,
} from '@inference-staking/sdk';
import type { Address, Instruction, Rpc, SolanaRpcApi, TransactionSigner } from '@solana/kit';

/** What an owner signs to stake into a pool, from its associated token account: `amount` is in tokens, such as `1.5`. */
export async function stakeInstructions(
  rpc: Rpc<SolanaRpcApi>,
  owner: TransactionSigner,
  operatorPool: Address,
  amount: string,
): Promise<Instruction[]> {
  const { data: overview } = await readPoolOverview(rpc);
  const stake = await getStakeInstructionAsync({
    owner,
    operatorPool,
    stakeMint: overview.stakeMint,
    amount: parseAmount(amount, overview.stakeDecimals),
  });
  const record = await readStakingRecord(rpc, { operatorPool, owner: owner.address });
  if (record) return [stake];
  return [await getCreateStakingRecordInstructionAsync({ payer: owner, owner, operatorPool }), stake];
}
