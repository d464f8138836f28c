//! What comes of an instruction with one account that is not its own.

use anchor_lang::error::ErrorCode;
use inference_staking_client::StakingError;
use inference_staking_localnet::{Executed, Refused};
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::framework_refusals::{assert_refused_as, assert_refused_by_anchor};
use inference_staking_test_kit::refusal::assert_refused_with_code;

/// Who refuses, and with which error.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// A rule of the program.
    Rule(StakingError),
    /// Anchor, before any rule.
    Anchor(ErrorCode),
    /// The token program, with this error.
    TokenProgram(u32),
    /// Something else, with an error without a number.
    BuiltIn(&'static str),
    /// Nobody: the account is as good.
    Taken,
}

impl Answer {
    /// `result` is this.
    ///
    /// # Panics
    /// If it is not.
    #[track_caller]
    pub fn assert_is(self, result: Result<Executed, Refused>) {
        match self {
            Self::Rule(expected) => assert_refused(result, expected),
            Self::Anchor(expected) => assert_refused_by_anchor(result, expected),
            Self::TokenProgram(expected) => assert_refused_with_code(result, expected),
            Self::BuiltIn(expected) => assert_refused_as(result, expected),
            Self::Taken => drop(result.unwrap_or_else(|refused| panic!("this account is as good: {refused}"))),
        }
    }
}
