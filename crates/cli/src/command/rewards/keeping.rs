//! What the commands that run the keeper share: who pays, with which fee, when it stops, and what its errors say here.

use std::future::Future;

use inference_staking_client::rpc::{Listener, SendOptions};
use inference_staking_keeper::{Interrupts, KeeperError, Options, Stop, GRACE};
use solana_keypair::Keypair;
use solana_signature::Signature;
use tokio::sync::mpsc;

use crate::failure::{Failure, Outcome};
use crate::input::KeySource;
use crate::output::draws_progress;
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

/// Signatures of what the keeper sends, as soon as there are.
pub type Signatures = mpsc::UnboundedReceiver<Signature>;

/// The keeper's default options, with the priority fee of the command line. Where no progress bar is drawn that says them, the
/// signatures come here.
pub fn options(session: &Session<'_>) -> (Options, Signatures) {
    let (tell, signatures) = mpsc::unbounded_channel();
    // A bar would stand among documents.
    let progress = !session.options.quiet && !session.is_json_beside() && draws_progress();
    let listener = Listener::new(move |signature| {
        // Nobody listens any more once it is over.
        let _over = tell.send(signature);
    });
    let send = SendOptions { listener: (!progress).then_some(listener), ..session.send_options() };
    (Options { send, progress, ..Options::default() }, signatures)
}

/// Lets the work go on to its end. Asked to end, by ctrl-c or the system, it starts nothing more and waits a bounded time for what is
/// under way; asked once more, it waits for nothing.
pub async fn stopping_when_asked<T>(
    session: &mut Session<'_>,
    stop: &Stop,
    signatures: &mut Signatures,
    interrupts: &mut Interrupts,
    work: impl Future<Output = T>,
) -> T {
    tokio::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => {
                while let Ok(signature) = signatures.try_recv() {
                    session.progress(&format!("sending {signature}"));
                }
                return done;
            }
            Some(signature) = signatures.recv() => session.progress(&format!("sending {signature}")),
            () = interrupts.next() => match stop.is_requested() {
                true => stop.request_now(),
                false => {
                    stop.request();
                    session.note(&format!(
                        "ending: waiting for {} transactions, {} seconds at most; ask once more to wait for nothing",
                        stop.in_flight(),
                        GRACE.as_secs()
                    ));
                }
            },
        }
    }
}

/// Why the keeper gave up; bad input if the file of lookup tables is to blame.
pub fn failed(error: KeeperError) -> Failure {
    match error {
        KeeperError::TableFile { .. } => Failure::bad_input(error),
        KeeperError::Read(error) => error.into(),
        error => Failure::refused(error),
    }
}
