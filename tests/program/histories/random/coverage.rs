//! What the histories reached: how often each operation was done and refused, and each rule alone was the reason.

use std::cell::RefCell;
use std::collections::BTreeMap;

use inference_staking_model::{Broken, Lock, Operation, Pool, World};

/// Counts of one run.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Times that an operation was done and was refused, by its name.
    pub operations: BTreeMap<String, (u32, u32)>,
    /// Times that a rule was the only one broken, by its name.
    pub rules: BTreeMap<String, u32>,
    /// Activations at a price above one token a share.
    pub dear: u32,
    /// Activations that left something activating.
    pub left_some: u32,
    /// Deposits of operators into their new pools that were shares at once, and those that had to wait.
    pub at_once: (u32, u32),
    /// Skipped epochs that were caught up at a lower rate than the active one.
    pub at_lower_rates: u32,
    /// Locks of records whose release was over.
    pub locked_anew: u32,
}

thread_local! {
    static COVERAGE: RefCell<Coverage> = RefCell::default();
}

/// Notes an operation and what the model said of it.
pub fn note(world: &World, operation: &Operation, predicted: &Result<(), Broken>) {
    if let (Operation::Accrue { epoch, leaf, .. }, Ok(())) = (operation, predicted) {
        note_rates(&world.pools[&leaf.pool], *epoch);
    }
    if predicted.is_ok() {
        note_deposit(world, operation);
        note_lock(world, operation);
    }
    let debug = format!("{operation:?}");
    let name = debug.split([' ', '{']).next().unwrap_or_default();
    COVERAGE.with_borrow_mut(|coverage| {
        let counts = coverage.operations.entry(name.to_owned()).or_default();
        match predicted {
            Ok(()) => counts.0 += 1,
            Err(broken) => {
                counts.1 += 1;
                if let (1, Some(rule)) = (broken.0.len(), broken.0.first()) {
                    *coverage.rules.entry(format!("{rule:?}")).or_default() += 1;
                }
            }
        }
    });
}

fn note_rates(pool: &Pool, epoch: u64) {
    let active = (pool.reward_commission_rate.active, pool.usdc_commission_rate.active);
    let is_lower = pool.skipped.contains(&epoch) && pool.rates_for(epoch) != active;
    COVERAGE.with_borrow_mut(|coverage| coverage.at_lower_rates += u32::from(is_lower));
}

fn note_deposit(world: &World, operation: &Operation) {
    let (Operation::Stake { record, .. } | Operation::ActivateStake { record }) = operation else { return };
    let mut after = world.clone();
    after.apply(operation).unwrap();
    let left = after.staking_records[record].deposits.total() > 0;
    let pool = &world.pools[&record.pool];
    let into_new_pool = pool.shares == 0 && pool.operator == record.owner && pool.passed_epoch + 1 == pool.joined_epoch;
    COVERAGE.with_borrow_mut(|coverage| match operation {
        Operation::ActivateStake { .. } => {
            coverage.dear += u32::from(pool.staked > pool.shares);
            coverage.left_some += u32::from(left);
        }
        _ if into_new_pool && left => coverage.at_once.1 += 1,
        _ if into_new_pool => coverage.at_once.0 += 1,
        _ => {}
    });
}

fn note_lock(world: &World, operation: &Operation) {
    let Operation::Lock { record, .. } = operation else { return };
    let is_unlocking = matches!(world.staking_records[record].lock, Lock::Unlocking { .. });
    COVERAGE.with_borrow_mut(|coverage| coverage.locked_anew += u32::from(is_unlocking));
}

/// Operations that nothing refuses.
const NEVER_REFUSED: [&str; 2] = ["Fund", "PassTime"];
/// Kinds of operations of the model.
const KINDS: usize = 38;
/// Rules that are, each for itself, the reason of a refusal in the histories of a short run.
const RULES: usize = 75;

/// Activations that are done at least, and those at a price above one.
const ACTIVATIONS: (u32, u32) = (500, 50);

/// Rules about epochs that are among them whatever the others are.
const EPOCH_RULES: [&str; 7] =
    ["EpochLength", "MarkMargin", "AccrualOpen", "ChallengeRunning", "NewestRecord", "BypassDelayOver", "Expired"];
/// The same of deposits.
const DEPOSIT_RULES: [&str; 8] = [
    "StakeSomething",
    "PoolUpToDate",
    "NotSkippedLately",
    "SomethingRipe",
    "BuysShare",
    "OperatorMinimum",
    "UnstakeSomething",
    "EnoughActivating",
];

/// How many operations the histories of this thread have tried.
pub fn operations() -> u64 {
    COVERAGE.with_borrow(|reached| reached.operations.values().map(|(done, refused)| u64::from(done + refused)).sum())
}

/// The histories did every operation, had every one refused, and met most rules: else they prove less than they say.
///
/// # Panics
/// If they missed something.
pub fn assert_everything_was_reached() {
    let reached = COVERAGE.with_borrow(Clone::clone);
    assert_eq!(reached.operations.len(), KINDS, "{reached:#?}");
    for (name, (done, refused)) in &reached.operations {
        assert!(*done > 0, "{name} was never done: {reached:#?}");
        assert!(*refused > 0 || NEVER_REFUSED.contains(&name.as_str()), "{name} was never refused: {reached:#?}");
    }
    assert!(reached.rules.len() >= RULES, "{reached:#?}");
    assert!(reached.at_lower_rates > 0 && reached.locked_anew > 0, "{reached:#?}");
    assert!(reached.operations["ActivateStake"].0 >= ACTIVATIONS.0 && reached.dear >= ACTIVATIONS.1, "{reached:#?}");
    assert!(reached.left_some > 0 && reached.at_once.0 > 0 && reached.at_once.1 > 0, "{reached:#?}");
    for rule in EPOCH_RULES.into_iter().chain(DEPOSIT_RULES) {
        assert!(reached.rules.contains_key(rule), "{rule} alone was never the reason: {reached:#?}");
    }
}
