/** An action in a window: fill in, see what it does, agree, see what became of it. */
import { useEffect, useState } from 'react';

import { useChain } from '../chain/connection';
import { useNetwork } from '../chain/network';
import { useHoldings, usePositions } from '../chain/queries';
import { AmountField, readAmount } from '../components/AmountField';
import { CommandLine } from '../components/CommandLine';
import { Dialog } from '../components/Dialog';
import { AddressText, CopyButton, Fact, Facts } from '../components/Figures';
import { FaultText, Refused } from '../components/States';
import { shortAddress, solText } from '../format';
import { MAX_PRIORITY_FEE } from '../wallet/signer';
import type { Connected } from '../wallet/WalletProvider';
import { asksFor, commandsOf, daysOf, type Held, type Input, type Intent, maximumOf, titleOf } from './intents';
import { consequenceText, lossText } from './offers';
import { type Course, type Ready, useAction } from './useAction';

interface Properties {
  intent: Intent;
  connected: Connected;
  /** Whether another account acts by now, or none, or another page is shown. */
  isLeft: boolean;
  onClose(): void;
}

export function ActionDialog({ intent, connected, isLeft, onClose }: Properties) {
  const { overview } = useNetwork();
  const owner = connected.account.address;
  const holdings = useHoldings(owner).data;
  const position = useHeld(intent, owner);
  const [amount, setAmount] = useState({ text: '', isMax: false });
  const [days, setDays] = useState('');
  const maximum = maximumOf(intent, position, holdings?.tokens ?? null);
  const range = daysOf(intent, position);
  const input = inputOf(intent, { amount, days }, { decimals: overview.stakeDecimals, maximum, range });
  const { course, confirm, again, stop } = useAction(intent, input, connected);
  const isAsking =
    course.state === 'filling in' ||
    course.state === 'previewing' ||
    course.state === 'ready' ||
    course.state === 'refused';
  // What was confirmed stays, with its signature, until somebody has seen it.
  const isOver = isAsking && isLeft;
  useEffect(() => {
    if (isOver) onClose();
  }, [isOver, onClose]);
  const isBusy = !isAsking && course.state !== 'done' && course.state !== 'stopped';
  return (
    <Dialog title={titleOf(intent)} onClose={isBusy ? stop : onClose}>
      {isAsking && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void confirm();
          }}
        >
          {asksFor(intent) === 'amount' && (
            <AmountField
              label="Amount"
              unit="tokens"
              decimals={overview.stakeDecimals}
              text={amount.text}
              maximum={maximum}
              onChange={(text, isMax) => setAmount({ text, isMax })}
            />
          )}
          {asksFor(intent) === 'days' && <DaysField intent={intent} range={range} text={days} onChange={setDays} />}
          <Preview course={course} intent={intent} signer={owner} />
          <p className="row end">
            {course.state === 'refused' && (
              <button type="button" className="button" onClick={again}>
                Try again
              </button>
            )}
            <button type="button" className="button" onClick={onClose}>
              Cancel
            </button>
            <button type="submit" className="button primary" disabled={course.state !== 'ready'}>
              Confirm in {connected.wallet.name}
            </button>
          </p>
        </form>
      )}
      {!isAsking && <Outcome course={course} walletName={connected.wallet.name} />}
      {(course.state === 'done' || course.state === 'stopped') && (
        <p className="row end">
          {course.state === 'stopped' && !course.isUnknown && !isLeft && (
            <button type="button" className="button" onClick={again}>
              Look again
            </button>
          )}
          <button type="button" className="button primary" onClick={onClose}>
            Close
          </button>
        </p>
      )}
      {!isBusy && <CommandLine commands={commandsOf(intent, input ?? {}, overview, position)} />}
    </Dialog>
  );
}

/** What the account has in the pool that is meant, for what can be filled in; nothing that is signed goes by it. */
function useHeld(intent: Intent, owner: string): Held {
  const pool = intent.kind === 'stake' || intent.kind === 'claim all' ? null : intent.operatorPool;
  const positions = usePositions(pool && owner).data;
  return positions?.find(({ operatorPool }) => operatorPool === pool) ?? null;
}

type Days = ReturnType<typeof daysOf>;

function inputOf(
  intent: Intent,
  { amount, days }: { amount: { text: string; isMax: boolean }; days: string },
  { decimals, maximum, range }: { decimals: number; maximum: bigint | null; range: Days },
): Input | null {
  switch (asksFor(intent)) {
    case 'amount': {
      const typed = readAmount(amount.text, decimals, maximum);
      return typed.kind === 'amount' ? { amount: typed.amount, isMax: amount.isMax } : null;
    }
    case 'days':
      return daysFault(range, days) === null && days !== '' ? { days: BigInt(days) } : null;
    default:
      return {};
  }
}

function daysFault({ least, most }: Days, text: string): string | null {
  if (text === '') return null;
  const isWhole = /^[0-9]{1,4}$/.test(text);
  return isWhole && BigInt(text) >= least && BigInt(text) <= most
    ? null
    : `Write whole days, from ${least} to ${most}.`;
}

interface DaysProperties {
  intent: Intent;
  range: Days;
  text: string;
  onChange(text: string): void;
}

function DaysField({ intent, range, text, onChange }: DaysProperties) {
  const { least, most } = range;
  const fault = daysFault(range, text);
  return (
    <div className="field">
      <label htmlFor="days">{intent.kind === 'lock' ? 'Days that the release will take' : 'Days longer'}</label>
      <input
        id="days"
        type="text"
        inputMode="numeric"
        autoComplete="off"
        value={text}
        aria-invalid={fault !== null}
        aria-describedby="days-said"
        onChange={(event) => onChange(event.target.value.trim())}
      />
      <p id="days-said" className={fault ? 'field-fault' : 'field-said'} aria-live="polite">
        {fault ?? `From ${least} to ${most} days.`}
      </p>
    </div>
  );
}

interface Agreed {
  intent: Intent;
  signer: string;
}

function Preview({ course, ...agreed }: Agreed & { course: Course }) {
  return (
    <div className="preview" aria-live="polite" aria-busy={course.state === 'previewing'}>
      {course.state === 'filling in' && <p className="muted">What it does is shown here before your wallet asks.</p>}
      {course.state === 'previewing' && <p className="muted">Asking the node what it would do…</p>}
      {course.state === 'refused' && <Refused fault={course.fault} />}
      {course.state === 'ready' && <ReadyText {...course} {...agreed} />}
    </div>
  );
}

function ReadyText({ offer, fee, rent, hasChanged, intent, signer }: Ready & Agreed) {
  const { settings } = useChain();
  const { plan } = offer;
  const count = plan.transactions.length;
  const loss = lossText(plan);
  const notes = plan.consequences.flatMap((consequence) => consequenceText(consequence) ?? []);
  return (
    <>
      {hasChanged && (
        <p className="note" role="alert">
          <strong>What this does has changed since you looked: look again.</strong>
        </p>
      )}
      <Facts>
        {offer.lines.map(({ name, text }) => (
          <Fact key={name + text} name={name}>
            {text}
          </Fact>
        ))}
        {'operatorPool' in intent && (
          <Fact name="Pool">
            {intent.poolName !== shortAddress(intent.operatorPool) && `${intent.poolName} `}
            <AddressText address={intent.operatorPool} />
          </Fact>
        )}
        <Fact name="Signed by">
          <AddressText address={signer} />
        </Fact>
        <Fact name="Fee">
          {solText(fee)}
          {count > 1 && `, for ${count} transactions`}; your wallet may add up to {solText(MAX_PRIORITY_FEE)}
          {count > 1 && ' for each'}
        </Fact>
        {rent !== null && rent > 0n && (
          <Fact name="Rent" hint="It comes back when the account is closed.">
            {solText(rent)}
          </Fact>
        )}
      </Facts>
      {notes.map((note) => (
        <p key={note} className="note">
          {note}
        </p>
      ))}
      {loss && (
        <p className="note">
          {loss} {settings.proofServiceUrl === '' ? 'Name a proof service in the settings, or wait' : 'Wait'} until the
          pool is paid.
        </p>
      )}
    </>
  );
}

function Outcome({ course, walletName }: { course: Course; walletName: string }) {
  switch (course.state) {
    case 'looking again':
      return <output className="state">Asking the node whether it still does the same…</output>;
    case 'in the wallet':
      return (
        <div className="state">
          <output>
            Confirm in {walletName}. {course.executed.length === 0 ? 'Nothing' : 'Nothing more'} is sent before you do.
          </output>
          <Executed signatures={course.executed} />
        </div>
      );
    case 'approved':
      return (
        <div className="state">
          <output>
            Approved in {walletName}.{' '}
            {course.executed.length === 0
              ? 'Nothing is sent yet: asking the node once more whether it still does the same…'
              : 'It is sent now, as it was simulated before you were asked…'}
          </output>
          <Executed signatures={course.executed} />
        </div>
      );
    case 'sending':
      return (
        <div className="state">
          <output>
            <span className="spinner" aria-hidden="true" />
            {course.count > 1 ? `Transaction ${course.executed.length + 1} of ${course.count} was sent` : 'Sent'},
            waiting until it is confirmed…
          </output>
          <SignatureText signature={course.signature} />
          <Executed signatures={course.executed} />
        </div>
      );
    case 'done':
      return (
        <div className="state state-done">
          <p className="state-title" role="status">
            Done.
          </p>
          <Signatures of={course.signatures} />
        </div>
      );
    case 'stopped':
      return (
        <div className="state state-failed" role="alert">
          <p className="state-title">{course.title}.</p>
          <p>
            <FaultText fault={course.fault} />
          </p>
          {course.isUnknown && <p>Look the signature up before you try again: it may have been executed.</p>}
          {course.signature && <SignatureText signature={course.signature} />}
          <Executed signatures={course.executed} />
        </div>
      );
    default:
      return null;
  }
}

/** What of a plan is done already, whatever becomes of the rest. */
function Executed({ signatures }: { signatures: readonly string[] }) {
  if (signatures.length === 0) return null;
  return (
    <>
      <p>Executed before it: {signatures.length} of the transactions.</p>
      <Signatures of={signatures} />
    </>
  );
}

function Signatures({ of }: { of: readonly string[] }) {
  return of.map((signature) => <SignatureText key={signature} signature={signature} />);
}

function SignatureText({ signature }: { signature: string }) {
  return (
    <p className="signature">
      <code>{signature}</code>
      <CopyButton text={signature} what="signature" />
    </p>
  );
}
