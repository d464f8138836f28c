//! A transaction on its way: shown, exported, or confirmed, signed and sent.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::event::Event;
use inference_staking_client::rpc::{Connection, SendOptions, Simulated};
use solana_message::Message;
use solana_signer::Signer;

use crate::failure::{Failure, Outcome};
use crate::input::KeySource;
use crate::session::Session;
use crate::show;
use crate::view::{Value, View};

/// A transaction that a command wants.
#[derive(Debug, Default)]
pub struct Plan {
    instructions: Vec<Instruction>,
    cosigners: Vec<KeySource>,
    question: Option<String>,
}

impl Plan {
    /// A transaction of one instruction.
    pub fn of(instruction: Instruction) -> Self {
        Self::of_all(vec![instruction])
    }

    /// A transaction of several instructions.
    pub fn of_all(instructions: Vec<Instruction>) -> Self {
        Self { instructions, ..Self::default() }
    }

    /// Another key has to sign besides who acts and who pays.
    #[must_use]
    pub fn cosigned_by(mut self, key: KeySource) -> Self {
        self.cosigners.push(key);
        self
    }

    /// It is destructive: asks first.
    #[must_use]
    pub fn asking(mut self, question: impl Into<String>) -> Self {
        self.question = Some(question.into());
        self
    }
}

impl Session<'_> {
    /// Simulates, exports, or asks and sends, as the options say, and shows what it did.
    ///
    /// # Errors
    /// If a key is missing, the answer is no, or the chain refuses.
    pub async fn carry_out(&mut self, plan: Plan) -> Outcome<()> {
        let chain = self.chain()?;
        let mut keys = vec![self.payer()?, self.actor()?];
        keys.extend(plan.cosigners);
        let payer = keys.first().map(KeySource::address).unwrap_or_default();
        if self.options.export {
            return self.export(&chain, &plan.instructions, &payer).await;
        }
        if self.options.dry_run {
            return self.dry_run(&chain, &plan.instructions, &payer).await;
        }
        let signers = signers(&plan.instructions, &payer, &keys)?;
        if let Some(question) = &plan.question {
            self.confirm(question)?;
        }
        let options = SendOptions { priority_fee: self.options.priority_fee, ..SendOptions::default() };
        let sent = chain.send(&plan.instructions, &signers, &options).await?;
        let view = View::new()
            .with("signature", sent.signature.to_string())
            .with("slot", Value::Count(sent.slot))
            .with("compute_units", sent.compute_units.map(Value::Count));
        let view = view.with("events", self.events(&sent.events));
        self.show(&view);
        if sent.compute_units.is_none() {
            self.note("it was executed, but the node does not show it: its events and compute units are unknown");
        }
        Ok(())
    }

    async fn dry_run(&mut self, chain: &Connection, instructions: &[Instruction], payer: &Pubkey) -> Outcome<()> {
        let Simulated { compute_units, events, .. } = chain.simulate(instructions, payer).await?;
        let price = chain.price(self.options.priority_fee, instructions, payer).await;
        // The limit that `send` sets: 10 % more than the simulation took. Fees round up to a lamport.
        let limit = u128::from(compute_units).saturating_mul(110).div_ceil(100);
        let priority = limit.saturating_mul(u128::from(price)).div_ceil(1_000_000);
        let base = base_fee(chain, instructions, payer).await?;
        let fee = base.saturating_add(u64::try_from(priority).unwrap_or(u64::MAX));
        let view = View::new()
            .with("dry_run", true)
            .with("compute_units", Value::Count(compute_units))
            .with("fee", Value::Lamports(fee))
            .with("events", self.events(&events));
        self.show(&view);
        Ok(())
    }

    fn events(&self, events: &[Event]) -> Value {
        let stake_mint = self.stake_mint();
        Value::Entries(events.iter().map(|event| show::event(event, &stake_mint)).collect())
    }
}

/// The keys that have to sign, the payer first.
fn signers<'k>(instructions: &[Instruction], payer: &Pubkey, keys: &'k [KeySource]) -> Outcome<Vec<&'k dyn Signer>> {
    let metas = instructions.iter().flat_map(|instruction| &instruction.accounts);
    let mut needed = vec![*payer];
    for meta in metas.filter(|meta| meta.is_signer) {
        if !needed.contains(&meta.pubkey) {
            needed.push(meta.pubkey);
        }
    }
    let held = needed.iter().map(|address| {
        let held = keys.iter().find_map(|key| match key {
            KeySource::Held(keypair) if keypair.pubkey() == *address => Some(keypair.as_ref() as &dyn Signer),
            _ => None,
        });
        held.ok_or_else(|| {
            Failure::bad_input(format!(
                "{address} has to sign, but its key is not here: name its keypair file (--keypair or --fee-payer), or print \
                 the transaction for it with --export"
            ))
        })
    });
    held.collect()
}

/// Lamports for the signatures.
async fn base_fee(chain: &Connection, instructions: &[Instruction], payer: &Pubkey) -> Outcome<u64> {
    let blockhash = chain.rpc().get_latest_blockhash().await.map_err(crate::failure::rpc)?;
    let message = Message::new_with_blockhash(instructions, Some(payer), &blockhash);
    chain.rpc().get_fee_for_message(&message).await.map_err(crate::failure::rpc)
}
