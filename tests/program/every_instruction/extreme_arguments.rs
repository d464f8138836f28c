//! SPEC 13: an amount, a time or a number out of range is refused by the error of its rule, never as an overflow and never as
//! an invariant that would break. Each number of each instruction's arguments is tried at its ends.

use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::StakingError;
use inference_staking_test_kit::compute_budget::compute_budget;
use inference_staking_test_kit::{idl, TestNetwork};
use solana_keypair::Keypair;

use super::life::measured::Measured;
use super::life::send_every_instruction;

/// Numbers of so many bytes at the ends of their range: 0, 1, the largest that has a sign and the one after it, the last two.
fn ends(size: usize) -> [Vec<u8>; 6] {
    let last = u128::MAX >> (128 - 8 * size);
    let half = last / 2;
    [0, 1, half, half + 1, last - 1, last].map(|number: u128| number.to_le_bytes()[..size].to_vec())
}

fn try_ends(network: &mut TestNetwork, name: &str, instruction: &Instruction, signers: &[&Keypair]) {
    let idl = idl::read();
    let described = idl["instructions"].as_array().unwrap().iter().find(|of| of["name"] == name).unwrap();
    let leaves = idl::leaves(&idl, &described["args"], &instruction.data[8..]);
    let is_number = |leaf: &&idl::Leaf| leaf.kind.starts_with(['u', 'i']);
    // Of texts, hashes and lists of depths the first byte or number stands for the others.
    let mut tried = Vec::new();
    for leaf in leaves.iter().filter(is_number) {
        if tried.contains(&&leaf.path) {
            continue;
        }
        tried.push(&leaf.path);
        for value in ends(leaf.size) {
            let mut bent = instruction.clone();
            bent.data[8 + leaf.at..8 + leaf.at + leaf.size].copy_from_slice(&value);
            let saved = network.chain.svm().clone();
            let [limit, price] = compute_budget();
            if let Err(refused) = network.send(&[limit, price, bent], signers) {
                let unnamed =
                    [StakingError::MathOverflow, StakingError::InvariantViolated].map(|error| refused.is(error));
                assert_eq!(unnamed, [false; 2], "{} of {name} as {value:?}: {refused}", leaf.path);
            }
            *network.chain.svm() = saved;
        }
    }
}

#[test]
fn no_argument_out_of_range_is_refused_without_a_name() {
    send_every_instruction(&mut Measured::start_with(try_ends));
}
