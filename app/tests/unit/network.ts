/** A singleton for tests that look at a part of it: zeros but for what is given. */
import { getPoolOverviewDecoder, POOL_OVERVIEW_SIZE, type PoolOverview } from '@inference-staking/sdk';

import { NEVER } from '../../src/chain/epochs';

export function overviewWith({ emission, ...given }: Partial<Omit<PoolOverview, 'emission'>> & Emission): PoolOverview {
  const zeros = getPoolOverviewDecoder().decode(new Uint8Array(POOL_OVERVIEW_SIZE));
  const never = { newestClaimableFrom: NEVER, accrualResumedAt: NEVER };
  return { ...zeros, ...never, ...given, emission: { ...zeros.emission, ...emission } };
}

interface Emission {
  emission?: Partial<PoolOverview['emission']>;
}
