//! Activating stake of a pool, or of all.

use std::collections::BTreeMap;

use inference_staking_client::intent::PoolActivations;
use inference_staking_client::refusal::rule;

use crate::view::{Value, View};

/// Activating stake: what is ripe, what of it can become shares now, and what ripe stake waits for, by the rule that refuses
/// it.
pub fn activating<'a>(pools: impl IntoIterator<Item = &'a PoolActivations>) -> View {
    let (mut ripe, mut can_activate, mut records) = (0u64, 0u64, 0u64);
    let mut waiting: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for pool in pools {
        for ready in &pool.ready {
            ripe = ripe.saturating_add(ready.ripe);
            can_activate = can_activate.saturating_add(ready.cost);
            records = records.saturating_add(1);
        }
        for one in pool.waiting.iter().filter(|waiting| waiting.ripe > 0) {
            ripe = ripe.saturating_add(one.ripe);
            let (records, tokens) = waiting.entry(rule(one.error)).or_default();
            (*records, *tokens) = (records.saturating_add(1), tokens.saturating_add(one.ripe));
        }
    }
    let waiting = waiting.into_iter().map(|(waits_for, (records, tokens))| {
        let held_up = View::new().with("records", Value::Count(records)).with("ripe", Value::Tokens(tokens));
        held_up.with("waits_for", waits_for)
    });
    View::new()
        .with("ripe", Value::Tokens(ripe))
        .with("can_activate", Value::Tokens(can_activate))
        .with("records_to_activate", Value::Count(records))
        .with("waiting", waiting.collect::<Vec<_>>())
}
