//! What an action sends.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use solana_signer::Signer;

use super::Unaccrued;
use crate::rpc::{transaction_size, Connection, SendError, SendOptions, Sent};

/// Transactions to send one after the other, and what they leave undone.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The instructions of each transaction.
    pub transactions: Vec<Vec<Instruction>>,
    /// Epochs that the pool has open and that this plan does not accrue.
    pub unaccrued: Vec<Unaccrued>,
}

impl Plan {
    /// Packs instructions, in their order, into as few transactions as fit. `last` are kept together in the last one.
    pub(super) fn pack(
        payer: &Pubkey,
        first: Vec<Instruction>,
        last: Vec<Instruction>,
        unaccrued: Vec<Unaccrued>,
    ) -> Self {
        let mut transactions: Vec<Vec<Instruction>> = Vec::new();
        for next in first.into_iter().map(|instruction| vec![instruction]).chain([last]) {
            match transactions.last_mut() {
                Some(open) if fits_with(open, &next, payer) => open.extend(next),
                _ => transactions.push(next),
            }
        }
        Self { transactions, unaccrued }
    }

    /// One transaction.
    pub(super) fn single(instructions: Vec<Instruction>) -> Self {
        Self { transactions: vec![instructions], unaccrued: Vec::new() }
    }

    /// One transaction of an instruction, behind the creation of an account that it needs.
    pub(super) fn after(creation: Option<Instruction>, instruction: Instruction) -> Self {
        Self::single(creation.into_iter().chain([instruction]).collect())
    }

    /// All instructions in their order.
    pub fn instructions(&self) -> impl Iterator<Item = &Instruction> {
        self.transactions.iter().flatten()
    }

    /// Sends the transactions one after the other; the first signer pays.
    ///
    /// # Errors
    /// That of the first transaction that was not executed; those before it were.
    pub async fn send<S: Signer + ?Sized>(
        &self,
        connection: &Connection,
        signers: &[&S],
        options: &SendOptions,
    ) -> Result<Vec<Sent>, SendError> {
        let mut sent = Vec::with_capacity(self.transactions.len());
        for instructions in &self.transactions {
            sent.push(connection.send(instructions, signers, options).await?);
        }
        Ok(sent)
    }
}

fn fits_with(open: &[Instruction], next: &[Instruction], payer: &Pubkey) -> bool {
    transaction_size(&[open, next].concat(), payer).fits()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An instruction of the program with so many bytes of data and no accounts.
    fn of(bytes: usize) -> Instruction {
        Instruction { program_id: crate::address::PROGRAM_ID, accounts: vec![], data: vec![0; bytes] }
    }

    fn sizes(plan: &Plan) -> Vec<Vec<usize>> {
        plan.transactions.iter().map(|all| all.iter().map(|one| one.data.len()).collect()).collect()
    }

    #[test]
    fn instructions_share_a_transaction_while_they_fit() {
        let payer = Pubkey::new_from_array([1; 32]);
        let plan = Plan::pack(&payer, vec![of(400), of(400), of(800)], vec![of(100), of(100)], vec![]);
        // 1,232 bytes hold 400 + 400 or 800 + 100 + 100, next to some 250 for signature, keys and compute budget.
        assert_eq!(sizes(&plan), [vec![400, 400], vec![800, 100, 100]]);
    }

    #[test]
    fn the_last_instructions_stay_together() {
        let payer = Pubkey::new_from_array([1; 32]);
        let plan = Plan::pack(&payer, vec![of(700)], vec![of(200), of(200)], vec![]);
        assert_eq!(sizes(&plan), [vec![700], vec![200, 200]]);
    }
}
