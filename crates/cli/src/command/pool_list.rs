//! `pool list`.

use std::cmp::Reverse;

use anchor_lang::prelude::Pubkey;
use bytemuck::Zeroable;
use clap::{Args, ValueEnum};
use inference_staking_client::state::{OperatorPool, PoolOverview};
use inference_staking_client::text::unpadded;

use crate::failure::Outcome;
use crate::input::{parse_pubkey, Bps};
use crate::session::Session;
use crate::show;
use crate::view::{Value, View};

/// What comes first in a list of pools.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Order {
    /// The most stake
    #[default]
    Stake,
    /// The highest yield since the pool last had no shares
    Yield,
    /// The most activating stake
    Activating,
    /// The lowest commission on tokens, the higher of what holds and what is announced
    RewardCommission,
    /// The lowest commission on USDC, the same
    UsdcCommission,
    /// By name
    Name,
}

/// Arguments of `pool list`.
#[derive(Args, Debug)]
pub struct List {
    /// Only pools of which who acts is the admin, or was proposed as admin
    #[arg(long, conflicts_with = "admin")]
    mine: bool,
    /// Only pools of which ADDRESS is the admin, or was proposed as admin
    #[arg(long, value_name = "ADDRESS", value_parser = parse_pubkey)]
    admin: Option<Pubkey>,
    /// Only pools that have not passed every finalized epoch
    #[arg(long)]
    behind: bool,
    /// Only halted pools
    #[arg(long)]
    halted: bool,
    /// Only pools that take delegations now
    #[arg(long)]
    open: bool,
    /// Only pools with this in their name, in capitals or not
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// Only pools whose commission on tokens is at most so much, now and as announced
    #[arg(long, value_name = "RATE")]
    max_reward_commission: Option<Bps>,
    /// Only pools whose commission on USDC is at most so much, now and as announced
    #[arg(long, value_name = "RATE")]
    max_usdc_commission: Option<Bps>,
    /// What comes first
    #[arg(long, value_enum, default_value_t, value_name = "ORDER")]
    sort: Order,
    /// The last first
    #[arg(long)]
    reverse: bool,
    /// At most so many
    #[arg(long, value_name = "NUMBER")]
    top: Option<usize>,
}

impl List {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.overview().await?;
        let admin = if self.mine { Some(session.actor()?.address()) } else { self.admin };
        let chain = session.chain()?;
        let now = chain.now().await?;
        let mut pools = chain.pools().await?;
        pools.retain(|(_, pool)| self.wants(pool, admin, &overview, now));
        pools.sort_by(|(one, a), (other, b)| self.sort.key(a).cmp(&self.sort.key(b)).then(one.cmp(other)));
        if self.reverse {
            pools.reverse();
        }
        let count = u64::try_from(pools.len()).unwrap_or(u64::MAX);
        pools.truncate(self.top.unwrap_or(usize::MAX));
        let row = |(address, pool): &(Pubkey, OperatorPool)| {
            let row = show::pool_row(*address, pool, &overview, now);
            row.with_some("role", admin.map(|admin| Value::from(role(pool, admin))))
        };
        let blank = row(&(Pubkey::default(), OperatorPool::zeroed()));
        let rows = pools.iter().map(row).collect();
        session.show(&View::new().with("count", Value::Count(count)).with_listing("pools", blank, rows));
        Ok(())
    }

    fn wants(&self, pool: &OperatorPool, admin: Option<Pubkey>, overview: &PoolOverview, now: i64) -> bool {
        let is_open = !pool.is_closed() && pool.is_halted == 0 && pool.delegation_allowed != 0;
        let name = unpadded(&pool.name).to_lowercase();
        let highest = pool.lock_terms();
        admin.is_none_or(|admin| role(pool, admin).is_some())
            && (!self.behind || pool.epochs_behind(overview, now) > 0)
            && (!self.halted || pool.is_halted != 0)
            && (!self.open || is_open)
            && self.name.as_ref().is_none_or(|wanted| name.contains(&wanted.to_lowercase()))
            && self.max_reward_commission.is_none_or(|most| highest.reward_commission_bps <= most.0)
            && self.max_usdc_commission.is_none_or(|most| highest.usdc_commission_bps <= most.0)
    }
}

impl Order {
    /// Pools are sorted by it, the smallest first.
    fn key(self, pool: &OperatorPool) -> (Reverse<u64>, u16, String) {
        let most = |number: u64| (Reverse(number), 0, String::new());
        let least = |bps: u16| (Reverse(0), bps, String::new());
        match self {
            Self::Stake => most(pool.total_staked_amount),
            Self::Yield => most(show::yield_since_start(pool)),
            Self::Activating => most(pool.total_activating),
            Self::RewardCommission => least(pool.lock_terms().reward_commission_bps),
            Self::UsdcCommission => least(pool.lock_terms().usdc_commission_bps),
            Self::Name => (Reverse(0), 0, unpadded(&pool.name).to_lowercase()),
        }
    }
}

/// What a key is to a pool: its admin, or who was proposed.
fn role(pool: &OperatorPool, key: Pubkey) -> Option<&'static str> {
    match key {
        key if key == pool.admin => Some("admin"),
        // Without a proposal it is the zero key.
        key if key == pool.pending_admin && key != Pubkey::default() => Some("proposed"),
        _ => None,
    }
}
