/** Proofs that are asked for once. */
import type { ProofSource, RewardRecord } from '@inference-staking/sdk';
import type { Address } from '@solana/kit';

import { hex } from './bytes';

type Leaf = Awaited<ReturnType<ProofSource['proof']>>;

export interface KeptProofs {
  /** Asks the service for what it has not answered yet. */
  asking: ProofSource;
  /** Has what was answered, and asks nobody. */
  held: ProofSource;
}

/** Keeps the answers of a proof service, each for the record that it was asked about: of other roots are other proofs. */
export function keptProofs(service: ProofSource): KeptProofs {
  const leaves = new Map<string, Leaf>();
  return {
    asking: {
      async proof(operatorPool, record) {
        const key = keyOf(operatorPool, record);
        const kept = leaves.get(key);
        if (kept !== undefined) return kept;
        const leaf = await service.proof(operatorPool, record);
        leaves.set(key, leaf);
        return leaf;
      },
    },
    held: {
      async proof(operatorPool, record) {
        const kept = leaves.get(keyOf(operatorPool, record));
        if (kept === undefined) throw new Error('the proof service had not answered when it was shown');
        return kept;
      },
    },
  };
}

function keyOf(operatorPool: Address, { epoch, rootCount, roots }: RewardRecord): string {
  return [operatorPool, epoch, ...roots.slice(0, rootCount).map(hex)].join();
}
