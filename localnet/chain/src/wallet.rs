//! Throw-away wallets, made at run time from a name, so that every run has the same addresses and compute units.

use solana_keypair::Keypair;

/// The wallet of `name`.
pub fn wallet(name: &str) -> Keypair {
    Keypair::new_from_array(solana_sha256_hasher::hashv(&[b"throw-away test wallet", name.as_bytes()]).to_bytes())
}
