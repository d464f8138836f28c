//! The reward loop end to end on a local network with JSON-RPC: pools, stakes, a rewards CSV that becomes a tree and a
//! record, accruals of all pools, payouts and tables. What is sent goes through the command line's own code,
//! but for activations, deposits that are taken back, and what has to be refused;
//! pools, records and wallets are compared with what the reference model works out, to the last unit.
//!
//! Exit code 0 if all of it agrees, 1 (or 101, if an invariant of the network is broken) if anything does not, 2 if a
//! flag or a file is wrong.

#![allow(clippy::restriction, clippy::pedantic, reason = "a script with play money stops at the first surprise")]

mod amount;
mod bad_input;
mod check;
mod commands;
mod costs;
mod demo;
mod deposits;
mod emission;
mod epoch_rewards;
mod epochs;
mod expected;
mod members;
mod network;
mod operators;
mod other_operators;
mod other_pools;
mod output;
mod parameters;
mod participants;
mod report;
mod rounds;
mod terms;
mod timeline;
mod wallets;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anchor_lang::prelude::Pubkey;
use anyhow::Result;
use clap::Parser;
use inference_staking_localnet::program::checkout;
use inference_staking_localnet_rpc::parsed;

use crate::amount::grouped;
use crate::bad_input::BadInput;
use crate::demo::Demo;
use crate::epoch_rewards::{tree_file_name, EpochRewards};
use crate::output::Output;

/// The local network lists a program's accounts anew at every change of one: millions of small allocations.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// USDC that the made-up epochs 1 and 2 earn, base units.
const USDC: [u64; 2] = [412_345_678_901, 398_765_432_109];
/// Exit code for a wrong flag or file.
const BAD_INPUT: u8 = 2;

/// The reward loop end to end on a local network, with tables and checks.
#[derive(Parser)]
#[command(name = "cargo xtask demo")]
struct Cli {
    /// Seed of the made-up rewards and stakes.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Operators of the network, and rows of the made-up rewards. A network is built for 10,000.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=50_000))]
    pools: u32,
    /// How many of them are followed member by member, with delegators; the others have their operator's stake.
    #[arg(long, alias = "pools-on-stage", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=500))]
    followed_pools: u32,
    /// Rewards CSV `pool,reward,usdc` of epoch 1, instead of made-up ones.
    #[arg(long, value_name = "FILE")]
    rewards: Option<PathBuf>,
    /// Folder for the CSV and tree files [default: target/demo of the workspace].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&parsed()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            match error.downcast_ref::<BadInput>() {
                Some(_) => ExitCode::from(BAD_INPUT),
                None => ExitCode::FAILURE,
            }
        }
    }
}

fn run(cli: &Cli) -> Result<()> {
    if cli.followed_pools > cli.pools {
        let (wanted, all) = (cli.followed_pools, cli.pools);
        return Err(BadInput(format!("--followed-pools {wanted} is more than --pools {all}: take at most all")).into());
    }
    let began = Instant::now();
    let output = Output::new();
    let out = cli.out.clone().unwrap_or_else(default_out);

    output.busy("deriving pool addresses");
    let operators = participants::operators(cli.pools as usize);
    let pools: Vec<Pubkey> = operators.iter().map(|operator| operator.pool).collect();
    // A wrong file is refused before anything is written.
    let given = cli.rewards.as_deref().map(|file| EpochRewards::read(file, 1)).transpose()?;
    std::fs::create_dir_all(&out)
        .map_err(|error| BadInput(format!("cannot make the folder {}: {error}", out.display())))?;
    let first = match given {
        Some(rewards) => rewards,
        None => EpochRewards::generate(&out.join("rewards.csv"), 1, &pools, USDC[0], cli.seed)?,
    };
    let followed = participants::followed_pools(&operators, &first.rows, cli.followed_pools as usize, cli.seed)?;
    let others = other_pools::other_pools(&operators, &first.rows, &followed);
    let rewarded: Vec<Pubkey> = first.rows.iter().map(|row| row.pool).collect();
    let second_csv = out.join("rewards-epoch-2.csv");
    let second = EpochRewards::generate(&second_csv, 2, &rewarded, USDC[1], cli.seed.wrapping_add(1))?;
    output.heading("The rewards");
    let trees = [
        published_tree(&output, &first, &out.join(tree_file_name(1)))?,
        published_tree(&output, &second, &out.join(tree_file_name(2)))?,
    ];

    output.heading("The network");
    let pot = first.total.plus(second.total);
    let mut demo = Demo::start(followed, others, pot, &out, output)?;
    report::parameters(&mut demo)?;
    demo.run_all([(&first, &trees[0]), (&second, &trees[1])])?;
    report::end(&mut demo, [&first, &second])?;
    demo.output.line(&format!(
        "\nEverything matches, to the last unit: pools, records, vaults, wallets, files and schedule.\n\
         {} pools in {:.0} s, without what was compiled before.",
        grouped(u128::from(cli.pools)),
        began.elapsed().as_secs_f64()
    ));
    Ok(())
}

fn published_tree(
    output: &Output,
    rewards: &EpochRewards,
    path: &Path,
) -> Result<inference_staking_rewards::RewardsTree> {
    output.busy("building a tree");
    let tree = rewards.publish_tree(path)?;
    let root: String = tree.root().iter().map(|byte| format!("{byte:02x}")).collect();
    output.line(&format!(
        "Epoch {}: read {} pools from {}\n         tree of depth {} in {}, read back and verified\n         root {root}",
        rewards.epoch,
        grouped(rewards.rows.len() as u128),
        shown(&rewards.csv),
        tree.depth(),
        shown(path),
    ));
    Ok(tree)
}

/// Where the build puts everything else.
fn default_out() -> PathBuf {
    checkout().join("target/demo")
}

/// A path as somebody in the current folder would write it.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}
