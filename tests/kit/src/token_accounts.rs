//! What can happen to token accounts outside the program.

use anchor_lang::prelude::Pubkey;
use anchor_spl::token::spl_token::instruction as token;
use anchor_spl::token::ID as TOKEN_PROGRAM;
use inference_staking_localnet::Chain;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::TestNetwork;

/// The issuer of the mint freezes an account of it.
pub fn freeze<C: Chain>(network: &mut TestNetwork<C>, account: &Pubkey, mint: &Pubkey) {
    let authority = network.mint_authority.insecure_clone();
    let freeze = token::freeze_account(&TOKEN_PROGRAM, account, mint, &authority.pubkey(), &[]).unwrap();
    network.send(&[freeze], &[&authority]).unwrap();
}

/// The issuer of the mint lets an account of it go again.
pub fn thaw<C: Chain>(network: &mut TestNetwork<C>, account: &Pubkey, mint: &Pubkey) {
    let authority = network.mint_authority.insecure_clone();
    let thaw = token::thaw_account(&TOKEN_PROGRAM, account, mint, &authority.pubkey(), &[]).unwrap();
    network.send(&[thaw], &[&authority]).unwrap();
}

/// The token account's owner hands it over.
pub fn give_token_account<C: Chain>(network: &mut TestNetwork<C>, account: &Pubkey, from: &Keypair, to: &Pubkey) {
    let kind = token::AuthorityType::AccountOwner;
    let hand_over = token::set_authority(&TOKEN_PROGRAM, account, Some(to), kind, &from.pubkey(), &[]).unwrap();
    network.send(&[hand_over], &[from]).unwrap();
}

/// Writes a token account's balance, which the program's own rules could not make.
pub fn set_balance<C: Chain>(network: &mut TestNetwork<C>, token_account: &Pubkey, amount: u64) {
    let mut content = network.chain.account(token_account).unwrap();
    content.data[64..72].copy_from_slice(&amount.to_le_bytes());
    network.chain.set_account(token_account, content);
}
