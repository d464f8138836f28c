//! When a deposit becomes shares.

use inference_staking_client::intent::BecomesShares;

use crate::view::{Value, View};

/// When a deposit becomes shares, and from which epoch on it can earn.
pub fn becomes_shares(becomes_shares: BecomesShares) -> View {
    let when = match becomes_shares {
        BecomesShares::AtOnce { .. } => "at once".to_owned(),
        BecomesShares::AfterEpoch { epoch } => {
            format!("once epoch {epoch} is over and the pool has passed it: the keeper does it then, or `activate`")
        }
    };
    View::new().with("becomes_shares", when).with("earns_from_epoch", Value::Count(becomes_shares.earns_from_epoch()))
}
