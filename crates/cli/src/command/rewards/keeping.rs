//! What the commands that run the keeper share: who pays, with which fee, when it stops, and what its errors say here.

use std::future::Future;

use inference_staking_keeper::{Interrupts, KeeperError, Options, Stop, GRACE};
use solana_keypair::Keypair;

use crate::failure::{Failure, Outcome};
use crate::input::KeySource;
use crate::session::Session;

/// The key that pays for what the keeper sends.
///
/// # Errors
/// Bad input if only its address is known.
pub fn paying_key(session: &Session<'_>) -> Outcome<Box<Keypair>> {
    match session.payer()? {
        KeySource::Held(keypair) => Ok(keypair),
        KeySource::Address(address) => Err(Failure::bad_input(format!(
            "{address} has to pay for accruals, but its key is not here: name its keypair file with --keypair or --fee-payer"
        ))),
    }
}

/// The keeper's default options, with the priority fee of the command line.
pub fn options(session: &Session<'_>) -> Options {
    Options { send: session.send_options(), progress: !session.options.quiet, ..Options::default() }
}

/// Lets the work go on to its end. Asked to end, by ctrl-c or the system, it starts nothing more and waits a bounded time for what is
/// under way; asked once more, it waits for nothing.
pub async fn stopping_when_asked<T>(
    session: &mut Session<'_>,
    stop: &Stop,
    interrupts: &mut Interrupts,
    work: impl Future<Output = T>,
) -> T {
    tokio::pin!(work);
    tokio::select! {
        done = &mut work => return done,
        () = interrupts.next() => stop.request(),
    }
    session.note(&format!(
        "ending: waiting for {} transactions, {} seconds at most; ask once more to wait for nothing",
        stop.in_flight(),
        GRACE.as_secs()
    ));
    tokio::select! {
        done = &mut work => return done,
        () = interrupts.next() => stop.request_now(),
    }
    work.await
}

/// Why the keeper gave up; bad input if the file of lookup tables is to blame.
pub fn failed(error: KeeperError) -> Failure {
    match error {
        KeeperError::TableFile { .. } => Failure::bad_input(error),
        KeeperError::Read(error) => error.into(),
        error => Failure::refused(error),
    }
}
