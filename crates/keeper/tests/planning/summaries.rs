//! What a summary says to people.

use inference_staking_keeper::{NotActivated, Reason, Summary};

use crate::world::*;

#[test]
fn pools_left_for_the_same_reason_are_told_together() {
    let no_tree = Reason::NoTree { roots: 1, at_hand: 0 };
    let summary = Summary {
        accrued: 12,
        transactions: 2,
        meanwhile: 3,
        up_to_date: 4,
        left: vec![left(1, 7, 2, no_tree.clone()), left(2, 7, 1, no_tree), left(3, 6, 0, Reason::Refused("no".into()))],
        ..Summary::default()
    };
    let (first, third) = (address(1), address(3));
    let expected = format!(
        "12 accruals in 2 transactions, 3 done meanwhile, 4 pools already up to date\n\
         left: epoch 6: pool {third}: the program refused: no\n\
         left: epoch 7: pool {first} and 1 more: of the record's 1 tree files 0 are at hand: add the others \
         (2 epochs after it wait for it)"
    );
    assert_eq!(summary.to_string(), expected);
    assert!(!summary.is_complete());
}

#[test]
fn activations_and_what_was_not_activated_are_told() {
    let (pool, owner) = (address(1), address(2));
    let not_activated = vec![NotActivated { pool, owner, reason: Reason::Refused("no".into()) }];
    let summary = Summary {
        accrued: 2,
        activated: 3,
        transactions: 4,
        not_activated: not_activated.clone(),
        ..Summary::default()
    };
    let expected = format!(
        "2 accruals and 3 activations in 4 transactions\n\
         not activated: stake of {owner} in pool {pool}: the program refused: no"
    );
    assert_eq!(summary.to_string(), expected);
    assert!(!summary.is_complete());
    let later = Summary { activated: 1, transactions: 1, ..Summary::default() };
    let both = summary.then(later);
    assert_eq!((both.activated, both.transactions, both.is_complete()), (4, 5, true));
    let unread = Summary { unread_stake: Some("gone".into()), ..Summary::default() };
    assert!(!unread.is_complete() && unread.to_string().contains("could not be read: gone"), "{unread}");
}

#[test]
fn times_are_told_as_dates() {
    // 20,833 days and 8 hours after 1970.
    let date = "2027-01-15 08:00:00 UTC";
    let waits = Reason::NotClaimable { from: 1_800_000_000 }.to_string();
    assert_eq!(waits, format!("the record's challenge period runs until {date}: try again then"));
    let absent = Reason::NotInTree { bypass_from: 1_800_000_000 }.to_string();
    assert!(absent.contains(date), "{absent}");
}
