use anchor_lang::prelude::*;
use anchor_spl::token::{Mint, Token};

use crate::constants::*;
use crate::error::{require, StakingError};
use crate::events::PoolOverviewCreated;
use crate::instructions::create_account::{NewAccount, NewVault};
use crate::instructions::destination::require_slashing_destination;
use crate::state::*;

/// Arguments of `create_pool_overview`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct CreatePoolOverviewArgs {
    /// At most 5 keys, any one of which may mark epochs and create reward records.
    pub reward_authorities: Vec<Pubkey>,
    /// At most 5 keys, any one of which may halt and revoke.
    pub halt_authorities: Vec<Pubkey>,
    /// At most 5 keys, any one of which may slash.
    pub slashing_authorities: Vec<Pubkey>,
    /// Whether this is a test network, for ever: parameters of one for real money have narrower bounds.
    pub is_test_network: bool,
    /// All parameters.
    pub parameters: PoolOverviewParameters,
    /// What each epoch issues.
    pub emission: NewEmissionSchedule,
}

/// Accounts of `create_pool_overview`.
#[derive(Accounts)]
pub struct CreatePoolOverview<'info> {
    /// The program's upgrade authority; pays the rent and becomes the program admin. With a payer apart from it, the
    /// largest lists and schedule would not fit a transaction.
    #[account(mut)]
    pub upgrade_authority: Signer<'info>,
    /// ProgramData of this program, which names the upgrade authority.
    /// CHECK: its address is the loader's for this program, so nobody else can have written it.
    #[account(seeds = [crate::ID.as_ref()], bump, seeds::program = anchor_lang::solana_program::bpf_loader_upgradeable::ID)]
    pub program_data: UncheckedAccount<'info>,
    /// The singleton.
    /// CHECK: created here, at its address.
    #[account(mut, seeds = [POOL_OVERVIEW_SEED], bump)]
    pub pool_overview: UncheckedAccount<'info>,
    /// Classic SPL mint of the stake token.
    pub stake_mint: Box<Account<'info, Mint>>,
    /// Classic SPL mint of USDC.
    pub usdc_mint: Box<Account<'info, Mint>>,
    /// Global reward vault.
    /// CHECK: created here, at its address, as a token account of the pool overview.
    #[account(mut, seeds = [REWARD_VAULT_SEED], bump)]
    pub reward_vault: UncheckedAccount<'info>,
    /// Global USDC vault.
    /// CHECK: created here, at its address, as a token account of the pool overview.
    #[account(mut, seeds = [USDC_VAULT_SEED], bump)]
    pub usdc_vault: UncheckedAccount<'info>,
    /// Receives slashed tokens.
    /// CHECK: read as a token account and checked in `validate`.
    pub slashing_token_destination: UncheckedAccount<'info>,
    /// Receives slashed USDC.
    /// CHECK: read as a token account and checked in `validate`.
    pub slashing_usdc_destination: UncheckedAccount<'info>,
    /// Classic SPL Token program.
    pub token_program: Program<'info, Token>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

impl CreatePoolOverview<'_> {
    fn validate(&self) -> Result<()> {
        // system_program, token_program: types. pool_overview, vaults, program_data: seeds above.
        // upgrade_authority: signer, and the one in ProgramData.
        let authority = upgrade_authority(&self.program_data.try_borrow_data()?);
        require!(authority == Some(self.upgrade_authority.key()), StakingError::NotUpgradeAuthority);
        // mints: owned by the classic token program (type), and two.
        require!(self.stake_mint.key() != self.usdc_mint.key(), StakingError::MintsNotDistinct);
        // destinations: usable token accounts of the right mint. The program has no account yet but the overview, which does
        // not own them.
        let owners = [
            require_slashing_destination(&self.slashing_token_destination, &self.stake_mint.key())?,
            require_slashing_destination(&self.slashing_usdc_destination, &self.usdc_mint.key())?,
        ];
        require!(!owners.contains(self.pool_overview.key), StakingError::SlashingDestinationOfProgram);
        Ok(())
    }

    pub(crate) fn handle(&mut self, bumps: &CreatePoolOverviewBumps, args: CreatePoolOverviewArgs) -> Result<()> {
        self.validate()?;
        self.create_vaults(bumps)?;
        let (payer, account) = (&self.upgrade_authority, &self.pool_overview);
        NewAccount { payer, account, space: PoolOverview::SPACE, owner: &crate::ID }
            .create(&[POOL_OVERVIEW_SEED, &[bumps.pool_overview]])?;
        let mut overview = new_state::<PoolOverview>(account)?;
        overview.initialize(&NewPoolOverview {
            program_admin: self.upgrade_authority.key(),
            stake_mint: self.stake_mint.key(),
            stake_decimals: self.stake_mint.decimals,
            usdc_mint: self.usdc_mint.key(),
            usdc_decimals: self.usdc_mint.decimals,
            reward_vault: self.reward_vault.key(),
            usdc_vault: self.usdc_vault.key(),
            slashing_token_destination: self.slashing_token_destination.key(),
            slashing_usdc_destination: self.slashing_usdc_destination.key(),
            reward_authorities: &args.reward_authorities,
            halt_authorities: &args.halt_authorities,
            slashing_authorities: &args.slashing_authorities,
            is_test_network: args.is_test_network,
            parameters: &args.parameters,
            emission: &args.emission,
            bump: bumps.pool_overview,
        })?;

        emit!(PoolOverviewCreated {
            program_admin: self.upgrade_authority.key(),
            stake_mint: self.stake_mint.key(),
            usdc_mint: self.usdc_mint.key(),
            slashing_token_destination: self.slashing_token_destination.key(),
            slashing_usdc_destination: self.slashing_usdc_destination.key(),
            reward_authorities: args.reward_authorities,
            halt_authorities: args.halt_authorities,
            slashing_authorities: args.slashing_authorities,
            is_test_network: args.is_test_network,
            parameters: args.parameters,
            emission: args.emission,
            epoch: overview.current_epoch()?,
        });
        Ok(())
    }

    fn create_vaults(&self, bumps: &CreatePoolOverviewBumps) -> Result<()> {
        let (payer, authority) = (&self.upgrade_authority, &self.pool_overview.key());
        let (vault, mint) = (&self.reward_vault, self.stake_mint.as_ref().as_ref());
        NewVault { payer, vault, mint, authority }.create(&[REWARD_VAULT_SEED, &[bumps.reward_vault]])?;
        let (vault, mint) = (&self.usdc_vault, self.usdc_mint.as_ref().as_ref());
        NewVault { payer, vault, mint, authority }.create(&[USDC_VAULT_SEED, &[bumps.usdc_vault]])
    }
}

/// The upgrade authority in ProgramData: variant 3 as u32 LE, a slot, then 1 and the key, or 0 if the program is final.
/// Read by hand, because the loader's own decoder would make the program a tenth larger.
fn upgrade_authority(program_data: &[u8]) -> Option<Pubkey> {
    let rest = program_data.strip_prefix(&3u32.to_le_bytes())?;
    let key = rest.get(8..)?.strip_prefix(&[1])?.first_chunk()?;
    Some(Pubkey::new_from_array(*key))
}
