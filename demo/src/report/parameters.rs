//! The parameters, as the chain has them.

use anyhow::Result;
use inference_staking_client::time::Span;

use crate::amount::{percent, units, DECIMALS};
use crate::check::same;
use crate::demo::Demo;
use crate::emission;
use crate::output::table;

/// Prints the parameters of the singleton.
///
/// # Errors
/// If the schedule on chain is not the one that the demo computes with.
pub fn parameters(demo: &mut Demo) -> Result<()> {
    let overview = demo.network.overview()?;
    same::<u128>("the first budget of the schedule", overview.emission.period_budget, emission::first_budget())?;
    same::<u32>("the decimals of the stake token", overview.stake_decimals, DECIMALS)?;
    same::<u32>("the decimals of USDC", overview.usdc_decimals, DECIMALS)?;
    let span = |seconds: u64| Span(seconds).to_string();
    let kind = if overview.is_test_network() { "TEST NETWORK" } else { "for real money" };
    let rows = [
        ("Network", kind.to_owned()),
        ("Emission", emission::in_words()),
        ("Epochs a year", emission::EPOCHS_PER_PERIOD.to_string()),
        ("Epoch 1 issues", format!("{} tokens", units(emission::of_epoch(1)))),
        ("Epoch 2 issues", format!("{} tokens", units(emission::of_epoch(2)))),
        ("Shortest epoch", span(overview.min_epoch_length)),
        ("Challenge period", span(overview.challenge_period)),
        ("Bypass delay", span(overview.bypass_delay)),
        ("Cooldown of delegators", span(overview.delegator_unstake_delay)),
        ("Cooldown of operators", span(overview.operator_unstake_delay)),
        ("Slashing delay", span(overview.slashing_delay)),
        ("Minimum stake of operators", format!("{} tokens", units(overview.min_operator_token_stake))),
        ("Registration fee", format!("{} tokens", units(overview.registration_fee))),
        ("Highest commission", percent(overview.max_commission_bps.into())),
        ("Stake token", overview.stake_mint.to_string()),
        ("USDC", overview.usdc_mint.to_string()),
    ];
    let rows = rows.map(|(name, value)| vec![name.to_string(), value]);
    demo.output.table("The network's parameters, read back from the chain.", &table(&["Parameter", "Value"], 2, rows));
    Ok(())
}
