/** What a page shows while it has nothing to show. */
import type { ReactNode } from 'react';

import { ended, type Fault, faultOf } from '../chain/errors';
import { useIsStale, useSeconds } from '../chain/network';
import { spanText } from '../format';
import { linkTo } from '../route';

export function Loading({ what }: { what: string }) {
  return (
    <output className="state">
      <span className="spinner" aria-hidden="true" />
      Reading {what}…
    </output>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {children}
    </div>
  );
}

/** Why something cannot be shown, and what to do. */
export function Failed({ error, retry }: { error: unknown; retry?: (() => unknown) | undefined }) {
  const fault = faultOf(error);
  return (
    <div className="state state-failed" role="alert">
      <p className="state-title">{ended(fault.message)}</p>
      {fault.advice && <p>{fault.advice}.</p>}
      <p className="row">
        {retry && (
          <button type="button" className="button" onClick={() => retry()}>
            Try again
          </button>
        )}
        {(fault.isUnreachable || fault.advice) && <a href={linkTo.settings}>Settings</a>}
      </p>
    </div>
  );
}

/** Of a reading: what `useQuery` says of it. */
export interface Reading {
  data: unknown;
  error: unknown;
  /** Milliseconds by the browser's clock. */
  dataUpdatedAt: number;
  refetch(): unknown;
}

/** Says of what is shown that it could not be read again, and how old it is. That the whole node is gone is said above. */
export function Stale({ what, of: { data, dataUpdatedAt, error, refetch } }: { what: string; of: Reading }) {
  const isStale = useIsStale();
  if (!data || !error) return null;
  const { advice, isUnreachable, message } = faultOf(error);
  return (
    <div className="note stale">
      <p>
        <span role="status">
          <strong>{what} before:</strong>{' '}
          {isStale || isUnreachable ? 'it could not be read again.' : `${ended(message)}${advice ? ` ${advice}.` : ''}`}
        </span>{' '}
        <Age of={dataUpdatedAt} />
      </p>
      <button type="button" className="button small" onClick={() => refetch()}>
        Try again
      </button>
    </div>
  );
}

/** How old a reading is, by the browser's clock in milliseconds. It stands outside of what is read aloud by itself: it is another one each second. */
export function Age({ of }: { of: number }) {
  useSeconds();
  return <span>Read {spanText(BigInt(Math.max(0, Math.floor((Date.now() - of) / 1_000))))} ago.</span>;
}

/** Why there is no answer: a rule stands against it, or it is not known. */
export function Refused({ fault }: { fault: Fault }) {
  return (
    <p className="refused">
      <strong>{fault.isUnreachable ? 'Not known now.' : 'Refused.'}</strong> <FaultText fault={fault} />
    </p>
  );
}

/** A refusal, by the name of its rule. */
export function FaultText({ fault }: { fault: Fault }) {
  return (
    <>
      {ended(fault.message)}
      {fault.advice && ` ${fault.advice}.`}
      {fault.rule && (
        <>
          {' '}
          <code className="rule">{fault.rule}</code>
        </>
      )}
    </>
  );
}
