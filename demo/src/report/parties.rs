//! What each party put in, earned and took out.

use anyhow::Result;

use crate::amount::{difference, units};
use crate::demo::Stage;
use crate::expected::OPERATOR;
use crate::members::Actor;
use crate::output::table;
use crate::terms::Habit;

const HEADER: [&str; 9] =
    ["Who", "From epoch", "Put in", "Took out", "Still in", "Tokens earned", "USDC paid", "USDC owed", "Token wallet"];

/// One party, base units.
struct Account {
    put_in: u128,
    took_out: u128,
    still_in: u128,
    usdc_paid: u128,
    usdc_owed: u128,
}

pub fn print(stage: &mut Stage) -> Result<()> {
    let mut rows = Vec::new();
    for pool in 0..stage.cast.len() {
        for member in 0..stage.cast[pool].members.len() {
            rows.push(row(stage, Actor { pool, member })?);
        }
    }
    let title =
        "Parties, in tokens and USDC. Still in: stake at today's price and, for operators, the commission owed to \
                 them.\nToken wallet: its change since the start, the operators' registration fee included.";
    stage.narrator.table(title, &table(&HEADER, 2, rows));
    Ok(())
}

fn row(stage: &mut Stage, actor: Actor) -> Result<Vec<String>> {
    let account = account(stage, actor);
    let member = &stage.cast[actor.pool].members[actor.member];
    let epoch = if member.habit == Habit::JoinsLate { "2" } else { "1" };
    let wallet = stage.network.balance(&stage.tokens_of(&member.record.owner))?;
    Ok(vec![
        if actor.member == OPERATOR { member.name.clone() } else { format!("  {}", member.name) },
        epoch.into(),
        units(account.put_in),
        units(account.took_out),
        units(account.still_in),
        difference(account.took_out + account.still_in, account.put_in),
        units(account.usdc_paid),
        units(account.usdc_owed),
        difference(wallet.into(), member.funds.into()),
    ])
}

fn account(stage: &Stage, actor: Actor) -> Account {
    let pool = &stage.pools[actor.pool];
    let holder = &pool.holders[actor.member];
    let owed = if actor.member == OPERATOR { (pool.reward_commission, pool.usdc_commission) } else { (0, 0) };
    let in_tickets: u128 = holder.tickets.iter().map(|ticket| ticket.amount).sum();
    Account {
        put_in: holder.put_in,
        took_out: holder.took_out,
        still_in: pool.value_of(holder.shares) + in_tickets + owed.0,
        usdc_paid: holder.wallet_usdc,
        usdc_owed: pool.claimable_usdc(actor.member) + owed.1,
    }
}
