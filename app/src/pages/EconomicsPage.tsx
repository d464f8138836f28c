/** What the emission schedule means: sliders, eight plots, and the rank that a lock gives. Works without a node too. */
import { type ReactNode, useDeferredValue, useId, useMemo, useState } from 'react';

import { useNetworkQuery, useSupply } from '../chain/queries';
import { AmountField, readAmount } from '../components/AmountField';
import { CommandLine } from '../components/CommandLine';
import { Headline } from '../components/Figures';
import { Plot } from '../components/Plot';
import { figures, RANGES } from '../economics/figures';
import { adjustedYield, dilutionRatio, stakingYield, unstakedDilution, YEAR } from '../economics/formulas';
import { scheduleOf } from '../economics/network';
import { MAX_LOCK_DAYS, MIN_LOCK_DAYS, rankOf, SECONDS_PER_DAY } from '../economics/rank';
import { RATE_ONE, type Schedule } from '../economics/schedule';
import { type Assumptions, byYear, simulate, supplyAfter } from '../economics/simulation';
import { amountText, groups } from '../format';

/** What is varied. Rates in percent, amounts in base units. */
interface Draft {
  schedule: Schedule;
  startingSupply: bigint;
  epochHours: number;
  staked: number;
  toStakers: number;
  burnt: number;
  commission: number;
  years: number;
}

const PERCENT = RATE_ONE / 100n;
/** Decimals of a token where no network says otherwise. */
const DECIMALS = 9;
const U64_MAX = 2n ** 64n - 1n;

/** The schedule of SPEC 16, on a supply of a billion tokens. */
const EXAMPLE: Schedule = {
  kind: 'disinflation',
  baseSupply: 10n ** 18n,
  initialRate: 8n * PERCENT,
  decay: 15n * PERCENT,
  longTermRate: (15n * PERCENT) / 10n,
  epochsPerPeriod: 365n,
  compounding: true,
  cap: U64_MAX,
};

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
    schedule: overview ? scheduleOf(overview.emission) : EXAMPLE,
    startingSupply: startingSupply(overview ? scheduleOf(overview.emission) : EXAMPLE, supply.data ?? null),
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
  const wasLowered = overview !== undefined && isLowered(overview.emission);
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
          {wasLowered && (
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
  return schedule.kind === 'disinflation' ? schedule.baseSupply : (minted ?? 10n ** 18n);
}

/** Whether the stored period is another than the schedule leads to. */
function isLowered(stored: Parameters<typeof scheduleOf>[0]): boolean {
  const { epochsPerPeriod, periodIndex, periodIssuedBefore } = stored;
  const simulated = simulate(scheduleOf(stored), {
    ...NOTHING_ASSUMED,
    epochs: Number((periodIndex + 1n) * epochsPerPeriod),
  });
  return simulated.periods[Number(periodIndex)]?.issuedBefore !== periodIssuedBefore;
}

const NOTHING_ASSUMED: Assumptions = {
  startingSupply: 1n,
  epochSeconds: 86_400,
  staked: 1,
  toStakers: 1,
  burntPerYear: 0n,
  commission: 0,
  epochs: 1,
};

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
                  schedule.kind === 'table' ? { ...EXAMPLE, baseSupply: draft.startingSupply } : tableLike(schedule);
                change({ schedule: next });
              }}
            >
              {schedule.kind === 'table' ? 'Try a disinflation' : 'Try a table of budgets'}
            </button>
          </span>
        </div>
        <div className="sliders">
          {schedule.kind === 'disinflation' ? (
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
        {schedule.kind === 'disinflation' && (
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
          {schedule.kind === 'table' ? ', what the mint has now' : ', the base supply of the schedule'}. A year has 365
          days.
        </p>
      </section>
      <Results draft={shown} decimals={start.decimals} passed={isOwn ? start.passed : 0} isOwn={isOwn} />
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

/** A table that issues what the first periods of a disinflation do. */
function tableLike(schedule: Schedule): Schedule {
  const { epochsPerPeriod } = schedule;
  const { periods } = simulate(schedule, { ...NOTHING_ASSUMED, epochs: 8 * Number(epochsPerPeriod) });
  return { kind: 'table', epochsPerPeriod, budgets: periods.map(({ budget }) => budget) };
}

function Results({
  draft,
  decimals,
  passed,
  isOwn,
}: {
  draft: Draft;
  decimals: number;
  passed: number;
  isOwn: boolean;
}) {
  const simulation = useMemo(() => {
    const epochSeconds = draft.epochHours * 3_600;
    const assumptions: Assumptions = {
      startingSupply: draft.startingSupply,
      epochSeconds,
      staked: draft.staked / 100,
      toStakers: draft.toStakers / 100,
      burntPerYear: (draft.startingSupply * BigInt(Math.round(draft.burnt * 10))) / 1_000n,
      commission: draft.commission / 100,
      epochs: Math.ceil((draft.years * YEAR) / epochSeconds),
    };
    return simulate(draft.schedule, assumptions);
  }, [draft]);
  const plots = useMemo(() => figures(simulation, RANGES, decimals, passed), [simulation, decimals, passed]);
  const { assumptions } = simulation;
  const inflation = byYear(simulation)[0]?.annualInflation ?? 0;
  const yieldOfStake = stakingYield(inflation, assumptions.staked, assumptions.toStakers);
  const ratio = dilutionRatio(assumptions.staked, assumptions.toStakers);
  const source = `${scheduleText(draft.schedule, decimals)}. ${isOwn ? 'Read from the network.' : 'Not the schedule of this network.'} Made in your browser with the program's integers.`;
  const command = commandOf(draft, decimals);
  return (
    <>
      <dl className="headlines" aria-label="The first year">
        <Headline name="Inflation, year 1">{percent(inflation)}</Headline>
        <Headline
          name="Staking yield, year 1"
          detail={
            draft.commission > 0
              ? `${percent(yieldOfStake * (1 - assumptions.commission))} after commission`
              : 'before commission'
          }
        >
          {percent(yieldOfStake)}
        </Headline>
        <Headline name="Un-staked dilution, year 1">{percent(unstakedDilution(inflation))}</Headline>
        <Headline
          name="Adjusted staking yield, year 1"
          detail={`dilution is ${ratio === null ? 'not comparable' : `${ratio.toFixed(2)} times it`}`}
        >
          {percent(adjustedYield(inflation, yieldOfStake))}
        </Headline>
        <Headline name={`Supply after ${draft.years} ${draft.years === 1 ? 'year' : 'years'}`}>
          {groups(supplyAfter(simulation, assumptions.epochs) / 10n ** BigInt(decimals))}{' '}
          <span className="unit">tokens</span>
        </Headline>
      </dl>
      <div className="plots">
        {plots.flat().map((panel) => (
          <Plot key={panel.title} panel={panel} source={source} />
        ))}
      </div>
      <CommandLine
        commands={[isOwn ? 'simulate --out folder' : command]}
        title="Draw the same in the command line, with tables"
      />
    </>
  );
}

function percent(value: number): string {
  return `${(100 * value).toFixed(2)} %`;
}

function ratePercent(rate: bigint): string {
  return String(Number(rate) / Number(PERCENT));
}

function scheduleText(schedule: Schedule, decimals: number): string {
  const period = `periods of ${groups(schedule.epochsPerPeriod)} epochs`;
  if (schedule.kind === 'table') {
    return `Table of ${schedule.budgets.filter((budget) => budget > 0n).length} budgets, ${period}`;
  }
  const cap = schedule.cap === U64_MAX ? '' : `, at most ${amountText(schedule.cap, decimals)} tokens`;
  const { compounding, decay, initialRate, longTermRate } = schedule;
  return `${ratePercent(initialRate)} % falling by ${ratePercent(decay)} % to ${ratePercent(longTermRate)} %, ${period}, ${compounding ? '' : 'not '}compounding${cap}`;
}

function commandOf(
  { burnt, commission, epochHours, schedule, staked, startingSupply, toStakers, years }: Draft,
  decimals: number,
): string {
  const plain = (amount: bigint) => amountText(amount, decimals).replaceAll(',', '');
  const shared = `--epochs-per-period ${schedule.epochsPerPeriod} --epoch-length ${epochHours}h --staked ${staked}% --to-stakers ${toStakers}% --commission ${commission}% --years ${years} --decimals ${decimals} --out folder`;
  const burn =
    burnt > 0 ? ` --burnt-per-year ${plain((startingSupply * BigInt(Math.round(burnt * 10))) / 1_000n)}` : '';
  if (schedule.kind === 'table') {
    return `simulate --emission table --budgets ${schedule.budgets.map(plain).join(',')} --starting-supply ${plain(startingSupply)} ${shared}${burn}`;
  }
  const { baseSupply, compounding, decay, initialRate, longTermRate } = schedule;
  return `simulate --emission disinflation --base-supply ${plain(baseSupply)} --initial-rate ${ratePercent(initialRate)}% --decay ${ratePercent(decay)}% --long-term-rate ${ratePercent(longTermRate)}% --compounding ${compounding} ${shared}${burn}`;
}

interface SliderProperties {
  label: string;
  least: number;
  most: number;
  step?: number;
  value: number;
  unit: string;
  onChange(value: number): void;
}

function Slider({ label, least, most, step = 1, value, unit, onChange }: SliderProperties) {
  const id = useId();
  return (
    <div className="slider">
      <label htmlFor={id}>
        {label} <output htmlFor={id}>{`${value}${unit}`}</output>
      </label>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        aria-valuetext={`${value}${unit}`}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </div>
  );
}

/** A rate in steps of a tenth of a percent; one that the network has finer stays until it is moved. */
function Rate({
  label,
  value,
  most,
  onChange,
}: {
  label: string;
  value: bigint;
  most: number;
  onChange(rate: bigint): void;
}) {
  const shown = Number(ratePercent(value));
  return (
    <Slider
      label={label}
      least={0}
      most={Math.max(most, Math.ceil(shown))}
      step={0.1}
      value={shown}
      unit=" %"
      onChange={(changed) => onChange((BigInt(Math.round(changed * 10)) * PERCENT) / 10n)}
    />
  );
}

function Budgets({
  budgets,
  decimals,
  onChange,
}: {
  budgets: readonly bigint[];
  decimals: number;
  onChange(budgets: bigint[]): void;
}): ReactNode {
  const most = budgets.reduce((largest, budget) => (budget > largest ? budget : largest), 10n ** BigInt(decimals));
  const [highest] = useState(most * 2n);
  return budgets.map((budget, index) => (
    <Slider
      // biome-ignore lint/suspicious/noArrayIndexKey: a period is its place
      key={index}
      label={`Budget of period ${index}`}
      least={0}
      most={200}
      value={Number((budget * 200n) / highest)}
      unit={` = ${amountText(budget, decimals)} tokens`}
      onChange={(value) =>
        onChange(budgets.map((old, place) => (place === index ? (highest * BigInt(value)) / 200n : old)))
      }
    />
  ));
}

const RANK_DAYS = [14n, 30n, 90n, 180n, 365n];

/** What a lock of so many days gives, to the unit. */
function RankCalculator({ decimals }: { decimals: number }) {
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
        121.67. It earns no rewards, and is an exit that takes as long.
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
