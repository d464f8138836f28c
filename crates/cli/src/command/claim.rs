//! `claim unstake|usdc|commission`.

use anchor_lang::prelude::Pubkey;
use clap::{Args, Subcommand};
use inference_staking_client::instruction::{self as ix, Mints, RecordOf};

use super::pool_admin::{own_pool, CommissionWithdrawal};
use super::token_account::destination;
use crate::failure::Outcome;
use crate::input::parse_pubkey;
use crate::plan::Plan;
use crate::session::Session;

/// What can be claimed.
#[derive(Debug, Subcommand)]
pub enum ClaimCommand {
    /// Pay all matured unstakes to the record owner's associated token account; anyone can
    ///
    /// Creates the token account if it is missing.
    Unstake(ClaimUnstake),
    /// Take all USDC that the record has earned
    Usdc(ClaimUsdc),
    /// Take the commissions that a pool owes its operator
    Commission(CommissionWithdrawal),
}

impl ClaimCommand {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        match self {
            Self::Unstake(command) => command.run(session).await,
            Self::Usdc(command) => command.run(session).await,
            Self::Commission(command) => command.run(session).await,
        }
    }
}

/// Arguments of `claim unstake`.
#[derive(Args, Debug)]
pub struct ClaimUnstake {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// Owner of the record [default: who acts]
    #[arg(long, value_name = "ADDRESS", value_parser = parse_pubkey)]
    owner: Option<Pubkey>,
}

impl ClaimUnstake {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.begin().await?;
        let chain = session.chain()?;
        let payer = session.payer()?.address();
        let owner = self.owner.map_or_else(|| session.actor().map(|key| key.address()), Ok)?;
        let to = destination(&chain, None, &owner, &overview.stake_mint, &payer).await?;
        let record = RecordOf { operator_pool: self.pool, owner };
        let mut instructions: Vec<_> = to.creation.into_iter().collect();
        instructions.push(ix::claim_unstake(record, overview.stake_mint));
        session.carry_out(Plan::of_all(instructions)).await
    }
}

/// Arguments of `claim usdc`.
#[derive(Args, Debug)]
pub struct ClaimUsdc {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// USDC account that is paid [default: the associated token account of who acts, created if it is missing]
    #[arg(long, value_name = "TOKEN_ACCOUNT", value_parser = parse_pubkey)]
    to: Option<Pubkey>,
}

impl ClaimUsdc {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.begin().await?;
        let chain = session.chain()?;
        let (owner, payer) = (session.actor()?.address(), session.payer()?.address());
        let to = destination(&chain, self.to, &owner, &overview.usdc_mint, &payer).await?;
        let record = RecordOf { operator_pool: self.pool, owner };
        let mut instructions: Vec<_> = to.creation.into_iter().collect();
        instructions.push(ix::claim_usdc_earnings(record, to.address, overview.usdc_mint));
        session.carry_out(Plan::of_all(instructions)).await
    }
}

impl CommissionWithdrawal {
    /// Takes what is asked for, or both kinds if there is something of both.
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.begin().await?;
        let chain = session.chain()?;
        let (admin, payer) = (session.actor()?.address(), session.payer()?.address());
        let address = own_pool(self.pool, admin);
        let pool = chain.pool(&address).await?;
        let mints = Mints { stake: overview.stake_mint, usdc: overview.usdc_mint };
        // With nothing owed the program's own refusal says so.
        let both = !self.tokens && !self.usdc;
        let tokens = self.tokens || (both && (pool.reward_commission > 0 || pool.usdc_commission == 0));
        let usdc = self.usdc || (both && pool.usdc_commission > 0);
        let mut instructions = Vec::new();
        if tokens {
            let to = destination(&chain, self.to, &admin, &mints.stake, &payer).await?;
            instructions.extend(to.creation);
            let accounts = ix::withdraw_operator_reward_commission_accounts(admin, address, to.address, mints);
            instructions.push(ix::withdraw_operator_reward_commission(accounts));
        }
        if usdc {
            let to = destination(&chain, self.to_usdc, &admin, &mints.usdc, &payer).await?;
            instructions.extend(to.creation);
            let accounts = ix::withdraw_operator_usdc_commission_accounts(admin, address, to.address, mints);
            instructions.push(ix::withdraw_operator_usdc_commission(accounts));
        }
        session.carry_out(Plan::of_all(instructions)).await
    }
}
