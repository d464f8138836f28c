/** What a page shows while it has nothing to show. */
import type { ReactNode } from 'react';

import { ended, type Fault, faultOf } from '../chain/errors';
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
