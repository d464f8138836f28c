/** `deploy.ts` as `anchor migrate` 1.2.2 runs it: by a host script, with closed standard input, through `npm run ts-node`. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const ROOT = join(__dirname, "..");
// Inside the repository, where the host script finds the packages, and ignored by git like the one that Anchor makes.
const folder = mkdtempSync(join(ROOT, "node_modules", ".migrate-"));
after(() => rmSync(folder, { recursive: true }));

/** What Anchor's `template.rs` writes, with a provider that knows its URL and no more. */
const host = join(folder, "deploy.ts");
writeFileSync(
  host,
  `const userScript = require(${JSON.stringify(join(__dirname, "deploy.ts"))});
async function main() {
  userScript({ connection: { rpcEndpoint: "http://127.0.0.1:1" } });
}
main();
`,
);

/** A command line that repeats its words and ends with an exit code of its own. */
const binary = join(folder, "inference-staking");
writeFileSync(binary, '#!/bin/sh\nfor word; do echo "word: $word"; done\necho "in: $PWD"\nexit 3\n');
chmodSync(binary, 0o755);

function migrate(env: Record<string, string | undefined>): { status: number | null; words: string[]; all: string } {
  const options = { cwd: tmpdir(), env: { ...process.env, ...env }, encoding: "utf8" } as const;
  const ran = spawnSync("npm", ["--prefix", ROOT, "run", "ts-node", host], { ...options, input: "" });
  const words = ran.stdout.split("\n").filter((line) => line.startsWith("word: "));
  return { status: ran.status, words: words.map((line) => line.slice(6)), all: ran.stdout + ran.stderr };
}

test("it gives the command line the node, the wallet and the folder of files, and ends as it does", () => {
  const ran = migrate({ ANCHOR_WALLET: "key.json", INFERENCE_STAKING_CLI: binary });
  assert.equal(ran.status, 3, ran.all);
  assert.deepEqual(ran.words, ["migrate", __dirname, "--url", "http://127.0.0.1:1", "--keypair", "key.json"]);
  assert.ok(ran.all.includes(`in: ${ROOT}\n`), ran.all);
});

test("options of the command line come out of the environment", () => {
  const options = { INFERENCE_STAKING_MIGRATE_OPTIONS: " --yes  --output json " };
  const ran = migrate({ ANCHOR_WALLET: "key.json", INFERENCE_STAKING_CLI: binary, ...options });
  assert.deepEqual(ran.words.slice(6), ["--yes", "--output", "json"]);
});

test("without a wallet, or a command line that starts, it fails in words", () => {
  const alone = migrate({ ANCHOR_WALLET: "", INFERENCE_STAKING_CLI: binary });
  assert.notEqual(alone.status, 0);
  assert.match(alone.all, /ANCHOR_WALLET names no keypair file: run this with `anchor migrate`/);
  const broken = migrate({ ANCHOR_WALLET: "key.json", INFERENCE_STAKING_CLI: join(folder, "missing") });
  assert.notEqual(broken.status, 0);
  assert.match(broken.all, /ENOENT/);
});
