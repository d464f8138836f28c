# shellcheck shell=bash
# What the scripts of this folder share of their options, their words and their question.

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
checkout="$(cd "$here/../.." && pwd -P)"
anchor_version=1.2.2

case "$(basename "$0")" in
options.sh | checks.sh)
    echo "error: $0 is a part of the scripts beside it, and does nothing alone: deploy.sh, upgrade.sh, write-buffer.sh," \
        "hand-over.sh and close-buffers.sh have --help" >&2
    exit 1
    ;;
esac

cluster=
url=
# Micro-lamports for each compute unit; what anchor finds unless it is named.
price=
wallet="$HOME/.config/solana/id.json"
dry_run=
yes=

fail() {
    echo "error: $*" >&2
    exit 1
}

# What the node, a key file or a built program says; a refusal is printed there and ends the script here.
chain() {
    node "$here/chain.mjs" "$@"
}

# Whether the answer to a question is yes. One that finds no answer ends the script, which it would not behind a `||`.
is_so() { # question, its arguments
    local answer
    answer="$(chain "$@")" || exit 1
    [ "$answer" = yes ]
}

value_of() { # option, and what follows it
    [[ $# -ge 2 && "$2" != --* ]] || fail "$1 needs a value: see --help"
    echo "$2"
}

# A price of compute units, in micro-lamports.
price_of() { # option, and what follows it
    local price
    price="$(value_of "$@")" || exit 1
    [[ "$price" =~ ^[0-9]{1,9}$ ]] || fail "$1 $price is no price: write whole micro-lamports, at most 999999999"
    echo "$((10#$price))"
}

# Takes one of the options that all scripts have, or the cluster; `taken` says how many words it was.
take_shared_option() {
    taken=2
    case "$1" in
    --wallet) wallet="$(value_of "$@")" ;;
    --url) url="$(value_of "$@")" ;;
    --dry-run) dry_run=yes taken=1 ;;
    --yes) yes=yes taken=1 ;;
    --help | -h)
        usage
        exit 0
        ;;
    -*) fail "there is no option $1: see --help" ;;
    *)
        [ -z "$cluster" ] || fail "one cluster at a time, not both $cluster and $1"
        cluster=$1 taken=1
        ;;
    esac
}

# The options that `take_shared_option` takes, for the help.
shared_options() {
    cat <<'HELP'
  CLUSTER                        localnet, devnet or mainnet: the node's genesis hash has to be that cluster's
  --url URL                      its node (default: 127.0.0.1:8899, or the public one of the cluster)
  --wallet FILE                  key that signs and pays (default: ~/.config/solana/id.json)
  --dry-run                      check and show, and send nothing; needs no anchor
  --yes                          do not ask
HELP
}

# What words cannot do without comes before tools that are missing.
require_cluster() {
    case "$cluster" in
    localnet | devnet | mainnet) ;;
    "") fail "name a cluster: localnet, devnet or mainnet" ;;
    *) fail "there is no cluster $cluster: it is localnet, devnet or mainnet" ;;
    esac
}

require_tools() {
    command -v node >/dev/null || fail "node is not on the PATH: these scripts read the chain with Node 20 or newer"
    [ "$(node --print 'process.versions.node.split(".")[0]')" -ge 20 ] || fail "these scripts need Node 20 or newer, not $(node --version)"
    [ -z "$dry_run" ] || return 0
    command -v anchor >/dev/null || fail "anchor is not on the PATH: \`cargo install anchor-cli --version $anchor_version\` (--dry-run" \
        "shows what would be done without it)"
    local found
    found="$(anchor --version)"
    [ "$found" = "anchor-cli $anchor_version" ] || fail "this was tried with anchor-cli $anchor_version, and here is $found"
}

show() { # title, text
    printf '%-12s%s\n' "$1" "$2"
}

sol() { # lamports
    printf '%d.%09d SOL' $(($1 / 1000000000)) $(($1 % 1000000000))
}

# Goes on only with a yes; on mainnet with the cluster's name, which is no habit.
ask() { # question
    local answer wanted=yes
    if [ -n "$dry_run" ]; then
        echo "Nothing was sent."
        exit 0
    fi
    [ -z "$yes" ] || return 0
    [ -t 0 ] || fail "nobody can be asked here: $1 --yes says yes"
    [ "$cluster" != mainnet ] || wanted=mainnet
    read -r -p "$1 ($wanted) " answer
    [ "$answer" = "$wanted" ] || fail "not done: the answer was not \"$wanted\""
}
