// Written by scripts/generate.ts from idl/inference_staking.json. Do not edit: `npm run generate`.

import type { Decoder } from "@solana/kit";

import {
  getClosedPoolUsdcDustSweptDecoder,
  type ClosedPoolUsdcDustSwept,
  getCommissionWithdrawnDecoder,
  type CommissionWithdrawn,
  getEpochBypassedDecoder,
  type EpochBypassed,
  getEpochMarkedAsFinalizingDecoder,
  type EpochMarkedAsFinalizing,
  getExpiredRewardRecordReclaimedDecoder,
  type ExpiredRewardRecordReclaimed,
  getHaltStatusSetDecoder,
  type HaltStatusSet,
  getLockChangedDecoder,
  type LockChanged,
  getOperatorPoolAdminAcceptedDecoder,
  type OperatorPoolAdminAccepted,
  getOperatorPoolAdminProposedDecoder,
  type OperatorPoolAdminProposed,
  getOperatorPoolClosedDecoder,
  type OperatorPoolClosed,
  getOperatorPoolCreatedDecoder,
  type OperatorPoolCreated,
  getOperatorPoolUpdatedDecoder,
  type OperatorPoolUpdated,
  getOperatorStakingRecordChangedDecoder,
  type OperatorStakingRecordChanged,
  getPoolOverviewAuthoritiesUpdatedDecoder,
  type PoolOverviewAuthoritiesUpdated,
  getPoolOverviewCreatedDecoder,
  type PoolOverviewCreated,
  getPoolOverviewUpdatedDecoder,
  type PoolOverviewUpdated,
  getPoolRewardsCollectedDecoder,
  type PoolRewardsCollected,
  getPoolVaultSurplusSweptDecoder,
  type PoolVaultSurplusSwept,
  getProgramAdminAcceptedDecoder,
  type ProgramAdminAccepted,
  getRewardAccruedDecoder,
  type RewardAccrued,
  getRewardRecordCreatedDecoder,
  type RewardRecordCreated,
  getRewardRecordRevokedDecoder,
  type RewardRecordRevoked,
  getRewardSurplusWithdrawnDecoder,
  type RewardSurplusWithdrawn,
  getRewardsAccruedDecoder,
  type RewardsAccrued,
  getStakeActivatedDecoder,
  type StakeActivated,
  getStakeSlashedDecoder,
  type StakeSlashed,
  getStakedDecoder,
  type Staked,
  getStakingRecordClosedDecoder,
  type StakingRecordClosed,
  getStakingRecordCreatedDecoder,
  type StakingRecordCreated,
  getUnstakeCancelledDecoder,
  type UnstakeCancelled,
  getUnstakeClaimedDecoder,
  type UnstakeClaimed,
  getUnstakedDecoder,
  type Unstaked,
  getUsdcEarningsClaimedDecoder,
  type UsdcEarningsClaimed,
} from "./types";

/** An event of the program: its name as the IDL spells it, and its fields (SPEC 13). */
export type StakingEvent =
  | { name: "ClosedPoolUsdcDustSwept"; data: ClosedPoolUsdcDustSwept }
  | { name: "CommissionWithdrawn"; data: CommissionWithdrawn }
  | { name: "EpochBypassed"; data: EpochBypassed }
  | { name: "EpochMarkedAsFinalizing"; data: EpochMarkedAsFinalizing }
  | { name: "ExpiredRewardRecordReclaimed"; data: ExpiredRewardRecordReclaimed }
  | { name: "HaltStatusSet"; data: HaltStatusSet }
  | { name: "LockChanged"; data: LockChanged }
  | { name: "OperatorPoolAdminAccepted"; data: OperatorPoolAdminAccepted }
  | { name: "OperatorPoolAdminProposed"; data: OperatorPoolAdminProposed }
  | { name: "OperatorPoolClosed"; data: OperatorPoolClosed }
  | { name: "OperatorPoolCreated"; data: OperatorPoolCreated }
  | { name: "OperatorPoolUpdated"; data: OperatorPoolUpdated }
  | { name: "OperatorStakingRecordChanged"; data: OperatorStakingRecordChanged }
  | { name: "PoolOverviewAuthoritiesUpdated"; data: PoolOverviewAuthoritiesUpdated }
  | { name: "PoolOverviewCreated"; data: PoolOverviewCreated }
  | { name: "PoolOverviewUpdated"; data: PoolOverviewUpdated }
  | { name: "PoolRewardsCollected"; data: PoolRewardsCollected }
  | { name: "PoolVaultSurplusSwept"; data: PoolVaultSurplusSwept }
  | { name: "ProgramAdminAccepted"; data: ProgramAdminAccepted }
  | { name: "RewardAccrued"; data: RewardAccrued }
  | { name: "RewardRecordCreated"; data: RewardRecordCreated }
  | { name: "RewardRecordRevoked"; data: RewardRecordRevoked }
  | { name: "RewardSurplusWithdrawn"; data: RewardSurplusWithdrawn }
  | { name: "RewardsAccrued"; data: RewardsAccrued }
  | { name: "StakeActivated"; data: StakeActivated }
  | { name: "StakeSlashed"; data: StakeSlashed }
  | { name: "Staked"; data: Staked }
  | { name: "StakingRecordClosed"; data: StakingRecordClosed }
  | { name: "StakingRecordCreated"; data: StakingRecordCreated }
  | { name: "UnstakeCancelled"; data: UnstakeCancelled }
  | { name: "UnstakeClaimed"; data: UnstakeClaimed }
  | { name: "Unstaked"; data: Unstaked }
  | { name: "UsdcEarningsClaimed"; data: UsdcEarningsClaimed }
;

/** Name of an event. */
export type StakingEventName = StakingEvent["name"];

/** Discriminator (the first 8 bytes of an event's data, in hexadecimal) -> name and decoder of what follows. */
export const EVENT_DECODERS: Readonly<
  Record<string, { [N in StakingEventName]: { name: N; getDecoder: () => Decoder<Extract<StakingEvent, { name: N }>["data"]> } }[StakingEventName]>
> = {
  "7d256be8b5fa6770": { name: "ClosedPoolUsdcDustSwept", getDecoder: getClosedPoolUsdcDustSweptDecoder },
  "fee86e98b477979f": { name: "CommissionWithdrawn", getDecoder: getCommissionWithdrawnDecoder },
  "53549d47f382f3fc": { name: "EpochBypassed", getDecoder: getEpochBypassedDecoder },
  "fe9025b656c50b8f": { name: "EpochMarkedAsFinalizing", getDecoder: getEpochMarkedAsFinalizingDecoder },
  "949752aa4aa4fceb": { name: "ExpiredRewardRecordReclaimed", getDecoder: getExpiredRewardRecordReclaimedDecoder },
  "5974be1d5df863db": { name: "HaltStatusSet", getDecoder: getHaltStatusSetDecoder },
  "53845d32789b51fc": { name: "LockChanged", getDecoder: getLockChangedDecoder },
  "6abbb99077d138bd": { name: "OperatorPoolAdminAccepted", getDecoder: getOperatorPoolAdminAcceptedDecoder },
  "9538f0e547557b56": { name: "OperatorPoolAdminProposed", getDecoder: getOperatorPoolAdminProposedDecoder },
  "ffef4e05ba74e338": { name: "OperatorPoolClosed", getDecoder: getOperatorPoolClosedDecoder },
  "3849917a0a8d480d": { name: "OperatorPoolCreated", getDecoder: getOperatorPoolCreatedDecoder },
  "8ecb291941705590": { name: "OperatorPoolUpdated", getDecoder: getOperatorPoolUpdatedDecoder },
  "e15e008d88c55da4": { name: "OperatorStakingRecordChanged", getDecoder: getOperatorStakingRecordChangedDecoder },
  "c9161586116cc6bd": { name: "PoolOverviewAuthoritiesUpdated", getDecoder: getPoolOverviewAuthoritiesUpdatedDecoder },
  "0c9a33711b6e3995": { name: "PoolOverviewCreated", getDecoder: getPoolOverviewCreatedDecoder },
  "4cd4c9994ac32288": { name: "PoolOverviewUpdated", getDecoder: getPoolOverviewUpdatedDecoder },
  "aa886088a2adb2db": { name: "PoolRewardsCollected", getDecoder: getPoolRewardsCollectedDecoder },
  "b993d845ea835501": { name: "PoolVaultSurplusSwept", getDecoder: getPoolVaultSurplusSweptDecoder },
  "345c9bf7c54764ef": { name: "ProgramAdminAccepted", getDecoder: getProgramAdminAcceptedDecoder },
  "bec1a002d09f5ef7": { name: "RewardAccrued", getDecoder: getRewardAccruedDecoder },
  "36ad32465eb7dd0d": { name: "RewardRecordCreated", getDecoder: getRewardRecordCreatedDecoder },
  "2a1dcc9222cd33f3": { name: "RewardRecordRevoked", getDecoder: getRewardRecordRevokedDecoder },
  "5fef6f85ee25c3a7": { name: "RewardSurplusWithdrawn", getDecoder: getRewardSurplusWithdrawnDecoder },
  "210f36d6625f0a22": { name: "RewardsAccrued", getDecoder: getRewardsAccruedDecoder },
  "9ce809040df7e96f": { name: "StakeActivated", getDecoder: getStakeActivatedDecoder },
  "2b29c419daebf423": { name: "StakeSlashed", getDecoder: getStakeSlashedDecoder },
  "0b922dcde63ad5f0": { name: "Staked", getDecoder: getStakedDecoder },
  "d73369de70284487": { name: "StakingRecordClosed", getDecoder: getStakingRecordClosedDecoder },
  "d72cfa979143f9d7": { name: "StakingRecordCreated", getDecoder: getStakingRecordCreatedDecoder },
  "66dfbd65c9dfb426": { name: "UnstakeCancelled", getDecoder: getUnstakeCancelledDecoder },
  "71aaa67325929f3c": { name: "UnstakeClaimed", getDecoder: getUnstakeClaimedDecoder },
  "1bb39cd72f47c307": { name: "Unstaked", getDecoder: getUnstakedDecoder },
  "8990105b7f082fc0": { name: "UsdcEarningsClaimed", getDecoder: getUsdcEarningsClaimedDecoder },
};
