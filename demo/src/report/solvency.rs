//! Whether everything adds up: vaults against liabilities, liabilities against their parts, files against the chain.

use anyhow::{ensure, Result};
use inference_staking_client::address;
use inference_staking_client::state::OperatorPool;

use crate::amount::units;
use crate::check::same;
use crate::commands::Command;
use crate::demo::Demo;
use crate::emission;
use crate::epoch_rewards::EpochRewards;
use crate::output::table;

pub fn print(demo: &mut Demo, rewards: [&EpochRewards; 2]) -> Result<()> {
    print_sums(demo, rewards)?;
    print_vaults(demo)?;
    print_parts(demo)?;
    let status = demo.network.run(&Command::new("payer", &demo.network.local.roles.payer, ["status"]))?;
    demo.output.line(&format!("\n$ inference-staking status\n{status}"));
    Ok(())
}

/// The same sum from the CSV, the tree file, the record on chain and the schedule.
fn print_sums(demo: &mut Demo, rewards: [&EpochRewards; 2]) -> Result<()> {
    let mut rows = Vec::new();
    for file in rewards {
        let record = demo.network.reward_record(file.epoch)?;
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
    demo.output.table("The sums of the files are those of the chain.", &table(&header, 2, rows));
    Ok(())
}

fn print_vaults(demo: &mut Demo) -> Result<()> {
    let overview = demo.network.overview()?;
    let pools = demo.network.pools()?;
    let principal = |pool: &OperatorPool| {
        let owed = [pool.total_staked_amount, pool.total_unstaking, pool.total_activating].map(u128::from);
        owed.iter().sum::<u128>() - u128::from(pool.uncollected_rewards)
    };
    let followed: Vec<_> = demo.followed.iter().map(|pool| pool.address).collect();
    let (mut held, mut owed) = (0u128, 0u128);
    for (_, pool) in pools.iter().filter(|(address, _)| followed.contains(address)) {
        held += u128::from(demo.network.balance(&pool.vault)?);
        owed += principal(pool);
    }
    let (reward_vault, usdc_vault) = (address::reward_vault(), address::usdc_vault());
    let vaults = [
        ("global reward vault", demo.network.balance(&reward_vault)?.into(), u128::from(overview.reward_liability)),
        ("global USDC vault", demo.network.balance(&usdc_vault)?.into(), u128::from(overview.usdc_liability)),
        ("vaults of the followed pools", held, owed),
    ];
    let mut rows = Vec::new();
    for (name, holds, owes) in vaults {
        ensure!(holds >= owes, "the {name} owes {} more than it holds", units(owes - holds));
        rows.push(vec![name.to_string(), units(holds), units(owes), units(holds - owes), "yes".into()]);
    }
    let title = format!(
        "Every vault holds at least what it owes. Pools have collected {} tokens of rewards out of the reward vault.",
        units(demo.vaults.pulled)
    );
    demo.output.table(&title, &table(&["Vault", "Holds", "Owes", "Surplus", "Solvent"], 1, rows));
    Ok(())
}

/// Each liability is the sum of what records and pools owe.
fn print_parts(demo: &mut Demo) -> Result<()> {
    let overview = demo.network.overview()?;
    let mut in_records = [0u128; 2];
    for epoch in 1..=overview.completed_reward_epoch {
        let record = demo.network.reward_record(epoch)?;
        in_records[0] += u128::from(record.remaining_rewards);
        in_records[1] += u128::from(record.remaining_usdc);
    }
    let (mut holders, mut commission) = ([0u128; 2], [0u128; 2]);
    for (_, pool) in demo.network.pools()? {
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
    demo.output.table(title, &table(&["Part", "Tokens", "USDC"], 1, rows));
    Ok(())
}
