//! What the leaves of each pool became.

use anyhow::{ensure, Result};

use crate::amount::{percent, price, units};
use crate::check::same;
use crate::demo::Demo;
use crate::expected::LeafAmounts;
use crate::output::table;
use crate::parameters::REGISTRATION_FEE;

const LEAVES_HEADER: [&str; 11] = [
    "Operator",
    "Pool",
    "Auto",
    "Token fee",
    "USDC fee",
    "1: tokens",
    "1: USDC",
    "1: price",
    "2: tokens",
    "2: USDC",
    "2: price",
];
const SUMS_HEADER: [&str; 8] =
    ["Operator", "Put in", "Took out", "Still in", "Tokens earned", "of it fee", "USDC earned", "of it fee"];

pub fn print(demo: &mut Demo) -> Result<()> {
    print_leaves(demo);
    print_sums(demo)
}

fn print_leaves(demo: &Demo) {
    let rows = demo.followed.iter().zip(&demo.pools).map(|(followed, pool)| {
        let mut row = vec![
            followed.number.to_string(),
            followed.terms.title.into(),
            if pool.terms.auto_stake { "yes" } else { "no" }.into(),
            percent(pool.terms.reward_bps.into()),
            percent(pool.terms.usdc_bps.into()),
        ];
        for accrued in &pool.accrued {
            row.extend([units(accrued.leaf.reward), units(accrued.leaf.usdc), price(accrued.totals)]);
        }
        row
    });
    let title =
        "Pools: their terms, what their leaves said in epochs 1 and 2, and the price of a share after each (1 at \
                 first).\nTokens compound: they raise the price at which a deposit becomes shares. USDC does not.";
    demo.output.table(title, &table(&LEAVES_HEADER, 3, rows));
    let left =
        demo.pools.iter().flat_map(|pool| &pool.accrued).fold(LeafAmounts::default(), |sum, accrued| LeafAmounts {
            reward: sum.reward + accrued.leaf.reward - accrued.from_record.reward,
            usdc: sum.usdc + accrued.leaf.usdc - accrued.from_record.usdc,
        });
    if left.reward > 0 || left.usdc > 0 {
        demo.output.line(&format!(
            "Nobody held a share of the empty pool in either epoch: {} tokens and {} USDC for its holders stay in the record.",
            units(left.reward),
            units(left.usdc)
        ));
    }
}

/// Sums of one pool, or of all of them.
#[derive(Clone, Copy, Default)]
struct Sums {
    put_in: u128,
    took_out: u128,
    /// Staked, unstaking, activating and owed.
    still_in: u128,
    earned: LeafAmounts,
    fee: LeafAmounts,
}

fn print_sums(demo: &mut Demo) -> Result<()> {
    let mut rows = Vec::new();
    let mut total = Sums::default();
    for place in 0..demo.followed.len() {
        conserve(demo, place)?;
        let sums = sums_of(demo, place);
        let number = demo.followed[place].number;
        same(
            &format!("what operator {number} and its delegators took out and have in"),
            sums.took_out + sums.still_in,
            sums.put_in + sums.earned.reward,
        )?;
        rows.push(row(number.to_string(), &sums));
        total = Sums {
            put_in: total.put_in + sums.put_in,
            took_out: total.took_out + sums.took_out,
            still_in: total.still_in + sums.still_in,
            earned: total.earned.plus(sums.earned),
            fee: total.fee.plus(sums.fee),
        };
    }
    rows.push(row("all".into(), &total));
    let title = "Pools: put in + earned = took out + still in, to the last unit.";
    demo.output.table(title, &table(&SUMS_HEADER, 1, rows));
    Ok(())
}

fn sums_of(demo: &Demo, place: usize) -> Sums {
    let pool = &demo.pools[place];
    let (numbers, holders) = (pool.numbers(), (0..pool.holder_count()).map(|holder| pool.holder(holder)));
    let (put_in, took_out) =
        holders.fold((0, 0), |(put_in, took_out), holder| (put_in + holder.put_in, took_out + holder.took_out));
    Sums {
        put_in,
        took_out,
        still_in: numbers.staked + numbers.unstaking + numbers.activating + numbers.reward_commission,
        earned: pool.accrued.iter().fold(LeafAmounts::default(), |sum, accrued| sum.plus(accrued.from_record)),
        fee: pool.accrued.iter().fold(LeafAmounts::default(), |sum, accrued| sum.plus(accrued.commission)),
    }
}

fn row(name: String, sums: &Sums) -> Vec<String> {
    let Sums { put_in, took_out, still_in, earned, fee } = *sums;
    let amounts = [put_in, took_out, still_in, earned.reward, fee.reward, earned.usdc, fee.usdc];
    [vec![name], amounts.map(units).to_vec()].concat()
}

/// Money is conserved, by wallets and pool state on chain: what the wallets started with and what left the records is in
/// the wallets and in the pool.
fn conserve(demo: &mut Demo, place: usize) -> Result<()> {
    let pool = demo.network.pool(&demo.followed[place].address)?;
    let owners: Vec<_> = demo.followed[place].members.iter().map(|m| (m.record.owner, u128::from(m.funds))).collect();
    let (mut funds, mut tokens, mut usdc) = (0u128, 0u128, 0u128);
    for (owner, had) in &owners {
        funds += had;
        tokens += u128::from(demo.network.balance(&demo.tokens_of(owner))?);
        usdc += u128::from(demo.network.balance(&demo.usdc_of(owner))?);
    }
    let earned = sums_of(demo, place).earned;
    let held = [pool.total_staked_amount, pool.total_unstaking, pool.total_activating, pool.reward_commission];
    let held = held.map(u128::from);
    let number = demo.followed[place].number;
    let entered = funds + earned.reward - u128::from(REGISTRATION_FEE);
    same(&format!("the tokens of operator {number} and its delegators"), held.iter().sum::<u128>() + tokens, entered)?;
    let owed = u128::from(pool.usdc_commission) + u128::from(pool.delegator_usdc);
    same(&format!("the USDC of operator {number} and its delegators"), owed + usdc, earned.usdc)?;
    // Everybody has claimed: what is left is less than one unit for each settlement, of which nobody had more than 8.
    let dust = 8 * owners.len() as u128;
    ensure!(u128::from(pool.delegator_usdc) < dust, "more than rounding is left of the USDC of operator {number}");
    Ok(())
}
