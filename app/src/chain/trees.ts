/** What an epoch paid each pool, from a tree file or a proof service: trusted only if it has a root of the record on chain. */
import { parseTreeFile, type RewardRecord, type RewardsTree, readEpoch, type TreeLeaf } from '@inference-staking/sdk';
import type { Address } from '@solana/kit';

import { hex } from './bytes';
import type { Chain } from './connection';

/** Leaves by pool. */
export interface EpochRewards {
  epoch: bigint;
  leaves: Map<Address, TreeLeaf>;
  /** Roots of the trees that they are of, in digits. */
  roots: string[];
}

/** By epoch, the roots on chain: none of an epoch whose record was revoked. */
export type Roots = Readonly<Record<string, readonly string[]>>;

/** Reads the roots of these epochs. */
export async function readRoots({ reader }: Chain, epochs: readonly bigint[]): Promise<Roots> {
  const records = await Promise.all(epochs.map((epoch) => readEpoch(reader, epoch)));
  return Object.fromEntries(epochs.map((epoch, index) => [epoch, rootsOf(records[index]?.data ?? null)]));
}

function rootsOf(record: RewardRecord | null): string[] {
  return record?.roots.slice(0, record.rootCount).map(hex) ?? [];
}

/** What still has its roots on chain: a record that was revoked may be published anew with others. Of epochs that were not read, nothing. */
export function stillCommitted(all: readonly EpochRewards[], onChain: Roots): EpochRewards[] {
  return all.filter(({ epoch, roots }) => {
    const there = onChain[String(epoch)];
    return there !== undefined && roots.every((root) => there.includes(root));
  });
}

/** What is known of epochs together, the newest first: of a leaf that several say, what the later of them says. */
export function mergedByEpoch(all: readonly EpochRewards[]): EpochRewards[] {
  const byEpoch = new Map<bigint, EpochRewards>();
  for (const { epoch, leaves, roots } of all) {
    const before = byEpoch.get(epoch);
    byEpoch.set(epoch, {
      epoch,
      leaves: new Map([...(before?.leaves ?? []), ...leaves]),
      roots: [...(before?.roots ?? []), ...roots],
    });
  }
  return [...byEpoch.values()].sort((a, b) => (a.epoch > b.epoch ? -1 : 1));
}

/** Reads every tree of an epoch from the service. */
export async function readLastTree(chain: Chain, epoch: bigint): Promise<EpochRewards | null> {
  const record = (await readEpoch(chain.reader, epoch))?.data;
  if (!record || record.rootCount === 0) return null;
  const base = chain.settings.proofServiceUrl.replace(/\/+$/, '');
  const trees: RewardsTree[] = [];
  for (const root of record.roots.slice(0, record.rootCount)) {
    const answer = await fetch(`${base}/epochs/${epoch}/tree?root=${hex(root)}`, {
      signal: AbortSignal.timeout(20_000),
    }).catch(silent);
    if (!answer.ok)
      throw new Error(`the proof service answered ${answer.status} to the question for the tree of epoch ${epoch}`);
    const tree = parseTreeFile(await answer.text().catch(silent));
    if (tree.epoch !== epoch || hex(tree.root) !== hex(root))
      throw new Error(`the proof service answered the question for a tree of epoch ${epoch} with another tree`);
    trees.push(tree);
  }
  return await checked(chain, trees);
}

/** Without its cause, which reads as if it were the node's. */
function silent(): never {
  throw new Error('the proof service does not answer');
}

/** Reads tree files of one epoch. */
export async function readTreeFiles(chain: Chain, texts: readonly string[]): Promise<EpochRewards> {
  return await checked(chain, texts.map(parseTreeFile));
}

async function checked(chain: Chain, trees: readonly RewardsTree[]): Promise<EpochRewards> {
  const [first] = trees;
  if (!first) throw new Error('no tree file was given');
  const { epoch } = first;
  const record = (await readEpoch(chain.reader, epoch))?.data;
  if (!record) throw new Error(`epoch ${epoch} has no reward record on this network: is it a file of another one?`);
  const roots = rootsOf(record);
  const leaves = new Map<Address, TreeLeaf>();
  for (const tree of trees) {
    if (tree.epoch !== epoch) throw new Error(`the files are of epochs ${epoch} and ${tree.epoch}: open those of one`);
    if (tree.programAddress !== chain.programAddress || !roots.includes(hex(tree.root))) {
      throw new Error(
        `the tree of epoch ${epoch} has no root of its record on chain: what it says is not what was committed`,
      );
    }
    for (const leaf of tree.leaves) leaves.set(leaf.pool, leaf);
  }
  return { epoch, leaves, roots: trees.map(({ root }) => hex(root)) };
}
