/**
 * What an app does with the package: compiled and run by `checkPackage.ts` in a project of its own, as an ES module and as CommonJS.
 * Fails if the package, or a second copy of kit, is broken there.
 */
import {
  decodeOperatorPool,
  explainFailure,
  findPoolOverviewPda,
  formatAmount,
  INFERENCE_STAKING_PROGRAM_ADDRESS,
  OPERATOR_POOL_DISCRIMINATOR,
  OPERATOR_POOL_OFFSETS,
  OPERATOR_POOL_SIZE,
  type PoolRow,
  readPoolRows,
  STAKING_ERRORS,
  tokensForShares,
} from '@inference-staking/sdk';
import { type Address, getProgramDerivedAddress, lamports } from '@solana/kit';

function same(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: ${String(found)} is not ${String(expected)}`);
}

async function main(): Promise<void> {
  const programAddress: Address = INFERENCE_STAKING_PROGRAM_ADDRESS;
  const [overview] = await findPoolOverviewPda();
  same('address', overview, (await getProgramDerivedAddress({ programAddress, seeds: ['PoolOverview'] }))[0]);

  const data = new Uint8Array(OPERATOR_POOL_SIZE);
  data.set(OPERATOR_POOL_DISCRIMINATOR as Uint8Array);
  new DataView(data.buffer).setBigUint64(OPERATOR_POOL_OFFSETS.totalShares, 1_500_000n, true);
  const account = { address: overview, data, executable: false, lamports: lamports(1n), programAddress };
  const { totalShares } = decodeOperatorPool({ ...account, space: BigInt(data.length) }).data;
  same('account', formatAmount(totalShares, 6), '1.5');
  const [row]: PoolRow[] = readPoolRows([{ pubkey: overview, data }]);
  same('row', row?.totalShares, totalShares);
  same('rules', tokensForShares({ totalStakedAmount: 1_500n, totalShares: 1_000n }, 7n), 10n);

  same('error', STAKING_ERRORS[6051].name, 'NothingToStake');
  const failure = explainFailure([], { code: 6051 });
  same('failure', failure?.kind === 'staking' && failure.name, 'NothingToStake');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
