/** What a schedule comes to under assumptions: the first year in figures, and the eight plots. */
import { useMemo } from 'react';

import { CommandLine } from '../components/CommandLine';
import { Headline } from '../components/Figures';
import { Plot } from '../components/Plot';
import { Failed } from '../components/States';
import { assumptionsOf, commandOf, type Draft, horizonText, ownCommandOf, scheduleText } from '../economics/draft';
import { figures, RANGES } from '../economics/figures';
import { adjustedYield, dilutionRatio, stakingYield, unstakedDilution } from '../economics/formulas';
import type { Past } from '../economics/past';
import { byYear, firstYear, type Simulation, simulate, supplyAfter } from '../economics/simulation';
import { groups } from '../format';

interface Properties {
  draft: Draft;
  decimals: number;
  /** What has passed on the network; `null` if the schedule is not its own. */
  past: Past | null;
  /** Whether the schedule is the network's. */
  isOwn: boolean;
}

/** The same, or why the program would not take the schedule. */
export function ScheduleResults(properties: Properties) {
  const { draft, past } = properties;
  const outcome = useMemo(() => {
    try {
      return { simulation: simulate(draft.schedule, assumptionsOf(draft), past) };
    } catch (error) {
      return { error };
    }
  }, [draft, past]);
  return outcome.simulation ? (
    <Results {...properties} simulation={outcome.simulation} />
  ) : (
    <Failed error={outcome.error} />
  );
}

function Results({ draft, decimals, isOwn, simulation }: Properties & { simulation: Simulation }) {
  const plots = useMemo(() => figures(simulation, RANGES, decimals), [simulation, decimals]);
  const { assumptions } = simulation;
  const inflation = byYear(simulation)[0]?.annualInflation ?? 0;
  const yieldOfStake = stakingYield(inflation, assumptions.staked, assumptions.toStakers);
  const first = firstYear(assumptions);
  const ratio = dilutionRatio(assumptions.staked, assumptions.toStakers);
  const source = `${scheduleText(draft.schedule, decimals)}. ${isOwn ? 'Read from the network.' : 'Not the schedule of this network.'} Made in your browser with the program's integers.`;
  const command = isOwn ? ownCommandOf(draft, decimals) : commandOf(draft, decimals);
  return (
    <>
      <dl className="headlines" aria-label="The first year">
        <Headline name={`Inflation, ${first}`}>{percent(inflation)}</Headline>
        <Headline
          name={`Staking yield, ${first}`}
          detail={
            draft.commission > 0
              ? `${percent(yieldOfStake * (1 - assumptions.commission))} after commission`
              : 'before commission'
          }
        >
          {percent(yieldOfStake)}
        </Headline>
        <Headline name={`Un-staked dilution, ${first}`}>{percent(unstakedDilution(inflation))}</Headline>
        <Headline
          name={`Adjusted staking yield, ${first}`}
          detail={`dilution is ${ratio === null ? 'not comparable' : `${ratio.toFixed(2)} times it`}`}
        >
          {percent(adjustedYield(inflation, yieldOfStake))}
        </Headline>
        <Headline name={`Supply after ${horizonText(draft.days)}`}>
          {groups(supplyAfter(simulation, assumptions.epochs) / 10n ** BigInt(decimals))}{' '}
          <span className="unit">tokens</span>
        </Headline>
      </dl>
      <div className="plots">
        {plots.flat().map((panel) => (
          <Plot key={panel.title} panel={panel} source={source} />
        ))}
      </div>
      <CommandLine commands={[command]} title="Draw the same in the command line, with tables" />
    </>
  );
}

function percent(value: number): string {
  return `${(100 * value).toFixed(2)} %`;
}
