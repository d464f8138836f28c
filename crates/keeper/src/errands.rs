//! Plans that have nothing to do with each other: carried out many at a time, within the rate limit.

use std::future::Future;

use futures::stream::{self, StreamExt};
use inference_staking_client::intent::Plan;
use inference_staking_client::rpc::{Connection, ReadError, SendError, SendOptions};
use solana_signature::Signature;
use solana_signer::Signer;

use crate::options::Options;
use crate::progress::Progress;
use crate::rate_limit::RateLimit;
use crate::schedule::Reason;

/// Sends errands.
pub(crate) struct Errands<'a, S: ?Sized> {
    pub(crate) connection: &'a Connection,
    pub(crate) signer: &'a S,
    pub(crate) options: &'a Options,
    progress: Progress,
    limit: RateLimit,
}

/// How errands went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Done {
    /// Places of those that went through.
    pub(crate) landed: Vec<usize>,
    pub(crate) failed: u64,
    pub(crate) last_failure: Option<String>,
}

impl Done {
    /// How many went through.
    pub(crate) fn sent(&self) -> u64 {
        u64::try_from(self.landed.len()).unwrap_or(u64::MAX)
    }
}

impl<'a, S: Signer + Sync + ?Sized> Errands<'a, S> {
    pub(crate) fn new(connection: &'a Connection, signer: &'a S, options: &'a Options) -> Self {
        let limit = RateLimit::per_second(options.transactions_per_second);
        let progress = Progress::new(options.progress, "transactions");
        Self { connection, signer, options, progress, limit }
    }

    /// Carries each out; none after a stop was asked for. Failures are logged.
    pub(crate) async fn run(&self, what: &str, errands: Vec<Plan>) -> Done {
        self.progress.add(u64::try_from(errands.len()).unwrap_or(u64::MAX));
        let in_flight = self.options.in_flight.get();
        let errands = stream::iter(errands).enumerate();
        let mut results =
            errands.map(|(place, errand)| async move { (place, self.send(errand).await) }).buffer_unordered(in_flight);
        let mut done = Done::default();
        while let Some((place, result)) = results.next().await {
            self.progress.done(1);
            match result {
                Some(Ok(_)) => done.landed.push(place),
                Some(Err(error)) => {
                    tracing::warn!("{what} failed, will try again: {error}");
                    done.failed = done.failed.saturating_add(1);
                    done.last_failure = Some(error.to_string());
                }
                None => {}
            }
        }
        done
    }

    /// Takes back what landed by the node's word alone: what it still finds to do, asked as often as it is borne that nothing moves.
    /// `still_to_do` says so of each of some errands, which `of` stands for. Gives the places of which the node shows that they are
    /// done; what it never says anything of is believed.
    pub(crate) async fn shown<T: Copy, F: Future<Output = Result<Vec<bool>, ReadError>>>(
        &self,
        what: &str,
        done: &mut Done,
        of: &[T],
        still_to_do: impl Fn(Vec<T>) -> F,
    ) -> Vec<usize> {
        let landed = done.landed.iter().filter_map(|place| Some((*place, *of.get(*place)?)));
        let mut unshown: Vec<(usize, T)> = landed.collect();
        let mut is_shown = false;
        for place in 0..=self.options.idle_rounds {
            if unshown.is_empty() {
                break;
            }
            let looking = async {
                if place > 0 {
                    tokio::time::sleep(self.options.idle_pause).await;
                }
                still_to_do(unshown.iter().map(|(_, errand)| *errand).collect()).await
            };
            match self.options.stop.bounded(looking).await {
                Some(Ok(still)) => {
                    let open = unshown.into_iter().zip(still).filter(|(_, is_open)| *is_open);
                    (unshown, is_shown) = (open.map(|(errand, _)| errand).collect(), true);
                }
                Some(Err(error)) => tracing::warn!("what {what} did cannot be read: {error}"),
                None => break,
            }
        }
        if !is_shown {
            return Vec::new();
        }
        if !unshown.is_empty() {
            let words = Reason::Contradicted.to_string();
            tracing::warn!(count = unshown.len(), "{what} failed, will try again: {words}");
            done.landed.retain(|landed| !unshown.iter().any(|(place, _)| place == landed));
            done.failed = done.failed.saturating_add(u64::try_from(unshown.len()).unwrap_or(u64::MAX));
            done.last_failure = Some(words);
        }
        done.landed.clone()
    }

    /// Ends the progress bar.
    pub(crate) fn finish(&self) {
        self.progress.finish();
    }

    /// `None` if it was not sent.
    async fn send(&self, errand: Plan) -> Option<Result<Signature, SendError>> {
        self.limit.turn().await;
        if self.options.stop.is_requested() {
            return None;
        }
        let options = self.progress.telling(&SendOptions { details: false, ..self.options.send.clone() });
        self.options.stop.send(&errand, self.connection, self.signer, &options).await
    }
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use std::cell::RefCell;

    use anchor_lang::prelude::Pubkey;
    use solana_commitment_config::CommitmentConfig;
    use solana_keypair::Keypair;

    use super::*;
    use crate::stop::Stop;

    /// What becomes of three errands that landed, if the node answers so, look by look: what is left of them, which are shown, and how
    /// many failed.
    async fn after(answers: Vec<Option<Vec<bool>>>) -> (Vec<usize>, Vec<usize>, u64) {
        asked_after(answers, &Stop::default()).await.0
    }

    /// The same, with the errands that each look asks about.
    async fn asked_after(
        answers: Vec<Option<Vec<bool>>>,
        stop: &Stop,
    ) -> ((Vec<usize>, Vec<usize>, u64), Vec<Vec<char>>) {
        let connection = Connection::new("http://127.0.0.1:1", CommitmentConfig::confirmed());
        let (signer, stop) = (Keypair::new(), stop.clone());
        let options = Options { progress: false, idle_rounds: 2, stop, ..Options::default() };
        let errands = Errands::new(&connection, &signer, &options);
        let mut done = Done { landed: vec![0, 1, 3], ..Done::default() };
        let (answers, looks) = (RefCell::new(answers.into_iter()), RefCell::new(Vec::new()));
        let still_to_do = |asked: Vec<char>| {
            let answer = answers.borrow_mut().next().flatten();
            assert!(answer.as_ref().is_none_or(|answer| answer.len() == asked.len()), "{asked:?}");
            looks.borrow_mut().push(asked);
            let address = Pubkey::default();
            async move { answer.ok_or(ReadError::NotFound { what: "nothing", address }) }
        };
        let shown = errands.shown("a test", &mut done, &['a', 'b', 'c', 'd'], still_to_do).await;
        ((done.landed, shown, done.failed), looks.into_inner())
    }

    #[tokio::test(start_paused = true)]
    async fn a_look_asks_about_what_none_has_shown_yet_after_a_pause() {
        let since = tokio::time::Instant::now();
        let answers = vec![Some(vec![true, false, true]), Some(vec![true, false]), Some(vec![false])];
        let (after, asked) = asked_after(answers, &Stop::default()).await;
        assert_eq!(after, (vec![0, 1, 3], vec![0, 1, 3], 0));
        assert_eq!(asked, [vec!['a', 'b', 'd'], vec!['a', 'd'], vec!['a']]);
        assert_eq!(since.elapsed(), Options::default().idle_pause * 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_stop_leaves_what_the_last_look_said() {
        let stop = Stop::default();
        stop.request_now();
        // The first look is answered at once, and the pause before the second is not waited for.
        let (after, asked) = asked_after(vec![Some(vec![true, false, false])], &stop).await;
        assert_eq!((after, asked.len()), ((vec![1, 3], vec![1, 3], 1), 1));
    }

    #[tokio::test(start_paused = true)]
    async fn what_a_look_contradicts_is_taken_back_unless_a_later_one_shows_it() {
        let all = || vec![0, 1, 3];
        // Nobody ever says anything: believed, and not shown.
        assert_eq!(after(vec![None, None, None]).await, (all(), vec![], 0));
        assert_eq!(after(vec![Some(vec![false; 3])]).await, (all(), all(), 0));
        // A node that was behind.
        assert_eq!(after(vec![Some(vec![true, false, true]), Some(vec![false; 2])]).await, (all(), all(), 0));
        // One look more than the idle rounds, of which a failure takes one.
        let late = vec![Some(vec![true; 3]), None, Some(vec![true, false, false]), Some(vec![false])];
        assert_eq!(after(late).await, (vec![1, 3], vec![1, 3], 1));
        // What was contradicted, and is not heard of any more.
        assert_eq!(after(vec![Some(vec![false, true, false]), None, None]).await, (vec![0, 3], vec![0, 3], 1));
    }
}
