//! A network, and the instruction that would create a pool on it.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction::{self as ix, FeeAccounts};
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::{accounts, StakingError};
use inference_staking_localnet::{wallet, Chain, Executed, NetworkSetup, Refused};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::{assert_refused, TestNetwork};
use solana_keypair::Keypair;
use solana_signer::Signer;

/// Address and bump; seeds are literal, so that they are pinned too.
pub fn pool_address(admin: &Pubkey) -> (Pubkey, u8) {
    Pubkey::find_program_address(&[b"OperatorPool", admin.as_ref()], &inference_staking::ID)
}

pub fn record_address(pool: &Pubkey, owner: &Pubkey) -> (Pubkey, u8) {
    Pubkey::find_program_address(&[b"StakingRecord", pool.as_ref(), owner.as_ref()], &inference_staking::ID)
}

pub fn vault_address(pool: &Pubkey) -> Pubkey {
    Pubkey::find_program_address(&[b"PoolStakedTokenVault", pool.as_ref()], &inference_staking::ID).0
}

/// What is about to be sent; tests change a part of it.
pub struct PoolCreation {
    pub network: TestNetwork,
    /// The new operator, who has no lamports.
    pub admin: Keypair,
    pub accounts: accounts::CreateOperatorPool,
    pub args: CreateOperatorPoolArgs,
    pub max_registration_fee: u64,
}

impl PoolCreation {
    /// `pool_args()` on the default network: no registration fee, commissions of at most 50 %.
    pub fn prepare() -> Self {
        Self::prepare_on(TestNetwork::start(), None)
    }

    /// The same on a network with this setup.
    pub fn prepare_with(setup: &NetworkSetup) -> Self {
        Self::prepare_on(TestNetwork::start_with(setup), None)
    }

    pub fn prepare_on(network: TestNetwork, fee: Option<FeeAccounts>) -> Self {
        let admin = wallet("new operator");
        let stake_mint = network.mints.stake;
        let accounts = ix::create_operator_pool_accounts(network.payer.pubkey(), admin.pubkey(), stake_mint, fee);
        Self { network, admin, accounts, args: pool_args(), max_registration_fee: u64::MAX }
    }

    pub fn instruction(&self) -> Instruction {
        ix::create_operator_pool(self.accounts, self.args.clone(), self.max_registration_fee)
    }

    /// Sends it, signed by the payer and the admin.
    pub fn send(&mut self) -> Result<Executed, Refused> {
        let instruction = self.instruction();
        self.send_instruction(instruction)
    }

    pub fn send_instruction(&mut self, instruction: Instruction) -> Result<Executed, Refused> {
        let admin = self.admin.insecure_clone();
        self.network.send(&[instruction], &[&admin])
    }

    /// With the arguments changed it is refused with `expected` and creates nothing. The change is undone.
    #[track_caller]
    pub fn assert_refuses(&mut self, expected: StakingError, change: impl FnOnce(&mut CreateOperatorPoolArgs)) {
        let unchanged = self.args.clone();
        change(&mut self.args);
        let result = self.send();
        self.args = unchanged;
        assert_refused(result, expected);
        self.assert_nothing_created();
    }

    /// Pool, record and vault do not exist, and no pool was counted.
    #[track_caller]
    pub fn assert_nothing_created(&mut self) {
        let pool = pool_address(&self.admin.pubkey()).0;
        for address in [pool, record_address(&pool, &self.admin.pubkey()).0, vault_address(&pool)] {
            assert!(self.network.chain.account(&address).is_none(), "{address} exists");
        }
        assert_eq!(self.network.overview().unwrap().operator_pool_count, 0);
    }

    /// Data of the pool's account.
    pub fn pool_data(&mut self) -> Vec<u8> {
        let pool = pool_address(&self.admin.pubkey()).0;
        self.network.chain.account(&pool).unwrap().data
    }
}
