//! Attacks through the accounts that an instruction is given.

mod activation_accounts;
mod activation_by_anyone;
mod blocked_token_accounts;
mod closed_and_revived;
mod deposits_into_others;
mod foreign_mints;
mod forged_lines;
mod front_running;
mod prefunding;
mod record_closed_by_another_pool;
mod registration_fee_raised;
mod same_account_twice;
mod stolen_mark;
mod token_account_given_away;
mod wrong_accounts;
