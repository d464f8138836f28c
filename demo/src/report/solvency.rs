//! Whether everything adds up: vaults against liabilities, liabilities against their parts, files against the chain.

use anyhow::{ensure, Result};
use inference_staking_client::address;
use inference_staking_client::state::OperatorPool;

use crate::amount::units;
use crate::check::same;
use crate::commands::Spoken;
use crate::demo::Stage;
use crate::emission;
use crate::epoch_rewards::EpochRewards;
use crate::output::table;

pub fn print(stage: &mut Stage, rewards: [&EpochRewards; 2]) -> Result<()> {
    print_sums(stage, rewards)?;
    print_vaults(stage)?;
    print_parts(stage)?;
    let status = stage.network.say(&Spoken::new("payer", &stage.network.local.roles.payer, ["status"]))?;
    stage.narrator.say(&format!("\n$ inference-staking status\n{status}"));
    Ok(())
}

/// The same sum from the CSV, the tree file, the record on chain and the schedule.
fn print_sums(stage: &mut Stage, rewards: [&EpochRewards; 2]) -> Result<()> {
    let mut rows = Vec::new();
    for file in rewards {
        let record = stage.network.reward_record(file.epoch)?;
        let emission = emission::of_epoch(file.epoch);
        same::<u128>(&format!("the rewards of epoch {}", file.epoch), record.total_rewards, emission)?;
        same("the sum of the rewards CSV", file.total.reward, emission)?;
        same::<u128>(&format!("the USDC of epoch {}", file.epoch), record.total_usdc, file.total.usdc)?;
        let epoch = format!("epoch {}", file.epoch);
        let tokens = [file.total.reward, record.total_rewards.into(), emission, record.remaining_rewards.into()];
        let usdc = [file.total.usdc, record.total_usdc.into(), record.remaining_usdc.into()].map(units);
        rows.push([vec![epoch.clone(), "tokens".into()], tokens.map(units).to_vec()].concat());
        let [csv, record, left] = usdc;
        rows.push(vec![epoch, "USDC".into(), csv, record, "-".into(), left]);
    }
    let header = ["Epoch", "Of", "CSV = tree file", "Record", "Schedule", "Not accrued yet"];
    stage.narrator.table("The sums of the files are those of the chain.", &table(&header, 2, rows));
    Ok(())
}

fn print_vaults(stage: &mut Stage) -> Result<()> {
    let overview = stage.network.overview()?;
    let pools = stage.network.pools()?;
    let principal = |pool: &OperatorPool| {
        u128::from(pool.total_staked_amount) + u128::from(pool.total_unstaking) - u128::from(pool.uncollected_rewards)
    };
    let on_stage: Vec<_> = stage.cast.iter().map(|pool| pool.address).collect();
    let (mut held, mut owed) = (0u128, 0u128);
    for (_, pool) in pools.iter().filter(|(address, _)| on_stage.contains(address)) {
        held += u128::from(stage.network.balance(&pool.vault)?);
        owed += principal(pool);
    }
    let (reward_vault, usdc_vault) = (address::reward_vault(), address::usdc_vault());
    let vaults = [
        ("global reward vault", stage.network.balance(&reward_vault)?.into(), u128::from(overview.reward_liability)),
        ("global USDC vault", stage.network.balance(&usdc_vault)?.into(), u128::from(overview.usdc_liability)),
        ("pool vaults on stage", held, owed),
    ];
    let mut rows = Vec::new();
    for (name, holds, owes) in vaults {
        ensure!(holds >= owes, "the {name} owes {} more than it holds", units(owes - holds));
        rows.push(vec![name.to_string(), units(holds), units(owes), units(holds - owes), "yes".into()]);
    }
    let title = format!(
        "Every vault holds at least what it owes. Payouts have pulled {} tokens of rewards out of the reward vault.",
        units(stage.vaults.pulled)
    );
    stage.narrator.table(&title, &table(&["Vault", "Holds", "Owes", "Surplus", "Solvent"], 1, rows));
    Ok(())
}

/// Section 4: each liability is the sum of what records and pools owe.
fn print_parts(stage: &mut Stage) -> Result<()> {
    let overview = stage.network.overview()?;
    let mut in_records = [0u128; 2];
    for epoch in 1..=overview.completed_reward_epoch {
        let record = stage.network.reward_record(epoch)?;
        in_records[0] += u128::from(record.remaining_rewards);
        in_records[1] += u128::from(record.remaining_usdc);
    }
    let (mut holders, mut commission) = ([0u128; 2], [0u128; 2]);
    for (_, pool) in stage.network.pools()? {
        holders[0] += u128::from(pool.uncollected_rewards);
        holders[1] += u128::from(pool.delegator_usdc);
        commission[0] += u128::from(pool.reward_commission);
        commission[1] += u128::from(pool.usdc_commission);
    }
    let liability = [overview.reward_liability, overview.usdc_liability].map(u128::from);
    for (what, place) in [("reward", 0), ("USDC", 1)] {
        let sum = in_records[place] + holders[place] + commission[place];
        same(&format!("the {what} liability as the sum of its parts"), liability[place], sum)?;
    }
    let rows = [
        ("not accrued yet, in the records", in_records),
        ("owed to share holders, in pools", holders),
        ("commission owed to operators, in pools", commission),
        ("sum = liability", liability),
    ];
    let rows = rows.map(|(name, [tokens, usdc])| vec![name.to_string(), units(tokens), units(usdc)]);
    let title = "What the global vaults owe is the sum of its parts.";
    stage.narrator.table(title, &table(&["Part", "Tokens", "USDC"], 1, rows));
    Ok(())
}
