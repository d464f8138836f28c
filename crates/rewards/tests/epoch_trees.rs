//! Which root of a record a tree has, and the way from a pool to its proof.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use inference_staking_merkle::{verify_proof, Leaf};
use inference_staking_rewards::{
    read_tree_file, stated_epoch, tree_files, write_tree_file, Commitment, CommittedRoot, EpochTrees, LeafPlace,
    RewardRow, RewardsTree, WrongTree,
};
use solana_pubkey::Pubkey;

const EPOCH: u64 = 7;

fn address(byte: u8) -> Pubkey {
    Pubkey::from([byte; 32])
}

/// A tree in which each of these pools earns its number in tokens.
fn tree(program: u8, epoch: u64, pools: &[u8]) -> RewardsTree {
    let row = |byte: &u8| RewardRow { pool: address(*byte), reward: u64::from(*byte), usdc: 0 };
    RewardsTree::from_rows(address(program), epoch, pools.iter().map(row).collect()).unwrap()
}

/// A record of program 1 with the roots of these trees.
fn commitment(trees: &[&RewardsTree]) -> Commitment {
    let root = |tree: &&RewardsTree| CommittedRoot { root: tree.root(), depth: tree.depth() };
    Commitment { program_id: address(1), epoch: EPOCH, roots: trees.iter().map(root).collect() }
}

#[test]
fn a_tree_is_found_by_its_root() {
    let (first, second) = (tree(1, EPOCH, &[2, 3]), tree(1, EPOCH, &[4, 5, 6]));
    let commitment = commitment(&[&first, &second]);
    assert_eq!(commitment.root_index(&first), Ok(0));
    assert_eq!(commitment.root_index(&second), Ok(1));
}

#[test]
fn a_tree_of_another_program_epoch_root_or_depth_is_refused() {
    let own = tree(1, EPOCH, &[2, 3]);
    let mut commitment = commitment(&[&own]);
    let other_program = WrongTree::OtherProgram { found: address(9), wanted: address(1) };
    assert_eq!(commitment.root_index(&tree(9, EPOCH, &[2, 3])), Err(other_program));
    let other_epoch = WrongTree::OtherEpoch { found: 8, wanted: 7 };
    assert_eq!(commitment.root_index(&tree(1, 8, &[2, 3])), Err(other_epoch));
    assert_eq!(commitment.root_index(&tree(1, EPOCH, &[2, 4])), Err(WrongTree::OtherRoot { epoch: 7 }));
    commitment.roots[0].depth += 1;
    assert_eq!(commitment.root_index(&own), Err(WrongTree::OtherRoot { epoch: 7 }));
    commitment.roots.clear();
    assert_eq!(commitment.root_index(&own), Err(WrongTree::OtherRoot { epoch: 7 }));
    assert_eq!(commitment.require_names(&own), Ok(()));
}

#[test]
fn a_pool_is_proven_against_the_root_of_its_tree() {
    let (first, second) = (tree(1, EPOCH, &[2, 3]), tree(1, EPOCH, &[4, 5, 6]));
    let commitment = commitment(&[&first, &second]);
    let mut trees = EpochTrees::default();
    trees.insert(&commitment, second.clone()).unwrap();
    trees.insert(&commitment, first).unwrap();
    assert_eq!(trees.place(&address(6)), Some(LeafPlace { root_index: 1, leaf_index: 2 }));
    assert_eq!(trees.place(&address(3)), Some(LeafPlace { root_index: 0, leaf_index: 1 }));
    let (root_index, proof) = trees.proof(&address(6)).unwrap();
    assert_eq!((root_index, proof.leaf_index, proof.reward, proof.usdc), (1, 2, 6, 0));
    let (program_id, pool) = (address(1).to_bytes(), address(6).to_bytes());
    let leaf = Leaf { program_id: &program_id, epoch: EPOCH, pool: &pool, reward: 6, usdc: 0 }.hash();
    assert_eq!(verify_proof(&second.root(), 2, &leaf, 2, &proof.siblings), Ok(()));
    assert_eq!((trees.place(&address(7)), trees.proof(&address(7))), (None, None));
}

#[test]
fn trees_are_all_there_when_each_root_has_its_own() {
    let (first, second) = (tree(1, EPOCH, &[2, 3]), tree(1, EPOCH, &[4, 5, 6]));
    let both = commitment(&[&first, &second]);
    let mut trees = EpochTrees::default();
    assert!(!trees.are_all_of(&both) && trees.are_all_of(&commitment(&[])));
    trees.insert(&both, first.clone()).unwrap();
    trees.insert(&both, first.clone()).unwrap();
    assert!(trees.count() == 1 && !trees.are_all_of(&both));
    trees.insert(&both, second.clone()).unwrap();
    assert!(trees.count() == 2 && trees.are_all_of(&both));
    // Revoked, and made anew with the roots in another order.
    assert!(!trees.are_all_of(&commitment(&[&second, &first])));
    let refused = trees.insert(&both, tree(1, EPOCH, &[2]));
    assert_eq!((refused, trees.count()), (Err(WrongTree::OtherRoot { epoch: 7 }), 2));
}

#[test]
fn an_epoch_is_read_whole_wherever_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tree.json");
    for place in 1_000..1_040 {
        let before = "x".repeat(place);
        std::fs::write(&file, format!("{{\"a\":\"{before}\",\"epoch\" : 1234567,\"leaves\":[]}}")).unwrap();
        assert_eq!(stated_epoch(&file).unwrap(), Some(1_234_567), "behind {place} characters");
    }
}

#[test]
fn tree_files_of_a_folder_are_told_from_others_and_say_their_epoch() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write_tree_file(&tree(1, EPOCH, &[2, 3]), &at("b.json")).unwrap();
    std::fs::write(at("a.json"), "{}").unwrap();
    for name in [".hidden.json", "table.csv"] {
        std::fs::write(at(name), "{}").unwrap();
    }
    std::fs::create_dir(at("folder.json")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(at("pipe.json")).status().unwrap().success());
    let listed = [at("a.json"), at("b.json"), at("pipe.json")];
    assert_eq!(tree_files(folder.path()).unwrap().into_iter().collect::<Vec<_>>(), listed);
    // It may have no end.
    assert_eq!(stated_epoch(&at("pipe.json")).unwrap_err().to_string(), "it is no file");
    assert_eq!(stated_epoch(&at("b.json")).unwrap(), Some(EPOCH));
    assert_eq!(stated_epoch(&at("a.json")).unwrap(), None);
    // Whoever reads the whole file finds the epoch behind the leaves too.
    let text = std::fs::read_to_string(at("b.json")).unwrap();
    let (epoch, blank) = (format!("\"epoch\":{EPOCH},"), " ".repeat(2_000));
    let last = text.replace(&epoch, &blank).replace("]}", &format!("],\"epoch\":{EPOCH}}}"));
    std::fs::write(at("last.json"), last).unwrap();
    assert_eq!(read_tree_file(&at("last.json")).unwrap().epoch(), EPOCH);
    assert_eq!(stated_epoch(&at("last.json")).unwrap(), Some(EPOCH));
    assert!(tree_files(&at("nowhere")).is_err() && stated_epoch(&at("nowhere")).is_err());
}
