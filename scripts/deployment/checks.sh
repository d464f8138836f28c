# shellcheck shell=bash
# What the scripts of this folder check before they send anything, and how they send it. Each sources this after
# `set -euo pipefail`, and has a function `usage`.
# shellcheck source=scripts/deployment/options.sh
. "$(dirname "${BASH_SOURCE[0]}")/options.sh"

# The id that the sources declare, and the name that they give to security tools.
sources="$checkout/programs/inference-staking/src/lib.rs"
program_id="$(sed -n 's/^declare_id!("\(.*\)");$/\1/p' "$sources")"
program_name="$(sed -n 's/^    name: "\(.*\)",$/\1/p' "$sources")"
# SPEC 17: 420 KB of 1,024 bytes.
most_bytes=430080
# What anchor puts into one transaction of a buffer, and what one of its signatures costs.
bytes_per_write=960
lamports_per_signature=5000
# Compute units that anchor asks for in a write, and that the three other transactions are given at most.
units_per_write=3000
units_of_others=600000
# An account holds 10 MiB, and that of a program's code 45 bytes beside it.
most_room=$((10485760 - 45))

# Where the key file is, with links followed: outside the checkout, and readable for its owner alone.
key_file() { # what it is, file
    local file
    [ -f "$2" ] || fail "there is no $1 $2: name its file, see --help"
    file="$(realpath "$2")"
    case "$file" in
    "$checkout"/*) fail "$2 is inside the checkout: keep the $1 elsewhere, where no commit can take it along" ;;
    esac
    case "$(stat --format %a "$file")" in
    *00) ;;
    *) fail "others on this machine can read the $1 $2: chmod 600 $2" ;;
    esac
    echo "$file"
}

check_wallet() {
    wallet="$(key_file wallet "$wallet")"
    wallet_address="$(chain address "$wallet")"
}

# The cluster that is named is the one that answers.
check_cluster() {
    local expected genesis
    case "$cluster" in
    localnet) expected='' url="${url:-http://127.0.0.1:8899}" ;;
    devnet) expected=EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG url="${url:-https://api.devnet.solana.com}" ;;
    mainnet) expected=5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d url="${url:-https://api.mainnet-beta.solana.com}" ;;
    esac
    case "$url" in
    http://* | https://*) ;;
    *) fail "$url is no URL: it begins with http:// or https://" ;;
    esac
    genesis="$(chain genesis-hash "$url")"
    case "$genesis" in
    "$expected") ;;
    5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d) fail "$url is mainnet, not $cluster" ;;
    EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG) fail "$url is devnet, not $cluster" ;;
    4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY) fail "$url is testnet, not $cluster" ;;
    *) [ "$cluster" = localnet ] || fail "$url is not $cluster: its genesis hash is $genesis" ;;
    esac
}

# The file is this program, whole, for the declared id, and not too large; the build of this checkout is of its sources.
check_built() { # file, or nothing for the one that `cargo xtask build` makes
    local own="$checkout/target/deploy/inference_staking.so" newer
    built="${1:-$own}"
    [ -f "$built" ] || fail "there is no built program $built: cargo xtask build"
    chain is-program "$built" "$program_id" "$program_name" >/dev/null
    built_bytes="$(stat --format %s "$built")"
    [ "$built_bytes" -le "$most_bytes" ] || fail "$built has $built_bytes bytes, above the $most_bytes that SPEC 17 allows"
    check_commit
    if [ "$built" -ef "$own" ]; then
        newer="$(cd "$checkout" && find programs crates/{math,merkle} Cargo.toml Cargo.lock .cargo scripts/sbf-toolchain \
            -type f -newer "$built" -print -quit)"
        [ -z "$newer" ] || fail "$newer is newer than the built program: cargo xtask build"
    else
        commit="unknown: the file is not the build of this checkout; compare its sha256 with what the release says"
    fi
}

# What is deployed for money can be built again by others: from a commit alone, without files that it does not hold, of which cargo would
# take some by their names.
check_commit() {
    local changes
    commit="$(git -C "$checkout" rev-parse --short HEAD 2>/dev/null)" || {
        commit="not in a git checkout"
        return 0
    }
    changes="$(git -C "$checkout" status --porcelain --untracked-files=normal)"
    [ -n "$changes" ] || return 0
    [ "$cluster" != mainnet ] || fail "the checkout has changes that no commit holds, and a program for mainnet is built from a commit"
    commit="$commit with changes"
}

# What stands on chain: `authority`, `capacity` and `program_lamports`, all empty where nothing is deployed.
read_program() {
    local deployed
    deployed="$(chain program "$url" "$program_id")"
    authority='' capacity='' program_lamports=''
    [ "$deployed" = absent ] || read -r authority capacity program_lamports <<<"$deployed"
}

# The program is there, and somebody may change it.
require_upgradeable() {
    [ -n "$authority" ] || fail "program $program_id is not deployed on $cluster: scripts/deployment/deploy.sh"
    [ "$authority" != none ] || fail "program $program_id is final: nobody can change it any more"
}

# The wallet may change it.
require_authority() {
    require_upgradeable
    [ "$authority" = "$wallet_address" ] ||
        fail "the upgrade authority of $program_id on $cluster is $authority, and the wallet $wallet is $wallet_address"
}

# The buffer holds the built program, and a key may use it.
require_buffer() { # buffer, authority
    local said its_authority
    said="$(chain buffer "$url" "$1")"
    read -r its_authority _ <<<"$said"
    [ "$its_authority" = "$2" ] || fail "buffer $1 belongs to $its_authority, not to $2"
    is_so buffer-holds "$url" "$1" "$built" || fail "buffer $1 does not hold $built"
}

# What was sent is what stands there.
require_deployed() {
    is_so program-holds "$url" "$program_id" "$built" || fail "what stands on $cluster is not $built"
}

# A build that stands there already is not sent again.
require_another_build() {
    ! is_so program-holds "$url" "$program_id" "$built" || fail "this build is on $cluster already: byte for byte $built"
}

rent() { # bytes
    chain rent "$url" "$1"
}

# Rent of a buffer for the built program, and fees of writing it.
price_buffer() {
    buffer_rent="$(rent $((37 + built_bytes)))"
    writes=$(((built_bytes + bytes_per_write - 1) / bytes_per_write))
    fees=$(((writes + 3) * lamports_per_signature))
    # A price is of a millionth of a lamport, and each transaction's fee is rounded up.
    priority_fees=$((${price:-0} * (writes * units_per_write + units_of_others) / 1000000 + writes + 3))
    [ -n "$price" ] || priority_fees=0
    priority=()
    [ -z "$price" ] || priority=(--with-compute-unit-price "$price")
}

priority_fees_in_words() {
    if [ -n "$price" ]; then
        echo "at most $(sol "$priority_fees") of priority fees"
    else
        echo "priority fees at the price that anchor finds"
    fi
}

# What the program's account has to grow by to hold the build, which the loader does by 10,240 bytes at least, and its rent.
price_room() {
    room=$((built_bytes > capacity ? built_bytes - capacity : 0)) room_rent=0
    [ "$room" -gt 0 ] || return 0
    room=$((room < 10240 ? 10240 : room))
    room_rent="$(rent $((45 + capacity + room)))"
    room_rent=$((room_rent > program_lamports ? room_rent - program_lamports : 0))
}

require_lamports() { # what is needed at the same time
    local has
    has="$(chain balance "$url" "$wallet_address")"
    [ "$has" -ge "$1" ] || fail "the wallet $wallet_address has $(sol "$has") on $cluster and needs $(sol "$1")"
}

# Lines "address lamports" of the wallet's buffers. Public nodes do not list accounts.
left_over_buffers() {
    chain buffers "$url" "$wallet_address"
}

show_shared() {
    show Cluster "$cluster at $url"
    show Program "$program_id"
    show Wallet "$wallet_address ($wallet)"
}

show_built() {
    show Built "$built, $built_bytes bytes"
    show "" "sha256 $(sha256sum "$built" | cut -d' ' -f1)"
    show Commit "$commit"
}

show_left_over_buffers() { # one that is used now, if any
    local buffers others
    if ! buffers="$(left_over_buffers 2>/dev/null)"; then
        show "Left over" "buffers unknown: the node does not list them"
    elif others="$(grep --invert-match "^${1:-none} " <<<"$buffers")" && [ -n "$others" ]; then
        show "Left over" "buffers of this wallet: $(wc -l <<<"$others") (scripts/deployment/close-buffers.sh)"
    fi
}

# The key of the buffer that the build goes through. It lies beside the wallet, so that a deployment that was cut off goes on
# where it stopped; once it is through, the key opens nothing.
use_buffer_keypair() {
    buffer_keypair="$(dirname "$wallet")/buffer-$cluster-$program_id.json"
    [ -f "$buffer_keypair" ] || send keygen new --no-passphrase --silent --outfile "$buffer_keypair" >/dev/null
}

# `anchor` on the cluster, signed by the wallet. Where there is no Anchor.toml above it, it takes the wallet of Solana's
# configuration instead, whatever its options say.
send() {
    # In front: behind a `--` among the others they would not be anchor's own.
    (cd "$checkout" && anchor --provider.cluster "$url" --provider.wallet "$wallet" "$@")
}
