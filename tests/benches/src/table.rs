//! The committed files: tests/benches/compute_units.json, one flat object, and tests/benches/compute_units.md, the same to read.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use inference_staking_localnet::program::checkout;

use crate::case::Case;

const TOOLCHAIN_LINE: &str = "Built with the ";

/// The targets of SPEC 17 for the instructions that there are, compute units.
pub const TARGETS: [(&str, u64); 8] = [
    ("accrue_reward depth 14", 5_200),
    ("accrue_rewards per pool, batch 16", 1_450),
    ("stake", 4_800),
    ("activate_stake", 3_300),
    ("unstake", 2_900),
    ("claim_unstake", 4_800),
    ("claim_usdc_earnings", 5_200),
    ("collect_pool_rewards", 4_500),
];

/// A file of this folder.
pub fn file(name: &str) -> PathBuf {
    checkout().join("tests/benches").join(name)
}

/// Writes both files and prints the targets.
///
/// # Errors
/// If a file cannot be written.
pub fn write(cases: &[Case], toolchain: &str) -> Result<()> {
    let units = units_of(cases);
    let json = serde_json::to_string_pretty(&units)? + "\n";
    let targets = targets(&units);
    save("compute_units.json", &json)?;
    save("compute_units.md", &page(cases, &targets, toolchain))?;
    println!("{targets}\n{} cases in tests/benches/compute_units.md and tests/benches/compute_units.json", cases.len());
    Ok(())
}

/// Writes a file of this folder.
///
/// # Errors
/// If it cannot be written.
pub fn save(name: &str, text: &str) -> Result<()> {
    fs::write(file(name), text).with_context(|| format!("cannot write tests/benches/{name}"))
}

/// Units by case.
pub fn units_of(cases: &[Case]) -> BTreeMap<String, u64> {
    cases.iter().map(|case| (case.name.clone(), case.units)).collect()
}

/// The committed units by case.
///
/// # Errors
/// If there is no such file or it is no flat object of numbers.
pub fn committed_units() -> Result<BTreeMap<String, u64>> {
    serde_json::from_str(&read("compute_units.json")?).context("tests/benches/compute_units.json is not case to units")
}

/// What built the program that the committed units are of.
///
/// # Errors
/// If the table does not say it.
pub fn committed_toolchain() -> Result<String> {
    let page = read("compute_units.md")?;
    let named = page.lines().find_map(|line| line.strip_prefix(TOOLCHAIN_LINE)?.strip_suffix('.'));
    named.map(str::to_owned).context("tests/benches/compute_units.md names no toolchain: run `cargo xtask bench`")
}

fn read(name: &str) -> Result<String> {
    fs::read_to_string(file(name)).with_context(|| format!("cannot read tests/benches/{name}: run `cargo xtask bench`"))
}

fn page(cases: &[Case], targets: &str, toolchain: &str) -> String {
    let mut page = format!(
        "# Compute units\n\n\
         Written by `cargo xtask bench`; do not edit. `cargo xtask bench --check`, a step of `cargo xtask test`, measures\n\
         again and fails if a case needs more than 2 % more than here. `cargo xtask bench --profile` prints where the units\n\
         of the main instructions go.\n\n\
         {TOOLCHAIN_LINE}{toolchain}.\n\n\
         Each number is that of the whole instruction, alone in its transaction, without compute-budget instructions, with\n\
         the token program that the network runs. Wallets are fixed, so a case has the same addresses on every run. Where\n\
         accounts of a wallet are created, the wallet is one whose addresses are found at the first try unless the case\n\
         says otherwise; each further try costs 1,500, and on average an address takes one.\n\n\
         ## Targets\n\n\
         Those of SPEC 17, for the instructions that there are.\n\n{targets}\n## All cases\n\n| case | units |\n|---|---:|\n"
    );
    for Case { name, units, .. } in cases {
        // Writing into a string does not fail.
        let _ = writeln!(page, "| {name} | {} |", grouped(*units));
    }
    page
}

/// The targets beside what was measured.
fn targets(units: &BTreeMap<String, u64>) -> String {
    let mut table = String::from("| case | units | at most | |\n|---|---:|---:|---|\n");
    for (name, most) in TARGETS {
        let measured = units.get(name).copied().unwrap_or(u64::MAX);
        let verdict =
            if measured <= most { "met".to_owned() } else { format!("missed by {}", grouped(measured - most)) };
        let _ = writeln!(table, "| {name} | {} | {} | {verdict} |", grouped(measured), grouped(most));
    }
    table
}

/// A number with its thousands apart.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
