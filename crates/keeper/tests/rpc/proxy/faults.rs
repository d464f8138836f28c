//! Which faults there are, and how often.

use rand::Rng;

/// Something that goes wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// HTTP 503, nothing is forwarded.
    Unavailable,
    /// HTTP 429, nothing is forwarded.
    RateLimit,
    /// The node says that it is behind, nothing is forwarded.
    NodeBehind,
    /// The answer comes late.
    Delay,
    /// The request is executed, but the connection breaks before the answer.
    LostAnswer,
    /// A transaction is forwarded twice.
    SentTwice,
    /// A transaction is accepted and never forwarded.
    Swallowed,
    /// A transaction is never forwarded, and said to be finalized.
    Lie,
}

/// Percent of requests that each fault hits.
#[derive(Clone, Copy, Debug, Default)]
pub struct FaultRates {
    pub unavailable: u32,
    pub rate_limit: u32,
    pub node_behind: u32,
    pub delay: u32,
    pub lost_answer: u32,
    /// Of transactions.
    pub sent_twice: u32,
    /// Of transactions.
    pub swallowed: u32,
}

impl FaultRates {
    /// A third of all requests go wrong, and more of the transactions.
    pub const MANY: Self = Self {
        unavailable: 6,
        rate_limit: 2,
        node_behind: 5,
        delay: 10,
        lost_answer: 10,
        sent_twice: 15,
        swallowed: 15,
    };

    pub fn draw(&self, rng: &mut impl Rng, is_send: bool) -> Option<Fault> {
        let mut roll = rng.random_range(0..100);
        let of_sends = |rate| if is_send { rate } else { 0 };
        let rates = [
            (self.unavailable, Fault::Unavailable),
            (self.rate_limit, Fault::RateLimit),
            (self.node_behind, Fault::NodeBehind),
            (self.delay, Fault::Delay),
            (self.lost_answer, Fault::LostAnswer),
            (of_sends(self.sent_twice), Fault::SentTwice),
            (of_sends(self.swallowed), Fault::Swallowed),
        ];
        for (rate, fault) in rates {
            if roll < rate {
                return Some(fault);
            }
            roll -= rate;
        }
        None
    }
}
