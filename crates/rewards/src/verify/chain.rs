//! The checks of trees against what stands on chain.

use std::collections::HashSet;

use solana_pubkey::Pubkey;

use super::{
    check::{Checks, Outcome, Verdict, ALL_TREES},
    pools::{check_each_pool_once, check_pools, EACH_POOL_ONCE},
};
use crate::commitment::{Commitment, CommittedRoot};
use crate::decimals::Decimals;
use crate::payable::PayablePools;
use crate::tree::RewardsTree;
use crate::tree_file::HexHash;

/// The check that no more and no less is paid than the schedule issues.
const EMISSION: &str = "emission";
/// The check that what is paid is there.
pub const FUNDS: &str = "funds";

/// What stands on chain of an epoch's rewards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordOnChain {
    /// Program, epoch and roots of the record.
    pub commitment: Commitment,
    /// Its total rewards when it was created (not what remains), in base units.
    pub total_rewards: u64,
    /// Its total USDC when it was created (not what remains), in base units.
    pub total_usdc: u64,
    /// What the schedule issues in this epoch, in base units. `None`: not known any more, and not checked.
    pub emission: Option<u64>,
    /// Pools that may accrue in this epoch. `None`: not known, and not checked.
    pub payable_pools: Option<PayablePools>,
    /// Decimals of the mints.
    pub decimals: Decimals,
}

/// What is known on chain of an epoch that has no record yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpochOnChain {
    /// Address of the staking program.
    pub program_id: Pubkey,
    /// The epoch.
    pub epoch: u64,
    /// What the schedule issues in it, in base units.
    pub emission: u64,
    /// Pools that may accrue in it.
    pub payable_pools: PayablePools,
    /// Stake tokens and USDC that the global vaults hold beyond what they owe, in base units: a record takes no more.
    pub funds: [u64; 2],
    /// Decimals of the mints.
    pub decimals: Decimals,
}

/// All that [`compare_with_chain`] will say once a record of these trees stands on chain, said before: everything that a record
/// cannot take back. A warning is the same as there.
pub fn check_before_publication(trees: &[&RewardsTree], epoch: &EpochOnChain) -> Verdict {
    let mut checks = Checks::default();
    check_program_and_epoch(&mut checks, trees, &epoch.program_id, epoch.epoch);
    check_each_pool_once(&mut checks, trees);
    let total_rewards = check_sums(&mut checks, trees, epoch.decimals);
    let issued = (total_rewards == u128::from(epoch.emission)).then_some(());
    let [leaves, emission] = [total_rewards, epoch.emission.into()].map(|amount| epoch.decimals.tokens(amount));
    let text = format!("the leaves sum to {leaves}, but the schedule issues {emission} in the epoch");
    let passed = format!("the leaves sum to the {emission} that the schedule issues");
    checks.add_result(EMISSION, issued.ok_or(text), passed);
    check_funds(&mut checks, trees, epoch);
    let missing_pools = check_pools(&mut checks, trees, Some((&epoch.payable_pools, epoch.decimals)), true);
    checks.verdict(missing_pools)
}

/// What is not funded yet can be funded until the epoch is published.
fn check_funds(checks: &mut Checks, trees: &[&RewardsTree], epoch: &EpochOnChain) {
    let ([tokens, usdc], [held_tokens, held_usdc]) = (sums(trees), epoch.funds);
    let (tokens, usdc) = (tokens.saturating_sub(held_tokens.into()), usdc.saturating_sub(held_usdc.into()));
    match (tokens, usdc) {
        (0, 0) => checks.add(FUNDS, Outcome::Passed, "the global vaults hold what the leaves pay"),
        _ => {
            let (tokens, usdc) = (epoch.decimals.tokens(tokens), epoch.decimals.usdc(usdc));
            let text = format!("the global vaults lack {tokens} and {usdc}: fund them before the epoch is published");
            checks.add(FUNDS, Outcome::Warning, text);
        }
    }
}

/// The sums of a record are numbers of 64 bits. Gives the tokens.
fn check_sums(checks: &mut Checks, trees: &[&RewardsTree], decimals: Decimals) -> u128 {
    let [tokens, usdc] = sums(trees);
    let fit = [tokens, usdc].into_iter().all(|sum| sum <= u128::from(u64::MAX));
    let passed = format!("the leaves sum to {} and {}", decimals.tokens(tokens), decimals.usdc(usdc));
    let most = (decimals.tokens(u64::MAX), decimals.usdc(u64::MAX));
    let text = format!("{passed}, and a record holds at most {} and {}", most.0, most.1);
    checks.add_result("sums", fit.then_some(()).ok_or(text), passed.clone());
    tokens
}

/// What all leaves sum to, in base units: tokens and USDC.
fn sums(trees: &[&RewardsTree]) -> [u128; 2] {
    let sum = |amount: fn(&RewardsTree) -> u64| trees.iter().map(|tree| u128::from(amount(tree))).sum();
    [sum(|tree| tree.totals().rewards), sum(|tree| tree.totals().usdc)]
}

/// Compares the trees of an epoch, one per root of its record, with what stands on chain.
///
/// The trees come from [`super::verify_file`], so that they are what their files say. A record without roots has no
/// tree. A pool that may accrue and has no leaf is a warning and stands in [`Verdict::missing_pools`]: it loses
/// nothing that any leaf states, but it has to wait for the bypass.
pub fn compare_with_chain(trees: &[&RewardsTree], record: &RecordOnChain) -> Verdict {
    let mut checks = Checks::default();
    check_program_and_epoch(&mut checks, trees, &record.commitment.program_id, record.commitment.epoch);
    let complete = check_roots(&mut checks, trees, record);
    match distinct_roots(trees) == trees.len() {
        true => check_each_pool_once(&mut checks, trees),
        false => checks.skip(&[EACH_POOL_ONCE], "not checked, because the same tree was given more than once"),
    }
    check_totals(&mut checks, trees, record, complete);
    check_emission(&mut checks, record);
    let payable = record.payable_pools.as_ref().map(|pools| (pools, record.decimals));
    let missing_pools = check_pools(&mut checks, trees, payable, complete);
    checks.verdict(missing_pools)
}

/// What the trees of an epoch have in common, whatever stands on chain: the program, the epoch, and each pool in only one of them.
pub fn check_together(trees: &[&RewardsTree]) -> Verdict {
    let mut checks = Checks::default();
    if let Some(first) = trees.first() {
        check_program_and_epoch(&mut checks, trees, &first.program_id(), first.epoch());
    }
    check_each_pool_once(&mut checks, trees);
    checks.verdict(Vec::new())
}

fn check_program_and_epoch(checks: &mut Checks, trees: &[&RewardsTree], program: &Pubkey, epoch: u64) {
    let result = match trees.iter().find(|tree| tree.program_id() != *program) {
        Some(tree) => Err(format!("a tree is of program {}, and not of program {program}", tree.program_id())),
        None => Ok(()),
    };
    checks.add_result("program", result, format!("all leaves name the program {program}"));
    let result = match trees.iter().find(|tree| tree.epoch() != epoch) {
        Some(tree) => Err(format!("a tree is of epoch {}, and not of epoch {epoch}", tree.epoch())),
        None => Ok(()),
    };
    checks.add_result("epoch", result, format!("all leaves name the epoch {epoch}"));
}

/// Holds the roots of trees and record against each other, and says whether there is a tree for each of them.
fn check_roots(checks: &mut Checks, trees: &[&RewardsTree], record: &RecordOnChain) -> bool {
    let of_trees: Vec<_> = trees.iter().map(|tree| CommittedRoot::of(tree)).collect();
    let committed = &record.commitment.roots;
    let without_tree = committed.iter().find(|root| !of_trees.contains(root));
    let not_on_chain = of_trees.iter().find(|root| !committed.contains(root));
    let text = |root: &CommittedRoot| format!("{} of depth {}", HexHash(root.root), root.depth);
    if let Some(root) = not_on_chain {
        let on_chain: Vec<_> = committed.iter().map(text).collect();
        let on_chain = if on_chain.is_empty() { "no root".into() } else { on_chain.join(", ") };
        let why = format!("a tree has the root {}, but the record has {on_chain}", text(root));
        checks.add("roots", Outcome::Failed, why);
        checks.skip(&[ALL_TREES], "not checked, because the trees are not those of the record");
        return false;
    }
    let result = if distinct_roots(trees) < trees.len() {
        Err("the same tree was given more than once: give one file for each root of the record".into())
    } else if let Some(root) = without_tree {
        Err(format!(
            "the record has the root {}, and no tree that was given has it: give the file of each root",
            text(root)
        ))
    } else {
        Ok(())
    };
    let complete = result.is_ok();
    let passed = match of_trees.len() {
        0 => "the record has no roots: the epoch pays nothing".into(),
        count => format!("the {count} root(s) of the tree(s) are in the record, with their depths"),
    };
    checks.add("roots", Outcome::Passed, passed);
    checks.add_result(ALL_TREES, result, "each root of the record has its tree");
    complete
}

fn distinct_roots(trees: &[&RewardsTree]) -> usize {
    trees.iter().map(|tree| tree.root()).collect::<HashSet<_>>().len()
}

fn check_totals(checks: &mut Checks, trees: &[&RewardsTree], record: &RecordOnChain, complete: bool) {
    let names = ["total rewards", "total USDC"];
    if !complete {
        checks.skip(&names, "not checked, because the trees are not those of the record");
        return;
    }
    let in_words: [fn(&Decimals, u128) -> String; 2] = [Decimals::tokens, Decimals::usdc];
    let stated = [record.total_rewards, record.total_usdc].map(u128::from);
    for (((name, leaves), on_chain), words) in names.into_iter().zip(sums(trees)).zip(stated).zip(in_words) {
        let [of_leaves, of_record] = [leaves, on_chain].map(|amount| words(&record.decimals, amount));
        let text = format!("the leaves sum to {of_leaves}, but the record states {of_record}");
        let result = (leaves == on_chain).then_some(()).ok_or(text);
        checks.add_result(name, result, format!("the leaves sum to the {of_record} of the record"));
    }
}

fn check_emission(checks: &mut Checks, record: &RecordOnChain) {
    let total = record.total_rewards;
    let tokens = record.decimals.tokens(total);
    if record.commitment.roots.is_empty() {
        let result = if total == 0 && record.total_usdc == 0 {
            Ok(())
        } else {
            let usdc = record.decimals.usdc(record.total_usdc);
            Err(format!("the record has no roots, but totals of {tokens} and {usdc}"))
        };
        checks.add_result(EMISSION, result, "the record has no roots, and both totals are 0");
        return;
    }
    match record.emission {
        None => checks.skip(&[EMISSION], "not checked, because what the schedule issues in this epoch was not given"),
        Some(emission) if emission == total => {
            let text = format!("the record's total is the {tokens} that the schedule issues");
            checks.add(EMISSION, Outcome::Passed, text);
        }
        Some(emission) => {
            let issued = record.decimals.tokens(emission);
            let text = format!("the record states {tokens}, but the schedule issues {issued}");
            checks.add(EMISSION, Outcome::Failed, text);
        }
    }
}
