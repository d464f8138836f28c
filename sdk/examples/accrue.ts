import { bringUpToDate, type ProofSource, type rpcReader, type SendingChain, sendPlan } from '@inference-staking/sdk';
import type { Address, TransactionSigner } from '@solana/kit';

/**
 * The button "Bring the pool up to date", which anyone may press: gives it what its open epochs pay, and passes those that can pay nothing.
 * Returns what is left open, and why. An epoch that may pay, and of which the source has no leaf, is left and not skipped: once it is skipped,
 * anybody who has its leaf can still bring it, but stake becomes no shares until then, for 8 epochs at most.
 */
export async function broughtUpToDate(
  chain: SendingChain & { reader: ReturnType<typeof rpcReader> },
  payer: TransactionSigner,
  operatorPool: Address,
  proofs: ProofSource,
): Promise<string[]> {
  const plan = await bringUpToDate(chain.reader, { operatorPool, feePayer: payer.address, proofs });
  await sendPlan(chain, plan, { feePayer: payer });
  return plan.unaccrued.map(({ epoch, reason }) => `epoch ${epoch} is left: ${reason}`);
}
