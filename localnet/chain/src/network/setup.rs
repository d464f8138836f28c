//! How a network comes to be: mints, wallets, the singleton.

use anchor_lang::prelude::Pubkey;
use anyhow::Result;
use inference_staking_client::accounts::CreatePoolOverview;
use inference_staking_client::address;
use inference_staking_client::instruction::{self as ix, Mints};
use inference_staking_client::instructions::CreatePoolOverviewArgs;
use inference_staking_client::state::{EmissionScheduleArgs, PoolOverviewParameters};
use solana_account::Account;
use solana_keypair::Keypair;
use solana_rent::Rent;
use solana_signer::Signer;

use super::running::{upgrade_authority, Network};
use super::units::{DECIMALS, ONE};
use crate::chain::Chain;
use crate::{tokens, wallet};

/// What wallets that pay fees and rent have.
const LAMPORTS: u64 = 1_000_000_000_000;

/// Where the singleton's account says whether the network is for tests.
const IS_TEST_NETWORK_OFFSET: usize = 1_085;

/// How a network is set up. Change what matters and `start` it.
#[derive(Clone, Debug)]
pub struct NetworkSetup {
    /// Parameters of the singleton.
    pub parameters: PoolOverviewParameters,
    /// What each epoch issues.
    pub emission: EmissionScheduleArgs,
    /// Whether this is a test network, whose epochs may follow each other as soon as records are claimable.
    pub is_test_network: bool,
}

impl Default for NetworkSetup {
    /// A test network. No fee, a minimum stake of 1,000 tokens, delays of 7 and 14 days, no challenge period,
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
            is_test_network: true,
        }
    }
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
        self.write_whether_test_network(&mut network);
        Ok(network)
    }

    /// TO BE REPLACED by the argument of `create_pool_overview`, and then removed with its calls: until that exists, every
    /// network is created for real money, and what the setup says is written into the new singleton.
    pub fn write_whether_test_network<C: Chain>(&self, network: &mut Network<C>) {
        let address = address::pool_overview();
        let Some(mut account) = network.chain.account(&address) else { return };
        if let Some(flag) = account.data.get_mut(IS_TEST_NETWORK_OFFSET) {
            *flag = u8::from(self.is_test_network);
        }
        network.chain.set_account(&address, account);
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

    fn set_lamports(&mut self, address: &Pubkey, lamports: u64) {
        self.chain.set_account(address, Account { lamports, ..Account::default() });
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
    pub fn create_pool_overview_accounts(&mut self) -> Result<CreatePoolOverview> {
        let treasury = wallet("slashing treasury").pubkey();
        let mints = self.mints;
        let token_destination = self.token_account(&treasury, &mints.stake)?;
        let usdc_destination = self.token_account(&treasury, &mints.usdc)?;
        let admin = self.program_admin.pubkey();
        Ok(ix::create_pool_overview_accounts(admin, mints, token_destination, usdc_destination))
    }
}
