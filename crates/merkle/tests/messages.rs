//! What a refusal says: each another sentence, with what to do (SPEC 13).

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use inference_staking_merkle::{BuildError, MultiproofError, ProofError};

#[test]
fn every_refusal_says_what_is_wrong_and_what_to_do() {
    let messages = [
        (ProofError::WrongLength.to_string(), "exactly one sibling per level"),
        (ProofError::IndexBeyondTree.to_string(), "below 2^depth"),
        (ProofError::RootMismatch.to_string(), "check program, epoch, pool, both amounts"),
        (MultiproofError::NoLeaves.to_string(), "give at least one"),
        (MultiproofError::IndicesNotIncreasing.to_string(), "sort the leaves by index"),
        (MultiproofError::IndexBeyondTree.to_string(), "give each pool's index"),
        (MultiproofError::WrongLength.to_string(), "build it for exactly these leaf indices"),
        (MultiproofError::RootMismatch.to_string(), "check program, epoch, pools, amounts"),
        (BuildError::NoLeaves.to_string(), "give at least one"),
        (BuildError::TooManyLeaves.to_string(), "split them over several roots"),
    ];
    for (message, remedy) in messages {
        assert!(message.contains(remedy), "`{message}` does not say: {remedy}");
    }
}
