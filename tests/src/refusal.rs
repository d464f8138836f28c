//! Assertions of refusals.

use inference_staking_client::StakingError;
use inference_staking_localnet::{Executed, Refused};

/// The program refused with exactly this error of its own.
///
/// # Panics
/// If it did not.
#[track_caller]
pub fn assert_refused(result: Result<Executed, Refused>, expected: StakingError) {
    match result {
        Ok(_) => panic!("the program should have refused with {}", expected.name()),
        Err(refused) => assert!(refused.is(expected), "expected {}, got {refused}", expected.name()),
    }
}

/// Something else than a rule of the program refused, with this custom error number (of Anchor, the token or system program).
///
/// # Panics
/// If it did not.
#[track_caller]
pub fn assert_refused_with_code(result: Result<Executed, Refused>, code: u32) {
    match result {
        Ok(_) => panic!("the transaction should have been refused with {code}"),
        Err(refused) => assert_eq!(refused.custom_code(), Some(code), "{refused}"),
    }
}

/// Anchor refused the instruction's data as no arguments, and nothing panicked on the way.
///
/// # Panics
/// If it did not.
#[track_caller]
pub fn assert_refused_as_unreadable(result: Result<Executed, Refused>) {
    let unreadable = u32::from(anchor_lang::error::ErrorCode::InstructionDidNotDeserialize);
    let refused = result.expect_err("the transaction should have been refused as unreadable");
    assert_eq!(refused.custom_code(), Some(unreadable), "{refused}");
    assert!(!refused.logs.iter().any(|line| line.contains("panicked")), "{refused}");
}
