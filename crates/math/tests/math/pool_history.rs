//! Long random histories of one pool with several holders: tokens and USDC are conserved, prices only rise, all can leave.

use inference_staking_math::commission::split;
use inference_staking_math::shares::PoolShares;
use inference_staking_math::usdc_index::UsdcIndex;
use inference_staking_math::MathError;
use num_bigint::BigUint;
use proptest::prelude::*;

use crate::extremes::{amount, cases};
use crate::oracle::{big, price_kept};

const K: u128 = 1_000_000_000_000_000_000;
const HOLDERS: usize = 5;
const OPERATOR: usize = 0;

#[derive(Clone, Debug)]
enum Op {
    Stake {
        holder: usize,
        amount: u64,
    },
    /// Burns `part` of 2^64 of the holder's shares, at least one; all of them at `u64::MAX`.
    Unstake {
        holder: usize,
        part: u64,
    },
    Settle {
        holder: usize,
    },
    Accrue {
        reward: u64,
        reward_bps: u16,
        usdc: u64,
        usdc_bps: u16,
        auto_stake: bool,
    },
}

fn op() -> impl Strategy<Value = Op> {
    let bps = || prop_oneof![0..=10_000u16, Just(0), Just(10_000)];
    // Amounts that let a pool live long, and now and then one that fills it.
    let tokens = || prop_oneof![6 => 1..=1_000_000_000u64, 3 => 1..=20u64, 1 => amount()];
    prop_oneof![
        3 => (0..HOLDERS, tokens()).prop_map(|(holder, amount)| Op::Stake { holder, amount }),
        3 => (0..HOLDERS, amount()).prop_map(|(holder, part)| Op::Unstake { holder, part }),
        1 => (0..HOLDERS).prop_map(|holder| Op::Settle { holder }),
        3 => (tokens(), bps(), tokens(), bps(), any::<bool>()).prop_map(|(reward, reward_bps, usdc, usdc_bps, auto_stake)| {
            Op::Accrue { reward, reward_bps, usdc, usdc_bps, auto_stake }
        }),
    ]
}

#[derive(Clone, Copy, Default)]
struct Holder {
    shares: u64,
    checkpoint: u128,
    settled: u64,
}

struct World {
    pool: PoolShares,
    index: UsdcIndex,
    holders: [Holder; HOLDERS],
    /// Tokens that came in as stakes and rewards, and went out or are owed outside the pool.
    tokens_in: BigUint,
    tokens_out: BigUint,
    /// USDC for share holders, at most a `u64` in all, as a mint's supply.
    usdc_for_holders: u64,
    /// Settlements that could round something away.
    settlements: u64,
}

impl World {
    fn new() -> Self {
        Self {
            pool: PoolShares { total_staked: 0, total_shares: 0 },
            index: UsdcIndex { cumulative: 0, remainder: 0 },
            holders: [Holder::default(); HOLDERS],
            tokens_in: big(0u8),
            tokens_out: big(0u8),
            usdc_for_holders: 0,
            settlements: 0,
        }
    }

    fn settle(&mut self, who: usize) {
        let holder = &mut self.holders[who];
        let earned =
            self.index.earned_since(holder.checkpoint, holder.shares).expect("USDC within a u64 is always earned");
        self.settlements += u64::from(holder.checkpoint != self.index.cumulative && holder.shares > 0);
        holder.settled = holder.settled.checked_add(earned).expect("no more settled than distributed");
        holder.checkpoint = self.index.cumulative;
    }

    fn stake(&mut self, who: usize, amount: u64) {
        match self.pool.deposit(amount) {
            Ok(deposit) => {
                assert!(deposit.cost <= amount && deposit.shares <= deposit.cost);
                self.settle(who);
                self.holders[who].shares += deposit.shares;
                self.pool = deposit.after;
                self.tokens_in += deposit.cost;
            }
            Err(MathError::DepositBuysNoShare) => {
                assert!(big(amount) * self.pool.total_shares < big(self.pool.total_staked) || amount == 0);
            }
            Err(error) => {
                assert_eq!(error, MathError::Overflow);
                assert!(self.pool.total_staked.checked_add(amount).is_none(), "only a full pool refuses {amount}");
            }
        }
    }

    fn unstake(&mut self, who: usize, part: u64) {
        let shares = self.holders[who].shares;
        if shares == 0 {
            return;
        }
        let burnt = u64::try_from((u128::from(shares) * (u128::from(part) + 1)) >> 64).unwrap().max(1);
        let withdrawal = self.pool.withdraw(burnt).expect("a share is worth a token and can always leave");
        self.settle(who);
        self.holders[who].shares -= burnt;
        self.pool = withdrawal.after;
        self.tokens_out += withdrawal.tokens;
    }

    /// SPEC 5: index first, then the holders' tokens, then the commission; as a whole or not at all.
    fn accrue(&mut self, (reward, reward_bps): (u64, u16), (usdc, usdc_bps): (u64, u16), auto_stake: bool) {
        let (tokens, usdc) = (split(reward, reward_bps).unwrap(), split(usdc, usdc_bps).unwrap().holders);
        let Some(usdc_for_holders) = self.usdc_for_holders.checked_add(usdc) else { return };
        if self.pool.total_shares == 0 {
            assert_eq!(self.index.advance(usdc, 0), Err(MathError::Overflow));
            assert_eq!(self.pool.stake_commission(tokens.operator), Ok(None));
            return;
        }
        let index = self.index.advance(usdc, self.pool.total_shares).expect("an index of a u64 of USDC fits");
        assert!(index.cumulative >= self.index.cumulative && index.remainder < self.pool.total_shares);
        let Ok(grown) = self.pool.reward(tokens.holders) else { return };
        let minted = if auto_stake { grown.stake_commission(tokens.operator) } else { Ok(None) };
        let Ok(minted) = minted else { return };
        (self.index, self.usdc_for_holders) = (index, usdc_for_holders);
        self.settle(OPERATOR);
        self.tokens_in += reward;
        match minted {
            Some((shares, after)) => {
                self.holders[OPERATOR].shares += shares;
                self.pool = after;
            }
            None => {
                self.pool = grown;
                self.tokens_out += tokens.operator;
            }
        }
    }

    fn apply(&mut self, op: &Op) {
        let before = self.pool;
        match *op {
            Op::Stake { holder, amount } => self.stake(holder, amount),
            Op::Unstake { holder, part } => self.unstake(holder, part),
            Op::Settle { holder } => self.settle(holder),
            Op::Accrue { reward, reward_bps, usdc, usdc_bps, auto_stake } => {
                self.accrue((reward, reward_bps), (usdc, usdc_bps), auto_stake);
            }
        }
        let after = self.pool;
        assert!(after.total_staked >= after.total_shares);
        assert!(after.total_shares > 0 || after.total_staked == 0);
        assert!(before.total_shares == 0 || after.total_shares == 0 || price_kept(before, after));
        assert_eq!(self.holders.iter().map(|holder| big(holder.shares)).sum::<BigUint>(), big(after.total_shares));
        assert_eq!(self.tokens_in, &self.tokens_out + after.total_staked);
        assert!(self.settled() <= big(self.usdc_for_holders));
    }

    fn settled(&self) -> BigUint {
        self.holders.iter().map(|holder| big(holder.settled)).sum()
    }

    /// Everybody leaves: no token stays, and of the USDC only what the settlements and the last division rounded away.
    fn end(mut self) {
        for who in 0..HOLDERS {
            self.apply(&Op::Unstake { holder: who, part: u64::MAX });
        }
        assert_eq!(self.pool, PoolShares { total_staked: 0, total_shares: 0 });
        assert_eq!(self.tokens_in, self.tokens_out);
        let lost = (big(self.usdc_for_holders) - self.settled()) * K;
        assert!(lost <= big(self.index.remainder) + big(self.settlements) * (K - 1));
    }
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn every_history_conserves_tokens_and_usdc_and_ends_empty(history in prop::collection::vec(op(), 1..250)) {
        let mut world = World::new();
        for op in &history {
            world.apply(op);
        }
        world.end();
    }
}
