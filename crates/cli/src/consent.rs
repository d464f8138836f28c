//! What whoever signs is told and asked.

use inference_staking_client::constants::RECENT_SKIP_EPOCHS;
use inference_staking_client::intent::{Consequence, Unaccrued};
use inference_staking_client::rpc::Sent;
use inference_staking_client::state::{LockTerms, UNLOCKED, UNLOCKING};
use inference_staking_client::time::utc;
use inference_staking_client::Event;

use crate::input::{ui, Bps, Span};
use crate::view::Decimals;

const COMES_TOO: &str = "what becomes due until it is executed is paid too.";
const AS_OF_THEN: &str = "It agrees to the commissions that the pool has when this is executed.";

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
            format!("Pay the registration fee of {} tokens for it?", ui(fee, decimals))
        }
        Consequence::CreatesPool { operator_pool } => {
            format!("Create pool {operator_pool}? A wallet creates one, and no second one once it is closed.")
        }
        Consequence::ChangesPool { operator_pool } => format!("Change these settings of pool {operator_pool}?"),
        Consequence::OffersPool { operator_pool, new_admin } => {
            format!(
                "Let {new_admin} take over pool {operator_pool} once it accepts, with the commission that the pool owes then? The record \
                 that can be slashed stays whose it is."
            )
        }
        Consequence::TakesPool { operator_pool, admin } => format!(
            "Take over pool {operator_pool} as {admin}, with the commission that it owes, and the commissions and changes that are \
             announced?"
        ),
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
        Consequence::HaltsPool { operator_pool } => format!(
            "Halt pool {operator_pool}? Nothing enters it or becomes shares of it, its operator cannot leave, and can be slashed after \
             the delay."
        ),
        Consequence::ResumesPool { operator_pool } => {
            format!("Resume pool {operator_pool}? A slash needs the whole delay again.")
        }
        Consequence::ChangesParameters => "Change these settings of the network?".to_owned(),
        Consequence::HaltsStaking => "Halt staking in all pools? Nothing becomes shares meanwhile.".to_owned(),
        Consequence::HaltsAccrual => "Halt accrual of all pools?".to_owned(),
        Consequence::HaltsWithdrawals => {
            "Halt withdrawals from all pools? The halt ends by itself after 14 days.".to_owned()
        }
        Consequence::ResumesStaking => "Resume staking in all pools?".to_owned(),
        Consequence::ResumesAccrual => "Resume accrual of all pools?".to_owned(),
        Consequence::ResumesWithdrawals => {
            "Resume withdrawals from all pools? They cannot be halted again for 7 days.".to_owned()
        }
        Consequence::ReplacesAuthorities => {
            "Replace the given authority lists? Keys that are left out lose their power, and what a list without keys is for, such as \
             publishing epochs, nobody can do."
                .to_owned()
        }
        Consequence::OffersProgram { new_admin } => {
            format!("Let {new_admin} take over as program admin once it accepts?")
        }
        Consequence::TakesProgram { admin } => format!("Take over as program admin with {admin}?"),
        Consequence::LowersEmission => {
            "Lower the emission schedule from the coming period on? It can never be raised again.".to_owned()
        }
        Consequence::Slashes { operator_pool, shares, worth, activating, unstaking, confiscated } => format!(
            "Slash the operator of pool {operator_pool}: burn {} shares worth {} tokens, take {} activating tokens and {} \
             tokens in cooldown{}? It cannot be undone.",
            ui(shares, decimals),
            ui(worth, decimals),
            ui(activating, decimals),
            ui(unstaking, decimals),
            confiscated.map_or_else(String::new, |(tokens, usdc)| format!(
                ", and confiscate {} tokens of commission and {} USDC of commission and earnings",
                ui(tokens, decimals),
                ui(usdc, usdc_decimals),
            )),
        ),
        Consequence::MarksEpoch { epoch } => format!(
            "End epoch {epoch}? A mark cannot be taken back: nothing becomes shares of a pool until the epoch has its record and \
             the pool has passed it.",
        ),
        Consequence::SkipsEpoch { operator_pool, epoch } => format!(
            "Let pool {operator_pool} pass epoch {epoch} without its leaf? While the record can still pay the leaf, nothing becomes \
             shares of the pool for {RECENT_SKIP_EPOCHS} epochs.",
        ),
        Consequence::RevokesRecord { epoch, rewards, usdc } => format!(
            "Revoke the reward record of epoch {epoch}, which pays {} tokens and {} USDC? The epoch is finalizing again, and pays \
             nothing until it is published anew.",
            ui(rewards, decimals),
            ui(usdc, usdc_decimals),
        ),
        Consequence::LocksStake { operator_pool, seconds, extends: false } => format!(
            "Lock all shares in pool {operator_pool}? Once a release is begun it takes {}.",
            Span(seconds),
        ),
        Consequence::LocksStake { operator_pool, seconds, extends: true } => format!(
            "Make the lock in pool {operator_pool} longer? A release takes {} longer then, which cannot be taken back. {AS_OF_THEN}",
            Span(seconds),
        ),
        Consequence::JoinsLock { operator_pool, is_free_to_go: true, .. } => format!(
            "Add to the stake in pool {operator_pool} that is locked? A commission rose since it was locked: `unlock` frees all of \
             it at once, as long as the raise stands.",
        ),
        Consequence::JoinsLock { operator_pool, seconds, is_free_to_go: false } => format!(
            "Add to the stake in pool {operator_pool} that is locked? What joins it can leave as its release frees it, which takes {}.",
            Span(seconds),
        ),
        Consequence::JoinsTicket { amount, claimable_from } => format!(
            "Join the ticket of {} tokens that can be claimed from {}? All of it waits for the whole cooldown then.",
            ui(amount, decimals),
            utc(claimable_from),
        ),
        Consequence::BeginsUnlock { operator_pool } => {
            format!("Begin the release of the lock in pool {operator_pool}? The rank of the record is 0 at once.")
        }
        Consequence::FreesLock { operator_pool } => {
            format!(
                "Free all shares in pool {operator_pool} at once? The commission rose since they were locked. The lock ends, and the \
                 rank of the record is 0: to have one again, lock anew. If the raise is withdrawn before this is executed, a release \
                 begins instead.",
            )
        }
        Consequence::AcceptsRaise { operator_pool, locked, today } => format!(
            "Agree to the raised commission of pool {operator_pool}? The lock was made under {}, today's are {}: `unlock` would free \
             all shares at once, and that right is given up.",
            rates(locked),
            rates(today),
        ),
        Consequence::CancelsUnlock { operator_pool } => {
            format!(
                "Lock all shares in pool {operator_pool} again? A release begins anew then, with its whole time. {AS_OF_THEN}"
            )
        }
        Consequence::CancelsTicket { amount, claimable_from } => format!(
            "Turn the ticket of {} tokens that can be claimed from {} back into activating stake? To leave again takes the whole \
             cooldown anew.",
            ui(amount, decimals),
            utc(claimable_from),
        ),
        Consequence::PaysTokens { operator_pool, amount, destination, owner } => format!(
            "Pay what is due from pool {operator_pool} to the token account {destination} of {owner}? That is {} tokens now; \
             {COMES_TOO}",
            ui(amount, decimals),
        ),
        Consequence::PaysUsdc { operator_pool, amount, destination, owner } => format!(
            "Pay what is due from pool {operator_pool} to the USDC account {destination} of {owner}? That is {} USDC now; {COMES_TOO}",
            ui(amount, usdc_decimals),
        ),
        Consequence::WithdrawsSurplus { amount, destination, owner } => format!(
            "Pay what the global reward vault holds for nobody to the token account {destination} of {owner}? That is {} tokens now; \
             what it is when this is executed is paid.",
            ui(amount, decimals),
        ),
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

fn rates(LockTerms { reward_commission_bps, usdc_commission_bps }: LockTerms) -> String {
    format!("{} of rewards and {} of USDC", Bps(reward_commission_bps), Bps(usdc_commission_bps))
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
        Some(format!(
            "the pool does not accrue {epochs} first, and what it pays is lost to what leaves now: {}",
            first.reason
        ))
    };
    reasons.filter_map(line).collect()
}

const RELEASE_BEGUN: &str =
    "the raise of the commission was withdrawn before: not all shares are free at once, their release has \
    begun, which `cancel-unlock` stops";
const FREED_AT_ONCE: &str = "a commission was raised before: all shares are free at once, and the lock has ended";

/// What an unlock became by the time that it was executed, if that is not what was agreed to.
pub fn became_another(agreed: &[Consequence], sent: &[Sent]) -> Vec<&'static str> {
    let events = sent.iter().flat_map(|sent| &sent.events);
    let changes = events.filter_map(|event| match event {
        Event::LockChanged(change) => Some(change.lock_state),
        _ => None,
    });
    let frees = agreed.iter().any(|each| matches!(each, Consequence::FreesLock { .. }));
    let begins = agreed.iter().any(|each| matches!(each, Consequence::BeginsUnlock { .. }));
    let line = |state| match state {
        UNLOCKING if frees => Some(RELEASE_BEGUN),
        UNLOCKED if begins => Some(FREED_AT_ONCE),
        _ => None,
    };
    changes.filter_map(line).collect()
}
