//! The committed corpora.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What to do when a type has changed.
pub const RENEW: &str = "INFERENCE_STAKING_RENEW_SEEDS=1 cargo test --workspace --test seeds made";

pub fn folder(target: &str) -> PathBuf {
    // From the package's folder, where tests run.
    Path::new("tests/__fuzz__").join(target).join("corpus")
}

/// The seeds of a target by name.
pub fn of(target: &str) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder(target)).unwrap().map(|file| file.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap())).collect()
}

/// What a seed is, by its name: what stands behind `_` tells seeds of one type apart.
pub fn kind(name: &str) -> &str {
    name.split_once('_').map_or(name, |(kind, _)| kind)
}

/// Every seed is what it is meant to be: those named here are refused, and no others.
pub fn assert_refused(target: &str, refused: &[&str], takes: impl Fn(&str, &[u8]) -> bool) {
    let seeds = of(target);
    let found: Vec<&String> = seeds.iter().filter(|(name, bytes)| !takes(name, bytes)).map(|(name, _)| name).collect();
    assert_eq!(found, refused, "refused seeds of {target}; if a type of the program has changed: {RENEW}");
}

/// There is a seed for each of these types.
pub fn assert_complete(target: &str, types: &[String]) {
    let seeds = of(target);
    let missing: Vec<&String> = types.iter().filter(|name| !seeds.contains_key(*name)).collect();
    assert!(!types.is_empty() && missing.is_empty(), "no seed in {target} for {missing:?}: {RENEW}");
}
