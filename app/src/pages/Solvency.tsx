/** Whether the vaults hold what they owe. */
import { useState } from 'react';

import { useNetwork } from '../chain/network';
import { useSolvency } from '../chain/queries';
import { isCovered } from '../chain/solvency';
import { Badge, Tokens, Usdc } from '../components/Figures';
import { Failed, Loading, Stale } from '../components/States';
import { groups } from '../format';

export function Solvency() {
  const [isAsked, ask] = useState(false);
  const solvency = useSolvency(isAsked);
  const { data, error, isPlaceholderData, refetch } = solvency;
  // The node may be gone long before this is read again.
  const isUnknown = useNetwork().isStale || error !== null;
  if (!data) return error ? <Failed error={error} retry={refetch} /> : <Loading what="what the vaults owe" />;
  const { isSettled, isSolvent, pools, records, short, vaults } = data;
  return (
    <section className="card" aria-labelledby="solvency">
      <div className="card-head">
        <h2 id="solvency">Solvency, worked out in your browser</h2>
        <Badge tone={isUnknown ? 'warn' : isSolvent ? 'good' : isSettled ? 'bad' : 'warn'}>
          {isUnknown
            ? 'not known now'
            : isSolvent
              ? short === null
                ? 'global vaults hold what they owe'
                : 'every vault holds what it owes'
              : isSettled
                ? 'does not add up'
                : 'could not be seen: accounts change'}
        </Badge>
      </div>
      <Stale what="Vaults as they were" of={solvency} />
      <p className="muted">
        What a vault owes has to be the sum of what {groups(records)} {records === 1 ? 'record' : 'records'} and{' '}
        {groups(pools)} {pools === 1 ? 'pool' : 'pools'} say, and the vault has to hold it.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by the keyboard */}
      <section className="table-scroll" tabIndex={0} aria-label="Vaults">
        <table>
          <thead>
            <tr>
              <th scope="col">Vault</th>
              <th scope="col" className="end">
                Holds
              </th>
              <th scope="col" className="end">
                Owes
              </th>
              <th scope="col" className="end">
                Sum of what is owed
              </th>
              <th scope="col">Covered</th>
            </tr>
          </thead>
          <tbody>
            {vaults.map((vault) => {
              const Unit = vault.isUsdc ? Usdc : Tokens;
              return (
                <tr key={vault.name}>
                  <th scope="row">{vault.name}</th>
                  <td className="end">
                    <Unit amount={vault.holds} />
                  </td>
                  <td className="end">
                    <Unit amount={vault.owes} />
                  </td>
                  <td className="end">
                    <Unit amount={vault.parts} />
                  </td>
                  <td>
                    <Badge tone={isUnknown ? 'plain' : isCovered(vault) ? 'good' : 'bad'}>
                      {isCovered(vault) ? 'yes' : 'no'}
                    </Badge>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      {short !== null ? (
        <p>
          {short === 0
            ? `None of ${groups(pools)} pool vaults is short.`
            : `${groups(short)} pool vaults hold less than they owe.`}
        </p>
      ) : (
        <p>
          <button type="button" className="button" disabled={isPlaceholderData} onClick={() => ask(true)}>
            {isPlaceholderData
              ? 'Reading the vaults…'
              : `Check ${pools === 1 ? "the pool's vault" : `the vaults of all ${groups(pools)} pools`} too`}
          </button>
        </p>
      )}
    </section>
  );
}
