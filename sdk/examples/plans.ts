import {
  activateStake,
  claimAll,
  formatAmount,
  formatDuration,
  type Plan,
  PlanStopped,
  type ProofSource,
  parseAmount,
  previewTransaction,
  readNetwork,
  readPositions,
  rpcReader,
  rpcSimulator,
  ruleInWords,
  sendPlan,
  stake,
  unstake,
} from '@inference-staking/sdk';
import {
  type Address,
  createSolanaRpc,
  createSolanaRpcSubscriptions,
  type Signature,
  type TransactionSigner,
} from '@solana/kit';

/** What a page makes once for its node. `confirmed`, so that it reads at once what it has sent. */
export function connect(url: string, webSocketUrl: string) {
  const rpc = createSolanaRpc(url);
  const reader = rpcReader(rpc, { commitment: 'confirmed' });
  const simulator = rpcSimulator(rpc, { commitment: 'confirmed' });
  return { rpc, rpcSubscriptions: createSolanaRpcSubscriptions(webSocketUrl), reader, simulator };
}

type Chain = ReturnType<typeof connect>;

/**
 * How many signatures a plan asks for. Only its first transaction can be previewed before they are given: a later one would be refused for
 * what those before it have not done yet.
 */
function signed({ transactions }: Plan): string {
  const { length } = transactions;
  return length > 1 ? `, in ${length} transactions, each with a signature of its own` : '';
}

/** What a button shows, and what it does if the user agrees: the signatures, each of a transaction that is confirmed. */
interface Offer {
  text: string;
  send(): Promise<Signature[]>;
}

/** The button "Stake": `amount` is in tokens, such as `1.5`. */
export async function stakeOffer(
  chain: Chain,
  owner: TransactionSigner,
  operatorPool: Address,
  amount: string,
): Promise<Offer> {
  const { overview } = await readNetwork(chain.reader);
  const tokens = parseAmount(amount, overview.stakeDecimals);
  const plan = await stake(chain.reader, { operatorPool, owner, amount: tokens });
  const [instructions = []] = plan.transactions;
  const preview = await previewTransaction(chain, instructions, { feePayer: owner.address });
  if (preview.kind === 'Refused') {
    const { failure, message: reason } = preview;
    throw new PlanStopped([], { signature: null, outcome: 'NotExecuted', failure, reason });
  }
  const waits = plan.heldUpBy.map(({ rule }) => ruleInWords(rule)).join('; ');
  const when = `earns from epoch ${plan.becomesShares.earnsFromEpoch}${waits && `, held up: ${waits}`}`;
  const { fee, rent } = preview.cost;
  const costs = `${fee} lamports${rent === 0n ? '' : ` and a rent of ${rent ?? 'more'} lamports for a record, which closing it gives back`}`;
  const text = `Stakes ${amount} tokens for ${costs}, ${when}${lockJoinedBy(plan)}`;
  return { text, send: () => sendPlan(chain, plan, { feePayer: owner }) };
}

/** What a deposit into a locked record is told, and whoever makes one shares. */
function lockJoinedBy({ consequences }: Plan): string {
  const [lock] = consequences.flatMap((each) => (each.kind === 'JoinsLock' ? [each] : []));
  if (!lock) return '';
  if (lock.isFreeToGo) return ', locked like the rest, which a raised commission lets go at once';
  return `, locked like the rest: a release takes ${formatDuration(lock.seconds)}`;
}

/**
 * The button "Activate", which anyone may press: once the epoch of a deposit is over, it makes it shares, behind what the pool has to
 * accrue first. `proofs` is `proofService(url, chain.reader.programAddress)`, which asks the rewards service of the network.
 */
export async function activateOffer(
  chain: Chain,
  payer: TransactionSigner,
  of: { owner: Address; operatorPool: Address },
  proofs?: ProofSource,
): Promise<Offer> {
  const { owner, operatorPool } = of;
  const { overview } = await readNetwork(chain.reader);
  const request = { operatorPool, owners: [owner], feePayer: payer.address, ...(proofs && { proofs }) };
  const plan = await activateStake(chain.reader, request);
  const shares = plan.ready.reduce((sum, each) => sum + each.shares, 0n);
  const text = `Activates ${formatAmount(shares, overview.stakeDecimals)} shares${lockJoinedBy(plan)}${signed(plan)}`;
  return { text, send: () => sendPlan(chain, plan, { feePayer: payer }) };
}

/**
 * The button "Unstake": all that the owner has in a pool, into a ticket with a cooldown. With `proofs` the pool first accrues what it has
 * open; what it does not accrue is lost to shares that leave, and said where it may pay something.
 */
export async function unstakeOffer(
  chain: Chain,
  owner: TransactionSigner,
  operatorPool: Address,
  proofs?: ProofSource,
): Promise<Offer> {
  const { overview } = await readNetwork(chain.reader);
  const request = { operatorPool, owner, amount: { kind: 'All' }, ...(proofs && { proofs }) } as const;
  const plan = await unstake(chain.reader, request);
  const when = new Date(Number(plan.claimableFrom) * 1_000).toISOString();
  const epochs = plan.consequences.flatMap((each) => (each.kind === 'LosesRewards' ? each.epochs : []));
  const reasonOf = (lost: bigint) => plan.unaccrued.find(({ epoch }) => epoch === lost)?.reason ?? 'the pool is behind';
  const lost = epochs.map((epoch) => `, WITHOUT what epoch ${epoch} pays (${reasonOf(epoch)})`).join('');
  const text = `Unstakes ${formatAmount(plan.tokens, overview.stakeDecimals)} tokens${lost}, to be claimed from ${when}${signed(plan)}`;
  return { text, send: () => sendPlan(chain, plan, { feePayer: owner }) };
}

/** The button "Claim": everything in all pools; what a frozen token account, or one that was given away, leaves is said. */
export async function claimOffer(chain: Chain, owner: TransactionSigner): Promise<Offer> {
  const { overview } = await readNetwork(chain.reader);
  const plan = await claimAll(chain.reader, { owner });
  if (plan.transactions.length === 0) return { text: 'Nothing can be claimed', send: async () => [] };
  const tokens = formatAmount(plan.unstaked, overview.stakeDecimals);
  const left = plan.leftOut.map(({ reason }) => `, and leaves the rest: ${reason}`).join('');
  const text = `Claims ${tokens} tokens and ${formatAmount(plan.usdc, overview.usdcDecimals)} USDC${left}${signed(plan)}`;
  return { text, send: () => sendPlan(chain, plan, { feePayer: owner }) };
}

/** What a wallet has, a line for each pool: also the tickets of what was unstaked, which can be claimed or have to wait. */
export async function positionsOf(chain: Chain, owner: Address): Promise<string[]> {
  const { overview } = await readNetwork(chain.reader);
  const tokens = (amount: bigint) => formatAmount(amount, overview.stakeDecimals);
  return (await readPositions(chain.reader, owner)).map((position) => {
    const usdc = formatAmount(position.claimableUsdc, overview.usdcDecimals);
    const staked = `${tokens(position.tokenValue)} tokens, ${tokens(position.record.activating)} activating`;
    const waiting = position.cooling.reduce((sum, ticket) => sum + ticket.amount, 0n);
    const leaving = `${tokens(position.matured)} to be claimed, ${tokens(waiting)} in cooldown`;
    return `${position.pool.name}: ${staked}, ${leaving}, ${usdc} USDC`;
  });
}
