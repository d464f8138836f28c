/** Addresses: a function for each, and defaults for the accounts of instructions as far as they follow from the others. */
import {
  type AccountNode,
  accountValueNode,
  argumentValueNode,
  assertIsNode,
  booleanValueNode,
  bottomUpTransformerVisitor,
  type Codama,
  conditionalValueNode,
  constantPdaSeedNodeFromBytes,
  type InstructionAccountNode,
  type InstructionNode,
  instructionRemainingAccountsNode,
  numberTypeNode,
  type PdaNode,
  pdaLinkNode,
  pdaNode,
  pdaSeedValueNode,
  pdaValueNode,
  publicKeyTypeNode,
  publicKeyValueNode,
  resolverValueNode,
  variablePdaSeedNode,
} from 'codama';

import type { Idl } from './interface';

const LOADER = 'BPFLoaderUpgradeab1e11111111111111111111111';
const ASSOCIATED_TOKEN_PROGRAM = 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL';
const TOKEN_PROGRAM = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA';

/** The record's second seed is a field of its own, so the IDL cannot say it. */
function rewardRecord(idl: Idl): PdaNode {
  const seed = idl.constants.find((constant) => constant.name === 'REWARD_RECORD_SEED');
  if (!seed)
    throw new Error(
      'the IDL has no constant REWARD_RECORD_SEED any more: from what is the address of a reward record?',
    );
  const bytes = Buffer.from(JSON.parse(seed.value) as number[]);
  return pdaNode({
    name: 'rewardRecord',
    docs: ['The reward record of an epoch (SPEC 3).'],
    seeds: [
      constantPdaSeedNodeFromBytes('base16', bytes.toString('hex')),
      variablePdaSeedNode('epoch', numberTypeNode('u64'), 'The epoch.'),
    ],
  });
}

/** Where the loader keeps the program's upgrade authority. The IDL has the program's own id fixed in its seed. */
const PROGRAM_DATA = pdaNode({
  name: 'programData',
  docs: ["The upgradeable loader's account that names a program's upgrade authority."],
  programId: LOADER,
  seeds: [variablePdaSeedNode('program', publicKeyTypeNode(), 'The program.')],
});

const ASSOCIATED_TOKEN = pdaNode({
  name: 'associatedToken',
  programId: ASSOCIATED_TOKEN_PROGRAM,
  seeds: [
    variablePdaSeedNode('owner', publicKeyTypeNode()),
    variablePdaSeedNode('tokenProgram', publicKeyTypeNode()),
    variablePdaSeedNode('mint', publicKeyTypeNode()),
  ],
});

/** Token accounts that are, unless another is named, the associated one of a signer: instruction, account, owner, mint. */
const ASSOCIATED: [string, string, string, string][] = [
  ['stake', 'source', 'owner', 'stakeMint'],
  ['claimUsdcEarnings', 'destination', 'owner', 'usdcMint'],
  ['withdrawOperatorRewardCommission', 'destination', 'admin', 'stakeMint'],
  ['withdrawOperatorUsdcCommission', 'destination', 'admin', 'usdcMint'],
  ['sweepClosedPoolUsdcDust', 'destination', 'admin', 'usdcMint'],
  ['withdrawRewardSurplus', 'destination', 'programAdmin', 'stakeMint'],
];

/** Staking records that follow from a signer beside the pool: instruction, account, owner. */
const RECORDS: [string, string, string][] = [
  ['createOperatorPool', 'operatorStakingRecord', 'admin'],
  ['changeOperatorStakingRecord', 'newOperatorStakingRecord', 'newRecordOwner'],
];

/** Adds addresses and defaults. */
export function changeAddresses(codama: Codama, idl: Idl): void {
  const pdas = new Map<string, PdaNode>();
  codama.update(
    bottomUpTransformerVisitor([
      {
        select: '[programNode]',
        transform: (node) => {
          assertIsNode(node, 'programNode');
          const rest = node.pdas.filter((pda) => pda.name !== 'operatorStakingRecord' && pda.name !== 'programData');
          const all = [...rest, rewardRecord(idl), PROGRAM_DATA];
          for (const pda of all) pdas.set(pda.name, pda);
          return {
            ...node,
            pdas: all,
            accounts: node.accounts.map((account) => withAddress(account, pdas)),
            instructions: node.instructions.map((instruction) => withDefaults(instruction, pdas)),
          };
        },
      },
    ]),
  );
}

function withAddress(account: AccountNode, pdas: Map<string, PdaNode>): AccountNode {
  if (!pdas.has(account.name)) throw new Error(`no address is known for the account ${account.name}`);
  return { ...account, pda: pdaLinkNode(account.name) };
}

function withDefaults(instruction: InstructionNode, pdas: Map<string, PdaNode>): InstructionNode {
  const accounts = instruction.accounts.map((account) => {
    const changed = withDefault(instruction, account, pdas);
    return inlined(changed, pdas);
  });
  if (instruction.name !== 'accrueRewards') return { ...instruction, accounts };
  const pools = instructionRemainingAccountsNode(argumentValueNode('operatorPools'), { isWritable: true });
  const records = instructionRemainingAccountsNode(argumentValueNode('operatorStakingRecords'), {
    isOptional: true,
    isWritable: true,
  });
  return { ...instruction, accounts, remainingAccounts: [pools, records] };
}

function withDefault(
  instruction: InstructionNode,
  account: InstructionAccountNode,
  pdas: Map<string, PdaNode>,
): InstructionAccountNode {
  const named = ([of, name]: readonly string[]) => of === instruction.name && name === account.name;
  const associated = ASSOCIATED.find(named);
  if (associated) {
    const [, , owner, mint] = associated;
    const seeds = [
      pdaSeedValueNode('owner', accountValueNode(owner)),
      pdaSeedValueNode('tokenProgram', publicKeyValueNode(TOKEN_PROGRAM)),
      pdaSeedValueNode('mint', accountValueNode(mint)),
    ];
    return { ...account, defaultValue: pdaValueNode(ASSOCIATED_TOKEN, seeds) };
  }
  const record = RECORDS.find(named);
  if (record) {
    const seeds = [
      pdaSeedValueNode('operatorPool', accountValueNode('operatorPool')),
      pdaSeedValueNode('owner', accountValueNode(record[2])),
    ];
    return { ...account, defaultValue: pdaValueNode(pdaLinkNode('stakingRecord'), seeds) };
  }
  if (account.name === 'programData') {
    return { ...account, defaultValue: resolverValueNode('resolveProgramData') };
  }
  if (!account.isOptional) return account;
  // The accounts of a confiscation come along only if one is asked for.
  const address = account.name === 'liablePoolOverview' ? 'poolOverview' : account.name;
  if (instruction.name !== 'slashStake' || !pdas.has(address)) return { ...account, defaultValue: undefined };
  const condition = {
    condition: argumentValueNode('confiscateCommission'),
    value: booleanValueNode(true),
    ifTrue: inlinedValue(pdaValueNode(pdaLinkNode(address)), pdas),
  };
  return { ...account, defaultValue: conditionalValueNode(condition) };
}

/** A default that links to an address function would always derive with the built-in program id; written out it takes the one given. */
function inlined(account: InstructionAccountNode, pdas: Map<string, PdaNode>): InstructionAccountNode {
  if (account.defaultValue?.kind !== 'pdaValueNode') return account;
  return { ...account, defaultValue: inlinedValue(account.defaultValue, pdas) };
}

function inlinedValue(
  value: ReturnType<typeof pdaValueNode>,
  pdas: Map<string, PdaNode>,
): ReturnType<typeof pdaValueNode> {
  if (value.pda.kind !== 'pdaLinkNode') return value;
  const pda = pdas.get(value.pda.name);
  if (!pda) throw new Error(`an instruction has the address ${value.pda.name}, which is not known`);
  return { ...value, pda };
}
