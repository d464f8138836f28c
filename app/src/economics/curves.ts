/** What plots draw of a simulation, and what that is at any place. */
import { byPeriod, epochsIn, type Interval, type Simulation, yearsOf } from './simulation';

export type Point = [x: number, y: number];

/** What a plot draws of a course, and what that is anywhere. */
export interface Curve {
  points: Point[];
  /** The value at a place, whether a point stands there or not; not a number where there is none. */
  at(x: number): number;
}

/** As many as a line needs to look smooth. */
export const POINTS = 400;
/** Places that are nearer than this are the same. */
export const SAME = 1e-7;

/** Values of periods as steps, percent. */
export function steps(simulation: Simulation, of: (interval: Interval) => number): Curve {
  const points = byPeriod(simulation).flatMap((period): Point[] => {
    const y = 100 * of(period);
    const [from, to] = [period.firstEpoch - 1, period.lastEpoch].map((epochs) =>
      yearsOf(simulation.assumptions, epochs),
    );
    return [
      [from ?? 0, y],
      [to ?? 0, y],
    ];
  });
  // Where a period ends and the next begins it is the next.
  return { points, at: (x) => points.findLast(([place]) => place <= x + SAME)?.[1] ?? Number.NaN };
}

/** Values after epochs, as far as they are numbers. */
export function overEpochs({ assumptions }: Simulation, of: (epochs: number) => number): Curve {
  const points: Point[] = [];
  for (const epochs of grid(assumptions.epochs)) {
    const y = of(epochs);
    // The line ends where it is undefined.
    if (Number.isNaN(y)) break;
    points.push([yearsOf(assumptions, epochs), y]);
  }
  const end = points.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY;
  return { points, at: (x) => (x <= end + SAME ? between(of, epochsIn(assumptions, x)) : Number.NaN) };
}

/** What is known after whole epochs only: within an epoch it lies on the line from its start to its end. */
export function between(of: (epochs: number) => number, epochs: number): number {
  const [before, after] = [Math.floor(epochs + SAME), Math.ceil(epochs - SAME)];
  const start = of(before);
  return start + (of(after) - start) * (epochs - before);
}

/** Epochs after which values are shown, the first and the last among them. */
function grid(epochs: number): number[] {
  const gap = Math.max(1, Math.ceil(epochs / POINTS));
  const places = Array.from({ length: Math.floor(epochs / gap) + 1 }, (_, index) => index * gap);
  return places.at(-1) === epochs ? places : [...places, epochs];
}
