#!/usr/bin/env bash
# Puts another build in the place of the deployed program, by the upgrade authority's key.
set -euo pipefail
# shellcheck source=scripts/deployment/checks.sh
. "$(dirname "${BASH_SOURCE[0]}")/checks.sh"

usage() {
    cat <<'HELP'
Puts another build in the place of the deployed program, in one transaction that all accounts survive. The wallet is the
upgrade authority; where a multisig is, scripts/deployment/write-buffer.sh prepares what its members sign.

usage: scripts/deployment/upgrade.sh CLUSTER [options]

  --so FILE                      another build than target/deploy/inference_staking.so
  --buffer ADDRESS               a buffer that holds the build already and belongs to the wallet
  --priority-fee PRICE           micro-lamports for each compute unit (default: what anchor finds was paid lately); not with --buffer
  --use-rpc                      write through the node instead of straight to the leaders; not with --buffer
HELP
    shared_options
}

so='' buffer='' sending=()
while [ $# -gt 0 ]; do
    case "$1" in
    --so) so="$(value_of "$@")" taken=2 ;;
    --buffer) buffer="$(value_of "$@")" taken=2 ;;
    --priority-fee) price="$(price_of "$@")" taken=2 ;;
    --use-rpc) sending=(--use-rpc) taken=1 ;;
    *) take_shared_option "$@" ;;
    esac
    shift "$taken"
done

require_cluster
require_tools
[ -z "$buffer" ] || [ -z "${sending[*]}$price" ] ||
    fail "--use-rpc and --priority-fee are for what writes a buffer, and --buffer names one that is written: leave them away"
check_wallet
check_cluster
check_built "$so"
read_program
require_authority
require_another_build
if [ -n "$buffer" ]; then
    require_buffer "$buffer" "$wallet_address"
fi

price_buffer
if [ -n "$buffer" ]; then
    # Paid when it was written; what is left is the upgrade itself.
    buffer_rent=0 fees=$lamports_per_signature priority_fees=0
fi
price_room
require_lamports $((buffer_rent + room_rent + fees + priority_fees))

echo "Upgrade"
show_shared
show_built
[ -z "$buffer" ] || show Buffer "$buffer holds the build, byte for byte"
[ "$room" -eq 0 ] || show Room "$room bytes more than the program has: $(sol "$room_rent") that stay in its account"
if [ -n "$buffer" ]; then
    show Costs "a fee of $(sol "$fees"); what the buffer holds goes to the wallet"
else
    show Costs "fees of $writes writes, $(sol "$fees") and $(priority_fees_in_words); $(sol "$buffer_rent") of a buffer come back"
fi
show_left_over_buffers "$buffer"
echo
ask "Upgrade on $cluster?"

if [ -n "$buffer" ]; then
    send program upgrade "$program_id" --buffer "$buffer"
else
    use_buffer_keypair
    send program upgrade "$program_id" --program-filepath "$built" "${sending[@]}" -- --buffer "$buffer_keypair" "${priority[@]}"
fi

require_deployed
echo
echo "Upgraded and read back: byte for byte the build"
