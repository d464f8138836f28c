//! When a deposit becomes shares.

use inference_staking_client::intent::{BecomesShares, HeldUpBy};

use crate::view::{Value, View};

/// When a deposit becomes shares, from which epoch on it can earn, and what is known to hold it up longer.
pub fn becomes_shares(becomes_shares: BecomesShares, held_up_by: &[HeldUpBy]) -> View {
    let earns_from = becomes_shares.earns_from_epoch();
    let when = match becomes_shares {
        BecomesShares::AtOnce { .. } => "at once".to_owned(),
        BecomesShares::AfterEpoch { epoch } => format!(
            "once epoch {epoch} is over and the pool has passed it, to earn from epoch {earns_from} on at the earliest: the \
             keeper does it then, or `activate`"
        ),
    };
    // What the pool has to pass is passed in time; of what else holds it up nobody knows until when.
    let is_passed_in_time = held_up_by.iter().all(|held_up_by| matches!(held_up_by, HeldUpBy::PoolBehind { .. }));
    let earns_from = is_passed_in_time.then_some(Value::Count(earns_from));
    View::new().with("becomes_shares", when).with_some("earns_from_epoch", earns_from).and(held_up(held_up_by))
}

/// What is known to hold activating stake up, if anything is.
pub fn held_up(held_up_by: &[HeldUpBy]) -> View {
    let reasons = held_up_by.iter().map(|held_up_by| {
        View::new().with("reason", format!("{:?}", held_up_by.rule())).with("held_up_by", in_words(held_up_by))
    });
    View::new().with_some("held_up", (!held_up_by.is_empty()).then(|| reasons.collect::<Vec<_>>()))
}

fn in_words(held_up_by: &HeldUpBy) -> String {
    match held_up_by {
        HeldUpBy::PoolBehind { epochs: 1 } => "the pool has 1 epoch to pass before".to_owned(),
        HeldUpBy::PoolBehind { epochs } => format!("the pool has {epochs} epochs to pass before"),
        HeldUpBy::SkippedLately { skipped, until_complete } => {
            let skipped: Vec<String> = skipped.iter().map(u64::to_string).collect();
            let what = if skipped.len() == 1 { "epoch" } else { "epochs" };
            let skipped = skipped.join(", ");
            format!("the pool skipped {what} {skipped}: until it has accrued what it skipped, or epoch {until_complete} is complete")
        }
        HeldUpBy::OperatorStakeBelowMinimum => {
            "the operator's shares are worth less than the minimum: until it has enough of them".to_owned()
        }
        HeldUpBy::DepositBuysNoShare => {
            "all that is activating buys no share at today's price: until more of it does".to_owned()
        }
    }
}
