#!/usr/bin/env bash
# Deploys the built program for the first time. The wallet becomes its upgrade authority.
set -euo pipefail
# shellcheck source=scripts/deployment/checks.sh
. "$(dirname "${BASH_SOURCE[0]}")/checks.sh"

usage() {
    cat <<'HELP'
Deploys the built program for the first time. The wallet becomes its upgrade authority, and the only key that can run
`inference-staking init`; afterwards scripts/deployment/hand-over.sh gives the authority to a multisig.

usage: scripts/deployment/deploy.sh CLUSTER --program-keypair FILE [options]

  --program-keypair FILE         key of the program's id, which lib.rs declares; needed once, and never again
  --so FILE                      another build than target/deploy/inference_staking.so
  --max-len BYTES                room for later versions, at least the build's size (default: its size and 10,240 bytes)
  --priority-fee PRICE           micro-lamports for each compute unit (default: what anchor finds was paid lately)
  --use-rpc                      write through the node instead of straight to the leaders
HELP
    shared_options
}

program_keypair='' so='' max_len='' sending=()
while [ $# -gt 0 ]; do
    case "$1" in
    --program-keypair) program_keypair="$(value_of "$@")" taken=2 ;;
    --so) so="$(value_of "$@")" taken=2 ;;
    --max-len) max_len="$(value_of "$@")" taken=2 ;;
    --priority-fee) price="$(price_of "$@")" taken=2 ;;
    --use-rpc) sending=(--use-rpc) taken=1 ;;
    *) take_shared_option "$@" ;;
    esac
    shift "$taken"
done

require_cluster
require_tools
[ -n "$program_keypair" ] || fail "--program-keypair names the key of the program's id"
program_keypair="$(key_file "program keypair" "$program_keypair")"
check_wallet
keypair_id="$(chain address "$program_keypair")"
[ "$keypair_id" = "$program_id" ] || fail "the program keypair is the one of $keypair_id, and lib.rs declares $program_id: README, Deploying"
check_cluster
check_built "$so"
max_len="${max_len:-$((built_bytes + 10240))}"
[[ "$max_len" =~ ^[0-9]{1,8}$ && "$max_len" -ge "$built_bytes" && "$max_len" -le "$most_room" ]] ||
    fail "--max-len $max_len is no number of bytes from $built_bytes, which the build has, to $most_room, which an account holds"
read_program
[ -z "$authority" ] || fail "program $program_id is deployed on $cluster, with the upgrade authority $authority:" \
    "scripts/deployment/upgrade.sh puts another build in its place"

price_buffer
data_rent="$(rent $((45 + max_len)))"
stays="$(rent 36)"
stays=$((stays + data_rent))
# The buffer's rent comes back before the program's is paid.
require_lamports $(((stays > buffer_rent ? stays : buffer_rent) + fees + priority_fees))

echo "First deployment"
show_shared
show_built
show Room "$max_len bytes"
show Costs "$(sol "$stays") stay in the program's accounts; fees of $writes writes, $(sol "$fees") and $(priority_fees_in_words)"
show_left_over_buffers
echo
ask "Deploy on $cluster?"

use_buffer_keypair
send program deploy "$built" --program-keypair "$program_keypair" --max-len "$max_len" --no-idl "${sending[@]}" \
    -- --buffer "$buffer_keypair" "${priority[@]}"

require_deployed
echo
echo "Deployed and read back: byte for byte the build. Next: inference-staking init, signed by this wallet (README, Deploying)"
