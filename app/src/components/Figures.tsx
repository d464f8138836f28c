/** Amounts, times and addresses. */
import { type ReactNode, useState } from 'react';

import { useNetwork, useNow } from '../chain/network';
import { amountText, shortAddress, spanText, utc } from '../format';
import { Icon } from './Icon';

/** Stake tokens. */
export function Tokens({ amount }: { amount: bigint }) {
  const { stakeDecimals } = useNetwork().overview;
  return (
    <span className="number">
      {amountText(amount, stakeDecimals)} <span className="unit">tokens</span>
    </span>
  );
}

export function Usdc({ amount }: { amount: bigint }) {
  const { usdcDecimals } = useNetwork().overview;
  return (
    <span className="number">
      {amountText(amount, usdcDecimals)} <span className="unit">USDC</span>
    </span>
  );
}

/** A moment by the chain's clock: how long until then, or since, and when that is. */
export function Moment({ at }: { at: bigint }) {
  const now = useNow();
  const distance = at > now ? `in ${spanText(at - now)}` : `${spanText(now - at)} ago`;
  return (
    <span className="moment">
      {distance} <span className="muted">{utc(at)}</span>
    </span>
  );
}

/** An address by its ends, with a button that copies all of it. */
export function AddressText({ address, href }: { address: string; href?: string }) {
  return (
    <span className="address">
      {href ? (
        <a href={href} title={address}>
          {shortAddress(address)}
        </a>
      ) : (
        <span title={address}>{shortAddress(address)}</span>
      )}
      <CopyButton text={address} what={`address ${shortAddress(address)}`} />
    </span>
  );
}

export function CopyButton({ text, what }: { text: string; what: string }) {
  const [said, setSaid] = useState<'copied' | 'failed' | null>(null);
  const copy = async () => {
    const copied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(copied ? 'copied' : 'failed');
    setTimeout(() => setSaid(null), 1_500);
  };
  return (
    <button type="button" className="copy" onClick={copy} aria-label={`Copy ${what}`} title={`Copy ${what}`}>
      <span aria-live="polite">
        <Icon name={said === 'copied' ? 'done' : said === 'failed' ? 'close' : 'copy'} />
        <span className="hidden">{said ?? ''}</span>
      </span>
    </button>
  );
}

/** Names and values, one below the other. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

export function Fact({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>
        {name}
        {hint && <span className="hint">{hint}</span>}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A figure that stands out. */
export function Headline({ name, children, detail }: { name: string; children: ReactNode; detail?: ReactNode }) {
  return (
    <div className="headline">
      <dt>{name}</dt>
      <dd>
        <span className="headline-value">{children}</span>
        {detail && <span className="headline-detail">{detail}</span>}
      </dd>
    </div>
  );
}

export type Tone = 'good' | 'warn' | 'bad' | 'plain';

/** A state in a word; the word says it, the colour only repeats it. */
export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}
