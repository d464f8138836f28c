//! Writing the tree file.

use std::{
    io::{self, Write},
    path::Path,
};

use super::format::{Address, BaseUnits, Head, HexHash, LeafLine, Version, TREE_FILE_VERSION};
use crate::atomic_file::{stage, Destination, StagedFile};
use crate::tree::RewardsTree;

/// Writes the tree as a tree file, leaf by leaf. Equal trees give equal bytes.
///
/// One JSON object with its keys in this order, and one line per leaf (SPEC 14):
///
/// ```json
/// {"version":1,"program_id":"..","epoch":7,"depth":1,"root":"..","total_rewards":"1400","total_usdc":"0",
/// "leaves":[
/// {"pool":"..","reward":"500","usdc":"0"},
/// {"pool":"..","reward":"900","usdc":"0"}
/// ]}
/// ```
///
/// Amounts are base units as strings of decimal digits, because many readers of JSON lose digits of
/// numbers above 2^53. Addresses are base58. The root is 64 lower case hex digits without a prefix.
/// The leaves stand in order of the pool address bytes, which is not the order of their base58.
///
/// # Errors
///
/// Those of `out`.
pub fn write_tree<W: Write>(tree: &RewardsTree, mut out: W) -> io::Result<()> {
    let totals = tree.totals();
    let head = serde_json::to_string(&Head {
        version: Version(TREE_FILE_VERSION),
        program_id: Address(tree.program_id()),
        epoch: tree.epoch(),
        depth: tree.depth(),
        root: HexHash(tree.root()),
        total_rewards: BaseUnits(totals.rewards),
        total_usdc: BaseUnits(totals.usdc),
    })?;
    // The object stays open for the leaves.
    write!(out, "{},\n\"leaves\":[", head.strip_suffix('}').unwrap_or(&head))?;
    for (index, row) in tree.rows().iter().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut out, &LeafLine::from(row))?;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()
}

/// Writes the tree to a tree file. It appears whole or not at all, and replaces what was there.
///
/// # Errors
///
/// Those of the file system. Nothing is left behind then.
pub fn write_tree_file(tree: &RewardsTree, path: &Path) -> io::Result<()> {
    stage_tree_file(tree, Destination::of(path)?)?.put()
}

/// The same, but it does not appear yet.
pub(crate) fn stage_tree_file(tree: &RewardsTree, destination: Destination) -> io::Result<StagedFile> {
    stage(destination, |out| write_tree(tree, out))
}
