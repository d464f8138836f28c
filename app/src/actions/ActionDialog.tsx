/** An action in a window: fill in, see what it does, agree, see what became of it. */

import type { Position } from '@inference-staking/sdk';
import type { Address } from '@solana/kit';
import { useEffect, useRef, useState } from 'react';
import { useChain } from '../chain/connection';
import { ended, faultOf } from '../chain/errors';
import { useNetwork } from '../chain/network';
import { useHoldings, usePositions } from '../chain/queries';
import { AmountField, readAmount } from '../components/AmountField';
import { CommandLine } from '../components/CommandLine';
import { Dialog } from '../components/Dialog';
import { AddressText, Fact, Facts } from '../components/Figures';
import { Refused } from '../components/States';
import { shortAddress, solText } from '../format';
import { MAX_PRIORITY_FEE } from '../wallet/signer';
import type { Connected } from '../wallet/WalletProvider';
import {
  asksFor,
  commandsOf,
  daysOf,
  type Held,
  type Input,
  type Intent,
  lockedOf,
  maximumOf,
  titleOf,
} from './intents';
import { Outcome } from './Outcome';
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
  const holdings = useHoldings(owner);
  const positions = usePositions(poolOfHeld(intent) && owner);
  const position = heldIn(positions.data, intent);
  const [amount, setAmount] = useState({ text: '', isMax: false });
  const [days, setDays] = useState('');
  const maximum = maximumOf(intent, position, holdings.data?.tokens ?? null);
  const unread = unreadText(intent.kind === 'stake' ? holdings : positions);
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
  const said = useRef<HTMLDivElement>(null);
  const wasAsking = useRef(isAsking);
  useEffect(() => {
    if (wasAsking.current !== isAsking) said.current?.focus();
    wasAsking.current = isAsking;
  }, [isAsking]);
  const isBusy = !isAsking && course.state !== 'done' && course.state !== 'stopped';
  return (
    <Dialog title={titleOf(intent)} onClose={isBusy ? stop : onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        {isAsking && asksFor(intent) === 'amount' && (
          <AmountField
            label="Amount"
            unit="tokens"
            decimals={overview.stakeDecimals}
            text={amount.text}
            maximum={maximum}
            locked={lockedOf(intent, position)}
            onChange={(text, isMax) => setAmount({ text, isMax })}
          />
        )}
        {isAsking && asksFor(intent) === 'days' && (
          <DaysField intent={intent} range={range} text={days} onChange={setDays} />
        )}
        {isAsking && asksFor(intent) === 'amount' && unread !== null && (
          <p className="note">What you have could not be read, so that the most is not said: {unread}</p>
        )}
        {/* The same for the whole course, so that what becomes of it is read out, and the focus has a place when a button goes. */}
        <div ref={said} className="said" tabIndex={-1} aria-live="polite" aria-busy={course.state === 'previewing'}>
          {isAsking ? (
            <Preview course={course} intent={intent} signer={owner} />
          ) : (
            <Outcome course={course} walletName={connected.wallet.name} />
          )}
        </div>
        {isAsking && (
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
        )}
      </form>
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

/** The pool that something has to be in already; `null` of what begins elsewhere. */
function poolOfHeld(intent: Intent): Address | null {
  return intent.kind === 'stake' || intent.kind === 'claim all' ? null : intent.operatorPool;
}

/** What the account has in the pool that is meant, for what can be filled in; nothing that is signed goes by it. */
function heldIn(positions: readonly Position[] | undefined, intent: Intent): Held {
  return positions?.find(({ operatorPool }) => operatorPool === poolOfHeld(intent)) ?? null;
}

/** Why it is not known what there is; `null` if it is, or may be soon. */
function unreadText({ data, error }: { data: unknown; error: unknown }): string | null {
  return data || !error ? null : ended(faultOf(error).message);
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
    <div className="preview">
      {course.state === 'filling in' && <p className="muted">What it does is shown here before your wallet asks.</p>}
      {course.state === 'previewing' && <p className="muted">Asking the node what it would do…</p>}
      {course.state === 'refused' && <Refused fault={course.fault} />}
      {course.state === 'ready' && <ReadyText {...course} {...agreed} />}
    </div>
  );
}

function ReadyText({ offer, fee, rent, hasChanged, intent, signer }: Ready & Agreed) {
  const { settings } = useChain();
  const { stakeDecimals } = useNetwork().overview;
  const { plan } = offer;
  const count = plan.transactions.length;
  const loss = lossText(plan);
  const notes = plan.consequences.flatMap((consequence) => consequenceText(consequence, stakeDecimals) ?? []);
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
