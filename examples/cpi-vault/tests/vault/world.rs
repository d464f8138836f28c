//! A pool, a vault beside it, and what the vault's manager sends.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::{InstructionData, ToAccountMetas};
use cpi_vault::{accounts, instruction, VAULT_SEED};
use inference_staking_client::address;
use inference_staking_client::instruction::RecordOf;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{program, Executed, Refused};
use inference_staking_test_kit::TestNetwork;
use solana_keypair::Keypair;
use solana_signer::Signer;

pub type Outcome = Result<Executed, Refused>;

/// A manager's vault, its record in a pool, and what the manager sends: with accounts that a test may replace.
pub struct Vault {
    pub manager: Keypair,
    pub record: RecordOf,
}

impl Vault {
    /// The address that the example's program signs for.
    pub fn address(&self) -> Pubkey {
        vault_of(&self.manager.pubkey())
    }

    /// What every instruction of the manager takes.
    pub fn by(&self) -> accounts::ByManager {
        let RecordOf { operator_pool, owner: vault } = self.record;
        accounts::ByManager {
            manager: self.manager.pubkey(),
            vault,
            operator_pool,
            staking_program: address::program_id(),
        }
    }

    pub fn open(&self, network: &mut TestNetwork) -> Outcome {
        let system_program = anchor_lang::system_program::ID;
        let accounts = accounts::Open {
            by: self.by(),
            staking_record: self.record.address(),
            pool_overview: address::pool_overview(),
            system_program,
        };
        let opened = self.signed(network, accounts, instruction::Open {})?;
        // What the network created itself it knows; its invariants are sums over all records.
        network.records.push(self.record.address());
        Ok(opened)
    }

    pub fn deposit_accounts(&self, network: &TestNetwork) -> accounts::Deposit {
        let stake_mint = network.mints.stake;
        accounts::Deposit {
            by: self.by(),
            staking_record: self.record.address(),
            pool_overview: address::pool_overview(),
            source: address::owner_token_account(&self.address(), &stake_mint),
            pool_vault: address::pool_vault(&self.record.operator_pool),
            stake_mint,
            token_program: anchor_spl::token::ID,
        }
    }

    /// Deposits 1,000 tokens into a pool that takes at most these rates, bps.
    pub fn deposit(
        &self,
        network: &mut TestNetwork,
        max_reward_commission_bps: u16,
        max_usdc_commission_bps: u16,
    ) -> Outcome {
        let amount = 1_000 * ONE;
        let accounts = self.deposit_accounts(network);
        self.signed(
            network,
            accounts,
            instruction::Deposit { amount, max_reward_commission_bps, max_usdc_commission_bps },
        )
    }

    pub fn activate(&self, network: &mut TestNetwork) -> Outcome {
        let accounts = accounts::Activate {
            pool_overview: address::pool_overview(),
            operator_pool: self.record.operator_pool,
            staking_record: self.record.address(),
            operator_staking_record: self.operators_record(network),
            staking_program: address::program_id(),
        };
        network.send(&[built(accounts, instruction::Activate {})], &[])
    }

    pub fn look_accounts(&self, network: &mut TestNetwork) -> accounts::Look {
        accounts::Look {
            manager: self.manager.pubkey(),
            vault: self.address(),
            pool_overview: address::pool_overview(),
            operator_pool: self.record.operator_pool,
            staking_record: self.record.address(),
            operator_staking_record: self.operators_record(network),
            staking_program: address::program_id(),
        }
    }

    /// Tokens and USDC that the program returns.
    pub fn worth(&self, network: &mut TestNetwork) -> (u64, u64) {
        let accounts = self.look_accounts(network);
        let mut bytes = network.send(&[built(accounts, instruction::Worth {})], &[]).unwrap().return_data;
        // Validators cut zeros off the end of return data.
        bytes.resize(16, 0);
        let number = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
        (number(0), number(8))
    }

    pub fn claim_usdc_accounts(&self, network: &TestNetwork) -> accounts::ClaimUsdc {
        let usdc_mint = network.mints.usdc;
        accounts::ClaimUsdc {
            by: self.by(),
            staking_record: self.record.address(),
            pool_overview: address::pool_overview(),
            destination: address::owner_token_account(&self.manager.pubkey(), &usdc_mint),
            usdc_vault: address::usdc_vault(),
            usdc_mint,
            token_program: anchor_spl::token::ID,
        }
    }

    pub fn claim_usdc(&self, network: &mut TestNetwork) -> Outcome {
        let accounts = self.claim_usdc_accounts(network);
        self.signed(network, accounts, instruction::ClaimUsdc {})
    }

    pub fn leave(&self, network: &mut TestNetwork) -> Outcome {
        self.signed(network, self.leave_accounts(), instruction::Leave {})
    }

    pub fn leave_accounts(&self) -> accounts::Leave {
        let pool_overview = address::pool_overview();
        accounts::Leave { by: self.by(), staking_record: self.record.address(), pool_overview }
    }

    pub fn withdraw_accounts(&self, network: &TestNetwork) -> accounts::Withdraw {
        let stake_mint = network.mints.stake;
        accounts::Withdraw {
            by: self.by(),
            staking_record: self.record.address(),
            pool_overview: address::pool_overview(),
            destination: address::owner_token_account(&self.manager.pubkey(), &stake_mint),
            pool_vault: address::pool_vault(&self.record.operator_pool),
            stake_mint,
            token_program: anchor_spl::token::ID,
        }
    }

    pub fn withdraw(&self, network: &mut TestNetwork) -> Outcome {
        let accounts = self.withdraw_accounts(network);
        self.signed(network, accounts, instruction::Withdraw {})
    }

    pub fn close(&self, network: &mut TestNetwork) -> Outcome {
        let system_program = anchor_lang::system_program::ID;
        let accounts = accounts::Close {
            by: self.by(),
            staking_record: self.record.address(),
            pool_overview: address::pool_overview(),
            system_program,
        };
        self.signed(network, accounts, instruction::Close {})
    }

    /// Sends what the manager signs.
    pub fn signed(
        &self,
        network: &mut TestNetwork,
        accounts: impl ToAccountMetas,
        data: impl InstructionData,
    ) -> Outcome {
        network.send(&[built(accounts, data)], &[&self.manager])
    }

    fn operators_record(&self, network: &mut TestNetwork) -> Pubkey {
        network.pool(&self.record.operator_pool).unwrap().operator_staking_record
    }
}

pub fn vault_of(manager: &Pubkey) -> Pubkey {
    Pubkey::find_program_address(&[VAULT_SEED, manager.as_ref()], &cpi_vault::ID).0
}

/// Deploys the example beside the staking program, and gives a manager's vault this many base units of the stake token.
pub fn vault_with(network: &mut TestNetwork, operator_pool: Pubkey, tokens: u64) -> Vault {
    let file = program::checkout().join("target/deploy/cpi_vault.so");
    let binary = std::fs::read(&file)
        .unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask build` first", file.display()));
    network.chain.svm().add_program(cpi_vault::ID, &binary).unwrap();
    let manager = network.funded_wallet("manager", 0).unwrap();
    network.give_lamports(&manager.pubkey(), 1_000_000_000).unwrap();
    let vault = Vault { record: RecordOf { operator_pool, owner: vault_of(&manager.pubkey()) }, manager };
    let mints = network.mints;
    let account = network.token_account(&vault.address(), &mints.stake).unwrap();
    network.mint_to(&mints.stake, &account, tokens).unwrap();
    vault
}

pub fn built(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: cpi_vault::ID, accounts: accounts.to_account_metas(None), data: data.data() }
}
