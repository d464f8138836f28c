//! What whoever signs is told and asked.

use inference_staking_client::intent::{Consequence, Unaccrued};

use crate::input::ui;
use crate::view::Decimals;

/// The question before something that cannot be taken back. Amounts of tokens and shares are shown with the decimals of the
/// stake token, amounts of USDC with its own.
pub fn question(consequence: &Consequence, Decimals { stake: decimals, usdc: usdc_decimals }: Decimals) -> String {
    match *consequence {
        Consequence::CreatesNetwork { is_test_network: true } => {
            "Create a TEST NETWORK? It is one for ever: its parameters may be such that one stolen key takes everything.".to_owned()
        }
        Consequence::CreatesNetwork { is_test_network: false } => {
            "Create a network for real money? It is one for ever, with the bounds of such a network.".to_owned()
        }
        Consequence::PaysRegistrationFee { fee } => {
            format!("Create a pool for the registration fee of {} tokens?", ui(fee, decimals))
        }
        Consequence::OffersPool { operator_pool, new_admin } => {
            format!("Let {new_admin} take over pool {operator_pool} once it accepts?")
        }
        Consequence::TakesPool { operator_pool, admin } => format!("Take over pool {operator_pool} as {admin}?"),
        Consequence::ChangesOperatorRecord { operator_pool, owner } => {
            format!("Make the record of {owner} the one that can be slashed for pool {operator_pool}?")
        }
        Consequence::ClosesPool { operator_pool } => {
            format!("Close pool {operator_pool} after the current epoch? It cannot be opened again, and nothing that is activating \
             becomes shares of it.")
        }
        Consequence::ClosesRecord { record, operator_pool } => {
            format!("Close the staking record {record} of pool {operator_pool}?")
        }
        Consequence::HaltsPool { operator_pool } => format!("Halt pool {operator_pool}?"),
        Consequence::ResumesPool { operator_pool } => {
            format!("Resume pool {operator_pool}? A slash needs the whole delay again.")
        }
        Consequence::HaltsStaking => "Halt staking in all pools? Nothing becomes shares meanwhile.".to_owned(),
        Consequence::HaltsAccrual => "Halt accrual of all pools?".to_owned(),
        Consequence::HaltsWithdrawals => {
            "Halt withdrawals from all pools? The halt ends by itself after 14 days.".to_owned()
        }
        Consequence::ReplacesAuthorities => {
            "Replace the given authority lists? Keys that are left out lose their power.".to_owned()
        }
        Consequence::OffersProgram { new_admin } => {
            format!("Let {new_admin} take over as program admin once it accepts?")
        }
        Consequence::TakesProgram { admin } => format!("Take over as program admin with {admin}?"),
        Consequence::LowersEmission => {
            "Lower the emission schedule from the coming period on? It can never be raised again.".to_owned()
        }
        Consequence::Slashes { operator_pool, shares, worth, activating, unstaking, confiscates } => format!(
            "Slash the operator of pool {operator_pool}: burn {} shares worth {} tokens, take {} activating tokens and {} \
             tokens in cooldown{}? It cannot be undone.",
            ui(shares, decimals),
            ui(worth, decimals),
            ui(activating, decimals),
            ui(unstaking, decimals),
            if confiscates { ", and confiscate its commissions and settled USDC" } else { "" },
        ),
        Consequence::RevokesRecord { epoch } => {
            format!("Revoke the reward record of epoch {epoch}? The epoch is finalizing again.")
        }
        Consequence::PublishesEpoch { epoch, roots, rewards, usdc } => format!(
            "Publish epoch {epoch} with {roots} root(s), which pay {} tokens and {} USDC? Once the challenge period is over it \
             cannot be taken back.",
            ui(rewards, decimals),
            ui(usdc, usdc_decimals),
        ),
        Consequence::PublishesNothing { epoch, emission } => format!(
            "Publish epoch {epoch} WITHOUT ROOTS? It pays nobody anything, and the {} tokens that the schedule issues in it are \
             never issued.",
            ui(emission, decimals),
        ),
        Consequence::FundsVaults { tokens, usdc } => format!(
            "Fund the global vaults with {} tokens and {} USDC? What is in them leaves as rewards alone, until the schedule has \
             ended.",
            ui(tokens, decimals),
            ui(usdc, usdc_decimals),
        ),
    }
}

/// A line for each reason why epochs are not accrued first.
pub fn left_open(unaccrued: &[Unaccrued]) -> Vec<String> {
    let reasons = unaccrued.chunk_by(|one, next| one.reason == next.reason);
    let line = |together: &[Unaccrued]| {
        let (first, last) = (together.first()?, together.last()?);
        let epochs = match together.len() {
            1 => format!("epoch {}", first.epoch),
            count => format!("{count} epochs from {} to {}", first.epoch, last.epoch),
        };
        Some(format!("the pool does not accrue {epochs} first: {}", first.reason))
    };
    reasons.filter_map(line).collect()
}
