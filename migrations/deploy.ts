/**
 * What `anchor migrate` runs: `inference-staking migrate` with the provider's node and wallet and this folder, of whose files it
 * takes that of the node's cluster. It decides nothing itself, and its exit code is that of the command line.
 *
 * - `INFERENCE_STAKING_MIGRATE_OPTIONS`: options of the command line to add, separated by spaces, such as `--yes` or `--dry-run`.
 * - `INFERENCE_STAKING_CLI`: a built binary to run, instead of building it.
 */

import { spawnSync } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import type { AnchorProvider } from "@anchor-lang/core";

const ROOT = join(__dirname, "..");
const CARGO = ["run", "--quiet", "--locked", "--package", "inference-staking-cli", "--bin", "inference-staking", "--"];

/** Anchor does not wait for a promise, so nothing here is one. */
function migrate(provider: AnchorProvider): void {
  const wallet = process.env.ANCHOR_WALLET;
  if (!wallet) {
    throw new Error("ANCHOR_WALLET names no keypair file: run this with `anchor migrate`");
  }
  const options = (process.env.INFERENCE_STAKING_MIGRATE_OPTIONS ?? "").split(" ").filter(Boolean);
  const words = ["migrate", __dirname, "--url", provider.connection.rpcEndpoint, "--keypair", wallet, ...options];
  const binary = process.env.INFERENCE_STAKING_CLI;
  const [command, args] = binary ? [binary, words] : ["cargo", [...CARGO, ...words]];
  const { error, status } = spawnSync(command, args, { cwd: ROOT, stdio: [terminal(), "inherit", "inherit"] });
  if (error) {
    throw error;
  }
  process.exit(status ?? 1);
}

/** Anchor closes standard input, so the question is answered at the terminal itself, where there is one. */
function terminal(): number | "ignore" {
  try {
    return openSync("/dev/tty", "r");
  } catch {
    return "ignore";
  }
}

export = migrate;
