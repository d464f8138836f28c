//! The program as a build for another id would be.
//!
//! A build takes minutes, so the built program is changed where it names its id: whole, as 32 bytes of data, and in
//! instructions that load eight bytes of it, the lower and the higher four apart. The rest of a build does not depend on the id.

use std::path::PathBuf;

use anchor_lang::prelude::Pubkey;
use inference_staking_localnet::program::program_bytes;

/// Writes the program for the id to a file of this process's folder.
pub fn program_for(id: &Pubkey) -> PathBuf {
    let (from, to) = (inference_staking::ID.to_bytes(), id.to_bytes());
    let mut program = program_bytes().unwrap();
    assert!(replace(&mut program, &from, &to) > 0, "the program names its id nowhere");
    for (from, to) in from.chunks(8).zip(to.chunks(8)) {
        replace(&mut program, &loaded(from), &loaded(to));
    }
    let file = std::env::temp_dir().join(format!("inference_staking-{}-{id}.so", std::process::id()));
    std::fs::write(&file, program).unwrap();
    file
}

/// The instruction that loads eight bytes, behind its operation and register.
fn loaded(bytes: &[u8]) -> Vec<u8> {
    [&bytes[..4], &[0; 4], &bytes[4..]].concat()
}

/// Replaces all places with these bytes, and counts them.
fn replace(program: &mut [u8], from: &[u8], to: &[u8]) -> usize {
    let found: Vec<_> = program.windows(from.len()).enumerate().filter(|(_, bytes)| *bytes == from).collect();
    let places: Vec<usize> = found.into_iter().map(|(place, _)| place).collect();
    for place in &places {
        program[*place..place + to.len()].copy_from_slice(to);
    }
    places.len()
}
