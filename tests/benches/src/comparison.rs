//! Holds what is measured now against what is committed.

use std::collections::BTreeMap;

use anyhow::{bail, Result};

use crate::case::Case;
use crate::table;

/// A case may need this many percent more than the committed file says.
const TOLERANCE_PERCENT: u64 = 2;

/// Whether the committed numbers come from this toolchain; between compilers they differ by some percent.
///
/// # Errors
/// If the table cannot be read.
pub fn is_comparable(toolchain: &str) -> Result<bool> {
    Ok(table::committed_toolchain()? == toolchain)
}

/// Why nothing is compared.
///
/// # Errors
/// If the table cannot be read.
pub fn other_toolchain(toolchain: &str) -> Result<String> {
    let committed = table::committed_toolchain()?;
    Ok(format!(
        "tests/benches/compute_units.json was measured with the {committed}; this program was built with the {toolchain}, and \
         compute units differ between compilers"
    ))
}

/// Fails if a case is worse than the committed one by more than the tolerance, or is on one side only.
///
/// # Errors
/// The cases and their numbers, and the command that renews the file.
pub fn check(cases: &[Case]) -> Result<()> {
    let measured = table::units_of(cases);
    let committed = table::committed_units()?;
    let above = above_targets(&table::TARGETS, &measured);
    if !above.is_empty() {
        bail!("the program costs more than SPEC 17 allows:\n{}", above.join("\n"));
    }
    let faults = faults(&committed, &measured);
    if !faults.is_empty() {
        bail!(
            "tests/benches/compute_units.json does not hold any more:\n{}\nIf that is meant, run `cargo xtask bench` and commit \
             both files.",
            faults.join("\n")
        );
    }
    let better = committed.iter().filter(|(name, before)| is_worse(measured[*name], **before)).count();
    println!("{} cases, none more than {TOLERANCE_PERCENT} % worse than committed", measured.len());
    if better > 0 {
        println!("{better} are more than {TOLERANCE_PERCENT} % better: `cargo xtask bench` writes that down");
    }
    Ok(())
}

fn is_worse(before: u64, now: u64) -> bool {
    u128::from(now) * 100 > u128::from(before) * u128::from(100 + TOLERANCE_PERCENT)
}

/// One line for each case that does not hold.
fn faults(committed: &BTreeMap<String, u64>, measured: &BTreeMap<String, u64>) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, now) in measured {
        match committed.get(name) {
            None => faults.push(format!("  {name}: {now} compute units, not in the file")),
            Some(before) if is_worse(*before, *now) => {
                let change = percent(*before, *now);
                faults.push(format!("  {name}: {now} compute units, {before} in the file, {change} % more"));
            }
            Some(_) => {}
        }
    }
    for name in committed.keys().filter(|name| !measured.contains_key(*name)) {
        faults.push(format!("  {name}: in the file, not measured any more"));
    }
    faults
}

/// One line for each case that needs more than SPEC 17 allows.
fn above_targets(targets: &[(&str, u64)], measured: &BTreeMap<String, u64>) -> Vec<String> {
    let above = targets.iter().filter_map(|(name, most)| {
        let now = measured.get(*name).copied();
        match now {
            Some(now) if now <= *most => None,
            Some(now) => Some(format!("  {name}: {now} compute units, at most {most} by SPEC 17")),
            None => Some(format!("  {name}: not measured, and SPEC 17 asks for at most {most} compute units")),
        }
    });
    above.collect()
}

/// Growth in percent with one decimal, rounded down.
fn percent(before: u64, now: u64) -> String {
    let tenths = u128::from(now.saturating_sub(before)) * 1_000 / u128::from(before.max(1));
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(of: &[(&str, u64)]) -> BTreeMap<String, u64> {
        of.iter().map(|(name, units)| ((*name).to_owned(), *units)).collect()
    }

    #[test]
    fn two_percent_more_hold_and_one_unit_above_does_not() {
        let committed = units(&[("stake", 5_000)]);
        assert_eq!(faults(&committed, &units(&[("stake", 5_100)])), Vec::<String>::new());
        let expected = "  stake: 5101 compute units, 5000 in the file, 2.0 % more";
        assert_eq!(faults(&committed, &units(&[("stake", 5_101)])), [expected]);
    }

    #[test]
    fn a_target_holds_up_to_its_last_unit_and_has_to_be_measured() {
        let targets = [("stake", 4_800), ("unstake", 2_900)];
        assert_eq!(above_targets(&targets, &units(&[("stake", 4_800), ("unstake", 1)])), Vec::<String>::new());
        let expected = [
            "  stake: 4801 compute units, at most 4800 by SPEC 17",
            "  unstake: not measured, and SPEC 17 asks for at most 2900 compute units",
        ];
        assert_eq!(above_targets(&targets, &units(&[("stake", 4_801)])), expected);
    }

    #[test]
    fn fewer_units_hold() {
        assert_eq!(faults(&units(&[("stake", 5_000)]), &units(&[("stake", 1)])), Vec::<String>::new());
    }

    #[test]
    fn cases_on_one_side_only_do_not_hold() {
        let found = faults(&units(&[("old", 7)]), &units(&[("new", 9)]));
        assert_eq!(found, ["  new: 9 compute units, not in the file", "  old: in the file, not measured any more"]);
    }
}
