//! A chain without the singleton, and the instruction that would create it.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instructions::CreatePoolOverviewArgs;
use inference_staking_client::state::PoolOverviewParameters;
use inference_staking_client::{accounts, instruction as ix, StakingError};
use inference_staking_localnet::{Chain, Executed, NetworkSetup, Refused};
use inference_staking_test_kit::{assert_refused, TestNetwork};
use solana_keypair::Keypair;

/// The singleton and its bump. Seeds are literal here, so that they are pinned too.
pub fn overview_address() -> (Pubkey, u8) {
    Pubkey::find_program_address(&[b"PoolOverview"], &inference_staking::ID)
}

pub fn reward_vault_address() -> Pubkey {
    Pubkey::find_program_address(&[b"GlobalTokenRewardVault"], &inference_staking::ID).0
}

pub fn usdc_vault_address() -> Pubkey {
    Pubkey::find_program_address(&[b"GlobalUsdcEarningsVault"], &inference_staking::ID).0
}

/// What is about to be sent; tests change a part of it.
pub struct OverviewCreation {
    pub network: TestNetwork,
    pub accounts: accounts::CreatePoolOverview,
    pub args: CreatePoolOverviewArgs,
}

impl OverviewCreation {
    /// The default setup of a network, not sent yet.
    pub fn prepare() -> Self {
        let mut network = TestNetwork::bare();
        let accounts = network.create_pool_overview_accounts().unwrap();
        Self { network, accounts, args: NetworkSetup::default().overview_args() }
    }

    /// The same as a network for real money.
    pub fn for_real_money() -> Self {
        Self { args: NetworkSetup::for_real_money().overview_args(), ..Self::prepare() }
    }

    pub fn instruction(&self) -> Instruction {
        ix::create_pool_overview(self.accounts, self.args.clone())
    }

    /// Sends it, signed by the upgrade authority. The fee of the transaction is the network payer's.
    pub fn send(&mut self) -> Result<Executed, Refused> {
        let admin = self.network.program_admin.insecure_clone();
        self.send_signed_by(&admin)
    }

    pub fn send_signed_by(&mut self, signer: &Keypair) -> Result<Executed, Refused> {
        let instruction = self.instruction();
        self.network.send(&[instruction], &[signer])
    }

    /// With the arguments changed it is refused with `expected` and creates nothing. The change is undone.
    #[track_caller]
    pub fn assert_refuses(&mut self, expected: StakingError, change: impl FnOnce(&mut CreatePoolOverviewArgs)) {
        let unchanged = self.args.clone();
        change(&mut self.args);
        let result = self.send();
        self.args = unchanged;
        assert_refused(result, expected);
        self.assert_nothing_created();
    }

    /// The same with the parameters changed.
    #[track_caller]
    pub fn assert_refuses_parameters(
        &mut self,
        expected: StakingError,
        change: impl FnOnce(&mut PoolOverviewParameters),
    ) {
        self.assert_refuses(expected, |args| change(&mut args.parameters));
    }

    /// Neither the singleton nor a global vault exists.
    #[track_caller]
    pub fn assert_nothing_created(&mut self) {
        for address in [overview_address().0, reward_vault_address(), usdc_vault_address()] {
            assert!(self.network.chain.account(&address).is_none(), "{address} exists");
        }
    }

    /// Data of the account of the singleton.
    pub fn overview_data(&mut self) -> Vec<u8> {
        self.network.chain.account(&overview_address().0).unwrap().data
    }

    /// Bytes `from..to` of the singleton.
    pub fn overview_bytes(&mut self, from: usize, to: usize) -> Vec<u8> {
        self.overview_data()[from..to].to_vec()
    }

    /// The u64 at an offset of the singleton.
    pub fn overview_u64(&mut self, offset: usize) -> u64 {
        u64::from_le_bytes(self.overview_bytes(offset, offset + 8).try_into().unwrap())
    }

    /// The u16 at an offset of the singleton.
    pub fn overview_u16(&mut self, offset: usize) -> u16 {
        u16::from_le_bytes(self.overview_bytes(offset, offset + 2).try_into().unwrap())
    }
}
