/** How far what was confirmed has come, and what became of it. */
import type { ReactNode } from 'react';

import { CopyButton } from '../components/Figures';
import { FaultText } from '../components/States';
import type { Course } from './useAction';

export function Outcome({ course, walletName }: { course: Course; walletName: string }) {
  switch (course.state) {
    case 'looking again':
      return <Waiting executed={[]}>Asking the node whether it still does the same…</Waiting>;
    case 'in the wallet':
      return (
        <Waiting executed={course.executed}>
          Confirm in {walletName}. {course.executed.length === 0 ? 'Nothing' : 'Nothing more'} is sent before you do.
        </Waiting>
      );
    case 'approved':
      return (
        <Waiting executed={course.executed}>
          Approved in {walletName}.{' '}
          {course.executed.length === 0
            ? 'Nothing is sent yet: asking the node once more whether it still does the same…'
            : 'It is sent now, as it was simulated before you were asked…'}
        </Waiting>
      );
    case 'sending':
      return (
        <Waiting executed={course.executed} signature={course.signature}>
          <span className="spinner" aria-hidden="true" />
          {course.count > 1 ? `Transaction ${course.executed.length + 1} of ${course.count} is handed` : 'Handed'} to
          the node, waiting for what becomes of it…
        </Waiting>
      );
    case 'done':
      return (
        <div className="state state-done">
          <p className="state-title">Done.</p>
          <Signatures of={course.signatures} />
        </div>
      );
    case 'stopped':
      return (
        <div className="state state-failed">
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

interface WaitingProperties {
  executed: readonly string[];
  /** Of what is waited for, once it has one. */
  signature?: string;
  children: ReactNode;
}

function Waiting({ executed, signature, children }: WaitingProperties) {
  return (
    <div className="state">
      <p>{children}</p>
      {signature !== undefined && <SignatureText signature={signature} />}
      <Executed signatures={executed} />
    </div>
  );
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
