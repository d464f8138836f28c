//! Runs a local network until Ctrl-C, or moves the clock of one that runs, or gives of its tokens.

#![allow(clippy::restriction, clippy::pedantic, reason = "a mistake here stops a network of play money")]

mod command;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use command::faucet::Faucet;
use command::start::Start;
use command::warp::Warp;
use inference_staking_localnet_rpc::parsed;

#[derive(Parser)]
#[command(
    name = "cargo xtask localnet",
    about = "A local network with JSON-RPC and WebSocket ports: program deployed, mints, funded wallets.",
    args_conflicts_with_subcommands = true
)]
struct Cli {
    #[command(subcommand)]
    task: Option<Task>,
    #[command(flatten)]
    start: Start,
}

#[derive(Subcommand)]
enum Task {
    /// Move the clock of a running network on.
    Warp(Warp),
    /// Give a wallet of one's own SOL, stake tokens and USDC of a running network.
    Faucet(Faucet),
}

fn main() -> ExitCode {
    let cli: Cli = parsed();
    let done = match cli.task {
        None => cli.start.run(),
        Some(Task::Warp(warp)) => warp.run(),
        Some(Task::Faucet(faucet)) => faucet.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
