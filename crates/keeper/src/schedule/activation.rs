//! Activations of several records in one transaction.

use std::collections::BTreeMap;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::RecordOf;
use inference_staking_client::intent::{activate_batch, log_holds, Plan, PoolActivations, ReadyRecord};
use inference_staking_client::rpc::{transaction_size_with, LookupTables};

/// A record whose ripe tokens can become shares.
#[derive(Clone, Copy, Debug)]
pub struct Activation {
    /// The record.
    pub record: RecordOf,
    /// Its ripe tokens, base units.
    pub ripe: u64,
    /// The operator's record of its pool.
    pub operator_staking_record: Pubkey,
}

/// Activations that go in one transaction, in this order.
#[derive(Clone, Debug, Default)]
pub struct ActivationBatch {
    /// The records.
    pub activations: Vec<Activation>,
}

/// Activations in the order in which they have to go out.
#[derive(Clone, Debug, Default)]
pub struct ActivationWaves {
    /// Those with the operators' own deposits, which the others may need for the operator's minimum.
    pub operators: Vec<ActivationBatch>,
    /// The others.
    pub others: Vec<ActivationBatch>,
}

impl ActivationBatch {
    /// What has to be sent: one transaction.
    pub fn plan(&self) -> Plan {
        activate_batch(self.activations.iter().map(|one| (one.record, one.operator_staking_record)))
    }

    /// Two halves, to find the record that makes the whole fail.
    pub(crate) fn halves(mut self) -> [Self; 2] {
        let second = self.activations.split_off(self.activations.len() / 2);
        [self, Self { activations: second }]
    }

    fn joined(&self, other: &Self) -> Self {
        Self { activations: [&self.activations[..], &other.activations].concat() }
    }

    fn fits(&self, payer: &Pubkey, tables: &LookupTables) -> bool {
        let size = |instructions: &Vec<_>| transaction_size_with(instructions, payer, tables);
        self.plan().transactions.iter().all(|it| log_holds(it) && size(it).fits())
    }
}

/// Packs what is ready into few transactions. Each writes as few pools as can be: those of a pool stay together as far as they
/// fit, and pools with few share one.
pub fn pack_activations(
    payer: &Pubkey,
    pools: &BTreeMap<Pubkey, PoolActivations>,
    tables: &LookupTables,
) -> ActivationWaves {
    let mut waves = ActivationWaves::default();
    for pool in pools.values() {
        for batch in of_pool(payer, pool, tables) {
            let is_operators = |one: &Activation| one.record.address() == one.operator_staking_record;
            let wave = match batch.activations.first().is_some_and(is_operators) {
                true => &mut waves.operators,
                false => &mut waves.others,
            };
            push(wave, batch, payer, tables);
        }
    }
    waves
}

fn of_pool(payer: &Pubkey, pool: &PoolActivations, tables: &LookupTables) -> Vec<ActivationBatch> {
    let mut batches = Vec::new();
    for ready in &pool.ready {
        let ReadyRecord { record, ripe, .. } = *ready;
        let one = Activation { record, ripe, operator_staking_record: pool.operator_staking_record };
        push(&mut batches, ActivationBatch { activations: vec![one] }, payer, tables);
    }
    batches
}

/// Joins a batch to the last one, if both fit a transaction.
fn push(batches: &mut Vec<ActivationBatch>, batch: ActivationBatch, payer: &Pubkey, tables: &LookupTables) {
    let joined = batches.last().map(|last| last.joined(&batch)).filter(|joined| joined.fits(payer, tables));
    match (batches.last_mut(), joined) {
        (Some(last), Some(joined)) => *last = joined,
        _ => batches.push(batch),
    }
}
