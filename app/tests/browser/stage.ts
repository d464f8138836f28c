/** What each file of tests has for itself: the built site in a browser, and a network. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

import { open, type Site, startSite, type Visit, visit } from './site';
import { startWorld, type World } from './world';

export interface Stage {
  readonly site: Site;
  readonly world: World;
  /** A page whose errors fail the test that ends it with `leave`. */
  visit(how?: Visit): ReturnType<typeof visit>;
  /** Opens a page of the site on the network. */
  open(page: Page, hash: string, more?: Record<string, string>): Promise<void>;
}

/** Starts both before the tests of a file, prepares the network, and ends both after them. */
export function stageWith(prepare: (world: World) => Promise<void>, patience?: number): Stage {
  let [site, world]: [Site | undefined, World | undefined] = [undefined, undefined];
  beforeAll(async () => {
    [site, world] = await Promise.all([startSite(), startWorld()]);
    await prepare(world);
  }, patience);
  afterAll(async () => {
    await site?.stop();
    await world?.network.stop();
  });
  const there = <Part>(part: Part | undefined): Part => {
    if (!part) throw new Error('nothing is there before the tests begin');
    return part;
  };
  return {
    get site() {
      return there(site);
    },
    get world() {
      return there(world);
    },
    visit: (how) => visit(there(site), how),
    open: (page, hash, more) => open(page, there(site), there(world).network.rpcUrl, hash, more),
  };
}
