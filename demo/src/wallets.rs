//! Everybody's wallets, made before the network starts, on the embedded chain that the network starts from.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anyhow::{Context, Result};
use inference_staking_client::address::owner_token_account;
use inference_staking_localnet::{tokens, wallet, Chain, EmbeddedChain, Network};
use solana_keypair::Keypair;
use solana_signer::Signer;
use solana_transaction::Transaction;

use crate::expected::LeafAmounts;
use crate::other_pools::OtherPool;
use crate::parameters::REGISTRATION_FEE;
use crate::participants::FollowedPool;

/// What every member of a followed pool has for rent and fees: 1 SOL.
const LAMPORTS: u64 = 1_000_000_000;

/// Who holds the tokens and USDC that the epochs pay.
pub fn foundation() -> Keypair {
    wallet("foundation")
}

/// The wallets of a network that is about to start.
pub struct Wallets<'n> {
    network: &'n mut Network<EmbeddedChain>,
}

impl<'n> Wallets<'n> {
    pub fn new(network: &'n mut Network<EmbeddedChain>) -> Self {
        Self { network }
    }

    /// Gives the foundation what it will pay, and every member of a followed pool a wallet.
    ///
    /// # Errors
    /// If the chain refuses.
    pub fn members(&mut self, pot: LeafAmounts, followed: &[FollowedPool]) -> Result<()> {
        let (foundation, mints) = (foundation().pubkey(), self.network.mints);
        self.network.give_lamports(&foundation, LAMPORTS)?;
        self.fund(&foundation, &mints.stake, u64::try_from(pot.reward)?)?;
        self.fund(&foundation, &mints.usdc, u64::try_from(pot.usdc)?)?;
        for member in followed.iter().flat_map(|pool| &pool.members) {
            let owner = member.wallet.pubkey();
            self.network.give_lamports(&owner, LAMPORTS)?;
            self.fund(&owner, &mints.stake, member.funds).with_context(|| format!("funding {}", member.name))?;
        }
        Ok(())
    }

    /// Gives the other operators what they will stake, and the network's payer what their registration costs.
    ///
    /// # Errors
    /// If the chain refuses.
    pub fn other_operators(&mut self, others: &[OtherPool]) -> Result<()> {
        let (payer, mint) = (self.network.payer.pubkey(), self.network.mints.stake);
        let fees = u64::try_from(others.len())?.checked_mul(REGISTRATION_FEE).context("too many pools")?;
        self.fund(&payer, &mint, fees)?;
        for pool in others {
            let number = pool.operator.number;
            self.fund(&pool.wallet().pubkey(), &mint, pool.stake)
                .with_context(|| format!("funding operator {number}"))?;
        }
        Ok(())
    }

    fn fund(&mut self, owner: &Pubkey, mint: &Pubkey, amount: u64) -> Result<()> {
        let (payer, authority) = (self.network.payer.pubkey(), self.network.mint_authority.insecure_clone());
        let create = tokens::create_associated(&payer, owner, mint);
        let mint_to = tokens::mint_to(mint, &owner_token_account(owner, mint), &authority.pubkey(), amount);
        self.execute(&[create, mint_to], &[&authority])
    }

    /// Without the check of the whole network that `Network::send` does after every transaction.
    fn execute(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Result<()> {
        let payer = &self.network.payer;
        let signers = [&[payer], signers].concat();
        let blockhash = self.network.chain.fresh_blockhash();
        let transaction = Transaction::new_signed_with_payer(instructions, Some(&payer.pubkey()), &signers, blockhash);
        self.network.chain.execute(transaction)?;
        Ok(())
    }
}
