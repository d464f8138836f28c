import {
  activateStake,
  type ChainReader,
  claimAll,
  formatAmount,
  type Preview,
  parseAmount,
  previewTransaction,
  readNetwork,
  rpcReader,
  rpcSimulator,
  type Simulator,
  stake,
  withComputeBudget,
} from '@inference-staking/sdk';
import type { Address, Instruction, Rpc, SolanaRpcApi, TransactionSigner } from '@solana/kit';

/** What a page makes once for its node. */
export function chainOf(rpc: Rpc<SolanaRpcApi>): { reader: ChainReader; simulator: Simulator } {
  return { reader: rpcReader(rpc), simulator: rpcSimulator(rpc) };
}

/** What the button "Stake" shows, and what it sends if the user agrees: `amount` is in tokens, such as `1.5`. */
export async function stakeOf(
  chain: ReturnType<typeof chainOf>,
  owner: TransactionSigner,
  operatorPool: Address,
  amount: string,
): Promise<{ text: string; send: Instruction[] }> {
  const { overview } = await readNetwork(chain.reader);
  const tokens = parseAmount(amount, overview.stakeDecimals);
  const { becomesShares, heldUpBy, transactions } = await stake(chain.reader, { operatorPool, owner, amount: tokens });
  const [instructions = []] = transactions;
  const preview = await previewTransaction(chain, instructions, { feePayer: owner.address });
  const waits = heldUpBy.map(({ rule }) => rule).join(', ');
  const when = `earns from epoch ${becomesShares.earnsFromEpoch}${waits && `, held up by ${waits}`}`;
  return { text: `Stakes ${amount} tokens, ${when}`, send: budgeted(instructions, preview) };
}

/** What anyone sends so that the ripe stake of an owner becomes shares. */
export async function activationOf(
  { reader }: ReturnType<typeof chainOf>,
  owner: Address,
  operatorPool: Address,
  feePayer: Address,
): Promise<Instruction[][]> {
  return (await activateStake(reader, { operatorPool, owners: [owner], feePayer })).transactions;
}

/** What the button "Claim" shows and sends: everything in all pools. */
export async function claimsOf(
  { reader }: ReturnType<typeof chainOf>,
  owner: TransactionSigner,
): Promise<{ text: string; send: Instruction[][] }> {
  const { overview } = await readNetwork(reader);
  const { transactions, unstaked, usdc } = await claimAll(reader, { owner });
  const tokens = formatAmount(unstaked, overview.stakeDecimals);
  return { text: `Claims ${tokens} tokens and ${formatAmount(usdc, overview.usdcDecimals)} USDC`, send: transactions };
}

function budgeted(instructions: Instruction[], preview: Preview): Instruction[] {
  if (preview.kind === 'Refused') throw new Error(preview.message);
  return withComputeBudget(instructions, { limit: preview.computeUnitLimit, price: 0n });
}
