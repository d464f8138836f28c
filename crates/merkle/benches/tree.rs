//! Times on the host. Targets of SPEC 17: 10,000 leaves below 0.1 s, 1,000,000 below 2 s on
//! 2 cores, leaf hashes included. Compute units on chain are the program's benchmark.

#![allow(clippy::restriction, clippy::pedantic, reason = "what goes wrong here stops a measurement")]

use std::hint::black_box;

use criterion::{criterion_group, criterion_main, BatchSize, Criterion};
use inference_staking_merkle::{verify_multiproof, verify_proof, Hash, Leaf, MerkleTree};
use rayon::prelude::*;

fn leaf(index: u32) -> Hash {
    let mut pool = [7; 32];
    pool[..4].copy_from_slice(&index.to_be_bytes());
    Leaf { program_id: &[9; 32], epoch: 5, pool: &pool, reward: index.into(), usdc: 3 }.hash()
}

fn tree_of(leaf_count: u32) -> MerkleTree {
    MerkleTree::from_leaves((0..leaf_count).into_par_iter().map(leaf).collect()).expect("has leaves")
}

fn build(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hash leaves and build tree");
    group.sample_size(10);
    for leaf_count in [10_000, 1_000_000] {
        group.bench_function(leaf_count.to_string(), |bencher| bencher.iter(|| tree_of(black_box(leaf_count))));
    }
}

fn verify(criterion: &mut Criterion) {
    let tree = tree_of(10_000);
    let root = tree.root();
    assert_eq!(tree.depth(), 14);

    let (index, proof) = (4_321, tree.proof(4_321).expect("is in the tree"));
    criterion.bench_function("verify one leaf, depth 14", |bencher| {
        bencher.iter(|| verify_proof(&root, 14, &leaf(black_box(index)), index, &proof));
    });

    let indices: [u32; 16] = std::array::from_fn(|offset| 4_320 + offset as u32);
    let proof = tree.multiproof(&indices).expect("are in the tree");
    criterion.bench_function("verify 16 neighbours, depth 14", |bencher| {
        bencher.iter_batched_ref(
            || indices.map(|index| (index, leaf(index))),
            |nodes| verify_multiproof(&root, 14, nodes, &proof),
            BatchSize::SmallInput,
        );
    });
}

criterion_group!(benches, build, verify);
criterion_main!(benches);
