//! The terms of the followed pools, and the habits of their members.

/// Terms of a pool and what is special about it.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    pub title: &'static str,
    pub reward_bps: u16,
    pub usdc_bps: u16,
    pub auto_stake: bool,
    pub delegation_allowed: bool,
    /// Stakes of a few base units only.
    pub dust: bool,
    pub operator: Habit,
    pub delegators: &'static [Habit],
}

/// When somebody stakes and leaves. Deposits become shares once the epoch in which they come is over and accrued, those of
/// an operator in its new pool at once. Everybody leaves in the end; operators down to the minimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// In epoch 1.
    Stays,
    /// In epoch 1, and unstakes a third while epoch 2 is finalizing.
    TakesOutAThird,
    /// In epoch 2, once epoch 1 was accrued: it earns nothing of either.
    JoinsLate,
}
use Habit::{JoinsLate, Stays, TakesOutAThird};

const ALL: &[Habit] = &[Stays, TakesOutAThird, JoinsLate];
const PLAIN: Terms = Terms {
    title: "plain",
    reward_bps: 1_000,
    usdc_bps: 2_000,
    auto_stake: false,
    delegation_allowed: true,
    dust: false,
    operator: Stays,
    delegators: ALL,
};

/// The first three are for pools with a certain leaf: see `participants::followed_pools`.
const TERMS: [Terms; 12] = [
    Terms { title: "largest leaf", ..PLAIN },
    Terms { title: "zero leaf", reward_bps: 500, usdc_bps: 500, auto_stake: true, delegators: &[Stays], ..PLAIN },
    Terms { title: "smallest leaf", reward_bps: 5_000, usdc_bps: 5_000, auto_stake: true, ..PLAIN },
    Terms {
        title: "no delegation",
        usdc_bps: 0,
        auto_stake: true,
        delegation_allowed: false,
        delegators: &[],
        ..PLAIN
    },
    Terms { title: "empty at first", operator: JoinsLate, delegators: &[JoinsLate], auto_stake: true, ..PLAIN },
    Terms { title: "no commission", reward_bps: 0, usdc_bps: 0, ..PLAIN },
    Terms { title: "dust stakes", reward_bps: 1, usdc_bps: 3_333, auto_stake: true, dust: true, ..PLAIN },
    Terms { title: "auto-stake", reward_bps: 777, usdc_bps: 1_333, auto_stake: true, ..PLAIN },
    Terms { title: "late others", delegators: &[JoinsLate, JoinsLate, JoinsLate], auto_stake: true, ..PLAIN },
    Terms { title: "USDC only", reward_bps: 0, usdc_bps: 2_500, delegators: &[Stays, TakesOutAThird], ..PLAIN },
    Terms { title: "tokens only", reward_bps: 2_500, usdc_bps: 0, delegators: &[TakesOutAThird], ..PLAIN },
    Terms { title: "highest fees", reward_bps: 5_000, usdc_bps: 5_000, delegators: &[Stays, JoinsLate], ..PLAIN },
];
/// Terms from here on are used again if there are more pools.
const FIRST_COMMON_TERMS: usize = 5;

/// The terms of the followed pool at a place.
pub fn terms(place: usize) -> Terms {
    let common = TERMS.len() - FIRST_COMMON_TERMS;
    let place = if place < TERMS.len() { place } else { FIRST_COMMON_TERMS + (place - TERMS.len()) % common };
    TERMS[place]
}
