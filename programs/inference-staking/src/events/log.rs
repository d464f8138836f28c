//! Logs an event as `emit!` does, in a buffer that it does not outgrow.

use anchor_lang::prelude::*;
use anchor_lang::solana_program::log::sol_log_data;
use anchor_lang::Event;

/// `emit!` begins with 256 bytes; an event that is larger by one byte is copied into twice as many, for some 400 units.
const EVENT_BYTES: usize = 512;

/// Logs the event.
///
/// # Errors
/// Never: a buffer in memory takes everything.
#[inline(always)]
pub(crate) fn log<E: Event>(event: &E) -> Result<()> {
    let mut data = Vec::with_capacity(EVENT_BYTES);
    data.extend_from_slice(E::DISCRIMINATOR);
    event.serialize(&mut data)?;
    sol_log_data(&[&data]);
    Ok(())
}
