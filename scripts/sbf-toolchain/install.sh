#!/usr/bin/env bash
# Installs the registry-only sBPF toolchain once per machine, without root, and prints its folder.
#
# usage: install.sh
#   INFERENCE_STAKING_CACHE   where to install (default: ${XDG_CACHE_HOME:-~/.cache}/inference-staking)
#   DEBIAN_MIRROR             a Debian mirror ending in /debian/ (default: the one this machine's apt uses)
#
# The folder's name carries a hash of this script and the builtins: another version installs beside the old one.
# A call that finds everything in place returns at once; two calls at once take turns.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
steps=5 step=0 began=$SECONDS log=

# Steps send their commands' error output to the log; what a person should read goes here.
exec 8>&2
say() { echo "sbf-toolchain: $*" >&8; }

fail() {
  trap - ERR
  say "cannot install: $1 $2 Or install Solana's tools so that \`cargo build-sbf\` is on PATH: they are used instead of this toolchain.${log:+ (log: $log)}"
  exit 1
}

# What a step was doing, and what to try, for the sentence that its failure prints.
begin() { # title, failure, way out
  step=$((step + 1)) failure=$2 way_out=$3
  say "[$step/$steps] $1"
}

on_error() {
  # A subshell only ends; the shell that waits for it speaks.
  [ "$BASH_SUBSHELL" -eq 0 ] || exit 1
  if [ "$(free_mib)" -lt 50 ]; then
    failure="the disk with $root is full." way_out="Free 3 GB or set INFERENCE_STAKING_CACHE to a folder on another disk."
  fi
  fail "$failure" "$way_out"
}

free_mib() { df -Pm "$root" | awk 'NR == 2 { print $4 }'; }

root=${INFERENCE_STAKING_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/inference-staking}
mkdir -p "$root" 2>/dev/null || fail "the folder $root cannot be made." "Set INFERENCE_STAKING_CACHE to a folder you may write to."
root=$(cd "$root" && pwd)
version=$(cat "$here/install.sh" "$here/builtins.rs" | sha256sum | cut -c1-12)
dir=$root/sbf-$version
if [ -e "$dir/ready" ]; then echo "$dir"; exit 0; fi

[ "$(uname -sm)" = "Linux x86_64" ] || fail "it works on Linux x86_64, and this is $(uname -sm)." "Use such a machine."
for tool in apt-get apt-cache dpkg-deb cargo cc flock; do
  command -v "$tool" >/dev/null || fail "it needs \`$tool\`, which is not on PATH." "Use a Debian machine with Rust and a C compiler."
done

exec 9>"$root/sbf-$version.lock"
if ! flock -n 9; then say "another run is installing; waiting for it"; flock 9; fi
if [ -e "$dir/ready" ]; then echo "$dir"; exit 0; fi

# No marker: what stands there is the rest of a run that was stopped. The wrappers carry absolute
# paths, so the toolchain is built where it will stay, and only the marker makes it count.
rm -rf "$dir"
[ "$(free_mib)" -ge 3000 ] || fail "$root has less than 3 GB free." "Free some or set INFERENCE_STAKING_CACHE to a folder on another disk."
mkdir -p "$dir/bin"
log=$dir/install.log
failure="an unforeseen command failed." way_out="Look into the log."
trap on_error ERR
set -E
say "installing into $dir (once per machine, 2 to 3 minutes, 1.5 GB)"

# A package cache of our own: the machine's apt state stays as it is.
apt_in() { # list name, apt command...
  local list=$dir/apt/$1.list state=$dir/apt/$1; shift
  mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
  : >>"$state/status"
  local command=$1; shift
  "$command" -q -o Dir::Etc::sourcelist="$list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$state/lists" -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache" \
    -o APT::Update::Error-Mode=any -o Acquire::Retries=3 -o Debug::NoLocking=1 -o APT::Sandbox::User=root "$@"
}

suites() { # name, apt source lines without "deb" and key
  local line; for line in "${@:2}"; do echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $line"; done >"$dir/apt/$1.list"
  apt_in "$1" apt-get update >>"$log" 2>&1
}

depends() { apt_in "$1" apt-cache depends "$2" 2>>"$log" | grep -o "$3" | sed -n 1p; }

unpack() { # list name, folder, package...
  local debs=$dir/apt/debs deb
  rm -rf "$debs"; mkdir -p "$debs" "$2"
  (cd "$debs" && apt_in "$1" apt-get download "${@:3}" >>"$log" 2>&1)
  for deb in "$debs"/*.deb; do dpkg-deb -x "$deb" "$2" 2>>"$log"; done
}

begin "reading the package lists" "the Debian package lists cannot be read." \
  "Check the network and that \`apt-get update\` works here, or set DEBIAN_MIRROR."
mkdir -p "$dir/apt"
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 2>>"$log" | grep -m1 '/debian/$' || true)}
[ -n "$mirror" ] || fail "this machine's apt names no Debian mirror." "Set DEBIAN_MIRROR to one; its address ends in /debian/."
suites stable "$mirror bookworm main" "${mirror%/debian/}/debian-security/ bookworm-security main"

begin "fetching rustc and the standard library's source" "the compiler's packages cannot be fetched." \
  "Check the network and try again, or set DEBIAN_MIRROR to another mirror."
std=$(depends stable libstd-rust-web-dev 'libstd-rust-web-[0-9][0-9.]*')
llvm=$(depends stable "$std" 'libllvm[0-9]*')
unpack stable "$dir/rust" rustc-web "$std" libstd-rust-web-dev libstd-rust-web-dev-bpf rust-web-src "$llvm" \
  libz3-4 libxml2 libicu72 libedit2 libbsd0 libmd0 libffi8 libtinfo6 libzstd1 zlib1g liblzma5

begin "fetching LLVM 23" "no Debian suite of the mirror offers libllvm23." \
  "Check the network and try again, or set DEBIAN_MIRROR to another mirror."
libs=$dir/llvm/usr/lib/x86_64-linux-gnu
for suite in trixie forky sid; do
  suites "$suite" "$mirror $suite main" || continue
  if apt_in "$suite" apt-cache show libllvm23 >/dev/null 2>&1; then
    unpack "$suite" "$dir/llvm" libllvm23 libc6 libstdc++6 libgcc-s1 libedit2 libffi8 \
      "$(depends "$suite" libllvm23 'libxml2[-0-9]*')" libz3-4 libzstd1 zlib1g libtinfo6 libbsd0 libmd0 liblzma5
    break
  fi
done
mkdir -p "$dir/llvm-only"
[ -e "$libs/libLLVM.so.23.1" ] || on_error
ln -sf "$libs/libLLVM.so.23.1" "$dir/llvm-only/libLLVM-23.so"

# Not optimised: it links once or twice in a build, 3 s slower each time, and is there after half the time. What it links is the same.
begin "compiling sbpf-linker (the longest step, about a minute on 2 cores)" "sbpf-linker 0.2.6 cannot be compiled." \
  "Check that \`cargo install\` reaches the crate registry and try again."
env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS -u CARGO_BUILD_TARGET -u RUSTC_WRAPPER -u CARGO_INCREMENTAL CARGO_TARGET_DIR="$dir/build" \
  CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=1 CARGO_PROFILE_RELEASE_LTO=off \
  cargo install sbpf-linker --version 0.2.6 --locked --root "$dir" --target-dir "$dir/build" >>"$log" 2>&1

begin "preparing the standard library" "the standard library's source is not the one this script knows." \
  "Report the version of Debian's rust-web-src."
# LLVM 23 wants a newer libc than Debian 12's, so the linker runs under the loader it came with.
cat >"$dir/bin/sbf-ld" <<LD
#!/bin/sh
export LD_LIBRARY_PATH="$dir/llvm-only"
exec "$libs/ld-linux-x86-64.so.2" --library-path "$libs" "$dir/bin/sbpf-linker" "\$@"
LD
cat >"$dir/bin/sbf-rustc" <<RUSTC
#!/bin/sh
export LD_LIBRARY_PATH="$dir/rust/usr/lib/x86_64-linux-gnu\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}"
exec "$dir/rust/usr/bin/rustc" --sysroot "$dir/rust/usr" "\$@"
RUSTC
chmod +x "$dir/bin/sbf-ld" "$dir/bin/sbf-rustc"

# The library knows no BPF machine: two edits teach it the pointer alignment and a fixed hash seed.
# A seed per thread would be a mutable global, which a program on chain cannot have.
cp -rL "$dir"/rust/usr/src/rustc-*/library "$dir/library"
alloc=$dir/library/std/src/sys/alloc/mod.rs random=$dir/library/std/src/hash/random.rs
sed -i 's/^    target_arch = "hexagon",$/&\n    target_arch = "bpf",/' "$alloc"
sed -i -e '/^        thread_local!(static KEYS/,/^        });$/d' -e '/^        KEYS\.with(/,/^        })$/c\        RandomState { k0: 0, k1: 0 }' "$random"
grep -q '^    target_arch = "bpf",$' "$alloc"
grep -q '^        RandomState { k0: 0, k1: 0 }$' "$random"
if grep -q KEYS "$random"; then false; fi

RUSTC_BOOTSTRAP=1 "$dir/bin/sbf-rustc" --edition 2021 --crate-type lib --emit=obj="$dir/builtins.o" \
  --target bpfel-unknown-none -C opt-level=3 -C panic=abort -C overflow-checks=off -C target-cpu=v2 "$here/builtins.rs" >>"$log" 2>&1

rm -rf "$dir/build" "$dir/apt"
touch "$dir/ready"
say "ready after $((SECONDS - began)) s"
echo "$dir"
