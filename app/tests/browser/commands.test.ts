/** The commands that the pages show are commands: the command line takes their words. */
import { spawn } from 'node:child_process';
import type { PoolOverview, Position } from '@inference-staking/sdk';
import { address } from '@solana/kit';
import { expect, test } from 'vitest';
import { commandsOf, type Input, type Intent } from '../../src/actions/intents';
import { commandText } from '../../src/chain/connection';
import { DEFAULTS } from '../../src/settings';

const POOL = 'stkVMchKFFj1mF77L6mCYXRB9DGV3PxDL5dQAhDthp8' as const;
/** Nobody answers there: a command that is understood fails with 1, bad words with 2. */
const NOWHERE = 'http://127.0.0.1:9';
const BAD_INPUT = 2;

const at = { operatorPool: address(POOL), poolName: 'my pool' };
const position = { lockedShares: 0n } as Position;
const overview = { stakeDecimals: 6, usdcDecimals: 6 } as PoolOverview;

const SHOWN: [Intent, Input][] = [
  [{ kind: 'stake', ...at }, { amount: 1_234_500_000n }],
  [{ kind: 'unstake', ...at }, { amount: 5n }],
  [
    { kind: 'unstake', ...at },
    { amount: 5n, isMax: true },
  ],
  [{ kind: 'cancel ticket', ...at, place: 3 }, {}],
  [{ kind: 'activate', ...at }, {}],
  [{ kind: 'claim tokens', ...at }, {}],
  [{ kind: 'claim USDC', ...at }, {}],
  [{ kind: 'claim all' }, {}],
  [{ kind: 'lock', ...at }, { days: 30n }],
  [{ kind: 'extend', ...at }, { days: 1n }],
  [{ kind: 'unlock', ...at }, {}],
  [{ kind: 'cancel unlock', ...at }, {}],
];
const OF_PAGES = [
  'status',
  'admin show',
  'epoch show',
  'pool list --open --sort stake',
  `pool show ${POOL}`,
  `history ${POOL}`,
  `portfolio ${POOL}`,
  `rank ${POOL}`,
  `lock ${POOL} 180d`,
  'pool list',
  'pool create --name "my pool" --reward-commission 10% --usdc-commission 20% --stake 2000',
];

test('every command is one', async () => {
  const settings = { ...DEFAULTS, rpcUrl: NOWHERE, proofServiceUrl: NOWHERE };
  const chain = { settings, programAddress: address(POOL) };
  const commands = [
    ...SHOWN.flatMap(([intent, input]) => commandsOf(intent, input, overview, position)),
    ...OF_PAGES,
  ].map((command) => commandText(chain, command).replace('inference-staking ', ''));
  const faults = await Promise.all(commands.map(fault));
  expect(faults.filter((each) => each !== null)).toEqual([]);
});

/** As a shell takes them. */
function wordsIn(command: string): string[] {
  return (command.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
}

/** What the command line has against a command; `null` if it only misses the node. */
async function fault(command: string): Promise<string | null> {
  const binary = process.env.INFERENCE_STAKING_CLI;
  if (!binary) throw new Error('no command line: run `cargo xtask test --only app`');
  const words = ['--signer', POOL, '--dry-run', '--yes', ...wordsIn(command)];
  const [code, said] = await new Promise<[number | null, string]>((resolve, reject) => {
    const child = spawn(binary, words, { stdio: ['ignore', 'ignore', 'pipe'] });
    const lines: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
    child.once('error', reject);
    child.once('close', (status) => resolve([status, lines.join('')]));
  });
  return code !== BAD_INPUT && said.includes('name another node with --url') ? null : `${command}: ${code} ${said}`;
}
