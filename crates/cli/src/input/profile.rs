//! What a pool says of itself: its name and the URI of its metadata, by the program's own rules.

use inference_staking_client::constants::{METADATA_URI_BYTES, NAME_BYTES};
use inference_staking_client::refusal::rule;
use inference_staking_client::state::{require_metadata_uri, require_name};
use inference_staking_client::text::zero_padded;

/// A pool's name, padded with zeros.
///
/// # Errors
/// What the program would refuse, in its words.
pub fn parse_name(text: &str) -> Result<[u8; NAME_BYTES], String> {
    let name = zero_padded(text).map_err(|error| error.to_string())?;
    require_name(&name).map_err(|refusal| rule(refusal.0))?;
    Ok(name)
}

/// The URI of a pool's metadata, padded with zeros; all zeros for none.
///
/// # Errors
/// What the program would refuse, in its words.
pub fn parse_uri(text: &str) -> Result<[u8; METADATA_URI_BYTES], String> {
    let uri = zero_padded(text).map_err(|error| error.to_string())?;
    require_metadata_uri(&uri).map_err(|refusal| rule(refusal.0))?;
    Ok(uri)
}
