/** What `sendPlan` knows before it sends anything; what a node makes of it is in `overRpc`. */
import { expect, test } from 'vitest';

import { createStakingRecord, PlanStopped, rpcReader, sendPlan } from '../src/index';
import { programBytes, wallet } from './network/chain';
import { fundedWallet, startNetwork } from './network/network';
import { openPool } from './network/plans';
import { rpcOf } from './network/rpc';

test('the program is the one of the reader, unless another is named', async () => {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 0n);
  const { address: programAddress } = await wallet('another id');
  // Anchor refuses to run under another id than its own, with an error that is the program's only for who knows the id.
  network.svm.addProgram(programAddress, programBytes());
  const { rpc } = rpcOf(network.svm);
  const reader = rpcReader(rpc, { programAddress });
  const plan = await createStakingRecord(reader, { operatorPool, owner });
  const failureOf = async (
    chain: Parameters<typeof sendPlan>[0],
    named: { programAddress?: typeof programAddress },
  ) => {
    const stop = await sendPlan(chain, plan, { feePayer: owner, ...named }).catch((error: unknown) => error);
    return stop instanceof PlanStopped ? stop.failure : stop;
  };
  const own = { kind: 'framework', code: 4_100, name: 'DeclaredProgramIdMismatch' };
  expect(await failureOf({ rpc, reader }, {})).toMatchObject(own);
  expect(await failureOf({ rpc }, { programAddress })).toMatchObject(own);
  expect(await failureOf({ rpc }, {})).toMatchObject({ kind: 'program', programAddress, code: 4_100 });
});
