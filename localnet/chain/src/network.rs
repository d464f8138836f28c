//! A staking network: the singleton, two mints, one wallet for each role, and short ways to send what a role would send.

use anchor_lang::prelude::{AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use anyhow::{anyhow, Context, Result};
use inference_staking_client::account;
use inference_staking_client::address;
use inference_staking_client::instruction::{self as ix, Mints};
use inference_staking_client::instructions::CreatePoolOverviewArgs;
use inference_staking_client::state::{
    EmissionScheduleArgs, OperatorPool, PoolOverview, PoolOverviewParameters, RewardRecord, StakingRecord,
};
use solana_account::Account;
use solana_keypair::Keypair;
use solana_rent::Rent;
use solana_signer::Signer;
use solana_system_interface::instruction::transfer;
use solana_transaction::Transaction;

use crate::chain::{Chain, Executed, Refused};
use crate::{tokens, wallet};

/// Seconds of a day.
pub const DAY: i64 = 86_400;
/// Unix time at which networks start.
pub const START_TIME: i64 = 1_800_000_000;
/// Base units of one token or one USDC: both mints have 6 decimals.
pub const ONE: u64 = 1_000_000;
const DECIMALS: u8 = 6;
const LAMPORTS: u64 = 1_000_000_000_000;

/// How a network is set up. Change what matters and `start` it.
#[derive(Clone, Debug)]
pub struct NetworkSetup {
    /// Parameters of the singleton.
    pub parameters: PoolOverviewParameters,
    /// What each epoch issues.
    pub emission: EmissionScheduleArgs,
}

impl Default for NetworkSetup {
    /// No fee, a minimum stake of 1,000 tokens, delays of 7 and 14 days, no challenge period,
    /// 10,000 tokens an epoch for 8 periods of 10 epochs.
    fn default() -> Self {
        Self {
            parameters: PoolOverviewParameters {
                pool_creation_allowed: true,
                registration_fee: 0,
                registration_fee_wallet: wallet("registration fee").pubkey(),
                min_operator_token_stake: 1_000 * ONE,
                delegator_unstake_delay: 7 * 86_400,
                operator_unstake_delay: 14 * 86_400,
                slashing_delay: 2 * 86_400,
                challenge_period: 0,
                bypass_delay: 3 * 86_400,
                min_epoch_length: 86_400,
                max_commission_bps: 5_000,
                commission_notice_epochs: 2,
            },
            emission: EmissionScheduleArgs::Table { epochs_per_period: 10, budgets: vec![100_000 * ONE; 8] },
        }
    }
}

/// A running network and the wallets of its roles. What it created is listed, so that its invariants can be checked.
pub struct Network<C> {
    /// The chain it lives on.
    pub chain: C,
    /// Pays fees and rent.
    pub payer: Keypair,
    /// Upgrade authority of the program, and its first admin.
    pub program_admin: Keypair,
    /// A reward distribution authority.
    pub reward_authority: Keypair,
    /// A halt authority.
    pub halt_authority: Keypair,
    /// A slashing authority.
    pub slashing_authority: Keypair,
    /// Mints tokens and USDC.
    pub mint_authority: Keypair,
    /// The two mints.
    pub mints: Mints,
    /// Pools that were created through `send`.
    pub pools: Vec<Pubkey>,
    /// Staking records that were created through `send`.
    pub records: Vec<Pubkey>,
    /// Accounts that `send` appends to every instruction of the program: for what the program makes of unknown ones.
    pub appended: Vec<AccountMeta>,
}

/// Upgrade authority that `start_on` expects the chain's program to have.
pub fn upgrade_authority() -> Keypair {
    wallet("program admin")
}

impl NetworkSetup {
    /// The arguments of `create_pool_overview` for the default roles.
    pub fn overview_args(&self) -> CreatePoolOverviewArgs {
        CreatePoolOverviewArgs {
            reward_authorities: vec![wallet("reward authority").pubkey()],
            halt_authorities: vec![wallet("halt authority").pubkey()],
            slashing_authorities: vec![wallet("slashing authority").pubkey()],
            parameters: self.parameters.clone(),
            emission: self.emission.clone(),
        }
    }

    /// Makes mints and wallets on a chain that runs the program under `upgrade_authority()`, and creates the singleton.
    ///
    /// # Errors
    /// If the chain refuses a transaction.
    pub fn start_on<C: Chain>(&self, chain: C) -> Result<Network<C>> {
        let mut network = Network::bare(chain)?;
        let accounts = network.create_pool_overview_accounts()?;
        let admin = network.program_admin.insecure_clone();
        network.send(&[ix::create_pool_overview(accounts, self.overview_args())], &[&admin])?;
        Ok(network)
    }
}

impl<C: Chain> Network<C> {
    /// Mints and wallets only: the singleton does not exist yet.
    ///
    /// # Errors
    /// If the chain refuses a transaction.
    pub fn bare(chain: C) -> Result<Self> {
        let (stake, usdc) = (wallet("stake mint"), wallet("USDC mint"));
        let mut network = Self {
            chain,
            payer: wallet("payer"),
            program_admin: upgrade_authority(),
            reward_authority: wallet("reward authority"),
            halt_authority: wallet("halt authority"),
            slashing_authority: wallet("slashing authority"),
            mint_authority: wallet("mint authority"),
            mints: Mints { stake: stake.pubkey(), usdc: usdc.pubkey() },
            pools: Vec::new(),
            records: Vec::new(),
            appended: Vec::new(),
        };
        for wallet in [network.payer.pubkey(), network.program_admin.pubkey()] {
            network.set_lamports(&wallet, LAMPORTS);
        }
        for mint in [stake, usdc] {
            network.create_mint(&mint)?;
        }
        Ok(network)
    }

    /// Creates a classic mint with 6 decimals.
    ///
    /// # Errors
    /// If the chain refuses.
    pub fn create_mint(&mut self, mint: &Keypair) -> Result<()> {
        let (payer, authority) = (self.payer.pubkey(), self.mint_authority.pubkey());
        let rent = Rent::default().minimum_balance(anchor_spl::token::Mint::LEN);
        self.send(&tokens::create_mint(&payer, &mint.pubkey(), &authority, DECIMALS, rent), &[mint])?;
        Ok(())
    }

    /// Accounts of `create_pool_overview` for the default roles; makes the slashing destinations.
    ///
    /// # Errors
    /// If the chain refuses.
    pub fn create_pool_overview_accounts(&mut self) -> Result<inference_staking_client::accounts::CreatePoolOverview> {
        let treasury = wallet("slashing treasury").pubkey();
        let mints = self.mints;
        let token_destination = self.token_account(&treasury, &mints.stake)?;
        let usdc_destination = self.token_account(&treasury, &mints.usdc)?;
        let admin = self.program_admin.pubkey();
        Ok(ix::create_pool_overview_accounts(admin, mints, token_destination, usdc_destination))
    }

    /// Signs with the payer and `signers`, executes, and checks the invariants of the whole network.
    ///
    /// # Errors
    /// If the chain refuses.
    ///
    /// # Panics
    /// If an invariant of SPEC section 15 is broken afterwards.
    pub fn send(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Result<Executed, Refused> {
        let mut all: Vec<&Keypair> = vec![&self.payer];
        for signer in signers {
            if all.iter().all(|other| other.pubkey() != signer.pubkey()) {
                all.push(signer);
            }
        }
        let blockhash = self.chain.fresh_blockhash();
        let payer = Some(self.payer.pubkey());
        let mut sent = instructions.to_vec();
        for instruction in sent.iter_mut().filter(|instruction| instruction.program_id == address::PROGRAM_ID) {
            instruction.accounts.extend(self.appended.iter().cloned());
        }
        let transaction = Transaction::new_signed_with_payer(&sent, payer.as_ref(), &all, blockhash);
        let executed = self.chain.execute(transaction)?;
        self.remember_created(instructions);
        self.assert_invariants();
        Ok(executed)
    }

    /// Lists pools and records that the instructions created.
    fn remember_created(&mut self, instructions: &[Instruction]) {
        let keys = instructions.iter().filter(|i| i.program_id == address::PROGRAM_ID).flat_map(|i| &i.accounts);
        for key in keys.filter(|meta| meta.is_writable).map(|meta| meta.pubkey).collect::<Vec<_>>() {
            let Some(account) = self.chain.account(&key) else { continue };
            if account::decode::<OperatorPool>(&account.data).is_ok() && !self.pools.contains(&key) {
                self.pools.push(key);
            }
            if account::decode::<StakingRecord>(&account.data).is_ok() && !self.records.contains(&key) {
                self.records.push(key);
            }
        }
    }

    /// The associated token account of an owner, created if it is not there.
    ///
    /// # Errors
    /// If the chain refuses.
    pub fn token_account(&mut self, owner: &Pubkey, mint: &Pubkey) -> Result<Pubkey> {
        let payer = self.payer.pubkey();
        self.send(&[tokens::create_associated(&payer, owner, mint)], &[])?;
        Ok(anchor_spl::associated_token::get_associated_token_address(owner, mint))
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
        self.send(&[transfer(&payer, to, lamports)], &[])?;
        Ok(())
    }

    fn set_lamports(&mut self, address: &Pubkey, lamports: u64) {
        self.chain.set_account(address, Account { lamports, ..Account::default() });
    }

    /// Base units in a token account; 0 if it does not exist.
    pub fn balance(&mut self, token_account: &Pubkey) -> u64 {
        let account = self.chain.account(token_account);
        account.and_then(|account| account::decode_token_account(&account.data).ok()).map_or(0, |token| token.amount)
    }

    /// Base units of `mint` that an owner's associated token account holds.
    pub fn balance_of(&mut self, owner: &Pubkey, mint: &Pubkey) -> u64 {
        self.balance(&anchor_spl::associated_token::get_associated_token_address(owner, mint))
    }

    /// Moves the clock on.
    pub fn pass_time(&mut self, seconds: i64) {
        let now = self.chain.now();
        self.chain.set_time(now.saturating_add(seconds));
    }

    /// The singleton.
    ///
    /// # Errors
    /// If it does not exist.
    pub fn overview(&mut self) -> Result<PoolOverview> {
        self.decoded(&address::pool_overview())
    }

    /// A pool.
    ///
    /// # Errors
    /// If it does not exist.
    pub fn pool(&mut self, address: &Pubkey) -> Result<OperatorPool> {
        self.decoded(address)
    }

    /// A staking record.
    ///
    /// # Errors
    /// If it does not exist.
    pub fn record(&mut self, address: &Pubkey) -> Result<StakingRecord> {
        self.decoded(address)
    }

    /// The reward record of an epoch.
    ///
    /// # Errors
    /// If it does not exist.
    pub fn reward_record(&mut self, epoch: u64) -> Result<RewardRecord> {
        self.decoded(&address::reward_record(epoch))
    }

    fn decoded<T: bytemuck::Pod + anchor_lang::Discriminator + anchor_lang::Owner>(
        &mut self,
        address: &Pubkey,
    ) -> Result<T> {
        let account = self.chain.account(address).ok_or_else(|| anyhow!("there is no account at {address}"))?;
        account::decode(&account.data).with_context(|| format!("account {address}"))
    }
}
