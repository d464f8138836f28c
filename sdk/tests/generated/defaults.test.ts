/** Defaults that are not in the IDL: associated token accounts of the signer, and records that follow from it. */
import { type Address, createNoopSigner } from '@solana/kit';
import { findAssociatedTokenPda, TOKEN_PROGRAM_ADDRESS } from '@solana-program/token';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import * as sdk from '../../src/index';
import { anyAddress } from '../idl/arbitrary';

const [key, operatorPool, mint, other] = fc.sample(anyAddress, { numRuns: 4, seed: 11 }) as [
  Address,
  Address,
  Address,
  Address,
];
const signer = createNoopSigner(key);

test.each([
  ['stake', 4, () => sdk.getStakeInstructionAsync({ owner: signer, operatorPool, stakeMint: mint, amount: 1n })],
  [
    'claim_usdc_earnings',
    4,
    () => sdk.getClaimUsdcEarningsInstructionAsync({ owner: signer, operatorPool, usdcMint: mint }),
  ],
  [
    'withdraw_operator_reward_commission',
    3,
    () => sdk.getWithdrawOperatorRewardCommissionInstructionAsync({ admin: signer, operatorPool, stakeMint: mint }),
  ],
  [
    'withdraw_operator_usdc_commission',
    3,
    () => sdk.getWithdrawOperatorUsdcCommissionInstructionAsync({ admin: signer, operatorPool, usdcMint: mint }),
  ],
  [
    'sweep_closed_pool_usdc_dust',
    3,
    () => sdk.getSweepClosedPoolUsdcDustInstructionAsync({ admin: signer, operatorPool, usdcMint: mint }),
  ],
  [
    'withdraw_reward_surplus',
    2,
    () => sdk.getWithdrawRewardSurplusInstructionAsync({ programAdmin: signer, stakeMint: mint }),
  ],
] as const)('%s pays from or to the associated account of who signs', async (_, place, build) => {
  const [token] = await findAssociatedTokenPda({ owner: key, mint, tokenProgram: TOKEN_PROGRAM_ADDRESS });
  expect((await build()).accounts[place]?.address).toBe(token);
});

test('the new record of an operator is that of who agrees to it', async () => {
  const newRecordOwner = createNoopSigner(other);
  const [record] = await sdk.findStakingRecordPda({ operatorPool, owner: other });
  const change = { admin: signer, newRecordOwner, operatorPool, operatorStakingRecord: key };
  const built = await sdk.getChangeOperatorStakingRecordInstructionAsync(change);
  expect(built.accounts[5].address).toBe(record);
});
