//! Tokens and lamports for whoever plays on a network.

use anchor_lang::prelude::Pubkey;
use anchor_spl::associated_token::get_associated_token_address;
use anyhow::Result;
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::running::Network;
use crate::chain::Chain;
use crate::{tokens, wallet};

impl<C: Chain> Network<C> {
    /// The associated token account of an owner, created if it is not there.
    ///
    /// # Errors
    /// If the chain refuses.
    pub fn token_account(&mut self, owner: &Pubkey, mint: &Pubkey) -> Result<Pubkey> {
        let payer = self.payer.pubkey();
        self.send(&[tokens::create_associated(&payer, owner, mint)], &[])?;
        Ok(get_associated_token_address(owner, mint))
    }

    /// Mints base units into a token account.
    ///
    /// # Errors
    /// If the chain refuses.
    pub fn mint_to(&mut self, mint: &Pubkey, token_account: &Pubkey, amount: u64) -> Result<()> {
        let authority = self.mint_authority.insecure_clone();
        self.send(&[tokens::mint_to(mint, token_account, &authority.pubkey(), amount)], &[&authority])?;
        Ok(())
    }

    /// A wallet with `tokens` base units of the stake token and token accounts of both mints.
    ///
    /// # Errors
    /// If the chain refuses.
    pub fn funded_wallet(&mut self, name: &str, tokens: u64) -> Result<Keypair> {
        let wallet = wallet(name);
        let mints = self.mints;
        let account = self.token_account(&wallet.pubkey(), &mints.stake)?;
        self.token_account(&wallet.pubkey(), &mints.usdc)?;
        if tokens > 0 {
            self.mint_to(&mints.stake, &account, tokens)?;
        }
        Ok(wallet)
    }

    /// Gives an address lamports by a system transfer.
    ///
    /// # Errors
    /// If the chain refuses.
    pub fn give_lamports(&mut self, to: &Pubkey, lamports: u64) -> Result<()> {
        let payer = self.payer.pubkey();
        self.send(&[tokens::transfer_lamports(&payer, to, lamports)], &[])?;
        Ok(())
    }
}
