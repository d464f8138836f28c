//! What each party put in, earned and took out.

use anyhow::Result;

use crate::amount::{difference, units};
use crate::demo::Demo;
use crate::expected::OPERATOR;
use crate::output::table;
use crate::participants::MemberId;
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

pub fn print(demo: &mut Demo) -> Result<()> {
    let mut rows = Vec::new();
    for pool in 0..demo.followed.len() {
        for member in 0..demo.followed[pool].members.len() {
            rows.push(row(demo, MemberId { pool, member })?);
        }
    }
    let title =
        "Parties, in tokens and USDC. Still in: stake at today's price and, for operators, the commission owed to \
                 them.\nToken wallet: its change since the start, the operators' registration fee included.";
    demo.output.table(title, &table(&HEADER, 2, rows));
    Ok(())
}

fn row(demo: &mut Demo, who: MemberId) -> Result<Vec<String>> {
    let account = account(demo, who)?;
    let member = &demo.followed[who.pool].members[who.member];
    let epoch = if member.habit == Habit::JoinsLate { "2" } else { "1" };
    let wallet = demo.network.balance(&demo.tokens_of(&member.record.owner))?;
    Ok(vec![
        if who.member == OPERATOR { member.name.clone() } else { format!("  {}", member.name) },
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

fn account(demo: &Demo, who: MemberId) -> Result<Account> {
    let pool = &demo.pools[who.pool];
    let (numbers, holder) = (pool.numbers(), pool.holder(who.member));
    let owed = if who.member == OPERATOR { (numbers.reward_commission, numbers.usdc_commission) } else { (0, 0) };
    let in_tickets: u128 = holder.tickets.iter().map(|ticket| ticket.amount).sum();
    Ok(Account {
        put_in: holder.put_in,
        took_out: holder.took_out,
        still_in: pool.value_of(holder.shares)? + in_tickets + owed.0,
        usdc_paid: holder.wallet_usdc,
        usdc_owed: pool.claimable_usdc(who.member) + owed.1,
    })
}
