/** The local network of `cargo xtask localnet` in a process of its own, on free ports. Knows nothing of kit or of Anchor. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url));
/** Names the binary; `cargo xtask test` sets it to the one that it has built. */
const BINARY = 'INFERENCE_STAKING_LOCALNET';
/** The line behind which the network takes commands. */
const READY = 'Type a span of time';
const PATIENCE = 30_000;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** A network that runs. */
export interface LocalNetwork {
  rpcUrl: string;
  webSocketUrl: string;
  stakeMint: string;
  usdcMint: string;
  /** The 64 bytes of the keypair of a role or wallet, such as `reward-authority` or `wallet-1`. */
  keypair(name: string): Uint8Array;
  /** Moves the chain's clock on. */
  travel(seconds: bigint): Promise<void>;
  /** Ends the network, and nothing else. */
  stop(): Promise<void>;
}

/** Starts a network with three funded wallets and waits until it answers. */
export async function startLocalNetwork(): Promise<LocalNetwork> {
  const binary = process.env[BINARY];
  if (!binary) {
    throw new Error(`no local network: run \`cargo xtask test --only sdk\`, or name its binary in ${BINARY}`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'inference-staking-localnet-'));
  const child: Child = spawn(binary, ['--port', '0', '--out', folder], {
    cwd: CHECKOUT,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A test run that is broken off takes its network along.
  const orphaned = () => child.kill('SIGKILL');
  process.once('exit', orphaned);
  const stop = async () => {
    await end(child);
    process.off('exit', orphaned);
    rmSync(folder, { recursive: true });
  };
  try {
    await ready(child);
  } catch (error) {
    await stop();
    throw error;
  }
  const read = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const { rpc_url: rpcUrl, stake_mint: stakeMint, usdc_mint: usdcMint, websocket_url: webSocketUrl } = read('network');
  return {
    rpcUrl,
    webSocketUrl,
    stakeMint,
    usdcMint,
    keypair: (name) => Uint8Array.from(read(name) as number[]),
    travel: (seconds) => travel(rpcUrl, seconds),
    stop,
  };
}

/** Waits for the line that says that it is up. Its output is read to the end, or it would block. */
async function ready(child: Child): Promise<void> {
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const failed = (why: string) => reject(new Error(`the local network ${why}:\n${said.join('\n')}`));
    const late = setTimeout(() => failed(`did not start within ${PATIENCE / 1_000} s`), PATIENCE);
    const settled = (act: () => void) => {
      clearTimeout(late);
      act();
    };
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on('line', (line) => {
        said.push(line);
        if (line.startsWith(READY)) settled(resolve);
      });
    }
    child.once('error', (error) => settled(() => reject(error)));
    child.once('exit', (code) => settled(() => failed(`ended with ${code}`)));
  });
}

async function end(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin.end('quit\n');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(late);
}

/** The local network's own method: what `cargo xtask localnet warp` calls. */
async function travel(url: string, seconds: bigint): Promise<void> {
  const clock = await call(url, 'getAccountInfo', [
    'SysvarC1ock11111111111111111111111111111111',
    { encoding: 'base64' },
  ]);
  const { data } = (clock as { value: { data: [string] } }).value;
  const now = Buffer.from(data[0], 'base64').readBigInt64LE(32);
  await call(url, 'surfnet_timeTravel', [{ absoluteTimestamp: Number((now + seconds) * 1_000n) }]);
}

async function call(url: string, method: string, params: unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { error, result } = (await answer.json()) as { error?: { message: string }; result: unknown };
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}
