/** What the emission schedule means: sliders, eight plots, and the rank that a lock gives. Works without a node too. */
import { useDeferredValue, useMemo, useState } from 'react';

import { useNetworkQuery, usePast, useStaked, useSupply } from '../chain/queries';
import { Slider } from '../components/Slider';
import { Failed, type Reading, Stale } from '../components/States';
import {
  DECIMALS,
  type Draft,
  EXAMPLE,
  HORIZONS,
  horizonText,
  PERCENT,
  STAKED_STEP,
  stakedPercent,
  tableLike,
  USUAL_DAYS,
} from '../economics/draft';
import { type SupplySource, scheduleOf, startingSupplyOf } from '../economics/network';
import type { Past, PastSources } from '../economics/past';
import type { Schedule } from '../economics/schedule';
import { amountText, digits, groups } from '../format';
import { RankCalculator } from './RankCalculator';
import { ScheduleResults } from './ScheduleResults';
import { Budgets, Rate } from './ScheduleSliders';

interface Start {
  draft: Draft;
  decimals: number;
  supplySource: SupplySource;
  /** What has passed on the network; `null` of an example, or if it could not be read. */
  past: Past | null;
  /** Whether it is a network's own. */
  isNetworks: boolean;
  /** Whether the staked part is the network's own too. */
  isStakedKnown: boolean;
  /** When what is said of the mint and the stake was so, in words. */
  when: string;
}

/** Percent of the supply, where no network says it. */
const USUAL_STAKED = 60;

/** Whether nobody has tried yet: once that failed, what was moved stays while it is tried again. */
function isUnread({ isFetched, isPending }: { isFetched: boolean; isPending: boolean }): boolean {
  return isPending && !isFetched;
}

export function EconomicsPage() {
  const network = useNetworkQuery();
  const overview = network.data?.overview;
  const supply = useSupply(overview?.stakeMint);
  const past = usePast(overview);
  const staked = useStaked();
  // The stake is not waited for: all pools are listed for it.
  const isReading = isUnread(network) || (overview !== undefined && (isUnread(supply) || isUnread(past)));
  const schedule = overview ? scheduleOf(overview) : EXAMPLE;
  const starting = startingSupplyOf(schedule, supply.data ?? null, past.data?.issued.at(-1) ?? null);
  const percent = overview ? stakedPercent(staked.data ?? null, supply.data ?? null) : null;
  const start: Start = {
    draft: {
      schedule,
      startingSupply: starting.amount,
      epochHours: 24,
      staked: percent ?? USUAL_STAKED,
      toStakers: 100,
      burnt: 0,
      commission: 0,
      days: USUAL_DAYS,
    },
    decimals: overview?.stakeDecimals ?? DECIMALS,
    supplySource: starting.source,
    past: past.data ?? null,
    isNetworks: overview !== undefined,
    isStakedKnown: percent !== null,
    when: network.error || supply.error || staked.error ? 'by the last reading' : 'now',
  };
  return (
    <>
      <h1>Economics</h1>
      {isReading ? (
        <p className="muted" role="status">
          Reading the network's schedule…
        </p>
      ) : (
        <>
          {!overview && (
            <>
              {network.error && <Failed error={network.error} retry={network.refetch} />}
              <p className="note">
                So this begins with an example: 8 % a year that falls by 15 % each year to 1.5 %, on a billion tokens.
              </p>
            </>
          )}
          {overview && (
            <>
              <Unread what="The supply as it was" of={supply} />
              <Unread what="What is staked as it was" of={staked} />
              <Unread what="What has passed as it was" of={past} />
            </>
          )}
          {overview && !past.data && overview.completedRewardEpoch > 0n && (
            <p className="note">
              The records of past epochs could not be read: the plots show the schedule as it is now, from epoch 1 on.
            </p>
          )}
          <Explorer key={start.isNetworks ? 'network' : 'example'} start={start} />
        </>
      )}
      <RankCalculator decimals={start.decimals} />
    </>
  );
}

/** Says of a part that it could not be read, or not again. */
function Unread({ what, of }: { what: string; of: Reading }) {
  if (of.data || !of.error) return <Stale what={what} of={of} />;
  return <Failed error={of.error} retry={of.refetch} />;
}

/** What has passed is drawn as it was; said is what of it nobody can know any more. */
function PastNote({ sources: { fromRecords, fromSchedule, fromTotals } }: { sources: PastSources }) {
  const epochs = (count: number) => `${groups(count)} ${count === 1 ? 'epoch' : 'epochs'}`;
  if (fromRecords + fromSchedule + fromTotals === 0) return null;
  return (
    <p className={fromTotals > 0 ? 'note' : 'muted'}>
      What has passed is drawn as it was issued: {epochs(fromRecords)} by their records
      {fromSchedule > 0 &&
        `; ${epochs(fromSchedule)} without a record by the schedule, as if each had been published with rewards`}
      {fromTotals > 0 &&
        `; ${epochs(fromTotals)} of before the schedule was lowered have no record any more: what each issued is not known, only all of them together, which is drawn evenly`}
      .
    </p>
  );
}

const SUPPLY_SOURCES: Record<SupplySource, (when: string) => string> = {
  'base supply': () => 'the base supply of the schedule',
  mint: (when) => `what the mint has ${when}`,
  'mint less issued': (when) => `what the mint has ${when}, less what was issued since epoch 1`,
  assumed: () => 'an assumption',
};

function Explorer({ start }: { start: Start }) {
  // What nobody has moved follows the network.
  const [moved, setMoved] = useState<Partial<Draft>>({});
  const draft = useSteady({ ...start.draft, ...moved });
  const shown = useDeferredValue(draft);
  const change = (part: Partial<Draft>) => setMoved({ ...moved, ...part });
  const rate = (part: Partial<Schedule>) => change({ schedule: { ...draft.schedule, ...part } as Schedule });
  const { schedule } = draft;
  const isOwn = start.isNetworks && isSame(draft, start.draft);
  const isOwnSchedule = start.isNetworks && isSame(shown.schedule, start.draft.schedule);
  return (
    <>
      <section className="card" aria-labelledby="sliders">
        <div className="card-head">
          <h2 id="sliders">Schedule and assumptions</h2>
          <span className="row">
            {isOwn && <span className="muted">This network's own schedule</span>}
            <button type="button" className="button small" disabled={isOwn} onClick={() => setMoved({})}>
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
            least={STAKED_STEP}
            most={100}
            step={STAKED_STEP}
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
            label="Horizon"
            least={0}
            most={HORIZONS.length - 1}
            value={HORIZONS.indexOf(draft.days)}
            text={horizonText(draft.days)}
            onChange={(place) => change({ days: HORIZONS[place] ?? USUAL_DAYS })}
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
          Starting supply: {amountText(draft.startingSupply, start.decimals)} tokens,{' '}
          {SUPPLY_SOURCES[schedule.__kind === 'Disinflation' ? 'base supply' : start.supplySource](start.when)}. Staked
          at the start:{' '}
          {draft.staked !== start.draft.staked
            ? 'as you have moved it'
            : start.isStakedKnown
              ? `this network's part of the supply ${start.when}`
              : 'an assumption'}
          . A year has 365 days.
        </p>
        {isOwnSchedule && start.past && <PastNote sources={start.past.sources} />}
      </section>
      <ScheduleResults
        draft={shown}
        decimals={start.decimals}
        past={isOwnSchedule ? start.past : null}
        isOwn={isOwnSchedule}
      />
    </>
  );
}

/** The object of before as long as another one says the same. */
function useSteady<T>(value: T): T {
  const said = textOf(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what it says counts
  return useMemo(() => value, [said]);
}

function isSame(one: unknown, other: unknown): boolean {
  return textOf(one) === textOf(other);
}

function textOf(value: unknown): string {
  return JSON.stringify(value, digits);
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
