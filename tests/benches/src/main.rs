//! Compute units of every instruction: measured, written down, compared, taken apart; and what a large network costs.
//!
//! `cargo xtask bench` runs it, on programs it has built.

#![allow(clippy::restriction, clippy::pedantic, reason = "what goes wrong here stops a measurement")]

mod bench;
mod breakdown;
mod case;
mod cases;
mod comparison;
mod lookup_table;
mod profile;
mod scale;
mod table;
mod writes;

use std::process::ExitCode;

use anyhow::Result;
use bench::Bench;
use clap::Parser;

#[derive(Parser)]
#[command(bin_name = "cargo xtask bench", about = "Measures the compute units of every instruction.")]
struct Options {
    /// What built the program; `cargo xtask bench` says it.
    #[arg(long, hide = true)]
    toolchain: String,
    /// Compare with the committed table instead of writing it; fail if a case is more than 2 % worse.
    #[arg(long, conflicts_with_all = ["profile", "scale"])]
    check: bool,
    /// Print where the units of the main instructions go, or those of the cases whose name contains CASE.
    #[arg(long, value_name = "CASE", num_args = 0..=1, conflicts_with = "scale")]
    profile: Option<Option<String>>,
    /// Grow a network to 10,000 pools and 100,000 staking records, and write tests/benches/scale.md.
    #[arg(long)]
    scale: bool,
}

fn main() -> ExitCode {
    match perform(Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(options: Options) -> Result<()> {
    if options.scale {
        return scale::run(&options.toolchain);
    }
    if let Some(wanted) = options.profile {
        let mut bench = Bench::traced();
        cases::measure(&mut bench)?;
        return breakdown::print(bench.cases(), wanted.as_deref());
    }
    if options.check && !comparison::is_comparable(&options.toolchain)? {
        println!("skipped: {}", comparison::other_toolchain(&options.toolchain)?);
        return Ok(());
    }
    let mut bench = Bench::untraced();
    cases::measure(&mut bench)?;
    if options.check {
        comparison::check(bench.cases())?;
        bench.writes().check()
    } else {
        table::write(bench.cases(), &options.toolchain)?;
        bench.writes().write()
    }
}
