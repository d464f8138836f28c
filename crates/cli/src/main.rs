//! The command line of operators, delegators, admins and keepers.

use std::process::ExitCode;

use inference_staking_cli::{run, Terminal};

fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: the runtime does not start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let status = runtime.block_on(run(std::env::args_os(), &mut Terminal::new()));
    // Requests that are still under way are of no use any more.
    runtime.shutdown_background();
    ExitCode::from(status)
}
