import {
  accrueLeaf,
  bypassEpoch,
  type ProofSource,
  readEpoch,
  readPool,
  type rpcReader,
  type SendingChain,
  sendPlan,
} from '@inference-staking/sdk';
import type { Address, TransactionSigner } from '@solana/kit';

/** The button "Bring the pool up to date", which anyone may press: gives it what its open epochs pay, and passes those that pay nothing. */
export async function bringUpToDate(
  chain: SendingChain & { reader: ReturnType<typeof rpcReader> },
  payer: TransactionSigner,
  operatorPool: Address,
  proofs: ProofSource,
): Promise<void> {
  const { reader } = chain;
  const { openEpochs } = await readPool(reader, operatorPool);
  for (const epoch of openEpochs) {
    const record = await readEpoch(reader, epoch);
    const leaf = record && (await proofs.proof(operatorPool, record.data));
    const plan = leaf
      ? await accrueLeaf(reader, { operatorPool, epoch, leaf })
      : await bypassEpoch(reader, { operatorPool, epoch });
    await sendPlan(chain, plan, { feePayer: payer });
  }
}
