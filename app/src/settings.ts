/** Where the page reads: a node, and perhaps a proof service. Kept in this browser, and nowhere else. */
import { isAddress } from '@solana/kit';

export interface Settings {
  /** JSON-RPC of a node. */
  rpcUrl: string;
  /** Its WebSocket port; empty for the one that Solana's clients expect. */
  webSocketUrl: string;
  /** A rewards service with proofs; empty for none. It is not trusted: proofs are checked against the chain. */
  proofServiceUrl: string;
  /** Of a program that is deployed under another id; empty for the usual one. */
  programId: string;
}

const KEY = 'inference-staking-settings';
/** What a link may say, so that one can be given for a network: `?rpc=…&proofs=…`. It holds for this visit only. */
const PARAMETERS = { rpc: 'rpcUrl', ws: 'webSocketUrl', proofs: 'proofServiceUrl', program: 'programId' } as const;

const USUAL: Settings = { rpcUrl: 'http://127.0.0.1:8899', webSocketUrl: '', proofServiceUrl: '', programId: '' };

export const DEFAULTS: Settings = {
  rpcUrl: import.meta.env.VITE_RPC_URL ?? USUAL.rpcUrl,
  webSocketUrl: import.meta.env.VITE_WEBSOCKET_URL ?? USUAL.webSocketUrl,
  proofServiceUrl: import.meta.env.VITE_PROOF_SERVICE_URL ?? USUAL.proofServiceUrl,
  programId: import.meta.env.VITE_PROGRAM_ID ?? USUAL.programId,
};

export function loadSettings(): Settings {
  const settings = { ...DEFAULTS, ...stored() };
  // What was kept or built in long ago may be none that is taken today.
  for (const name of Object.keys(settings) as (keyof Settings)[]) {
    const isTaken = (value: string) => SETTING_FAULTS[name](value) === null;
    if (!isTaken(settings[name])) settings[name] = isTaken(DEFAULTS[name]) ? DEFAULTS[name] : USUAL[name];
  }
  for (const { name, value } of named()) {
    if (SETTING_FAULTS[name](value) === null) settings[name] = value;
  }
  return settings;
}

/** What the link that was followed names and cannot be meant: other settings are used in its place. */
export function linkFaults(): { parameter: string; name: keyof Settings; value: string }[] {
  return named().filter(({ name, value }) => SETTING_FAULTS[name](value) !== null);
}

function named() {
  const query = new URLSearchParams(window.location.search);
  return Object.entries(PARAMETERS).flatMap(([parameter, name]) => {
    const value = query.get(parameter);
    return value === null ? [] : [{ parameter, name, value }];
  });
}

/** Keeps settings, which from now on come before those of the link that was followed. */
export function saveSettings(settings: Settings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Without storage they hold until the page is closed.
  }
  const url = new URL(window.location.href);
  for (const parameter of Object.keys(PARAMETERS)) url.searchParams.delete(parameter);
  window.history.replaceState(null, '', url);
}

function stored(): Partial<Settings> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const entries = Object.entries(value as object).filter(
      ([name, text]) => name in DEFAULTS && typeof text === 'string',
    );
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}

/** Why something is no URL that a browser can ask; `null` if it is one. */
export function urlFault(text: string, protocols: readonly string[]): string | null {
  const wanted = protocols.map((protocol) => `${protocol}//`).join(' or ');
  if (!URL.canParse(text)) return `This is no URL: write ${wanted} and a host`;
  return protocols.includes(new URL(text).protocol) ? null : `Write a URL that begins with ${wanted}`;
}

const optional = (fault: (text: string) => string | null) => (text: string) => (text === '' ? null : fault(text));

/** Why a text cannot be a setting; `null` if it can. */
export const SETTING_FAULTS: Record<keyof Settings, (text: string) => string | null> = {
  rpcUrl: (text) => urlFault(text, ['http:', 'https:']),
  webSocketUrl: optional((text) => urlFault(text, ['ws:', 'wss:'])),
  proofServiceUrl: optional(
    (text) =>
      urlFault(text, ['http:', 'https:']) ?? (/[?#]/.test(text) ? 'Write the URL without query and fragment' : null),
  ),
  programId: optional((text) => (isAddress(text) ? null : 'This is no address: write 32 bytes in base58')),
};

/** The WebSocket port of a node: the one that is set, or one above an explicit JSON-RPC port, as Solana's clients expect it. */
export function webSocketUrlOf({ rpcUrl, webSocketUrl }: Settings): string {
  if (webSocketUrl !== '') return webSocketUrl;
  if (!URL.canParse(rpcUrl)) return '';
  const url = new URL(rpcUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  if (url.port !== '') url.port = String(Number(url.port) + 1);
  return url.href;
}
