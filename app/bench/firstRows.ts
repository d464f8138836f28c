/** How long the first rows of the list take, by how many pools there are. It measures and says so; it refuses nothing. */
import { cpus, loadavg } from 'node:os';
import { test } from 'vitest';

import { makePools } from '../tests/browser/manyPools';
import { DESKTOP } from '../tests/browser/site';
import { stageWith } from '../tests/browser/stage';

const COUNTS = [100, 1_000, 10_000];
/** Visits for each of them, after one that is not counted. */
const VISITS = 7;

const stage = stageWith((world) => makePools(world, 1, COUNTS[0] ?? 0));

test('first rows', { timeout: 1_200_000 }, async () => {
  const medians: number[] = [];
  const load = () => ((loadavg()[0] ?? 0) / cpus().length).toFixed(1);
  for (const [place, count] of COUNTS.entries()) {
    if (place > 0) await makePools(stage.world, COUNTS[place - 1] ?? 0, count);
    await timeToFirstRow();
    const took: number[] = [];
    for (let visits = 0; visits < VISITS; visits += 1) took.push(await timeToFirstRow());
    took.sort((a, b) => a - b);
    const median = took[Math.floor(VISITS / 2)] ?? Number.NaN;
    medians.push(median);
    const [low, middle, high] = [took[0] ?? Number.NaN, median, took.at(-1) ?? Number.NaN].map(Math.round);
    const ratio = (median / (medians[0] ?? median)).toFixed(2);
    console.log(
      `${count} pools: first row after ${middle} ms (${low} to ${high}), ${ratio} times that of ${COUNTS[0]}, at a load of ${load()} a processor`,
    );
  }
});

/** Milliseconds from a click on the link until the first row is drawn, in a browser that has read no pool before. */
async function timeToFirstRow(): Promise<number> {
  const { page, leave } = await stage.visit({ viewport: DESKTOP });
  await stage.open(page, '#/settings');
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await page.getByText('Test network.').waitFor();
  const took = await page.evaluate(async () => {
    const began = performance.now();
    window.location.hash = '#/pools';
    while (!document.querySelector('.pool-body .pool-row')) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return performance.now() - began;
  });
  await leave();
  return took;
}
