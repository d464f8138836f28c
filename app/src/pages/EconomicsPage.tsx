/** What the emission schedule means: sliders, eight plots, and the rank that a lock gives. Works without a node too. */
import { useDeferredValue, useState } from 'react';

import { useNetworkQuery, useSupply } from '../chain/queries';
import { Slider } from '../components/Slider';
import { DECIMALS, type Draft, EXAMPLE, PERCENT, tableLike } from '../economics/draft';
import { scheduleOf, wasLowered } from '../economics/network';
import type { Schedule } from '../economics/schedule';
import { amountText } from '../format';
import { RankCalculator } from './RankCalculator';
import { ScheduleResults } from './ScheduleResults';
import { Budgets, Rate } from './ScheduleSliders';

interface Start extends Draft {
  decimals: number;
  /** Epochs that have passed on the network; 0 of an example. */
  passed: number;
  /** Whether it is a network's own. */
  isNetworks: boolean;
}

export function EconomicsPage() {
  const network = useNetworkQuery();
  const supply = useSupply(network.data?.overview.stakeMint);
  const isReading = network.isPending || (network.data !== undefined && supply.isPending);
  const overview = network.data?.overview;
  const start: Start = {
    schedule: overview ? scheduleOf(overview) : EXAMPLE,
    startingSupply: startingSupply(overview ? scheduleOf(overview) : EXAMPLE, supply.data ?? null),
    epochHours: 24,
    staked: 60,
    toStakers: 100,
    burnt: 0,
    commission: 0,
    years: 15,
    decimals: overview?.stakeDecimals ?? DECIMALS,
    passed: Number(overview?.completedRewardEpoch ?? 0n),
    isNetworks: overview !== undefined,
  };
  const isLowered = overview !== undefined && wasLowered(overview);
  return (
    <>
      <h1>Economics</h1>
      {isReading ? (
        <p className="muted" role="status">
          Reading the network's schedule…
        </p>
      ) : (
        <>
          {!start.isNetworks && (
            <p className="note">
              The node does not answer, so this begins with an example: 8 % a year that falls by 15 % each year to 1.5
              %, on a billion tokens.
            </p>
          )}
          {isLowered && (
            <p className="note">
              This network's schedule was lowered. The plots show the schedule as it is now, from epoch 1 on; what was
              issued before is in <code>inference-staking simulate</code>.
            </p>
          )}
          <Explorer key={start.isNetworks ? 'network' : 'example'} start={start} />
        </>
      )}
      <RankCalculator decimals={start.decimals} />
    </>
  );
}

/** A disinflation says the supply it is a part of; of a table, what there is now is taken for it. */
function startingSupply(schedule: Schedule, minted: bigint | null): bigint {
  return schedule.__kind === 'Disinflation' ? schedule.baseSupply : (minted ?? 10n ** 18n);
}

function Explorer({ start }: { start: Start }) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(start));
  const shown = useDeferredValue(draft);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const rate = (part: Partial<Schedule>) => change({ schedule: { ...draft.schedule, ...part } as Schedule });
  const { schedule } = draft;
  const isOwn = start.isNetworks && JSON.stringify(draft, digits) === JSON.stringify(draftOf(start), digits);
  return (
    <>
      <section className="card" aria-labelledby="sliders">
        <div className="card-head">
          <h2 id="sliders">Schedule and assumptions</h2>
          <span className="row">
            {isOwn && <span className="muted">This network's own schedule</span>}
            <button type="button" className="button small" disabled={isOwn} onClick={() => setDraft(draftOf(start))}>
              {start.isNetworks ? "The network's schedule" : 'The example'}
            </button>
            <button
              type="button"
              className="button small"
              onClick={() => {
                const next =
                  schedule.__kind === 'Table' ? { ...EXAMPLE, baseSupply: draft.startingSupply } : tableLike(schedule);
                change({ schedule: next });
              }}
            >
              {schedule.__kind === 'Table' ? 'Try a disinflation' : 'Try a table of budgets'}
            </button>
          </span>
        </div>
        <div className="sliders">
          {schedule.__kind === 'Disinflation' ? (
            <>
              <Rate
                label="Initial rate"
                value={schedule.initialRate}
                most={20}
                onChange={(initialRate) => rate({ initialRate, longTermRate: min(schedule.longTermRate, initialRate) })}
              />
              <Rate label="Yearly decay" value={schedule.decay} most={50} onChange={(decay) => rate({ decay })} />
              <Rate
                label="Long-term rate"
                value={schedule.longTermRate}
                most={Math.min(10, Number(schedule.initialRate / PERCENT))}
                onChange={(longTermRate) => rate({ longTermRate })}
              />
            </>
          ) : (
            <Budgets budgets={schedule.budgets} decimals={start.decimals} onChange={(budgets) => rate({ budgets })} />
          )}
          <Slider
            label="Epochs of a period"
            least={5}
            most={730}
            value={Number(schedule.epochsPerPeriod)}
            unit=""
            onChange={(value) => rate({ epochsPerPeriod: BigInt(value) })}
          />
          <Slider
            label="Length of an epoch"
            least={6}
            most={168}
            step={6}
            value={draft.epochHours}
            unit=" hours"
            onChange={(epochHours) => change({ epochHours })}
          />
          <Slider
            label="Staked"
            least={1}
            most={100}
            value={draft.staked}
            unit=" %"
            onChange={(staked) => change({ staked })}
          />
          <Slider
            label="Of the issuance, to stakers"
            least={0}
            most={100}
            value={draft.toStakers}
            unit=" %"
            onChange={(toStakers) => change({ toStakers })}
          />
          <Slider
            label="Burnt a year, of the starting supply"
            least={0}
            most={10}
            step={0.1}
            value={draft.burnt}
            unit=" %"
            onChange={(burnt) => change({ burnt })}
          />
          <Slider
            label="Operator's commission"
            least={0}
            most={50}
            value={draft.commission}
            unit=" %"
            onChange={(commission) => change({ commission })}
          />
          <Slider
            label="Years"
            least={1}
            most={30}
            value={draft.years}
            unit=""
            onChange={(years) => change({ years })}
          />
        </div>
        {schedule.__kind === 'Disinflation' && (
          <label className="row">
            <input
              type="checkbox"
              checked={schedule.compounding}
              onChange={(event) => rate({ compounding: event.target.checked })}
            />{' '}
            What was issued counts into the supply that the rate is of (compounding)
          </label>
        )}
        <p className="muted">
          Starting supply: {amountText(draft.startingSupply, start.decimals)} tokens
          {schedule.__kind === 'Table' ? ', what the mint has now' : ', the base supply of the schedule'}. A year has
          365 days.
        </p>
      </section>
      <ScheduleResults draft={shown} decimals={start.decimals} passed={isOwn ? start.passed : 0} isOwn={isOwn} />
    </>
  );
}

function draftOf({ burnt, commission, epochHours, schedule, staked, startingSupply, toStakers, years }: Start): Draft {
  return { burnt, commission, epochHours, schedule, staked, startingSupply, toStakers, years };
}

function digits(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
