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

/**
 * The button "Bring the pool up to date", which anyone may press: gives it what its open epochs pay, each with a signature of its own, and
 * passes those that can pay nothing. An epoch that may pay, and of which the source has no leaf, is left: skipped, it would be for the
 * operator to catch up, and stake does not become shares meanwhile.
 */
export async function bringUpToDate(
  chain: SendingChain & { reader: ReturnType<typeof rpcReader> },
  payer: TransactionSigner,
  operatorPool: Address,
  proofs: ProofSource,
): Promise<void> {
  const { reader } = chain;
  const { openEpochs, pool } = await readPool(reader, operatorPool);
  for (const epoch of openEpochs) {
    const record = await readEpoch(reader, epoch);
    const leaf = record && (await proofs.proof(operatorPool, record.data));
    const isSkipped = epoch <= pool.rewardLastClaimedEpoch;
    if (!leaf && isSkipped) continue;
    const plan = leaf
      ? await accrueLeaf(reader, { operatorPool, epoch, leaf })
      : await bypassEpoch(reader, { operatorPool, epoch });
    if (plan.consequences.some(({ kind }) => kind === 'SkipsEpoch')) return;
    await sendPlan(chain, plan, { feePayer: payer });
  }
}
