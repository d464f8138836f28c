#!/bin/sh
# The compiler, as cargo calls it through RUSTC_WRAPPER, with names of crates that say package and version. Those that cargo makes are
# hashes of paths, the order of functions follows from them, and everybody would get other bytes.
set -eu
rustc=$1
shift
for argument do
    shift
    case $argument in
        metadata=*) argument=metadata=${CARGO_PKG_NAME:?}-${CARGO_PKG_VERSION:?} ;;
    esac
    set -- "$@" "$argument"
done
exec "$rustc" "$@"
