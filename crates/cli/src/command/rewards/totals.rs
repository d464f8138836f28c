//! What an epoch pays in all.

use inference_staking_rewards::Totals;

use crate::view::{Value, View};

/// In tokens and USDC if a node was asked, which knows their decimals; otherwise in base units, as the files.
pub fn totals(totals: Totals, is_node_asked: bool) -> View {
    let Totals { rewards, usdc } = totals;
    match is_node_asked {
        true => View::new().with("total_rewards", Value::Tokens(rewards)).with("total_usdc", Value::Usdc(usdc)),
        false => View::new()
            .with("total_rewards_base_units", rewards.to_string())
            .with("total_usdc_base_units", usdc.to_string()),
    }
}
