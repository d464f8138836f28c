use anchor_lang::prelude::*;
use anchor_spl::token::{Mint, Token};

use crate::constants::*;
use crate::error::{require, Checked, Refusal, StakingError};
use crate::events::OperatorPoolCreated;
use crate::instructions::create_account::{create_record_account, NewAccount, NewVault};
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::Transfer;
use crate::state::*;

/// Arguments of `create_operator_pool`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct CreateOperatorPoolArgs {
    /// UTF-8, zero-padded.
    pub name: [u8; NAME_BYTES],
    /// UTF-8, zero-padded; empty or https.
    pub metadata_uri: [u8; METADATA_URI_BYTES],
    /// Token commission, bps.
    pub reward_commission_bps: u16,
    /// USDC commission, bps.
    pub usdc_commission_bps: u16,
    /// Whether token commission is staked for the operator instead of owed.
    pub auto_stake: bool,
    /// Whether others than the operator may stake.
    pub delegation_allowed: bool,
}

/// Accounts of `create_operator_pool`.
#[derive(Accounts)]
pub struct CreateOperatorPool<'info> {
    /// Pays the rent and the registration fee.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The new operator.
    pub admin: Signer<'info>,
    /// Counts the pools.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    /// CHECK: created here, at its address.
    #[account(mut, seeds = [OPERATOR_POOL_SEED, admin.key().as_ref()], bump)]
    pub operator_pool: UncheckedAccount<'info>,
    /// The operator's staking record.
    /// CHECK: created here, at its address.
    #[account(mut, seeds = [STAKING_RECORD_SEED, operator_pool.key().as_ref(), admin.key().as_ref()], bump)]
    pub operator_staking_record: UncheckedAccount<'info>,
    /// The pool's principal.
    /// CHECK: created here, at its address, as a token account of the pool.
    #[account(mut, seeds = [POOL_VAULT_SEED, operator_pool.key().as_ref()], bump)]
    pub pool_vault: UncheckedAccount<'info>,
    /// Mint of the stake token.
    pub stake_mint: Box<Account<'info, Mint>>,
    /// Payer's stake token account; only with a registration fee.
    /// CHECK: read as a token account and checked in `pay_registration_fee`.
    #[account(mut)]
    pub fee_source: Option<UncheckedAccount<'info>>,
    /// Stake token account of the registration fee wallet; only with a registration fee.
    /// CHECK: read as a token account and checked in `pay_registration_fee`.
    #[account(mut)]
    pub fee_destination: Option<UncheckedAccount<'info>>,
    /// Classic SPL Token program.
    pub token_program: Program<'info, Token>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

impl<'info> CreateOperatorPool<'info> {
    fn validate(&self, overview: &PoolOverview) -> Checked<()> {
        // payer, admin: signers. pool_overview: type. pool, record, vault: seeds above. programs: types.
        // fee accounts: pay_registration_fee. Arguments: `OperatorPool::initialize`.
        overview.require_pool_creation_allowed()?;
        // stake_mint: the stored one.
        overview.require_stake_mint(&self.stake_mint.key())
    }

    pub(crate) fn handle(
        &mut self,
        bumps: &CreateOperatorPoolBumps,
        args: CreateOperatorPoolArgs,
        max_registration_fee: u64,
    ) -> Result<()> {
        let fee = {
            let mut overview = self.pool_overview.write()?;
            self.validate(&overview)?;
            overview.require_registration_fee_up_to(max_registration_fee)?;
            overview.count_pool()?;
            self.create_pool(&overview, bumps, &args)?;
            self.create_record(bumps)?;
            PoolFee { amount: overview.registration_fee, wallet: overview.registration_fee_wallet }
        };
        self.create_vault(bumps)?;
        self.pay_registration_fee(&fee)?;
        self.emit_operator_pool_created(args, fee.amount)
    }

    #[inline(never)]
    fn create_pool(
        &self,
        overview: &PoolOverview,
        bumps: &CreateOperatorPoolBumps,
        args: &CreateOperatorPoolArgs,
    ) -> Result<()> {
        let admin = self.admin.key();
        let seeds: [&[u8]; 3] = [OPERATOR_POOL_SEED, admin.as_ref(), &[bumps.operator_pool]];
        let (payer, account) = (&self.payer, &self.operator_pool);
        NewAccount { payer, account, space: OperatorPool::SPACE, owner: &crate::ID }.create(&seeds)?;
        let new = NewOperatorPool {
            admin,
            operator_staking_record: self.operator_staking_record.key(),
            vault: self.pool_vault.key(),
            name: &args.name,
            metadata_uri: &args.metadata_uri,
            reward_commission_bps: args.reward_commission_bps,
            usdc_commission_bps: args.usdc_commission_bps,
            auto_stake: args.auto_stake,
            delegation_allowed: args.delegation_allowed,
            bump: bumps.operator_pool,
        };
        Ok(new_state::<OperatorPool>(account)?.initialize(&new, overview)?)
    }

    fn create_record(&self, bumps: &CreateOperatorPoolBumps) -> Result<()> {
        let new = NewStakingRecord {
            owner: self.admin.key(),
            operator_pool: self.operator_pool.key(),
            stake_mint: self.stake_mint.key(),
            bump: bumps.operator_staking_record,
        };
        create_record_account(&new, &self.operator_staking_record, &self.payer)
    }

    fn create_vault(&self, bumps: &CreateOperatorPoolBumps) -> Result<()> {
        let authority = self.operator_pool.key();
        let seeds: [&[u8]; 3] = [POOL_VAULT_SEED, authority.as_ref(), &[bumps.pool_vault]];
        let mint = self.stake_mint.as_ref().as_ref();
        NewVault { payer: &self.payer, vault: &self.pool_vault, mint, authority: &authority }.create(&seeds)
    }

    #[inline(never)]
    fn pay_registration_fee(&self, fee: &PoolFee) -> Result<()> {
        if fee.amount == 0 {
            return Ok(());
        }
        let accounts = self.fee_source.as_ref().zip(self.fee_destination.as_ref());
        let (source, destination) = accounts.ok_or(Refusal(StakingError::FeeAccountsMissing))?;
        let mint = self.stake_mint.key();
        let is_stake = TokenHolding::is_of_mint(source, &mint);
        require!(is_stake, StakingError::WrongSourceAccount);
        // A fee from an account to itself would pay nobody.
        let is_wallets = source.key != destination.key
            && TokenHolding::read(destination)
                .is_some_and(|account| account.mint == mint && account.owner == fee.wallet);
        require!(is_wallets, StakingError::WrongFeeDestination);
        Transfer {
            from: source,
            mint: self.stake_mint.as_ref().as_ref(),
            decimals: self.stake_mint.decimals,
            to: destination,
            authority: self.payer.as_ref(),
            amount: fee.amount,
        }
        .by_signer()
    }

    #[inline(never)]
    fn emit_operator_pool_created(&self, args: CreateOperatorPoolArgs, registration_fee: u64) -> Result<()> {
        let mut pool = write_state::<OperatorPool>(&self.operator_pool)?;
        emit!(OperatorPoolCreated {
            operator_pool: self.operator_pool.key(),
            admin: pool.admin,
            operator_staking_record: pool.operator_staking_record,
            payer: self.payer.key(),
            registration_fee,
            epoch: pool.joined_epoch,
            reward_commission_bps: pool.reward_commission_bps,
            usdc_commission_bps: pool.usdc_commission_bps,
            auto_stake: args.auto_stake,
            delegation_allowed: args.delegation_allowed,
            name: args.name,
            metadata_uri: args.metadata_uri,
            pool: pool.assert_and_number_event()?,
        });
        Ok(())
    }
}

struct PoolFee {
    amount: u64,
    wallet: Pubkey,
}
