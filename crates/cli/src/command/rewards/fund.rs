//! `rewards fund`.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_spl::associated_token::get_associated_token_address;
use anchor_spl::token::spl_token::instruction::transfer_checked;
use clap::{ArgGroup, Args};

use crate::failure::{Failure, Outcome};
use crate::input::Decimal;
use crate::plan::Plan;
use crate::session::Session;

/// Arguments of `rewards fund`.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("what").required(true).multiple(true))]
pub struct Fund {
    /// Stake tokens for the global reward vault
    #[arg(long, value_name = "TOKENS", group = "what")]
    tokens: Option<Decimal>,
    /// USDC for the global USDC vault
    #[arg(long, value_name = "USDC", group = "what")]
    usdc: Option<Decimal>,
}

/// A plain transfer out of the associated token account of who acts.
struct Transfer {
    mint: Pubkey,
    vault: Pubkey,
    amount: u64,
    decimals: u8,
}

impl Fund {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.begin().await?;
        let owner = session.actor()?.address();
        let decimals = session.decimals();
        let base = |amount: &Decimal, decimals| amount.to_base(decimals).map_err(Failure::bad_input);
        let mut instructions = Vec::new();
        if let Some(tokens) = &self.tokens {
            let (mint, vault) = (overview.stake_mint, overview.reward_vault);
            let amount = base(tokens, decimals.stake)?;
            instructions.push(Transfer { mint, vault, amount, decimals: decimals.stake }.by(&owner)?);
        }
        if let Some(usdc) = &self.usdc {
            let (mint, vault) = (overview.usdc_mint, overview.usdc_vault);
            let amount = base(usdc, decimals.usdc)?;
            instructions.push(Transfer { mint, vault, amount, decimals: decimals.usdc }.by(&owner)?);
        }
        let question = "Fund the global vaults? What is in them can only leave as rewards.";
        session.carry_out(Plan::of_all(instructions).asking(question)).await
    }
}

impl Transfer {
    fn by(&self, owner: &Pubkey) -> Outcome<Instruction> {
        let Self { mint, vault, amount, decimals } = self;
        let source = get_associated_token_address(owner, mint);
        transfer_checked(&anchor_spl::token::ID, &source, mint, vault, owner, &[], *amount, *decimals)
            .map_err(|error| Failure::refused(format!("the transfer to {vault}: {error}")))
    }
}
