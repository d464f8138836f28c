/** The course of an action: planned and previewed as it is filled in, signed, sent, and what became of it. */
import { PlanStopped, previewTransaction, sendPlan } from '@inference-staking/sdk';
import { address, createNoopSigner, type Signature, type TransactionModifyingSigner } from '@solana/kit';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';

import { type Chain, useChain } from '../chain/connection';
import { type Fault, faultOf } from '../chain/errors';
import { useNetwork } from '../chain/network';
import { keptProofs } from '../chain/proofs';
import { digits } from '../format';
import { WalletStop, walletChain, walletSigner } from '../wallet/signer';
import type { Connected } from '../wallet/WalletProvider';
import type { Input, Intent } from './intents';
import { isSameOffer, needsCreated, nothingText, type Offer, planOf } from './offers';

export interface Ready {
  offer: Offer;
  /** Lamports. */
  fee: bigint;
  /** Lamports of accounts that are created, which come back when those are closed; `null` if the node does not say. */
  rent: bigint | null;
  /** Whether the same input did something else when it was shown before. */
  hasChanged: boolean;
}

export type Course =
  | { state: 'filling in' }
  | { state: 'previewing' }
  | ({ state: 'ready' } & Ready)
  | { state: 'refused'; fault: Fault }
  | { state: 'looking again' }
  | { state: 'in the wallet'; executed: readonly Signature[] }
  | { state: 'approved'; executed: readonly Signature[] }
  | { state: 'sending'; signature: Signature; count: number; executed: readonly Signature[] }
  | { state: 'done'; signatures: Signature[] }
  | {
      state: 'stopped';
      title: string;
      fault: Fault;
      signature: Signature | null;
      executed: readonly Signature[];
      isUnknown: boolean;
    };

/** Milliseconds after the last key until a preview is asked for. */
const PAUSE = 300;
const FEE_PER_SIGNATURE = 5_000n;
/** For what wallets add. At the price of 0 it costs nothing. */
const SPARE_COMPUTE_UNITS = 60_000;

/** What is filled in is `null` while something is missing or wrong. */
export function useAction(intent: Intent, filledIn: Input | null, connected: Connected) {
  const chain = useChain();
  const { overview } = useNetwork();
  // For as long as the window is open.
  const proofs = useMemo(() => chain.proofs && keptProofs(chain.proofs), [chain.proofs]);
  const source = { ...chain, proofs: proofs?.asking };
  const queries = useQueryClient();
  const [course, setCourse] = useState<Course>({ state: 'filling in' });
  const [attempt, setAttempt] = useState(0);
  // What was agreed to holds until somebody looks again, however much is there by then.
  const [agreed, setAgreed] = useState<Input | null>(null);
  const input = agreed ?? filledIn;
  const owner = connected.account.address;
  const wanted = JSON.stringify(input, digits);
  const ending = useRef<AbortController | null>(null);
  const shown = useRef<{ of: string; offer: Offer; hasChanged: boolean } | null>(null);
  useEffect(() => () => ending.current?.abort(), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: planned anew for another input, account or attempt; not for each reading of the network
  useEffect(() => {
    if (input === null) return setCourse({ state: 'filling in' });
    let isLate = false;
    setCourse({ state: 'previewing' });
    const timer = setTimeout(async () => {
      const next = await previewed(source, intent, input, owner, overview).catch(
        (error: unknown): Course => ({ state: 'refused', fault: faultOf(error) }),
      );
      if (isLate) return;
      if (next.state !== 'ready') return setCourse(next);
      const of = `${owner} ${wanted}`;
      // Once it has changed that stays said, however often it is planned anew, until something else is filled in.
      const before = shown.current?.of === of ? shown.current : null;
      const hasChanged = before !== null && (before.hasChanged || !isSameOffer(before.offer, next.offer));
      shown.current = { of, offer: next.offer, hasChanged };
      setCourse({ ...next, hasChanged });
    }, PAUSE);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [wanted, owner, attempt]);

  const again = () => {
    setAgreed(null);
    setAttempt((count) => count + 1);
  };
  const epoch = `${overview.completedRewardEpoch} ${overview.isEpochFinalizing}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: an epoch that is marked or published changes what an action does
  useEffect(() => {
    if (course.state === 'ready' || course.state === 'refused' || course.state === 'previewing') again();
  }, [epoch]);

  async function confirm() {
    if (course.state !== 'ready' || input === null) return;
    const abort = new AbortController();
    ending.current = abort;
    setAgreed(input);
    const proceed = (next: Course) => {
      if (!abort.signal.aborted) setCourse(next);
    };
    proceed({ state: 'looking again' });
    try {
      const wallet = walletSigner(connected, await walletChain(chain.rpc));
      const executed: Signature[] = [];
      let agreedTo = course.offer;
      const signer: TransactionModifyingSigner = {
        ...wallet,
        async modifyAndSignTransactions(transactions, config) {
          abort.signal.throwIfAborted();
          proceed({ state: 'in the wallet', executed: [...executed] });
          const signed = await wallet.modifyAndSignTransactions(transactions, config);
          abort.signal.throwIfAborted();
          proceed({ state: 'approved', executed: [...executed] });
          // A wallet may take its time. What comes after the first transaction cannot be planned without it.
          if (executed.length === 0) {
            // Only the chain is asked: a service that takes its time would let the blockhash expire.
            const held = { ...chain, proofs: proofs?.held };
            const now = await planOf(held, intent, input, createNoopSigner(wallet.address), overview);
            if (!isSameOffer(agreedTo, now))
              throw new WalletStop(
                `What this does has changed while ${connected.wallet.name} was asked. Nothing was sent: look again`,
              );
          }
          return signed;
        },
      };
      // Planned with who signs: a plan for a preview has nobody's signature in it.
      const offer = await planOf(source, intent, input, signer, overview);
      if (abort.signal.aborted) return;
      if (!isSameOffer(course.offer, offer)) return again();
      // What the wallet signs: what is looked at after it is held against this, not against a preview of any age.
      agreedTo = offer;
      const count = offer.plan.transactions.length;
      const signatures = await sendPlan(chain, offer.plan, {
        feePayer: signer,
        spareComputeUnits: SPARE_COMPUTE_UNITS,
        programAddress: chain.programAddress,
        abortSignal: abort.signal,
        onSignature: (signature) => {
          proceed({ state: 'sending', signature, count, executed: [...executed] });
          executed.push(signature);
        },
      });
      proceed({ state: 'done', signatures });
    } catch (error) {
      proceed(stopped(error));
    }
    await queries.invalidateQueries();
  }

  /** Goes no further with what was confirmed, and says how far it is. */
  function stop() {
    ending.current?.abort();
    if (course.state === 'sending') {
      const message = 'It was handed to the node before you stopped, and is not waited for any more';
      const fault: Fault = { message, rule: null, advice: null, isUnreachable: false };
      const { executed, signature } = course;
      setCourse({ state: 'stopped', title: 'Nobody can tell yet', fault, signature, executed, isUnknown: true });
      return;
    }
    const isAsked = course.state === 'in the wallet' || course.state === 'approved';
    const executed = isAsked ? course.executed : [];
    const message = `Nothing ${executed.length > 0 ? 'more is sent' : 'is sent any more'}, even if you still approve it in ${connected.wallet.name}`;
    const fault: Fault = { message, rule: null, advice: null, isUnreachable: false };
    setCourse({ state: 'stopped', title: 'Stopped', fault, signature: null, executed, isUnknown: false });
  }

  return { course, confirm, again, stop };
}

async function previewed(
  chain: Chain,
  intent: Intent,
  input: Input,
  owner: string,
  overview: Parameters<typeof planOf>[4],
): Promise<Course> {
  const feePayer = address(owner);
  const offer = await planOf(chain, intent, input, createNoopSigner(feePayer), overview);
  const { transactions } = offer.plan;
  if (transactions.length === 0) {
    return { state: 'refused', fault: { message: nothingText(offer), rule: null, advice: null, isUnreachable: false } };
  }
  let [fee, rent]: [bigint, bigint | null] = [0n, 0n];
  for (const [place, instructions] of transactions.entries()) {
    if (place > 0 && (!offer.isIndependent || needsCreated(offer.plan, place))) {
      // It needs what the one before it does, and is simulated again before it is signed.
      fee += FEE_PER_SIGNATURE;
      continue;
    }
    const preview = await previewTransaction(chain, instructions, { feePayer });
    if (preview.kind === 'Refused') {
      const rule = preview.failure && 'name' in preview.failure ? preview.failure.name : null;
      return { state: 'refused', fault: { ...faultOf(new Error(preview.message)), rule } };
    }
    fee += preview.cost.fee;
    rent = rent === null || preview.cost.rent === null ? null : rent + preview.cost.rent;
  }
  return { state: 'ready', offer, fee, rent, hasChanged: false };
}

/** Where it stopped, and whether something was executed. */
function stopped(error: unknown): Course {
  const wallet = causeOf(error, WalletStop);
  const nothing = { signature: null, executed: error instanceof PlanStopped ? error.executed : [], isUnknown: false };
  if (wallet) {
    const fault: Fault = { message: wallet.message.replace(/\.$/, ''), rule: null, advice: null, isUnreachable: false };
    return { state: 'stopped', title: 'Not signed', fault, ...nothing };
  }
  if (!(error instanceof PlanStopped))
    return { state: 'stopped', title: 'Not sent', fault: faultOf(error), ...nothing };
  const { executed, outcome, signature } = error;
  const titles = {
    NotExecuted: 'Not executed',
    Failed: 'Failed: only the fee was paid',
    Unknown: 'Nobody can tell yet',
  };
  return {
    state: 'stopped',
    title: titles[outcome],
    fault: faultOf(error),
    signature,
    executed,
    isUnknown: outcome === 'Unknown',
  };
}

function causeOf<T extends Error>(error: unknown, type: new (message?: string) => T): T | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth += 1) {
    if (at instanceof type) return at;
  }
  return null;
}
