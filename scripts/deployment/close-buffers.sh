#!/usr/bin/env bash
# Closes the program buffers that deployments left over, and returns their SOL to the wallet.
set -euo pipefail
# shellcheck source=scripts/deployment/checks.sh
. "$(dirname "${BASH_SOURCE[0]}")/checks.sh"

usage() {
    cat <<'HELP'
Closes all program buffers whose authority is the wallet, of whatever program, and returns their SOL to it. A run of
deploy.sh or upgrade.sh that was cut off leaves one, and goes on with it when it is started again. What write-buffer.sh left
over is used by nothing any more: that begins with another buffer each time.

usage: scripts/deployment/close-buffers.sh CLUSTER [options]

HELP
    shared_options
}

while [ $# -gt 0 ]; do
    take_shared_option "$@"
    shift "$taken"
done

require_cluster
require_tools
check_wallet
check_cluster
buffers="$(left_over_buffers)"
[ -n "$buffers" ] || {
    echo "$wallet_address has no buffers on $cluster"
    exit 0
}

echo "Closing of buffers"
show_shared
while read -r buffer lamports; do
    show Buffer "$buffer with $(sol "$lamports")"
done <<<"$buffers"
echo
ask "Close them on $cluster?"
while read -r buffer _ <&3; do
    send program close "$buffer" --bypass-warning
done 3<<<"$buffers"
