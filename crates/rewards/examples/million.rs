//! A rewards file of a million lines through every step, to be measured: each step is a process of its own.
//!
//! ```text
//! cargo build --release --package inference-staking-rewards --example million
//! million sample metrics.csv 1000000
//! /usr/bin/time -v million compute metrics.csv rewards.csv
//! /usr/bin/time -v million build rewards.csv tree.json
//! /usr/bin/time -v million verify tree.json
//! million serve .                        # on a port that the system chooses, until Ctrl-D
//! ```

#![allow(clippy::restriction, clippy::pedantic, reason = "what goes wrong here stops a measurement")]

use std::{
    error::Error,
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    time::Instant,
};

use inference_staking_rewards::{
    build::{build_files, BuildRequest},
    compute::{compute_file, ComputeRequest},
    serve::serve,
    verify::verify_file,
};
use solana_pubkey::Pubkey;

const TOTAL_REWARDS: u64 = 82_191_780_821_917_808;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let start = Instant::now();
    match arguments.as_slice() {
        ["sample", metrics, rows] => sample(Path::new(metrics), rows.parse()?)?,
        ["compute", metrics, rewards] => {
            let request = ComputeRequest { total_rewards: TOTAL_REWARDS, ..ComputeRequest::default() };
            println!("{:?}", compute_file(Path::new(metrics), Path::new(rewards), &request)?);
        }
        ["build", rewards, tree] => {
            let request = BuildRequest {
                program_id: Pubkey::from([1; 32]),
                epoch: 7,
                payable_pools: None,
                expected_rewards: Some(TOTAL_REWARDS),
                expected_usdc: None,
                dry_run: false,
            };
            println!("{:?}", build_files(Path::new(rewards), &[PathBuf::from(tree)], &request)?);
        }
        ["verify", tree] => {
            let verified = verify_file(Path::new(tree))?;
            for check in verified.verdict.checks {
                println!("{:?}: {}: {}", check.outcome, check.name, check.explanation);
            }
        }
        ["serve", folder] => serve_until_end_of_input(Path::new(folder))?,
        _ => return Err("see the first lines of this file for its arguments".into()),
    }
    println!("{} ms", start.elapsed().as_millis());
    Ok(())
}

/// Writes metrics of pools in no order: the row's number times an odd number, 2^64 over the golden ratio.
fn sample(path: &Path, rows: u64) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "pool,score,usdc_revenue")?;
    for row in 0..rows {
        let mixed = row.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut pool = [7; 32];
        pool[..8].copy_from_slice(&mixed.to_be_bytes());
        writeln!(out, "{},{}.{:03},{}", Pubkey::from(pool), mixed % 100_000, mixed % 1000, mixed % 1_000_000_007)?;
    }
    Ok(out.flush()?)
}

fn serve_until_end_of_input(folder: &Path) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("http://{}", listener.local_addr()?);
        let (ended, end) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || ended.send(std::io::copy(&mut std::io::stdin(), &mut std::io::sink())));
        serve(listener, folder, async {
            end.await.ok();
        })
        .await?;
        Ok(())
    })
}
