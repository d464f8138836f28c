use anchor_lang::prelude::*;
use anchor_lang::solana_program::program::invoke;
use anchor_lang::system_program::{self, Allocate, Assign, CreateAccount, Transfer};
use anchor_spl::token;
use anchor_spl::token::spl_token::instruction::initialize_account3;

use crate::constants::STAKING_RECORD_SEED;
use crate::instructions::token_holding::TOKEN_ACCOUNT_BYTES;
use crate::state::{new_state, NewStakingRecord, StakingRecord};

/// A new account at an address that the program signs for.
pub struct NewAccount<'a, 'info> {
    /// Pays what the account lacks of its rent.
    pub payer: &'a AccountInfo<'info>,
    /// The address, checked by its seeds.
    pub account: &'a AccountInfo<'info>,
    /// Bytes.
    pub space: usize,
    /// The program it will belong to.
    pub owner: &'a Pubkey,
}

impl NewAccount<'_, '_> {
    /// Creates it. Lamports that somebody sent to the address before do not stand in the way: they count towards the rent.
    ///
    /// # Errors
    /// The system program's, if the account exists or the payer cannot pay.
    #[inline(never)]
    pub fn create(self, seeds: &[&[u8]]) -> Result<()> {
        let Self { payer, account, space, owner } = self;
        let signers = [seeds];
        let rent = Rent::get()?.minimum_balance(space);
        let space = u64::try_from(space).map_err(|_| ProgramError::InvalidArgument)?;
        let present = account.lamports();
        let (from, to) = (payer.clone(), account.clone());
        if present == 0 {
            let accounts = CreateAccount { from, to };
            return system_program::create_account(context(accounts, &signers), rent, space, owner);
        }
        if let Some(missing) = rent.checked_sub(present) {
            system_program::transfer(context(Transfer { from, to }, &[]), missing)?;
        }
        system_program::allocate(context(Allocate { account_to_allocate: account.clone() }, &signers), space)?;
        system_program::assign(context(Assign { account_to_assign: account.clone() }, &signers), owner)
    }
}

/// A new token account at an address that the program signs for.
pub struct NewVault<'a, 'info> {
    /// Pays what the account lacks of its rent.
    pub payer: &'a AccountInfo<'info>,
    /// The address, checked by its seeds.
    pub vault: &'a AccountInfo<'info>,
    /// What it will hold.
    pub mint: &'a AccountInfo<'info>,
    /// Who will spend from it.
    pub authority: &'a Pubkey,
}

impl NewVault<'_, '_> {
    /// Creates it.
    ///
    /// # Errors
    /// Those of `NewAccount::create`; the token program's.
    pub fn create(self, seeds: &[&[u8]]) -> Result<()> {
        let Self { payer, vault: account, mint, authority } = self;
        NewAccount { payer, account, space: TOKEN_ACCOUNT_BYTES, owner: &token::ID }.create(seeds)?;
        let instruction = initialize_account3(&token::ID, account.key, mint.key, authority)?;
        Ok(invoke(&instruction, &[account.clone(), mint.clone()])?)
    }
}

/// Creates a staking record's account and fills it in.
///
/// # Errors
/// Those of `NewAccount::create`.
#[inline(never)]
pub fn create_record_account<'info>(
    new: &NewStakingRecord,
    account: &AccountInfo<'info>,
    payer: &AccountInfo<'info>,
) -> Result<()> {
    let seeds: [&[u8]; 4] = [STAKING_RECORD_SEED, new.operator_pool.as_ref(), new.owner.as_ref(), &[new.bump]];
    NewAccount { payer, account, space: StakingRecord::SPACE, owner: &crate::ID }.create(&seeds)?;
    new_state::<StakingRecord>(account)?.initialize(new);
    Ok(())
}

fn context<'a, 'b, 'c, 'info, T: ToAccountMetas + ToAccountInfos<'info>>(
    accounts: T,
    signers: &'a [&'b [&'c [u8]]],
) -> CpiContext<'a, 'b, 'c, 'info, T> {
    CpiContext::new_with_signer(System::id(), accounts, signers)
}
