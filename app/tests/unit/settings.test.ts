/** What is kept in a browser, or named by a link, never keeps the page from being drawn. */
import { afterEach, expect, test, vi } from 'vitest';

import { connect } from '../../src/chain/connection';
import { DEFAULTS, linkFaults, loadSettings } from '../../src/settings';

afterEach(() => vi.unstubAllGlobals());

function browserWith({ kept = '{}', link = '' }: { kept?: string; link?: string }): void {
  vi.stubGlobal('localStorage', { getItem: () => kept });
  vi.stubGlobal('window', { location: { search: link } });
}

test('what was kept and is none is replaced by the usual, and what a link names is taken as a browser takes it', () => {
  browserWith({ kept: JSON.stringify({ rpcUrl: 'no node', proofServiceUrl: 'proofs.example.org', programId: 'x' }) });
  expect(loadSettings()).toEqual({
    rpcUrl: 'http://127.0.0.1:8899',
    webSocketUrl: '',
    proofServiceUrl: '',
    programId: '',
  });
  for (const url of ['https://proofs.example.org/?token=x', 'https://proofs.example.org/#x']) {
    browserWith({ link: `?proofs=${encodeURIComponent(url)}` });
    expect(linkFaults()).toEqual([{ parameter: 'proofs', name: 'proofServiceUrl', value: url }]);
    expect(loadSettings().proofServiceUrl).toBe('');
  }
  for (const url of ['HTTPS://proofs.example.org', 'https:proofs.example.org', 'https://proofs.example.org']) {
    browserWith({ link: `?proofs=${encodeURIComponent(url)}` });
    const settings = loadSettings();
    expect(settings.proofServiceUrl).toBe(url);
    expect(connect({ ...DEFAULTS, ...settings }).proofs).toBeDefined();
  }
});
