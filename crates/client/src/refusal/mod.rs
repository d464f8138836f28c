//! Errors of the programs that a transaction of ours calls, in words: what happened and what to do, the number besides.

mod framework;
mod staking;
mod system;
mod token;
mod words;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::Discriminator;
use inference_staking::error::StakingError;

pub use staking::{staking_error, STAKING_ERRORS};
pub use words::Words;

use staking::OWN_ERRORS_FROM;

use crate::log::lines_of;
use crate::{address, args};

/// Lowest error number of the framework; below are those of programs that were called.
const FRAMEWORK_ERRORS_FROM: u32 = 100;
/// Where `accrue_reward` and `accrue_reward_emergency_bypass` name their pool.
const POOL_ACCOUNT: usize = 2;

/// Whose error a number is, and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Custom {
    /// A rule of the staking program.
    Staking(StakingError),
    /// The token program.
    Token(Words),
    /// The system program.
    System(Words),
    /// The framework: an account does not fit its instruction.
    Framework(Words),
    /// A number that is not known.
    Unknown,
}

/// A rule of the staking program in words, with its name and number behind them.
pub fn rule(error: StakingError) -> String {
    format!("{error} ({}, error {})", error.name(), u32::from(error))
}

/// What error number `code` of a program means.
pub fn explain(program: Option<&Pubkey>, code: u32) -> Custom {
    let explained = match program {
        Some(program) if *program == anchor_spl::token::ID => token::words(code).map(Custom::Token),
        Some(program) if *program == anchor_lang::prelude::system_program::ID => {
            system::words(code).map(Custom::System)
        }
        Some(program) if *program != address::program_id() => None,
        // Without logs the number of a called program stands under our name. Ours calls the token program, and the system
        // program only to create accounts.
        _ if code < FRAMEWORK_ERRORS_FROM => token::words(code).map(Custom::Token),
        _ if code < OWN_ERRORS_FROM => framework::words(code).map(Custom::Framework),
        _ => staking_error(code).map(Custom::Staking),
    };
    explained.unwrap_or(Custom::Unknown)
}

/// The program that failed first, which is the innermost, by a transaction's logs.
pub fn failing_program(logs: &[String]) -> Option<Pubkey> {
    logs.iter().find_map(|line| {
        let (program, reason) = line.strip_prefix("Program ")?.split_once(' ')?;
        reason.starts_with("failed: ").then(|| program.parse().ok()).flatten()
    })
}

/// The pool that a refused instruction is about: a batch logs it, a single accrual names it among its accounts.
pub fn failing_pool(logs: &[String], instruction: Option<&Instruction>) -> Option<Pubkey> {
    let mut lines = lines_of(address::program_id(), logs);
    let is_named = lines.any(|line| line == "Program log: accrue_rewards failed at pool");
    let logged = lines.next().filter(|_| is_named).and_then(|next| next.strip_prefix("Program log: ")?.parse().ok());
    logged.or_else(|| {
        let instruction = instruction.filter(|instruction| instruction.program_id == address::program_id())?;
        let is_accrual = [args::AccrueReward::DISCRIMINATOR, args::AccrueRewardEmergencyBypass::DISCRIMINATOR]
            .iter()
            .any(|discriminator| instruction.data.starts_with(discriminator));
        is_accrual.then(|| instruction.accounts.get(POOL_ACCOUNT).map(|meta| meta.pubkey)).flatten()
    })
}

/// The account that the framework refused, by its name in the instruction.
pub fn failing_account(logs: &[String]) -> Option<String> {
    lines_of(address::program_id(), logs).find_map(|line| {
        let (_, rest) = line.split_once("AnchorError caused by account: ")?;
        rest.split_once('.').map(|(name, _)| name.to_owned())
    })
}
