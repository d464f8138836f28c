/** What a lock of so many days gives, to the unit. */
import { useState } from 'react';

import { AmountField, readAmount } from '../components/AmountField';
import { CommandLine } from '../components/CommandLine';
import { Slider } from '../components/Slider';
import { MAX_LOCK_DAYS, MIN_LOCK_DAYS, rankOf, SECONDS_PER_DAY } from '../economics/rank';
import { amountText } from '../format';

const RANK_DAYS = [14n, 30n, 90n, 180n, 365n];

export function RankCalculator({ decimals }: { decimals: number }) {
  const [text, setText] = useState('1000');
  const [days, setDays] = useState(180);
  const typed = readAmount(text, decimals);
  const amount = typed.kind === 'amount' ? typed.amount : null;
  const chosen = [...new Set([...RANK_DAYS, BigInt(days)])].sort((a, b) => Number(a - b));
  return (
    <section className="card" aria-labelledby="rank">
      <h2 id="rank">Rank calculator</h2>
      <p className="muted">
        A lock of 14 to 365 days gives a rank for votes and giveaways: the value of your shares, times 1 + days /
        121.67. It earns no rewards, and is an exit that takes as long. A pool's admin can let a friend out of its lock
        by announcing a higher commission, for as long as that stands; everybody else in the pool is then let out too.
      </p>
      <div className="columns">
        <div>
          <AmountField label="Value of the shares" unit="tokens" decimals={decimals} text={text} onChange={setText} />
          <Slider
            label="Days"
            least={Number(MIN_LOCK_DAYS)}
            most={Number(MAX_LOCK_DAYS)}
            value={days}
            unit=""
            onChange={setDays}
          />
        </div>
        <table>
          <caption className="hidden">Rank by days of the lock</caption>
          <thead>
            <tr>
              <th scope="col">Days</th>
              <th scope="col" className="end">
                Rank
              </th>
            </tr>
          </thead>
          <tbody>
            {chosen.map((each) => (
              <tr key={String(each)} className={each === BigInt(days) ? 'chosen' : ''}>
                <th scope="row">{String(each)}</th>
                <td className="end">
                  {amount === null ? '–' : amountText(rankOf(amount, each * SECONDS_PER_DAY), decimals)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <CommandLine commands={[`lock POOL ${days}d`, 'rank POOL']} />
    </section>
  );
}
