// Stands in for `anchor` on the PATH. It writes down how it was called, and then does what the test has laid down for that
// command: calls the local network's own methods in the place of transactions, says something, ends with a code.

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, cwd, env, exit, stdout } from 'node:process';

const words = argv.slice(2);
const { version, answers } = JSON.parse(readFileSync(join(env.STAND_IN, 'answers.json'), 'utf8'));
if (words[0] === '--version') {
  stdout.write(`${version}\n`);
  exit(0);
}
appendFileSync(join(env.STAND_IN, 'called'), `${JSON.stringify({ words, folder: cwd() })}\n`);

const provider = ['--provider.cluster', '--provider.wallet'];
const command = words.filter((word, place) => !provider.includes(word) && !provider.includes(words[place - 1]));
const answer = answers[command.slice(0, 2).join(' ')] ?? {};
for (const [method, ...params] of answer.calls ?? []) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const headers = { 'content-type': 'application/json' };
  const { error } = await (await fetch(env.STAND_IN_NODE, { method: 'POST', headers, body })).json();
  if (error) throw new Error(`${method}: ${error.message}`);
}
for (const file of answer.wants ?? []) if (!existsSync(file)) throw new Error(`there is no ${file}`);
if (answer.says) stdout.write(answer.says);
exit(answer.code ?? 0);
