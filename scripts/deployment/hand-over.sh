#!/usr/bin/env bash
# Gives the program's upgrade authority to another key or to a multisig.
set -euo pipefail
# shellcheck source=scripts/deployment/checks.sh
. "$(dirname "${BASH_SOURCE[0]}")/checks.sh"

usage() {
    cat <<'HELP'
Gives the program's upgrade authority away. With the new key's file both sign, so that a key that nobody has cannot become
the authority. A multisig cannot sign here: its vault's address is asked for a second time instead, also with --yes; where
there is no terminal, --confirm repeats it.

Run `inference-staking init` before: only the upgrade authority can, and it becomes the program admin. Where that was not
done the script says so and goes on; the new authority has to do it then, and a multisig to sign it.

usage: scripts/deployment/hand-over.sh CLUSTER (--new-authority-keypair FILE | --new-authority ADDRESS) [options]

  --new-authority-keypair FILE   key that becomes the authority, and signs
  --new-authority ADDRESS        address that becomes the authority without signing: of a Squads multisig its vault
  --confirm ADDRESS              the address of --new-authority once more, in the place of the second question
HELP
    shared_options
}

new_authority='' new_keypair='' confirmed=''
while [ $# -gt 0 ]; do
    case "$1" in
    --new-authority) new_authority="$(value_of "$@")" taken=2 ;;
    --new-authority-keypair) new_keypair="$(value_of "$@")" taken=2 ;;
    --confirm) confirmed="$(value_of "$@")" taken=2 ;;
    *) take_shared_option "$@" ;;
    esac
    shift "$taken"
done

require_cluster
require_tools
[ -z "$new_authority" ] || [ -z "$new_keypair" ] || fail "--new-authority-keypair says the address too: leave --new-authority away"
[ -n "$new_authority$new_keypair" ] || fail "name who gets the authority: --new-authority-keypair FILE, or --new-authority ADDRESS"
[ -z "$confirmed" ] || [ -z "$new_keypair" ] || fail "--new-authority-keypair signs for its address: leave --confirm away"
[ -z "$confirmed" ] || [ "$confirmed" = "$new_authority" ] || fail "not done: --confirm names another address than --new-authority"
check_wallet
signing=(--skip-new-upgrade-authority-signer-check)
if [ -n "$new_keypair" ]; then
    new_keypair="$(key_file "new authority's key" "$new_keypair")"
    new_authority="$(chain address "$new_keypair")"
    signing=(--new-upgrade-authority-signer "$new_keypair")
fi
chain is-address "$new_authority" >/dev/null
check_cluster
read_program
require_authority
[ "$new_authority" != "$authority" ] || fail "$new_authority is the upgrade authority already"
owner="$(chain owner "$url" "$new_authority")"
[ "$owner" = 11111111111111111111111111111111 ] ||
    fail "$new_authority is an account of the program $owner and can sign nothing: of a multisig name the vault, not its settings"
singleton="$(chain has-singleton "$url" "$program_id" PoolOverview)"
require_lamports $((2 * lamports_per_signature))

echo "Hand-over of the upgrade authority"
show_shared
show From "$authority"
show To "$new_authority"
[ "$singleton" = yes ] || show Warning "inference-staking init was not run: after this only $new_authority can, and it becomes the program admin"
[ -n "$new_keypair" ] || show Unsigned "nobody proves to have that key: if nobody has, the program can never be upgraded again"
echo
ask "Hand over on $cluster?"
if [ -z "$new_keypair" ] && [ -z "$confirmed" ]; then
    [ -t 0 ] || fail "nobody can be asked here for the address once more, which --yes does not answer: --confirm repeats it"
    read -r -p "Once more the address that gets it: " again
    [ "$again" = "$new_authority" ] || fail "not done: \"$again\" is another address"
fi

send program set-upgrade-authority "$program_id" --new-upgrade-authority "$new_authority" "${signing[@]}"
read_program
[ "$authority" = "$new_authority" ] || fail "the upgrade authority is $authority afterwards"
echo
echo "The upgrade authority of $program_id is $authority"
