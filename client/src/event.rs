//! Decoding of the program's events out of transaction logs.

use anchor_lang::{AnchorDeserialize, Discriminator, Event};
use base64::{prelude::BASE64_STANDARD, Engine};

const DATA_PREFIX: &str = "Program data: ";

/// All events of type `E` in a transaction's logs, in order. Lines of other events and of other programs are passed over.
pub fn decode_all<E: Event + AnchorDeserialize + Discriminator>(logs: &[String]) -> Vec<E> {
    logs.iter().filter_map(|line| decode(line)).collect()
}

fn decode<E: Event + AnchorDeserialize + Discriminator>(line: &str) -> Option<E> {
    let data = BASE64_STANDARD.decode(line.strip_prefix(DATA_PREFIX)?).ok()?;
    E::try_from_slice(data.strip_prefix(E::DISCRIMINATOR)?).ok()
}
