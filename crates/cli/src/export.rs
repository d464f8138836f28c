//! Unsigned transactions for multisigs and offline signers.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use base64::prelude::{Engine, BASE64_STANDARD};
use inference_staking_client::rpc::{with_compute_budget, Connection, PriorityFee};
use solana_hash::Hash;
use solana_message::Message;
use solana_system_interface::instruction::advance_nonce_account;

use crate::failure::{self, Failure, Outcome};
use crate::options::Format;
use crate::session::Session;
use crate::view::{Value, View};

/// Compute units of an exported transaction that pays a priority fee: nobody can simulate it for its signers later.
const UNIT_LIMIT: u32 = 400_000;

impl Session<'_> {
    /// Prints the message, and who has to sign it.
    pub(crate) async fn export(
        &mut self,
        chain: &Connection,
        instructions: &[Instruction],
        payer: &Pubkey,
    ) -> Outcome<()> {
        let mut all = match self.options.priority_fee {
            PriorityFee::MicroLamports(price) => with_compute_budget(instructions, UNIT_LIMIT, price),
            // A multisig that wraps the instructions sets its own budget.
            PriorityFee::None | PriorityFee::Auto => instructions.to_vec(),
        };
        if let Some(nonce) = self.options.nonce {
            all.insert(0, advance_nonce_account(&nonce, &self.actor()?.address()));
        }
        let blockhash = match &self.options.blockhash {
            Some(text) => text.parse::<Hash>().map_err(|_| {
                Failure::bad_input(format!("--blockhash `{text}`: write the 32 to 44 base58 characters of a blockhash"))
            })?,
            None => chain.rpc().get_latest_blockhash().await.map_err(failure::rpc)?,
        };
        let message = Message::new_with_blockhash(&all, Some(payer), &blockhash);
        let bytes = bincode::serialize(&message).map_err(|error| Failure::refused(format!("the message: {error}")))?;
        let signers = message.account_keys.iter().take(usize::from(message.header.num_required_signatures));
        let view = View::new()
            .with("message", BASE64_STANDARD.encode(&bytes))
            .with("bytes", Value::Count(u64::try_from(bytes.len()).unwrap_or(u64::MAX)))
            .with("blockhash", blockhash.to_string())
            .with("fee_payer", *payer)
            .with("signers", Value::List(signers.map(|key| Value::Key(*key)).collect()));
        if self.options.output == Format::Json {
            self.show(&view);
            return Ok(());
        }
        self.print(&BASE64_STANDARD.encode(&bytes));
        self.note(&view.without("message").to_table(self.decimals()));
        if self.options.blockhash.is_none() {
            self.note(
                "\nThe blockhash expires in about a minute. Multisig programs put their own in; for offline signing give the \
                 value of a durable nonce with --blockhash and its account with --nonce.",
            );
        }
        Ok(())
    }
}
