// Written by scripts/generate.ts from idl/inference_staking.json. Do not edit: `npm run generate`.

import type { FixedSizeDecoder } from "@solana/kit";

import {
  getActivateStakeReturnDecoder,
  type ActivateStakeReturn,
  getStakingRecordViewDecoder,
  type StakingRecordView,
} from "./types";

/** Instructions that return data, and what. */
export type ReturnData = {
  activateStake: ActivateStakeReturn;
  queryStakingRecord: StakingRecordView;
};

/** Instruction -> decoder of its return data. */
export const RETURN_DECODERS: { readonly [I in keyof ReturnData]: () => FixedSizeDecoder<ReturnData[I]> } = {
  activateStake: getActivateStakeReturnDecoder,
  queryStakingRecord: getStakingRecordViewDecoder,
};
