//! Operators and delegators, and what they do.

use std::ops::{Deref, DerefMut};

use anchor_lang::prelude::Pubkey;
use anchor_lang::AnchorDeserialize;
use inference_staking_client::address;
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::instructions::{ActivateStakeReturn, CreateOperatorPoolArgs};
use inference_staking_client::state::{OperatorPool, StakingRecord};
use inference_staking_client::text::zero_padded;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{Chain, EmbeddedChain, Executed, Network, Refused};
use solana_keypair::Keypair;
use solana_signer::Signer;

/// A network on LiteSVM (or another chain) with the verbs of its actors.
pub struct TestNetwork<C = EmbeddedChain>(pub Network<C>);

impl<C> Deref for TestNetwork<C> {
    type Target = Network<C>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<C> DerefMut for TestNetwork<C> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

/// Somebody with a staking record: an operator or a delegator.
pub struct Staker {
    /// Wallet with tokens; the record's owner.
    pub wallet: Keypair,
    /// The record.
    pub record: RecordOf,
}

impl Staker {
    /// The wallet's key.
    pub fn key(&self) -> Pubkey {
        self.wallet.pubkey()
    }
}

/// Arguments of a pool with 10 % token and 20 % USDC commission that takes delegation and does not stake its commission.
pub fn pool_args() -> CreateOperatorPoolArgs {
    CreateOperatorPoolArgs {
        name: zero_padded("pool").unwrap(),
        metadata_uri: zero_padded("https://example.com/pool.json").unwrap(),
        reward_commission_bps: 1_000,
        usdc_commission_bps: 2_000,
        auto_stake: false,
        delegation_allowed: true,
    }
}

impl<C: Chain> TestNetwork<C> {
    /// A pool with `pool_args()` whose operator has 1,000,000 tokens and has staked `stake` base units of them.
    pub fn operator(&mut self, name: &str, stake: u64) -> Staker {
        self.operator_with(name, stake, pool_args())
    }

    /// The same with other arguments.
    pub fn operator_with(&mut self, name: &str, stake: u64, args: CreateOperatorPoolArgs) -> Staker {
        let wallet = self.funded_wallet(name, 1_000_000 * ONE).unwrap();
        let accounts = ix::create_operator_pool_accounts(self.payer.pubkey(), wallet.pubkey(), self.mints.stake, None);
        let record = RecordOf { operator_pool: accounts.operator_pool, owner: wallet.pubkey() };
        self.send(&[ix::create_operator_pool(accounts, args, u64::MAX)], &[&wallet]).unwrap();
        let operator = Staker { wallet, record };
        if stake > 0 {
            self.stake(&operator, stake).unwrap();
        }
        operator
    }

    /// A wallet with 1,000,000 tokens and an empty record in the operator's pool.
    pub fn delegator(&mut self, name: &str, operator: &Staker) -> Staker {
        let wallet = self.funded_wallet(name, 1_000_000 * ONE).unwrap();
        let record = RecordOf { operator_pool: operator.record.operator_pool, owner: wallet.pubkey() };
        let payer = self.payer.pubkey();
        self.send(&[ix::create_staking_record(payer, record)], &[&wallet]).unwrap();
        Staker { wallet, record }
    }

    /// Accounts of a stake by the staker.
    pub fn stake_accounts(&mut self, staker: &Staker) -> inference_staking_client::accounts::Stake {
        let source = address::owner_token_account(&staker.key(), &self.mints.stake);
        ix::stake_accounts(staker.record, source, self.mints.stake)
    }

    /// Stakes `amount` base units, which are activating, but for an operator's in its own new pool.
    pub fn stake(&mut self, staker: &Staker, amount: u64) -> Result<Executed, Refused> {
        let accounts = self.stake_accounts(staker);
        self.send(&[ix::stake(accounts, amount)], &[&staker.wallet])
    }

    /// Anyone makes the staker's ripe stake shares.
    pub fn activate(&mut self, staker: &Staker) -> Result<Executed, Refused> {
        let operator_record = self.pool_of(staker).operator_staking_record;
        self.send(&[ix::activate_stake(staker.record, operator_record)], &[])
    }

    /// As if all that the staker has activating had come before the current epoch.
    pub fn ripen(&mut self, staker: &Staker) {
        self.overwrite(&staker.record.address(), |record: &mut StakingRecord| record.latest_deposit_epoch = 0);
    }

    /// Shares for `amount` base units in one step: stakes, as if in an earlier epoch, and activates. For what begins where
    /// somebody has shares; what comes before is tested beside `stake` and `activate_stake`.
    pub fn buy_shares(&mut self, staker: &Staker, amount: u64) -> Result<Executed, Refused> {
        let staked = self.stake(staker, amount)?;
        if self.record_of(staker).activating == 0 {
            return Ok(staked);
        }
        self.ripen(staker);
        self.activate(staker)
    }

    /// Unstakes `shares`.
    pub fn unstake(&mut self, staker: &Staker, shares: u64) -> Result<Executed, Refused> {
        self.send(&[ix::unstake(staker.record, shares)], &[&staker.wallet])
    }

    /// Anyone claims what has matured, behind the collection of the pool's rewards if the payout needs it.
    pub fn claim_unstake(&mut self, staker: &Staker) -> Result<Executed, Refused> {
        let now = self.chain.now();
        let matured = self.record_of(staker).matured(now).unwrap_or(0);
        let collects = self.pool_of(staker).must_collect_before(matured);
        let stake_mint = self.mints.stake;
        let collection = collects.then(|| ix::collect_pool_rewards(staker.record.operator_pool, stake_mint));
        let claim = ix::claim_unstake(staker.record, stake_mint);
        self.send(&collection.into_iter().chain([claim]).collect::<Vec<_>>(), &[])
    }

    /// Anyone claims what has matured, whether or not rewards have to be collected first.
    pub fn claim_uncollected(&mut self, staker: &Staker) -> Result<Executed, Refused> {
        let claim = ix::claim_unstake(staker.record, self.mints.stake);
        self.send(&[claim], &[])
    }

    /// Claims USDC to the staker's associated token account.
    pub fn claim_usdc(&mut self, staker: &Staker) -> Result<Executed, Refused> {
        let destination = address::owner_token_account(&staker.key(), &self.mints.usdc);
        let instruction = ix::claim_usdc_earnings(staker.record, destination, self.mints.usdc);
        self.send(&[instruction], &[&staker.wallet])
    }

    /// The staker's record.
    pub fn record_of(&mut self, staker: &Staker) -> StakingRecord {
        self.0.record(&staker.record.address()).unwrap()
    }

    /// The staker's pool.
    pub fn pool_of(&mut self, staker: &Staker) -> OperatorPool {
        self.0.pool(&staker.record.operator_pool).unwrap()
    }

    /// Stake tokens in the staker's wallet.
    pub fn tokens_of(&mut self, staker: &Staker) -> u64 {
        let mint = self.mints.stake;
        self.balance_of(&staker.key(), &mint)
    }

    /// USDC in the staker's wallet.
    pub fn usdc_of(&mut self, staker: &Staker) -> u64 {
        let mint = self.mints.usdc;
        self.balance_of(&staker.key(), &mint)
    }

    /// Overwrites one of the program's accounts: for states whose instruction is not part of the program yet or cannot be
    /// reached, such as a halt set long ago.
    pub fn overwrite<T: bytemuck::Pod + anchor_lang::Discriminator>(
        &mut self,
        address: &Pubkey,
        change: impl FnOnce(&mut T),
    ) {
        let mut account = self.chain.account(address).unwrap();
        let end = 8 + size_of::<T>();
        assert_eq!(&account.data[..8], T::DISCRIMINATOR);
        let mut state: T = bytemuck::pod_read_unaligned(&account.data[8..end]);
        change(&mut state);
        account.data[8..end].copy_from_slice(bytemuck::bytes_of(&state));
        self.chain.set_account(address, account);
    }
}

/// What an activation returned: three numbers of 8 bytes. Validators cut zeros off the end of return data.
pub fn activate_return(executed: &Executed) -> ActivateStakeReturn {
    let mut bytes = executed.return_data.clone();
    assert!((1..=24).contains(&bytes.len()), "an activation returns its cost, its shares and what is left");
    bytes.resize(24, 0);
    ActivateStakeReturn::try_from_slice(&bytes).unwrap()
}
