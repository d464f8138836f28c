//! The leaf hash against bytes laid out by hand and hashed by another implementation.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod naive;

use inference_staking_merkle::{node_hash, Leaf, EMPTY_LEAF, LEAF_LEN};
use naive::keccak;

const LEAF: Leaf = Leaf {
    program_id: &[0x11; 32],
    epoch: 0x0102_0304_0506_0708,
    pool: &[0x22; 32],
    reward: 0x1112_1314_1516_1718,
    usdc: 0x2122_2324_2526_2728,
};

#[rustfmt::skip]
const LEAF_BYTES: [u8; 89] = [
    0x00,
    0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11,
    0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11,
    0x08, 0x07, 0x06, 0x05, 0x04, 0x03, 0x02, 0x01,
    0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22,
    0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22,
    0x18, 0x17, 0x16, 0x15, 0x14, 0x13, 0x12, 0x11,
    0x28, 0x27, 0x26, 0x25, 0x24, 0x23, 0x22, 0x21,
];

#[test]
fn a_leaf_is_the_keccak_of_its_89_bytes() {
    assert_eq!(LEAF.hash(), keccak(&LEAF_BYTES));
    assert_eq!(LEAF_LEN, LEAF_BYTES.len());
}

#[test]
fn a_node_is_the_keccak_of_its_64_bytes() {
    let (left, right) = ([3; 32], [4; 32]);
    assert_eq!(node_hash(&left, &right), keccak(&[left, right].concat()));
}

#[test]
fn keccak_is_the_original_one_and_not_sha3() {
    // Level 1 of any zero-filled keccak tree: the widely published hash of 64 zero bytes.
    let expected = [
        0xad, 0x32, 0x28, 0xb6, 0x76, 0xf7, 0xd3, 0xcd, 0x42, 0x84, 0xa5, 0x44, 0x3f, 0x17, 0xf1, 0x96, 0x2b, 0x36,
        0xe4, 0x91, 0xb3, 0x0a, 0x40, 0xb2, 0x40, 0x58, 0x49, 0xe5, 0x97, 0xba, 0x5f, 0xb5,
    ];
    assert_eq!(node_hash(&EMPTY_LEAF, &EMPTY_LEAF), expected);
}

#[test]
fn a_leaf_binds_every_field() {
    let others = [
        Leaf { program_id: &[0x12; 32], ..LEAF },
        Leaf { epoch: LEAF.epoch + 1, ..LEAF },
        Leaf { pool: &[0x23; 32], ..LEAF },
        Leaf { reward: LEAF.reward + 1, ..LEAF },
        Leaf { usdc: LEAF.usdc + 1, ..LEAF },
        Leaf { reward: LEAF.usdc, usdc: LEAF.reward, ..LEAF },
        Leaf { program_id: LEAF.pool, pool: LEAF.program_id, ..LEAF },
    ];
    for other in others {
        assert_ne!(other.hash(), LEAF.hash(), "{other:?}");
    }
}

#[test]
fn a_leaf_that_pays_nothing_is_not_an_empty_leaf() {
    let nothing = Leaf { program_id: &[0; 32], epoch: 0, pool: &[0; 32], reward: 0, usdc: 0 };
    assert_ne!(nothing.hash(), EMPTY_LEAF);
    assert_ne!(LEAF.hash(), EMPTY_LEAF);
}
