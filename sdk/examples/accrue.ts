import {
  accrualRefusal,
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
 * passes those that can pay nothing. It stops at one whose challenge period still runs. An epoch that may pay, and of which the source has no
 * leaf or cannot tell, is left: once it is skipped, anybody who has its leaf can still bring it, but stake becomes no shares until then, for
 * 8 epochs at most.
 */
export async function bringUpToDate(
  chain: SendingChain & { reader: ReturnType<typeof rpcReader> },
  payer: TransactionSigner,
  operatorPool: Address,
  proofs: ProofSource,
): Promise<void> {
  const { reader } = chain;
  const { now, openEpochs, overview, pool } = await readPool(reader, operatorPool);
  for (const epoch of openEpochs) {
    // Skipped before: nothing has to wait for it.
    const isSkipped = epoch <= pool.rewardLastClaimedEpoch;
    const record = await readEpoch(reader, epoch);
    const isOpen = record !== null && accrualRefusal(overview, record.data, now) === null;
    const leaf = isOpen ? await proofs.proof(operatorPool, record.data).catch(() => null) : null;
    if (!leaf && isSkipped) continue;
    if (!isOpen) return;
    const plan = leaf
      ? await accrueLeaf(reader, { operatorPool, epoch, leaf })
      : await bypassEpoch(reader, { operatorPool, epoch });
    if (plan.consequences.some(({ kind }) => kind === 'SkipsEpoch')) return;
    await sendPlan(chain, plan, { feePayer: payer });
  }
}
