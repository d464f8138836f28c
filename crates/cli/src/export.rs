//! Unsigned transactions for multisigs and offline signers.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use base64::prelude::{Engine, BASE64_STANDARD};
use inference_staking_client::intent::Plan;
use inference_staking_client::rpc::{
    with_compute_budget, Connection, PriorityFee, ReadError, UNSIMULATED_COMPUTE_UNITS,
};
use solana_hash::Hash;
use solana_message::Message;
use solana_system_interface::instruction::advance_nonce_account;

use crate::failure::{Failure, Outcome};
use crate::options::Format;
use crate::session::Session;
use crate::view::{Value, View};

impl Session<'_> {
    /// What would be refused now: what is exported is executed later, and only warned of.
    ///
    /// # Errors
    /// The failure, unless the command is exported.
    pub fn unless_exported(&mut self, failure: Failure) -> Outcome<()> {
        if !self.options.export {
            return Err(failure);
        }
        self.warn_of_refusal(&failure);
        Ok(())
    }

    fn warn_of_refusal(&mut self, failure: &Failure) {
        self.is_refusal_told = true;
        self.warn(&format!("it would be refused now: {failure}"));
    }

    /// The same of all that only a simulation finds. Transactions behind the first need what it does.
    async fn warn_if_refused(&mut self, chain: &Connection, plan: &Plan, payer: &Pubkey) {
        let Some(first) = plan.transactions.first().filter(|_| !self.is_refusal_told) else { return };
        if let Err(error) = chain.simulate(first, payer).await {
            // Who pays may be another one by then.
            if !error.logs().is_empty() {
                self.warn_of_refusal(&error.into());
            }
        }
    }

    /// That a change changes nothing; what is exported is executed later, when it may.
    ///
    /// # Errors
    /// Bad input, unless the command is exported.
    pub fn require_change(&self, changes: bool) -> Outcome<()> {
        match changes || self.options.export {
            true => Ok(()),
            false => Err(Failure::bad_input("there is nothing to change: all that is given is so already")),
        }
    }

    /// A blockhash that is given is good for one transaction.
    ///
    /// # Errors
    /// Bad input if there are more; `advice` says what to do.
    pub fn require_one_blockhash_each(&self, plan: &Plan, advice: &str) -> Outcome<()> {
        match self.options.blockhash.is_some() && plan.transactions.len() > 1 {
            true => Err(Failure::bad_input(format!(
                "this takes several transactions, and a blockhash that is given is good for one: {advice}"
            ))),
            false => Ok(()),
        }
    }

    /// Prints the message of each transaction, and who has to sign it; with what has to be known before somebody does.
    pub(crate) async fn export(&mut self, chain: &Connection, plan: &Plan, payer: &Pubkey) -> Outcome<()> {
        self.require_one_blockhash_each(plan, "accrue the pool before (`rewards accrue`) and leave the proofs out")?;
        let blockhash = match &self.options.blockhash {
            Some(text) => text.parse::<Hash>().map_err(|_| {
                Failure::bad_input(format!("--blockhash `{text}`: write the 32 to 44 base58 characters of a blockhash"))
            })?,
            None => chain.finalized_blockhash().await.map_err(ReadError::from)?,
        };
        let mut transactions = Vec::new();
        for instructions in &plan.transactions {
            let message = Message::new_with_blockhash(&self.completed(instructions)?, Some(payer), &blockhash);
            transactions.push(view_of(&message, payer)?);
        }
        self.warn_if_refused(chain, plan, payer).await;
        self.show_transactions(transactions, self.to_be_known(plan));
        if self.options.output == Format::Table && self.options.blockhash.is_none() {
            self.note(
                "\nThe blockhash expires in about 30 seconds. Multisig programs put their own in; for offline signing give the \
                 value of a durable nonce with --blockhash and its account with --nonce.",
            );
        }
        Ok(())
    }

    /// What is exported of nothing that could be done.
    pub(crate) fn export_nothing(&mut self) {
        self.show_transactions(Vec::new(), View::new());
    }

    /// The instructions with what the options put before them.
    fn completed(&self, instructions: &[Instruction]) -> Outcome<Vec<Instruction>> {
        let mut all = match self.options.priority_fee {
            PriorityFee::MicroLamports(price) => with_compute_budget(instructions, UNSIMULATED_COMPUTE_UNITS, price),
            // A multisig that wraps the instructions sets its own budget.
            PriorityFee::None | PriorityFee::Auto => instructions.to_vec(),
        };
        if let Some(nonce) = self.options.nonce {
            all.insert(0, advance_nonce_account(&nonce, &self.actor()?.address()));
        }
        Ok(all)
    }

    /// As one JSON document; otherwise the messages alone, a line each, and the rest beside them.
    fn show_transactions(&mut self, transactions: Vec<(String, View)>, known: View) {
        match self.options.output {
            Format::Json => {
                let views = transactions.into_iter().map(|(message, view)| view.with("message", message));
                self.show(&View::new().with("transactions", views.collect::<Vec<_>>()).and(known));
            }
            Format::Table | Format::Csv => {
                for (message, view) in transactions {
                    self.print(&message);
                    self.note(&view.to_table(self.decimals(), None));
                }
            }
        }
    }
}

/// A message in base64, and what there is to know of it.
fn view_of(message: &Message, payer: &Pubkey) -> Outcome<(String, View)> {
    let bytes = bincode::serialize(message).map_err(|error| Failure::refused(format!("the message: {error}")))?;
    let signers = message.account_keys.iter().take(usize::from(message.header.num_required_signatures));
    let view = View::new()
        .with("bytes", Value::Count(u64::try_from(bytes.len()).unwrap_or(u64::MAX)))
        .with("blockhash", message.recent_blockhash.to_string())
        .with("fee_payer", *payer)
        .with("signers", Value::List(signers.map(|key| Value::Key(*key)).collect()));
    Ok((BASE64_STANDARD.encode(&bytes), view))
}
