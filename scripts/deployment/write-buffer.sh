#!/usr/bin/env bash
# Writes the built program into a buffer and gives the buffer to the upgrade authority, a multisig, that upgrades from it.
set -euo pipefail
# shellcheck source=scripts/deployment/checks.sh
. "$(dirname "${BASH_SOURCE[0]}")/checks.sh"

usage() {
    cat <<'HELP'
Writes the built program into a buffer, reads it back, and gives the buffer to the program's upgrade authority, which can
then upgrade in one transaction: a multisig in its own interface, a key with scripts/deployment/upgrade.sh --buffer. The
wallet only pays; it can do nothing with the buffer afterwards.

Each run writes another buffer. One that was cut off is not gone on with: scripts/deployment/close-buffers.sh returns what
it had paid, before or after the next run.

usage: scripts/deployment/write-buffer.sh CLUSTER [options]

  --so FILE                      another build than target/deploy/inference_staking.so
HELP
    shared_options
}

so=''
while [ $# -gt 0 ]; do
    case "$1" in
    --so) so="$(value_of "$@")" taken=2 ;;
    *) take_shared_option "$@" ;;
    esac
    shift "$taken"
done

require_cluster
require_tools
check_wallet
check_cluster
check_built "$so"
read_program
require_upgradeable
[ "$authority" != "$wallet_address" ] || fail "the wallet is the upgrade authority itself: scripts/deployment/upgrade.sh"
require_another_build
price_buffer
price_room
require_lamports $((buffer_rent + fees))

echo "Buffer for an upgrade"
show_shared
show_built
show Given "to $authority, the upgrade authority"
show Costs "$(sol "$buffer_rent") of the buffer, which whoever upgrades gets; fees of $writes writes, $(sol "$fees") and $(priority_fees_in_words)"
[ "$room" -eq 0 ] || show Room "$room bytes have to be added to the program first, for $(sol "$room_rent")"
show_left_over_buffers
echo
ask "Write the buffer on $cluster?"

said="$(send program write-buffer "$built")" ||
    fail "the buffer was not written: scripts/deployment/close-buffers.sh returns what it holds. anchor said: $said"
echo "$said"
buffer="$(sed -n 's/^Buffer: //p' <<<"$said")"
[ -n "$buffer" ] || fail "anchor named no buffer; close what it left over with scripts/deployment/close-buffers.sh"
require_buffer "$buffer" "$wallet_address"
send program set-buffer-authority "$buffer" "$authority"
require_buffer "$buffer" "$authority"

echo
echo "Buffer $buffer holds the build, byte for byte, and belongs to $authority"
echo "Whoever signs the upgrade checks it: anchor program dump $buffer FILE, and sha256sum of FILE"
