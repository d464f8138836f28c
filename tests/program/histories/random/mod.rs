//! The property: every history goes the same way in the program and in the model.
//!
//! A short run has the same histories every time. With `INFERENCE_STAKING_FUZZ_MINUTES=N` new ones are drawn for N minutes.
//! A failing history is shrunk, printed, and its seed is written to `proptest-regressions/model.txt`, which is played first
//! from then on.

pub mod beginning;
pub mod cast;
pub mod choosing;
pub mod chosen;
pub mod coverage;
mod query;
pub mod steps;
mod tampering;

use std::cell::RefCell;
use std::time::{Duration, Instant};

use inference_staking_model::{Operation, PoolSettings};
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence, RngAlgorithm, TestRng, TestRunner};

use crate::locks_removed::assert_locks_change_nothing;
use crate::newcomer::{assert_deposits_change_nothing, visits, Visit};
use crate::random::beginning::{Beginning, Scale};
use crate::random::choosing::Choosing;
use crate::random::chosen::Chosen;
use crate::random::steps::{steps, Step};
use crate::side_by_side::Trial;

const MINUTES: &str = "INFERENCE_STAKING_FUZZ_MINUTES";
/// From the package's folder, where tests run. (A run of mutants has a copy of it: what they fail at is no regression.)
const REGRESSIONS: &str = "proptest-regressions/model.txt";
/// Set if another program than the built one is tested; why it fails is not looked for then.
const ANOTHER_PROGRAM: &str = "INFERENCE_STAKING_PROGRAM";
/// Histories of a short run.
const CASES: u32 = 200;
/// Operations of a long run that have to reach everything.
const ENOUGH: u64 = 200_000;
/// Most steps of a history.
const LONGEST: usize = 120;

fn beginning() -> impl Strategy<Value = Beginning> {
    let scale = prop_oneof![3 => Just(Scale::Tiny), 3 => Just(Scale::Real), 1 => Just(Scale::Huge)];
    let activated = prop_oneof![3 => Just(true), 1 => Just(false)];
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), activated);
    let pool = (0..=5_000u16, 0..=5_000u16, any::<bool>());
    (scale, flags, pool).prop_map(
        |(scale, (table, challenge, fee, without_locks, real_money, activated), (reward_bps, usdc_bps, auto_stake))| {
            let first_pool = PoolSettings {
                reward_bps,
                usdc_bps,
                auto_stake,
                delegation_allowed: true,
                name: 0,
                metadata_uri: 0,
                max_registration_fee: u64::MAX,
            };
            Beginning { scale, table, challenge, real_money, fee, first_pool, activated, without_locks }
        },
    )
}

/// Plays a history on both sides.
fn play(beginning: &Beginning, steps: &[Step], visits: &[Visit]) {
    let mut trial = ToldIfFailing(beginning.start());
    let trial = &mut trial.0;
    for step in steps {
        let chosen = Choosing { world: &trial.world, step, scale: beginning.scale }.choose();
        trial.play(&chosen);
    }
    if beginning.without_locks {
        assert_locks_change_nothing(beginning, trial);
    }
    assert_deposits_change_nothing(beginning, trial, visits);
}

thread_local! {
    /// Operations before the last failure; after shrinking, those of the shortest history that fails.
    static BEFORE_FAILURE: RefCell<Vec<Operation>> = const { RefCell::new(Vec::new()) };
}

/// Keeps what was done when something fails.
struct ToldIfFailing(Trial);

impl Drop for ToldIfFailing {
    fn drop(&mut self) {
        if std::thread::panicking() {
            BEFORE_FAILURE.set(self.0.history.clone());
        }
    }
}

impl Trial {
    fn play(&mut self, chosen: &Chosen) {
        match chosen {
            Chosen::Operations(operations) => {
                for operation in operations {
                    drop(self.perform(operation));
                }
            }
            Chosen::Many { operations, then } => {
                self.perform_many(operations);
                for operation in then {
                    drop(self.perform(operation));
                }
            }
            Chosen::Query(record) => self.query(*record),
            Chosen::Tampered { operation, place, with } => self.perform_tampered(operation, *place, *with),
            Chosen::EverybodyLeaves { hostile } => self.everybody_leaves(*hostile),
        }
    }
}

fn run(config: Config, rng: TestRng) {
    let mut runner = TestRunner::new_with_rng(config, rng);
    let result = runner.run(&(beginning(), steps(LONGEST), visits()), |(beginning, steps, visits)| {
        play(&beginning, &steps, &visits);
        Ok(())
    });
    if let Err(error) = result {
        let done: Vec<String> = BEFORE_FAILURE.take().iter().map(|operation| format!("  {operation:?}")).collect();
        panic!("{error}\nOperations before the failure:\n{}\n{runner}", done.join("\n"));
    }
}

fn config(cases: u32) -> Config {
    Config {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(REGRESSIONS))),
        max_shrink_iters: if std::env::var_os(ANOTHER_PROGRAM).is_some() { 0 } else { 1_500 },
        max_shrink_time: 120_000,
        ..Config::default()
    }
}

#[test]
fn every_history_goes_the_same_way_in_program_and_model() {
    let minutes = std::env::var(MINUTES).ok().map(|minutes| minutes.parse::<u64>().expect("a number of minutes"));
    let Some(minutes) = minutes else {
        run(config(CASES), TestRng::from_seed(RngAlgorithm::ChaCha, &[5; 32]));
        return coverage::assert_everything_was_reached();
    };
    let end = Instant::now() + Duration::from_secs(60 * minutes);
    while Instant::now() < end {
        run(config(16), TestRng::from_seed(RngAlgorithm::ChaCha, &rand::random::<[u8; 32]>()));
    }
    println!("{} operations in {minutes} min, each compared", coverage::operations());
    // What a few minutes draw may miss something.
    if coverage::operations() >= ENOUGH {
        coverage::assert_everything_was_reached();
    }
}
