//! tests/benches/scale.md.

use std::fmt::Write;
use std::time::Duration;

use anyhow::Result;

use super::accrual::{ACCRUAL, MOST_ACCRUALS};
use super::growth::Grown;
use super::population::{AUTO_STAKE_EVERY, RECORDS_OF_ONE};
use super::step::{Step, RENT_OVERHEAD, RENT_PER_BYTE};
use crate::table::{grouped, save};

/// Writes and prints the page.
///
/// # Errors
/// If it cannot be written.
pub fn write(grown: &[Grown], toolchain: &str) -> Result<()> {
    let page = page(grown, toolchain);
    save("scale.md", &page)?;
    println!("{page}\nwritten to tests/benches/scale.md");
    Ok(())
}

fn page(grown: &[Grown], toolchain: &str) -> String {
    let mut page = format!(
        "# Scale\n\n\
         Written by `cargo xtask bench --scale`; do not edit. Not part of `cargo xtask test`.\n\n\
         A network is grown on LiteSVM: pools with 2,000 tokens of their operators, as many delegators with\n\
         {RECORDS_OF_ONE} records each, then one epoch for all pools, and the delegators' stake becomes shares. One pool of {AUTO_STAKE_EVERY} stakes its commission. Batches are\n\
         as many neighbouring leaves as fit, with address lookup tables and room for a priority fee. At the end the invariants of the whole network are checked.\n\n\
         Prices: 5,000 lamports for a signature, no priority fee; rent {} lamports for each byte of an account and\n\
         {RENT_OVERHEAD} bytes more (it comes back when the account is closed). Program built with the\n\
         {toolchain}. Times are of this embedded chain in a debug build on one\n\
         machine, signatures included, and say only how they grow.\n",
        grouped(RENT_PER_BYTE)
    );
    section(&mut page, grown, "Transactions", |step| step.transactions, grouped);
    section(&mut page, grown, "Compute units", |step| step.units, grouped);
    section(&mut page, grown, "Fees, SOL", |step| step.fees, sol);
    section(&mut page, grown, "Rent, SOL", |step| step.rent, sol);
    section(&mut page, grown, "Seconds", |step| milliseconds(step.time), seconds);
    everything_else(&mut page, grown);
    if let Some(largest) = grown.last() {
        let (taken, pools) = (accrual(largest).transactions, grouped(largest.pools as u64));
        let verdict = if taken <= MOST_ACCRUALS { "met" } else { "missed" };
        let _ = writeln!(
            page,
            "\nAccruing {pools} pools takes {taken} transactions, of at most {MOST_ACCRUALS} (SPEC 17): {verdict}.\n\
             Committing an epoch costs the same at any size. Filling the lookup tables takes a transaction for about 30\n\
             addresses, once, and is not counted; without tables, 9 neighbours fit a transaction and accruing all takes\n\
             twice as many."
        );
    }
    page
}

/// One quantity of all steps at all sizes.
fn section(page: &mut String, grown: &[Grown], title: &str, quantity: fn(&Step) -> u64, written: fn(u64) -> String) {
    let _ = write!(page, "\n## {title}\n\n");
    heading(page, grown, "step");
    let names = grown.first().map_or(&[][..], |of| of.steps.as_slice()).iter().map(|step| step.name);
    for (place, name) in names.enumerate() {
        row(page, name, grown.iter().map(|of| quantity(&of.steps[place])), written);
    }
}

fn everything_else(page: &mut String, grown: &[Grown]) {
    *page += "\n## Everything else\n\n";
    heading(page, grown, "");
    row(page, "staking records, operators' included", grown.iter().map(|of| of.records as u64), grouped);
    let units = grown.iter().map(|of| accrual(of).units / of.pools as u64);
    row(page, "units per pool of accruing all", units, grouped);
    let fees = grown.iter().map(|of| accrual(of).fees / of.pools as u64);
    row(page, "fee per pool of accruing all, lamports", fees, grouped);
    row(page, "lookup tables, made once", grown.iter().map(|of| of.tables as u64), grouped);
    row(page, "their rent, SOL", grown.iter().map(|of| of.table_rent), sol);
    let built = grown.iter().map(|of| milliseconds(of.tree_time));
    row(page, "leaves hashed and tree built, seconds", built, seconds);
    row(page, "invariants checked, seconds", grown.iter().map(|of| milliseconds(of.check_time)), seconds);
}

fn heading(page: &mut String, grown: &[Grown], first: &str) {
    let sizes: Vec<String> = grown.iter().map(|of| format!("{} pools", grouped(of.pools as u64))).collect();
    let _ = writeln!(page, "| {first} | {} | growth |", sizes.join(" | "));
    let _ = writeln!(page, "|---|{}---:|", "---:|".repeat(grown.len()));
}

/// A quantity at all sizes, and how many times larger it is at the largest than at the smallest.
fn row(page: &mut String, first: &str, quantities: impl Iterator<Item = u64>, written: fn(u64) -> String) {
    let quantities: Vec<u64> = quantities.collect();
    let cells: Vec<String> = quantities.iter().copied().map(written).collect();
    let growth = match quantities[..] {
        [smallest, .., largest] if smallest > 0 => format!("x{}", tenths(largest * 10 / smallest)),
        _ => String::new(),
    };
    let _ = writeln!(page, "| {first} | {} | {growth} |", cells.join(" | "));
}

/// The step that accrues.
fn accrual(grown: &Grown) -> &Step {
    grown.steps.iter().find(|step| step.name == ACCRUAL).expect("every network accrues")
}

/// Lamports as SOL, exactly.
fn sol(lamports: u64) -> String {
    let text = format!("{}.{:09}", grouped(lamports / 1_000_000_000), lamports % 1_000_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn milliseconds(time: Duration) -> u64 {
    time.as_secs() * 1_000 + u64::from(time.subsec_millis())
}

fn seconds(milliseconds: u64) -> String {
    format!("{}.{:03}", milliseconds / 1_000, milliseconds % 1_000)
}

fn tenths(number: u64) -> String {
    format!("{}.{}", number / 10, number % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lamports_and_times_are_written_exactly() {
        assert_eq!([7, 1_234].map(seconds), ["0.007", "1.234"]);
        assert_eq!([0, 5_000, 1_000_000_000, 1_234_500_000_000].map(sol), ["0", "0.000005", "1", "1,234.5"]);
    }
}
