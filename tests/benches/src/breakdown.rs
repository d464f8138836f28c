//! Where the units of the measured instructions go, printed.

use anyhow::{ensure, Result};
use comfy_table::{presets, CellAlignment, Table};

use crate::case::Case;
use crate::profile::Profile;
use crate::table::{grouped, TARGETS};

/// Prints the profiles of the cases that have a target and of creating a pool, or of those whose name contains `wanted`.
///
/// # Errors
/// If no case has such a name.
pub fn print(cases: &[Case], wanted: Option<&str>) -> Result<()> {
    let is_main = |name: &str| {
        TARGETS.iter().any(|(target, _)| *target == name)
            || ["accrue_reward depth 14, auto-stake", "accrue_rewards batch 16", "create_operator_pool"].contains(&name)
    };
    let is_wanted = |case: &&Case| wanted.map_or_else(|| is_main(&case.name), |part| case.name.contains(part));
    let mut printed = 0;
    for case in cases.iter().filter(is_wanted) {
        if let Some(profile) = &case.profile {
            print_case(case, profile);
            printed += 1;
        }
    }
    ensure!(printed > 0, "no case that was traced has a name with {:?} in it", wanted.unwrap_or_default());
    Ok(())
}

fn print_case(case: &Case, profile: &Profile) {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_header(["phase", "instructions", "runtime", "units", "%"]);
    let share = |units: u64| format!("{}.{}", units * 1_000 / case.units / 10, units * 1_000 / case.units % 10);
    for phase in &profile.phases {
        let units = phase.instructions + phase.runtime;
        let [instructions, runtime] = [phase.instructions, phase.runtime].map(grouped);
        table.add_row([phase.name.to_owned(), instructions, runtime, grouped(units), share(units)]);
    }
    if profile.unexplained != 0 {
        table.add_row([
            "account bytes passed on, rest".into(),
            String::new(),
            String::new(),
            profile.unexplained.to_string(),
            String::new(),
        ]);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    println!("\n{}: {} compute units\n{table}", case.name, grouped(case.units));
    let calls = profile.calls.iter().map(|(name, (count, units))| format!("{name} x{count} ({})", grouped(*units)));
    println!("  runtime calls: {}", calls.collect::<Vec<_>>().join(", "));
}
