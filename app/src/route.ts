/** Which page is shown: behind the `#` of the address, so that any web server can host the site. */
import { isAddress } from '@solana/kit';
import { useSyncExternalStore } from 'react';

export type Route =
  | { page: 'network' }
  | { page: 'pools' }
  | { page: 'pool'; address: string }
  | { page: 'wallet'; address: string | null }
  | { page: 'economics' }
  | { page: 'settings' }
  | { page: 'unknown' };

/** `#/pools/ADDRESS?filter=behind` is the page `pools`, its rest `ADDRESS`, and a query of its own. */
export function parseRoute(hash: string): Route {
  const [page = '', rest = ''] = hash.replace(/^#\/?/, '').replace(/\?.*$/, '').split('/');
  switch (page) {
    case '':
    case 'network':
      return { page: 'network' };
    case 'pools':
      return rest ? { page: 'pool', address: rest } : { page: 'pools' };
    case 'wallet':
      return { page: 'wallet', address: rest || null };
    case 'economics':
    case 'settings':
      return { page };
    default:
      return { page: 'unknown' };
  }
}

/** What shows a pool in the command line. What is no address is in no command: a shell would carry out what a link says there. */
export function poolCommand(address: string): string {
  return isAddress(address) ? `pool show ${address}` : 'pool list';
}

/** What shows a wallet in the command line, which knows its own; the same holds. */
export function walletCommand(address: string | null): string {
  return address !== null && isAddress(address) ? `portfolio ${address}` : 'portfolio';
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(onHashChange, currentHash));
}

function onHashChange(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

function currentHash(): string {
  return window.location.hash;
}

/** What stands behind the `?` of the page's own address. */
export function routeQuery(): URLSearchParams {
  return new URLSearchParams(currentHash().split('?')[1] ?? '');
}

/** How far the entry of the browser's history was scrolled that is shown now, pixels; 0 of a new one. */
export function keptScroll(): number {
  const state: unknown = window.history.state;
  const kept = typeof state === 'object' && state !== null && 'scroll' in state ? state.scroll : 0;
  return typeof kept === 'number' ? kept : 0;
}

export function keepScroll(scroll: number): void {
  window.history.replaceState({ scroll }, '');
}

export const linkTo = {
  network: '#/network',
  pools: '#/pools',
  pool: (address: string) => `#/pools/${address}`,
  wallet: (address: string | null = null) => (address ? `#/wallet/${address}` : '#/wallet'),
  economics: '#/economics',
  settings: '#/settings',
};
