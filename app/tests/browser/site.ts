/** The built site in Debian's Chromium. */
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { type PreviewServer, preview } from 'vite';
import { expect } from 'vitest';

const APP = fileURLToPath(new URL('../..', import.meta.url));
const SCREENSHOTS = fileURLToPath(new URL('../../screenshots', import.meta.url));
/** Names another browser than Debian's. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

export interface Site {
  browser: Browser;
  url: string;
  stop(): Promise<void>;
}

/** Serves what `vite build` has made, and starts a browser. */
export async function startSite(): Promise<Site> {
  if (!existsSync(CHROMIUM))
    throw new Error(`there is no browser at ${CHROMIUM}: \`apt-get install chromium\`, or name one in CHROMIUM`);
  if (!existsSync(`${APP}/dist/index.html`)) throw new Error('the site is not built: `npm run build`');
  const server: PreviewServer = await preview({ root: APP, preview: { host: '127.0.0.1', port: 0 }, logLevel: 'warn' });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('the preview server has no address');
  return {
    browser,
    url,
    async stop() {
      await browser.close();
      await server.close();
    },
  };
}

export interface Visit {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
}

/** A page whose errors fail the test that ends it with `leave`. */
export async function visit(site: Site, { viewport = DESKTOP, colorScheme = 'light' }: Visit = {}) {
  const context: BrowserContext = await site.browser.newContext({
    viewport,
    colorScheme,
    hasTouch: viewport === PHONE,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|WebSocket|ERR_/.test(message.text()))
      errors.push(message.text());
  });
  return {
    page,
    async leave() {
      await context.close();
      expect(errors).toEqual([]);
    },
  };
}

/** Opens a page of the site, on the network of a node. */
export async function open(
  page: Page,
  site: Site,
  rpcUrl: string,
  hash: string,
  more: Record<string, string> = {},
): Promise<void> {
  const query = new URLSearchParams({ rpc: rpcUrl, ...more });
  await page.goto(`${site.url}?${query}${hash}`);
}

/** No violation, by the rules of WCAG 2.2 A and AA and axe's best practices, or by those that are named. */
export async function expectAccessible(page: Page, rules?: string[]): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
}

/** Nothing is wider than the window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content).toBeLessThanOrEqual(window as number);
}

/** What stands beside a name, on the page or in a part of it. */
export function fact(page: Page, name: string, within: Page | Locator = page): Locator {
  return within
    .locator('.fact', { has: page.locator('dt', { hasText: name }) })
    .locator('dd')
    .first();
}

export async function screenshot(page: Page, name: string, fullPage = true): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage });
}

/** Lets a site of any origin read an answer that a test gives. */
export const OPEN_TO_ALL = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };

/** A node that answers what names a part with an error, and the rest as before. */
export async function refuse(page: Page, rpcUrl: string, part: string, message: string, code = -32603): Promise<void> {
  const json = { jsonrpc: '2.0', id: '1', error: { code, message } };
  await page.route(`${rpcUrl}/**`, (route) =>
    route.request().postData()?.includes(part)
      ? route.fulfill({ status: 200, headers: OPEN_TO_ALL, json })
      : route.continue(),
  );
}

/** A node that gives single accounts, and refuses to list those of a program. */
export function refuseLists(page: Page, rpcUrl: string): Promise<void> {
  return refuse(page, rpcUrl, '"getProgramAccounts"', 'no lists here', -32601);
}
