#!/usr/bin/env bash
# Plays two epochs of the staking network, from the first stake to the last claim, on `solana-test-validator`.
#
# Starts a validator with the built program, its singleton and funded wallets on free ports of 127.0.0.1, plays the story
# over JSON-RPC (tests/kit/examples/validator_story.rs, every number checked), and ends what it started.
set -euo pipefail

usage() {
    cat <<'HELP'
Plays two epochs of the staking network on `solana-test-validator`, every number checked. Builds the program if it is not
there, and the network and the story; starts the validator on free ports of 127.0.0.1 and ends it. Signs with keys that are
made for it, and sends nothing elsewhere.

usage: scripts/validator-story.sh

  INFERENCE_STAKING_PROGRAM      another build than target/deploy/inference_staking.so
HELP
}

case "${1:-}" in
"") ;;
--help | -h)
    usage
    exit 0
    ;;
*)
    echo "error: it takes no arguments, and $1 is one: see --help" >&2
    exit 1
    ;;
esac

cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Longest that the validator may take to answer, and the story to be played, in seconds.
start_patience=180
story_patience=1200

fail() {
    echo "error: $*" >&2
    exit 1
}

network=
folder=
finish() {
    if [ -n "$network" ]; then
        # The network ends its validator before itself.
        kill -TERM "$network" 2>/dev/null || true
        wait "$network" 2>/dev/null || true
    fi
    if [ -n "$folder" ]; then
        rm -rf "$folder"
    fi
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

command -v solana-test-validator >/dev/null || fail "solana-test-validator is not on the PATH: install the Solana CLI" \
    "(https://docs.anza.xyz/cli/install). The same story runs without it: cargo test -p inference-staking-tests --test bank"

if [ -z "${INFERENCE_STAKING_PROGRAM:-}" ] && [ ! -f target/deploy/inference_staking.so ]; then
    cargo xtask build
fi
cargo build --quiet --locked --package inference-staking-localnet-rpc --bin inference-staking-localnet
cargo build --quiet --locked --package inference-staking-test-kit --example validator_story
built="${CARGO_TARGET_DIR:-target}/debug"

folder="$(mktemp -d)"
# Its standard input stays away from the terminal, so that nobody has to type.
"$built/inference-staking-localnet" --validator --port 0 --out "$folder/network" </dev/null >"$folder/log" 2>&1 &
network=$!

deadline=$((SECONDS + start_patience))
until grep -qs "solana-test-validator answers" "$folder/log"; do
    if ! kill -0 "$network" 2>/dev/null; then
        cat "$folder/log" >&2
        fail "the network did not start: its output is above"
    fi
    if [ "$SECONDS" -ge "$deadline" ]; then
        cat "$folder/log" >&2
        fail "the validator did not answer within $start_patience s: its output is above"
    fi
    sleep 0.2
done

url="$(sed -n 's/^json_rpc_url: "\(.*\)"$/\1/p' "$folder/network/config.yml")"
if ! timeout "$story_patience" "$built/examples/validator_story" "$url"; then
    tail -n 50 "$folder/log" >&2
    fail "the story failed: its message is above, and the last lines of the network's output"
fi
