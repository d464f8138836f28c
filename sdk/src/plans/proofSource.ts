/** Where plans take the proofs of leaves from. */
import type { Address } from '@solana/kit';

import type { RewardRecord } from '../generated/accounts';
import type { LeafProof } from '../merkle';

/** Gives a pool's leaves: out of tree files, from a proof service, or out of memory. Whoever asks checks the proofs. */
export interface ProofSource {
  /**
   * The pool's leaf in the epoch of a record; `null` if the epoch's trees have none for it.
   *
   * @throws Error If the source cannot tell, such as that it does not have the epoch's trees. One named `TimeoutError`, as of
   * `AbortSignal.timeout`, if it got no answer itself: only that counts as silence.
   */
  proof(operatorPool: Address, record: RewardRecord): Promise<LeafProof | null>;
}
