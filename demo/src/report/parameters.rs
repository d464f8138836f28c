//! The parameters, as the chain has them.

use anyhow::Result;
use inference_staking_localnet::network::DAY;

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
    let days = |seconds: u64| match seconds / DAY.unsigned_abs() {
        0 => format!("{} h", seconds / 3_600),
        1 => "1 day".into(),
        days => format!("{days} days"),
    };
    let rows = [
        ("Emission", emission::in_words()),
        ("Epochs a year", emission::EPOCHS_PER_PERIOD.to_string()),
        ("Epoch 1 issues", format!("{} tokens", units(emission::of_epoch(1)))),
        ("Epoch 2 issues", format!("{} tokens", units(emission::of_epoch(2)))),
        ("Shortest epoch", days(overview.min_epoch_length)),
        ("Challenge period", days(overview.challenge_period)),
        ("Bypass delay", days(overview.bypass_delay)),
        ("Cooldown of delegators", days(overview.delegator_unstake_delay)),
        ("Cooldown of operators", days(overview.operator_unstake_delay)),
        ("Slashing delay", days(overview.slashing_delay)),
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
