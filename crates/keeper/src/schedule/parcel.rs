//! Steps of several pools in one transaction.

use std::collections::BTreeMap;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::constants::MAX_BATCH_LEAVES;
use inference_staking_client::instruction::BatchPool;
use inference_staking_client::instructions::BatchLeaf;
use inference_staking_client::intent::{self, Plan};
use inference_staking_client::rpc::{transaction_size_with, LookupTables};
use inference_staking_client::state::OperatorPool;
use inference_staking_rewards::RewardsTree;

use super::step::Step;
use crate::trees::Trees;

/// One pool and its operator's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParcelPool {
    /// The pool.
    pub pool: Pubkey,
    /// Its step: of the same epoch and root as the others'.
    pub step: Step,
    /// The operator's record.
    pub operator_staking_record: Pubkey,
    /// Whether an accrual writes it: the pool stakes its commission and has shares.
    pub stakes_commission: bool,
}

impl ParcelPool {
    /// The step of a pool in this state.
    pub fn new(pool: Pubkey, step: Step, state: &OperatorPool) -> Self {
        let operator_staking_record = state.operator_staking_record;
        Self { pool, step, operator_staking_record, stakes_commission: state.auto_stakes() }
    }

    /// What pools share that can go together.
    fn group(&self) -> (u64, Option<u8>) {
        match self.step {
            Step::Accrue { epoch, root_index, .. } => (epoch, Some(root_index)),
            Step::Pass { epoch } => (epoch, None),
        }
    }
}

/// Steps of one epoch that go in one transaction, accruals in the order of their leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// The pools.
    pub pools: Vec<ParcelPool>,
}

impl Parcel {
    /// What has to be sent: one transaction.
    ///
    /// # Errors
    /// In words, if a tree is not at hand or does not prove a leaf.
    pub fn plan(&self, trees: &Trees) -> Result<Plan, String> {
        plan(&self.pools, trees)
    }

    /// Two halves, to find the pool that makes the whole fail.
    pub fn halves(mut self) -> [Self; 2] {
        let second = self.pools.split_off(self.pools.len() / 2);
        [self, Self { pools: second }]
    }

    /// The named pool alone, and the others; `None` if it is not here or is alone already.
    pub fn without(&self, pool: &Pubkey) -> Option<[Self; 2]> {
        let (named, others): (Vec<_>, Vec<_>) = self.pools.iter().copied().partition(|other| other.pool == *pool);
        (!named.is_empty() && !others.is_empty()).then_some([Self { pools: named }, Self { pools: others }])
    }
}

/// Packs steps of different pools into as few transactions as hold them, with addresses out of the tables. Neighbouring
/// leaves share most of their proof, so runs of the leaf order are taken as long as they fit. Pools whose leaf alone fits no
/// transaction come back apart.
pub fn pack(
    payer: &Pubkey,
    steps: Vec<ParcelPool>,
    trees: &Trees,
    tables: &LookupTables,
) -> (Vec<Parcel>, Vec<(ParcelPool, String)>) {
    let mut groups: BTreeMap<(u64, Option<u8>), Vec<ParcelPool>> = BTreeMap::new();
    for step in steps {
        groups.entry(step.group()).or_default().push(step);
    }
    let packer = Packer { payer, trees, tables };
    let (mut parcels, mut unprovable) = (Vec::new(), Vec::new());
    for mut group in groups.into_values() {
        group.sort_by_key(|pool| (pool.step, pool.pool));
        let mut rest = &group[..];
        let mut guess = 1;
        while let Some(first) = rest.first() {
            match packer.longest_fit(rest, guess) {
                Ok(count) => {
                    let (taken, after) = rest.split_at_checked(count).unwrap_or((rest, &[]));
                    parcels.push(Parcel { pools: taken.to_vec() });
                    (rest, guess) = (after, count);
                }
                Err(fault) => {
                    unprovable.push((*first, fault));
                    rest = rest.get(1..).unwrap_or_default();
                }
            }
        }
    }
    (parcels, unprovable)
}

/// One more pool may take fewer bytes, if its leaf was a node of the proof; two more never do.
const LOOK_AHEAD: usize = 2;

/// What the size of a transaction depends on besides its steps.
struct Packer<'a> {
    payer: &'a Pubkey,
    trees: &'a Trees,
    tables: &'a LookupTables,
}

impl Packer<'_> {
    /// How many of the first steps fit one transaction, found by growing or shrinking `guess`.
    fn longest_fit(&self, steps: &[ParcelPool], guess: usize) -> Result<usize, String> {
        let steps = steps.get(..MAX_BATCH_LEAVES).unwrap_or(steps);
        let mut fitting = guess.saturating_add(1).min(steps.len());
        while !self.fits(steps, fitting)? {
            fitting = fitting.saturating_sub(1);
            if fitting == 0 {
                return Err("it fits no transaction".into());
            }
        }
        let mut tried = fitting;
        while tried < steps.len() && tried.saturating_sub(fitting) < LOOK_AHEAD {
            tried = tried.saturating_add(1);
            if self.fits(steps, tried)? {
                fitting = tried;
            }
        }
        Ok(fitting)
    }

    fn fits(&self, steps: &[ParcelPool], count: usize) -> Result<bool, String> {
        let plan = plan(steps.get(..count).unwrap_or(steps), self.trees)?;
        let size = |instructions: &Vec<_>| transaction_size_with(instructions, self.payer, self.tables);
        Ok(plan.transactions.iter().all(|it| intent::log_holds(it) && size(it).fits()))
    }
}

fn plan(pools: &[ParcelPool], trees: &Trees) -> Result<Plan, String> {
    let Some((epoch, root_index)) = pools.first().map(ParcelPool::group) else { return Ok(Plan::default()) };
    let Some(root_index) = root_index else {
        return Ok(intent::bypass(epoch, pools.iter().map(|pool| pool.pool)));
    };
    let tree = trees.tree(epoch, root_index).ok_or_else(|| format!("the tree of epoch {epoch} is not at hand"))?;
    let batch: Vec<BatchPool> = pools.iter().map(|pool| batch_pool(tree, pool)).collect::<Result<_, _>>()?;
    let indices: Vec<u32> = batch.iter().map(|pool| pool.leaf.leaf_index).collect();
    let proof = tree.multiproof(&indices).map_err(|error| error.to_string())?;
    Ok(intent::accrue_batch(epoch, root_index, &batch, proof))
}

fn batch_pool(tree: &RewardsTree, pool: &ParcelPool) -> Result<BatchPool, String> {
    let leaf_index = tree.leaf_index(&pool.pool).ok_or("the pool is not in the tree")?;
    let row = usize::try_from(leaf_index).ok().and_then(|index| tree.rows().get(index));
    let row = row.ok_or("the leaf is not in the tree")?;
    // A record that is not needed would do no harm, but takes a place: who turns auto-stake on meanwhile costs a retry.
    let with_operator_record = pool.stakes_commission;
    let leaf = BatchLeaf { leaf_index, reward: row.reward, usdc: row.usdc, with_operator_record };
    Ok(BatchPool { operator_pool: pool.pool, operator_staking_record: pool.operator_staking_record, leaf })
}
