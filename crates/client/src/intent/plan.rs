//! What has to be sent for an intent.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use solana_signer::Signer;

use super::consequence::Consequence;
use super::log_room::log_holds;
use crate::rpc::{transaction_size, Connection, SendError, SendOptions, Sent};

/// An epoch that a pool has open and that was not accrued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unaccrued {
    /// The epoch.
    pub epoch: u64,
    /// Why not.
    pub reason: String,
}

/// A plan of which a transaction was not executed.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Interrupted {
    /// Those before it, which were.
    pub executed: Vec<Sent>,
    /// Why it was not.
    #[source]
    pub error: SendError,
}

/// Transactions to send one after the other, what they leave undone, and what has to be agreed to before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The instructions of each transaction.
    pub transactions: Vec<Vec<Instruction>>,
    /// Epochs that the pool has open and that this plan does not accrue.
    pub unaccrued: Vec<Unaccrued>,
    /// What whoever signs has to be told first, because it cannot be taken back or costs something.
    pub consequences: Vec<Consequence>,
}

impl Plan {
    /// One transaction of one instruction.
    pub(super) fn one(instruction: Instruction) -> Self {
        Self::single(vec![instruction])
    }

    /// One transaction.
    pub(super) fn single(instructions: Vec<Instruction>) -> Self {
        Self { transactions: vec![instructions], ..Self::default() }
    }

    /// The same plan with something that has to be agreed to.
    #[must_use]
    pub fn with(mut self, consequence: Consequence) -> Self {
        self.consequences.push(consequence);
        self
    }

    /// One transaction of an instruction, behind one that it needs.
    pub(super) fn after(needed: Option<Instruction>, instruction: Instruction) -> Self {
        Self::single(needed.into_iter().chain([instruction]).collect())
    }

    /// The same plan with an instruction in front of its first transaction.
    pub(super) fn behind(mut self, needed: Instruction) -> Self {
        if let Some(first) = self.transactions.first_mut() {
            first.insert(0, needed);
        }
        self
    }

    /// Packs instructions, in their order, into as few transactions as hold them and, in their logs, all their events. `last`
    /// are kept together in the last one.
    pub(super) fn pack(
        payer: &Pubkey,
        first: Vec<Instruction>,
        last: Vec<Instruction>,
        unaccrued: Vec<Unaccrued>,
    ) -> Self {
        let mut transactions: Vec<Vec<Instruction>> = Vec::new();
        let last = (!last.is_empty()).then_some(last);
        for next in first.into_iter().map(|instruction| vec![instruction]).chain(last) {
            match transactions.last_mut() {
                Some(open) if fits_with(open, &next, payer) => open.extend(next),
                _ => transactions.push(next),
            }
        }
        Self { transactions, unaccrued, ..Self::default() }
    }

    /// Several plans as one, in their order, in as few transactions as hold them; with all that has to be agreed to.
    pub fn together(payer: &Pubkey, plans: impl IntoIterator<Item = Self>) -> Self {
        let (mut instructions, mut unaccrued, mut consequences) = (Vec::new(), Vec::new(), Vec::new());
        for plan in plans {
            consequences.extend_from_slice(&plan.consequences);
            unaccrued.extend_from_slice(&plan.unaccrued);
            instructions.extend(plan.into_instructions());
        }
        Self { consequences, ..Self::pack(payer, instructions, Vec::new(), unaccrued) }
    }

    /// All instructions in their order.
    pub fn instructions(&self) -> impl Iterator<Item = &Instruction> {
        self.transactions.iter().flatten()
    }

    /// The same, for a larger plan.
    pub(super) fn into_instructions(self) -> impl Iterator<Item = Instruction> {
        self.transactions.into_iter().flatten()
    }

    /// The keys that have to sign one or the other of its transactions, the payer first.
    pub fn signers(&self, payer: &Pubkey) -> Vec<Pubkey> {
        let mut signers = vec![*payer];
        let metas = self.instructions().flat_map(|instruction| &instruction.accounts);
        for meta in metas.filter(|meta| meta.is_signer) {
            if !signers.contains(&meta.pubkey) {
                signers.push(meta.pubkey);
            }
        }
        signers
    }

    /// Sends the transactions one after the other; the first signer pays.
    ///
    /// # Errors
    /// That of the first transaction that was not executed, with those before it, which were.
    pub async fn send<S: Signer + ?Sized>(
        &self,
        connection: &Connection,
        signers: &[&S],
        options: &SendOptions,
    ) -> Result<Vec<Sent>, Interrupted> {
        let mut executed = Vec::with_capacity(self.transactions.len());
        for instructions in &self.transactions {
            match connection.send(instructions, signers, options).await {
                Ok(sent) => executed.push(sent),
                Err(error) => return Err(Interrupted { executed, error }),
            }
        }
        Ok(executed)
    }
}

fn fits_with(open: &[Instruction], next: &[Instruction], payer: &Pubkey) -> bool {
    let together = [open, next].concat();
    transaction_size(&together, payer).fits() && log_holds(&together)
}

#[cfg(test)]
mod tests {
    use anchor_lang::prelude::AccountMeta;

    use super::*;
    use crate::instruction::{self as ix, RecordOf};

    fn key(number: u8) -> Pubkey {
        Pubkey::new_from_array([number; 32])
    }

    /// `claim all` of an owner with records in ten pools.
    #[test]
    fn ten_claims_fit_a_transaction() {
        let (owner, mint) = (key(200), key(201));
        let claim = |pool: u8| {
            let record = RecordOf { operator_pool: key(pool), owner };
            ix::claim_usdc_earnings(record, key(202), mint)
        };
        let plan = Plan::pack(&owner, (1..=10).map(claim).collect(), Vec::new(), Vec::new());
        assert_eq!((plan.transactions.len(), plan.instructions().count()), (1, 10));
    }

    /// An instruction of the program with so many bytes of data and no accounts.
    fn of(bytes: usize) -> Instruction {
        Instruction { program_id: crate::address::program_id(), accounts: vec![], data: vec![0; bytes] }
    }

    fn sizes(plan: &Plan) -> Vec<Vec<usize>> {
        plan.transactions.iter().map(|all| all.iter().map(|one| one.data.len()).collect()).collect()
    }

    #[test]
    fn instructions_share_a_transaction_while_they_fit() {
        let plan = Plan::pack(&key(1), vec![of(400), of(400), of(800)], vec![of(100), of(100)], vec![]);
        // 1,232 bytes hold 400 + 400 or 800 + 100 + 100, next to some 250 for signature, keys and compute budget.
        assert_eq!(sizes(&plan), [vec![400, 400], vec![800, 100, 100]]);
    }

    #[test]
    fn the_last_instructions_stay_together() {
        let plan = Plan::pack(&key(1), vec![of(700)], vec![of(200), of(200)], vec![]);
        assert_eq!(sizes(&plan), [vec![700], vec![200, 200]]);
    }

    #[test]
    fn plans_go_together_in_their_order_as_far_as_they_fit() {
        let plan = |bytes, operator_pool| Plan::one(of(bytes)).with(Consequence::HaltsPool { operator_pool });
        let together = Plan::together(&key(1), [plan(400, key(2)), plan(500, key(3)), plan(300, key(4))]);
        assert_eq!(sizes(&together), [vec![400, 500], vec![300]]);
        let agreed = [2, 3, 4].map(|pool| Consequence::HaltsPool { operator_pool: key(pool) });
        assert_eq!(together.consequences, agreed);
    }

    #[test]
    fn the_payer_signs_first_and_nobody_twice() {
        let signed_by = |number, others: &[u8]| {
            let signer = AccountMeta::new_readonly(key(number), true);
            let others = others.iter().map(|other| AccountMeta::new(key(*other), false));
            Instruction { accounts: [signer].into_iter().chain(others).collect(), ..of(1) }
        };
        let transactions = vec![vec![signed_by(3, &[4, 2])], vec![signed_by(1, &[3]), signed_by(3, &[])]];
        let plan = Plan { transactions, ..Plan::default() };
        assert_eq!(plan.signers(&key(2)), [key(2), key(3), key(1)]);
        assert_eq!(plan.signers(&key(1)), [key(1), key(3)]);
    }
}
