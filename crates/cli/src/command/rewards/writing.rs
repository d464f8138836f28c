//! Files that are written: each whole or not at all, also if whoever waits asks to end.

use inference_staking_keeper::Interrupts;
use inference_staking_rewards::give_up_writing;

use crate::failure::{Failure, Outcome};

/// Does work that writes files. Asked to end, by ctrl-c or the system, it waits for nothing, and leaves no part of a file behind.
///
/// # Errors
/// Those of the work; refused if it was asked to end.
pub async fn writing<T: Send + 'static>(work: impl FnOnce() -> Outcome<T> + Send + 'static) -> Outcome<T> {
    let mut interrupts = Interrupts::new();
    tokio::select! {
        done = tokio::task::spawn_blocking(work) => done.map_err(Failure::refused)?,
        () = interrupts.next() => {
            give_up_writing();
            Err(Failure::refused("it was asked to end: files that were not whole yet are not there"))
        }
    }
}
