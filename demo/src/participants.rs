//! Who takes part: operators, followed pools with different terms, and members with different habits and odd amounts.

use std::collections::HashMap;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_client::instruction::RecordOf;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::wallet;
use inference_staking_rewards::RewardRow;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::amount::grouped;
use crate::bad_input::BadInput;
use crate::terms::{terms, Habit, Terms};

/// One of the network's operators; its wallet is made from its number.
#[derive(Clone, Copy, Debug)]
pub struct Operator {
    pub number: usize,
    pub pool: Pubkey,
}

/// Somebody with a record in a pool.
pub struct Member {
    pub name: String,
    pub habit: Habit,
    pub wallet: Keypair,
    pub record: RecordOf,
    /// Base units offered in the first stake.
    pub stake: u64,
    /// Base units in the wallet at the start.
    pub funds: u64,
}

/// A member of a followed pool, both by their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberId {
    pub pool: usize,
    pub member: usize,
}

/// A pool that is followed member by member. The operator is the first one.
pub struct FollowedPool {
    pub number: usize,
    pub address: Pubkey,
    pub terms: Terms,
    pub members: Vec<Member>,
}

impl FollowedPool {
    /// The pool and its members, with amounts from `random`.
    fn new(operator: Operator, terms: Terms, random: &mut Random) -> Self {
        let Operator { number, pool } = operator;
        let operator = Member::new(format!("operator {number}"), terms.operator, pool, random.operator_stake(), random);
        let mut members = vec![operator];
        for (place, habit) in terms.delegators.iter().enumerate() {
            let stake = if terms.dust { 3 + random.below(997) } else { random.delegator_stake() };
            members.push(Member::new(format!("delegator {number}.{}", place + 1), *habit, pool, stake, random));
        }
        Self { number, address: pool, terms, members }
    }
}

impl Member {
    fn new(name: String, habit: Habit, operator_pool: Pubkey, stake: u64, random: &mut Random) -> Self {
        let wallet = wallet(&name);
        let record = RecordOf { operator_pool, owner: wallet.pubkey() };
        Self { name, habit, wallet, record, stake, funds: stake + 1_000 * ONE + random.below(ONE) }
    }
}

/// The operators with the numbers from 1 to `count`. Addresses are searched on all cores: it is the slowest step of all.
pub fn operators(count: usize) -> Vec<Operator> {
    let numbers: Vec<usize> = (1..=count).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let operator =
        |number| Operator { number, pool: address::operator_pool(&wallet(&format!("operator {number}")).pubkey()) };
    std::thread::scope(|scope| {
        let chunks = numbers.chunks(count.div_ceil(threads).max(1));
        let searches: Vec<_> =
            chunks.map(|chunk| scope.spawn(move || chunk.iter().map(|n| operator(*n)).collect::<Vec<_>>())).collect();
        searches.into_iter().flat_map(|search| search.join().unwrap_or_default()).collect()
    })
}

/// Gives `count` of the operators that have a row their terms and members.
///
/// # Errors
/// `BadInput` if fewer have one.
pub fn followed_pools(
    operators: &[Operator],
    rows: &[RewardRow],
    count: usize,
    seed: u64,
) -> Result<Vec<FollowedPool>, BadInput> {
    let row_of: HashMap<Pubkey, RewardRow> = rows.iter().map(|row| (row.pool, *row)).collect();
    let candidates: Vec<(Operator, RewardRow)> =
        operators.iter().filter_map(|operator| Some((*operator, *row_of.get(&operator.pool)?))).collect();
    if candidates.len() < count {
        return Err(BadInput(format!(
            "only {} of the {} operators of the demo have a row in the rewards, and {count} pools are to be followed: \
             take the pool addresses from a file that the demo generated, or give a smaller --followed-pools",
            grouped(candidates.len() as u128),
            grouped(operators.len() as u128)
        )));
    }
    let mut random = Random(seed);
    let chosen = choose(&candidates, count).into_iter().enumerate();
    Ok(chosen.map(|(place, operator)| FollowedPool::new(operator, terms(place), &mut random)).collect())
}

/// The largest leaf, a zero leaf if there is one, the smallest other leaf, then pools from everywhere.
fn choose(candidates: &[(Operator, RewardRow)], count: usize) -> Vec<Operator> {
    let paid = || candidates.iter().enumerate().filter(|(_, (_, row))| row.reward > 0);
    let largest = paid().max_by_key(|(_, (_, row))| row.reward);
    let smallest = paid().min_by_key(|(_, (_, row))| row.reward);
    let zero = candidates.iter().enumerate().find(|(_, (_, row))| (row.reward, row.usdc) == (0, 0));
    let mut unused = vec![true; candidates.len()];
    let mut take = |place: usize| std::mem::take(&mut unused[place]).then_some(place);
    let special: Vec<Option<usize>> =
        [largest, zero, smallest].map(|found| found.and_then(|(place, _)| take(place))).into();
    let spread = (0..count).map(|step| step * candidates.len() / count).chain(0..candidates.len());
    let mut common: Vec<usize> = spread.filter_map(&mut take).collect();
    common.reverse();
    let wanted = special.into_iter().chain(std::iter::repeat(None)).take(count);
    wanted.filter_map(|place| place.or_else(|| common.pop())).map(|place| candidates[place].0).collect()
}

/// Numbers that look drawn by lot and follow from the seed (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// 1,500 to 20,000 tokens, with odd base units.
    fn operator_stake(&mut self) -> u64 {
        1_500 * ONE + self.below(18_500 * ONE)
    }

    /// 100 to 50,000 tokens, with odd base units.
    fn delegator_stake(&mut self) -> u64 {
        100 * ONE + self.below(49_900 * ONE)
    }
}
