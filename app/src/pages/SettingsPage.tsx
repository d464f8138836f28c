/** Which node the page reads. */
import { type FormEvent, useId, useState } from 'react';

import { CommandLine } from '../components/CommandLine';
import { DEFAULTS, SETTING_FAULTS, type Settings, webSocketUrlOf } from '../settings';

interface Field {
  name: keyof Settings;
  label: string;
  hint: string;
}

const FIELDS: Field[] = [
  {
    name: 'rpcUrl',
    label: 'Node (JSON-RPC URL)',
    hint: 'Everything that is shown comes from this node: choose one that you trust.',
  },
  {
    name: 'webSocketUrl',
    label: 'Its WebSocket URL, if it is an unusual one',
    hint: 'Needed to see that a transaction is confirmed.',
  },
  {
    name: 'proofServiceUrl',
    label: 'Proof service (optional)',
    hint: 'A rewards service of the network: with it, pools can be paid what they have open before you leave or activate. What it says is checked against the chain.',
  },
  {
    name: 'programId',
    label: 'Program, if it is deployed under another address',
    hint: 'Empty for the usual one.',
  },
];

export function SettingsPage({
  settings,
  onSettings,
}: {
  settings: Settings;
  onSettings: (settings: Settings) => void;
}) {
  const [draft, setDraft] = useState(settings);
  const [isSaved, setSaved] = useState(false);
  const id = useId();
  const faults = FIELDS.map(({ name }) => SETTING_FAULTS[name](draft[name]));
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (faults.some((fault) => fault !== null)) return;
    onSettings(draft);
    setSaved(true);
  };
  return (
    <section className="card narrow">
      <h1>Settings</h1>
      <p className="muted">They are kept in this browser and go nowhere else.</p>
      <form onSubmit={save} noValidate>
        {FIELDS.map(({ name, label, hint }, index) => (
          <div className="field" key={name}>
            <label htmlFor={`${id}-${name}`}>{label}</label>
            <input
              id={`${id}-${name}`}
              type="text"
              inputMode={name === 'programId' ? 'text' : 'url'}
              autoComplete="off"
              spellCheck={false}
              value={draft[name]}
              placeholder={name === 'webSocketUrl' ? webSocketUrlOf({ ...draft, webSocketUrl: '' }) : ''}
              aria-invalid={faults[index] !== null}
              aria-describedby={`${id}-${name}-said`}
              onChange={(event) => {
                setSaved(false);
                setDraft({ ...draft, [name]: event.target.value.trim() });
              }}
            />
            <p id={`${id}-${name}-said`} className={faults[index] ? 'field-fault' : 'field-said'} aria-live="polite">
              {faults[index] ? `${faults[index]}.` : hint}
            </p>
          </div>
        ))}
        <p className="row">
          <button type="submit" className="button primary" disabled={faults.some((fault) => fault !== null)}>
            Save
          </button>
          <button
            type="button"
            className="button"
            onClick={() => {
              setSaved(false);
              setDraft(DEFAULTS);
            }}
          >
            As this site was made
          </button>
          <output>{isSaved && 'Saved.'}</output>
        </p>
      </form>
      <CommandLine commands={['status']} title="Ask the same node in the command line" />
    </section>
  );
}
