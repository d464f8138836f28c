//! The command line of operators, delegators, admins and keepers.

use std::process::ExitCode;

use inference_staking_cli::{draws_progress, logging, run, Terminal};
use logging::{AsSaid, Lines};

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    let settings = logging::filter(&args).and_then(|filter| Ok((filter, logging::is_json(&args)?)));
    let (filter, is_json) = match settings {
        Ok(settings) => settings,
        Err(failure) => {
            eprintln!("{}", failure.in_format_of(&args));
            return ExitCode::from(failure.exit_code());
        }
    };
    let is_unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    // Where bars are drawn, colours are.
    let colours = draws_progress() && !is_unwanted;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    // Where nobody reads standard error any more, a complaint about that would end the thread.
    let log = log.log_internal_errors(false);
    match (is_json, logging::lines(&args)) {
        (true, _) => log.json().init(),
        (false, Lines::Whole) => log.init(),
        (false, Lines::AsSaid) => log.event_format(AsSaid).init(),
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: the runtime does not start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let status = runtime.block_on(run(args, &mut Terminal::new()));
    // Requests that are still under way are of no use any more.
    runtime.shutdown_background();
    ExitCode::from(status)
}
