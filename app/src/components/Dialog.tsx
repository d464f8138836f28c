/** A window over the page: the browser keeps the focus in it, and Escape closes it. */
import { type ReactNode, useEffect, useId, useRef } from 'react';

import { Icon } from './Icon';

export function Dialog({ title, onClose, children }: { title: string; onClose(): void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    // Whoever opens it to fill it in begins there, and not with the button that closes it.
    element?.querySelector('input')?.focus();
    return () => {
      element?.close();
      // What had the focus may be gone by now.
      if (before instanceof HTMLElement && before !== document.body && before.isConnected) before.focus();
      else document.querySelector('main')?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="button icon" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      {children}
    </dialog>
  );
}
