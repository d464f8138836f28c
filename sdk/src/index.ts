export * from './accounts';
export * from './amount';
export * from './calledProgramErrors';
export * from './computeBudget';
export * from './duration';
export * from './effects';
export * from './errors';
export * from './events';
export * from './generated';
export * from './logs';
export * from './maths';
export * from './merkle';
export * from './planStopped';
export * from './plans';
export * from './poolRows';
export { type Cost, type Preview, previewTransaction } from './preview';
export * from './proofService';
export {
  type NetworkState,
  type PoolReading,
  type Position,
  readAllPools,
  readEpoch,
  readNetwork,
  readPool,
  readPositions,
} from './read';
export * from './reader';
export { isStakingErrorCode, ruleInWords, StakingRefusal } from './refusal';
export * from './returnData';
export * from './sendPlan';
export { type Refused, rpcSimulator, type Simulation, type Simulator } from './simulation';
export * from './subscribe';
export * from './thrown';
export { createTokenAccount, findOwnerTokenAccount, tokenBalance } from './tokenAccount';
export { multiproofFor, parseTreeFile, proofFor, type RewardsTree, type TreeLeaf, treeProofs } from './treeFile';
