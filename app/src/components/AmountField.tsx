/** A field for an amount. What is wrong with it is said while it is typed. */
import { MAX_AMOUNT, parseAmount, ruleInWords } from '@inference-staking/sdk';
import { useId } from 'react';

import { amountText } from '../format';

/** What was typed, and what it means. */
export type Typed =
  | { kind: 'nothing' }
  | { kind: 'wrong'; reason: string }
  /** `isMax`: all that there is, by the button and not by its digits. */
  | { kind: 'amount'; amount: bigint; isMax: boolean };

/** Reads an amount in tokens, of which there are so many, and so many more that a lock holds. */
export function readAmount(text: string, decimals: number, maximum: bigint | null = null, locked = 0n): Typed {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'nothing' };
  if (trimmed.includes(',')) {
    return { kind: 'wrong', reason: 'Write a point before the decimals, such as 1.5, and no comma anywhere' };
  }
  try {
    const amount = parseAmount(trimmed, decimals);
    if (amount === 0n) return { kind: 'wrong', reason: 'The amount is nothing: write more than 0' };
    if (maximum !== null && amount > maximum) {
      const [most, all] = [maximum, maximum + locked].map((base) => amountText(base, decimals));
      const reason =
        amount <= maximum + locked
          ? `${ruleInWords('SharesLocked')}. Now at most ${most} can leave`
          : `That is more than there is: at most ${all}`;
      return { kind: 'wrong', reason };
    }
    return { kind: 'amount', amount, isMax: false };
  } catch (error) {
    return { kind: 'wrong', reason: error instanceof Error ? error.message : String(error) };
  }
}

interface Properties {
  label: string;
  unit: string;
  decimals: number;
  text: string;
  /** All that there is, base units; without it there is no button for it. */
  maximum?: bigint | null;
  /** What there is besides, base units, and cannot be had because it is locked. */
  locked?: bigint;
  onChange(text: string, isMax: boolean): void;
}

export function AmountField({ label, unit, decimals, text, maximum = null, locked = 0n, onChange }: Properties) {
  const id = useId();
  const typed = readAmount(text, decimals, maximum, locked);
  const isWrong = typed.kind === 'wrong';
  const all = maximum === null || maximum > MAX_AMOUNT ? null : amountText(maximum, decimals, '');
  const there = `You have ${amountText(maximum ?? 0n, decimals)} ${unit}`;
  const held = locked > 0n ? ` that can leave, and ${amountText(locked, decimals)} that are locked` : '';
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="field-row">
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          value={text}
          aria-invalid={isWrong}
          aria-describedby={`${id}-said`}
          onChange={(event) => onChange(event.target.value, false)}
        />
        <span className="field-unit">{unit}</span>
        {all !== null && (
          <button type="button" className="button" disabled={maximum === 0n} onClick={() => onChange(all, true)}>
            Max
          </button>
        )}
      </div>
      <p id={`${id}-said`} className={isWrong ? 'field-fault' : 'field-said'} aria-live="polite">
        {isWrong ? `${typed.reason}.` : all !== null ? `${there}${held}.` : ' '}
      </p>
    </div>
  );
}
