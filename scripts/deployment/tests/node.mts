/** What a test asks of a node and does to a local network, and a node that claims to be another cluster's. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { fromBase58, toBase58 } from './keys.mts';

export const LOADER = 'BPFLoaderUpgradeab1e11111111111111111111111';
export const GENESIS = {
  devnet: 'EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG',
  mainnet: '5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d',
  testnet: '4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY',
};

/** A call of the local network's own methods. */
export type Call = [method: string, ...params: unknown[]];

/** The answer, of the shape that the caller expects. */
export async function call<Answer = unknown>(url: string, method: string, ...params: unknown[]): Promise<Answer> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { error, result } = (await answer.json()) as { error?: { message: string }; result: Answer };
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}

export async function perform(url: string, [method, ...params]: Call): Promise<void> {
  await call(url, method, ...params);
}

async function bytesOf(url: string, address: string): Promise<Buffer> {
  const options = { encoding: 'base64', commitment: 'confirmed' };
  const { value } = await call<{ value: { data: [string] } }>(url, 'getAccountInfo', address, options);
  return Buffer.from(value.data[0], 'base64');
}

async function programData(url: string, program: string): Promise<string> {
  return toBase58((await bytesOf(url, program)).subarray(4, 36));
}

/** The upgrade authority as it stands on chain: behind a tag, a slot and the byte that says that there is one. */
export async function authorityOf(url: string, program: string): Promise<string> {
  return toBase58((await bytesOf(url, await programData(url, program))).subarray(13, 45));
}

/** What puts a build in the place of a deployed program's code, as the loader would. */
export async function replacesCode(url: string, program: string, build: Buffer): Promise<Call[]> {
  const address = await programData(url, program);
  const data = await bytesOf(url, address);
  const bytes = Buffer.alloc(Math.max(data.length, 45 + build.length));
  data.copy(bytes, 0, 0, 45);
  build.copy(bytes, 45);
  return [setAccount(address, bytes)];
}

/** What makes a program buffer that holds a build. */
export function makesBuffer(address: string, authority: string, build: Buffer): Call {
  const head = Buffer.from([1, 0, 0, 0, 1]);
  return setAccount(address, Buffer.concat([head, fromBase58(authority), build]));
}

function setAccount(address: string, data: Buffer): Call {
  return ['surfnet_setAccount', address, { lamports: 5_000_000_000, owner: LOADER, data: data.toString('hex') }];
}

/** A stand-in for a node of another cluster: the local network, but for the hash of its first block. */
export function nodeThatClaims(url: string, genesis: string): Promise<StandIn> {
  return nodeWith(url, (method) => (method === 'getGenesisHash' ? { result: genesis } : undefined));
}

/** A node that refuses everything after so many answers. */
export function nodeThatStops(url: string, after: number): Promise<StandIn> {
  let answers = 0;
  return nodeWith(url, () => (answers++ < after ? undefined : { error: { code: -32_005, message: 'no more' } }));
}

interface StandIn {
  url: string;
  stop(): void;
}

/** The local network, but for what it answers itself. */
async function nodeWith(url: string, own: (method: string) => object | undefined): Promise<StandIn> {
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { id, method } = JSON.parse(body) as { id: number; method: string };
    response.setHeader('content-type', 'application/json');
    const answer = own(method);
    if (answer) {
      response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
      return;
    }
    const headers = { 'content-type': 'application/json' };
    response.end(await (await fetch(url, { method: 'POST', headers, body })).text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
