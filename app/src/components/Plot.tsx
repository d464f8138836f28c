/** A plot as SVG: it follows the theme, prints, reads in black and white, and has its numbers in a table beside it. */
import { useMemo } from 'react';

import type { Point } from '../economics/curves';
import type { Line, Panel, Stroke } from '../economics/figures';

const [WIDTH, HEIGHT] = [640, 340];
const EDGE = { left: 58, right: 16, top: 14, bottom: 46 };
/** Rows of the table. */
const ROWS = 11;

const DASHES: Record<Stroke, string | undefined> = {
  own: undefined,
  thin: undefined,
  dashed: '8 5',
  dotted: '2 4',
  'dash-dotted': '9 4 2 4',
  'long-dashed': '16 5',
};

export function Plot({ panel, source }: { panel: Panel; source: string }) {
  const { bands, dots, lines, marks, title, xLabel, yLabel } = panel;
  const [xs, ys] = [range(panel, 0), range(panel, 1)];
  const x = scale(xs, EDGE.left, WIDTH - EDGE.right);
  const y = scale(ys, HEIGHT - EDGE.bottom, EDGE.top);
  const path = (points: readonly Point[]) =>
    points.map(([px, py], index) => `${index === 0 ? 'M' : 'L'}${x(px)} ${y(py)}`).join('');
  return (
    <figure className="card plot">
      <h3>{title}</h3>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title}: ${yLabel}, by ${xLabel}. The numbers are in the table below.`}
      >
        {ticks(ys).map((value) => (
          <g key={value}>
            <line className="grid" x1={EDGE.left} x2={WIDTH - EDGE.right} y1={y(value)} y2={y(value)} />
            <text x={EDGE.left - 8} y={Number(y(value)) + 4} textAnchor="end">
              {label(value)}
            </text>
          </g>
        ))}
        {ticks(xs).map((value) => (
          <text key={value} x={x(value)} y={HEIGHT - EDGE.bottom + 18} textAnchor="middle">
            {label(value)}
          </text>
        ))}
        <line
          className="axis"
          x1={EDGE.left}
          x2={WIDTH - EDGE.right}
          y1={HEIGHT - EDGE.bottom}
          y2={HEIGHT - EDGE.bottom}
        />
        <text x={(EDGE.left + WIDTH - EDGE.right) / 2} y={HEIGHT - 6} textAnchor="middle">
          {xLabel}
        </text>
        {bands.map((band) => {
          const low = band.points.map(([px, from]): Point => [px, from]);
          const high = band.points.map(([px, , to]): Point => [px, to]).reverse();
          return <path key={band.name} className="band" d={`${path(low)}${path(high).replace('M', 'L')}Z`} />;
        })}
        {marks.map((mark) => (
          <line
            key={mark.name}
            className="mark"
            x1={x(mark.x)}
            x2={x(mark.x)}
            y1={EDGE.top}
            y2={HEIGHT - EDGE.bottom}
          />
        ))}
        {lines.map((line) => (
          <path key={line.name} className={classOf(line)} d={path(line.points)} strokeDasharray={DASHES[line.stroke]} />
        ))}
        {dots.map((dot) => (
          <g key={dot.name}>
            <circle className="dot" cx={x(dot.at[0])} cy={y(dot.at[1])} r="5" />
            <text {...beside(Number(x(dot.at[0])))} y={Number(y(dot.at[1])) - 10}>
              {dot.name}
            </text>
          </g>
        ))}
      </svg>
      <figcaption>
        <p className="source">Upright: {yLabel}.</p>
        <ul className="legend">
          {bands.map((band) => (
            <li key={band.name}>
              <svg viewBox="0 0 34 12" aria-hidden="true">
                <rect className="band" width="34" height="12" />
              </svg>
              {band.name}
            </li>
          ))}
          {lines.map((line) => (
            <li key={line.name}>
              <svg viewBox="0 0 34 12" aria-hidden="true">
                <path className={classOf(line)} d="M0 6H34" strokeDasharray={DASHES[line.stroke]} />
              </svg>
              {line.name}
            </li>
          ))}
          {marks.map((mark) => (
            <li key={mark.name}>
              <svg viewBox="0 0 34 12" aria-hidden="true">
                <path className="mark" d="M17 0V12" />
              </svg>
              {mark.name}
            </li>
          ))}
        </ul>
        <p className="source">{source}</p>
      </figcaption>
      <Numbers panel={panel} />
    </figure>
  );
}

function Numbers({ panel }: { panel: Panel }) {
  const { title, xLabel } = panel;
  const { columns, rows } = useMemo(() => numbersOf(panel), [panel]);
  return (
    <details>
      <summary>Numbers of “{title}”</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by the keyboard */}
      <section className="table-scroll" tabIndex={0} aria-label={`Numbers of ${title}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">{xLabel}</th>
              {columns.map((name) => (
                <th key={name} scope="col" className="end">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ cells, place }) => (
              <tr key={place}>
                <th scope="row">{label(place)}</th>
                {columns.map((name, index) => (
                  <td key={name} className="end">
                    {cells[index]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

/** A plot's numbers: of places that are as far from each other, as they are called, the values there. */
export function numbersOf(panel: Panel): { columns: string[]; rows: { place: number; cells: string[] }[] } {
  const { bands, lines } = panel;
  const [from, to] = range(panel, 0);
  const gap = (to - from) / (ROWS - 1);
  // As many as tell one row from the next.
  const decimals = Math.max(2, 1 + Math.ceil(-Math.log10(gap)));
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const place = Number((from + gap * index).toFixed(decimals));
    // Rounded, an end may be out of the plot.
    const x = Math.min(Math.max(place, from), to);
    const values = [...bands.flatMap((band) => band.at(x)), ...lines.map((line) => line.at(x))];
    return { place, cells: values.map((value) => (Number.isNaN(value) ? '–' : value.toFixed(3))) };
  });
  const ends = bands.flatMap(({ name }) => [`${name}, lowest`, `${name}, highest`]);
  return { columns: [...ends, ...lines.map(({ name }) => name)], rows };
}

function classOf({ stroke }: Line): string {
  return stroke === 'own' ? 'line line-own' : 'line';
}

/** Both ends of what is shown; amounts begin at 0 unless they are below it. */
function range({ bands, dots, lines, marks }: Panel, axis: 0 | 1): [number, number] {
  const all = [
    ...lines.flatMap(({ points }) => points.map((point) => point[axis])),
    ...bands.flatMap(({ points }) => points.flatMap(([x, low, high]) => (axis === 0 ? [x] : [low, high]))),
    ...dots.map(({ at }) => at[axis]),
    ...(axis === 0 ? marks.map(({ x }) => x) : []),
  ];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of all) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  // A plot of amounts that change little would look as if they changed much, and the other way round: zero stays in sight if it is near.
  if (axis === 1 && low > 0 && low < high * 0.6) low = 0;
  if (axis === 1 && high < 0) high = 0;
  if (low === high) return [Math.min(0, low), high === 0 ? 1 : high * 1.1];
  return axis === 1 ? [low, high + (high - low) * 0.05] : [low, high];
}

function scale([low, high]: [number, number], from: number, to: number): (value: number) => string {
  return (value) => (from + ((value - low) / (high - low)) * (to - from)).toFixed(1);
}

/** About five round values within a range. */
function ticks([low, high]: [number, number]): number[] {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Where the words of a dot stand: before it, or behind it if there is no room. */
function beside(x: number): { x: number; textAnchor: 'start' | 'end' } {
  return x < WIDTH / 2 ? { x: x + 8, textAnchor: 'start' } : { x: x - 8, textAnchor: 'end' };
}

function label(value: number): string {
  return Math.abs(value) >= 10_000 ? value.toLocaleString('en-US') : String(value);
}
