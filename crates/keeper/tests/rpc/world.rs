//! A local network with pools that were put there whole, epochs published through RPC, and tree files in a folder.

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

use anchor_lang::prelude::Pubkey;
use anchor_lang::Discriminator;
use bytemuck::Zeroable;
use inference_staking_client::rpc::{Connection, Pace, PriorityFee, SendOptions};
use inference_staking_client::state::{OperatorPool, StakingRecord};
use inference_staking_client::{address, args, instruction as ix};
use inference_staking_keeper::{Options, TreeSource};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::NetworkSetup;
use inference_staking_localnet_rpc::{LocalNetwork, LocalNetworkOptions};
use inference_staking_rewards::{write_tree_file, RewardRow, RewardsTree};
use solana_account::Account;
use solana_commitment_config::CommitmentConfig;
use solana_keypair::Keypair;
use solana_signer::Signer;
use tempfile::TempDir;

/// What the default schedule issues in each epoch.
pub const EPOCH_REWARDS: u64 = 10_000 * ONE;
/// USDC of an epoch in these tests.
pub const EPOCH_USDC: u64 = 777_777;
/// Tokens and shares of each pool at the beginning: a price of one.
pub const STAKED: u64 = 1_000 * ONE;
const VAULT_BALANCE: u64 = 1_000_000_000 * ONE;
const TOKEN_OWNER: std::ops::Range<usize> = 32..64;
const TOKEN_AMOUNT: std::ops::Range<usize> = 64..72;
const SLOT: Duration = Duration::from_millis(50);

pub struct World {
    pub network: LocalNetwork,
    pub folder: TempDir,
    pub pools: Vec<Pubkey>,
    /// Every row published, with its epoch.
    pub published: Vec<(u64, RewardRow)>,
}

impl World {
    /// A network with so many pools; every third stakes its commission.
    pub fn start(pools: u32) -> Self {
        let mut setup = NetworkSetup::default();
        setup.parameters.min_epoch_length = 0;
        let network =
            LocalNetwork::start(LocalNetworkOptions { setup, slot_time: SLOT, ..Default::default() }).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut world = Self { network, folder, pools: Vec::new(), published: Vec::new() };
        world.fill(&address::reward_vault());
        world.fill(&address::usdc_vault());
        for number in 0..pools {
            let address = world.put_pool(&Pubkey::new_unique(), number % 3 == 0);
            world.pools.push(address);
        }
        world
    }

    fn fill(&self, vault: &Pubkey) {
        let mut account = self.network.account(vault).unwrap().unwrap();
        account.data[TOKEN_AMOUNT].copy_from_slice(&VAULT_BALANCE.to_le_bytes());
        self.network.set_account(vault, account).unwrap();
    }

    fn put_pool(&self, admin: &Pubkey, auto_stake: bool) -> Pubkey {
        let (address, bump) = Pubkey::find_program_address(&[b"OperatorPool", admin.as_ref()], &address::program_id());
        let record = address::staking_record(&address, admin);
        let (owner, operator_pool) = (*admin, address);
        self.put(&record, StakingRecord { owner, operator_pool, shares: STAKED, ..StakingRecord::zeroed() });
        let pool = OperatorPool {
            first_admin: *admin,
            bump,
            vault: address::pool_vault(&address),
            operator_staking_record: record,
            total_shares: STAKED,
            total_staked_amount: STAKED,
            reward_commission_bps: 1_000,
            usdc_commission_bps: 2_000,
            auto_stake: u8::from(auto_stake),
            ..OperatorPool::zeroed()
        };
        self.put(&address, pool);
        address
    }

    /// Gives a pool a vault with this balance.
    pub fn put_vault(&self, pool: &Pubkey, balance: u64) {
        let mut account = self.network.account(&address::reward_vault()).unwrap().unwrap();
        account.data[TOKEN_OWNER].copy_from_slice(pool.as_ref());
        account.data[TOKEN_AMOUNT].copy_from_slice(&balance.to_le_bytes());
        self.network.set_account(&address::pool_vault(pool), account).unwrap();
    }

    /// Writes one of the program's accounts.
    pub fn put<T: bytemuck::Pod + Discriminator>(&self, address: &Pubkey, state: T) {
        let data = [T::DISCRIMINATOR, bytemuck::bytes_of(&state)].concat();
        let (owner, lamports) = (address::program_id(), 1_000_000_000);
        self.network.set_account(address, Account { lamports, data, owner, ..Account::default() }).unwrap();
    }

    /// Changes a pool as no instruction does.
    pub async fn change_pool(&self, address: &Pubkey, change: impl FnOnce(&mut OperatorPool)) {
        let mut pool = self.direct().pool(address).await.unwrap();
        change(&mut pool);
        self.put(address, pool);
    }

    /// Puts the record of an owner with a deposit that came in an epoch.
    pub async fn put_deposit(&self, pool: &Pubkey, owner: &Pubkey, tokens: u64, epoch: u64) -> Pubkey {
        let record = address::staking_record(pool, owner);
        self.put_deposit_at(&record, pool, owner, tokens, epoch).await;
        record
    }

    /// The same at any address.
    pub async fn put_deposit_at(&self, at: &Pubkey, pool: &Pubkey, owner: &Pubkey, tokens: u64, epoch: u64) {
        let before = self.direct().staking_record_if_any(at).await.unwrap();
        let record = StakingRecord {
            owner: *owner,
            operator_pool: *pool,
            activating: tokens,
            latest_deposit: tokens,
            latest_deposit_epoch: epoch,
            has_activating: 1,
            ..before.unwrap_or_else(StakingRecord::zeroed)
        };
        self.put(at, record);
        self.change_pool(pool, |pool| pool.total_activating += tokens).await;
    }

    /// Past the proxy.
    pub fn direct(&self) -> Connection {
        connection(&self.network.rpc_url())
    }

    /// Publishes the next epoch with a tree that pays each pool another amount, and writes its tree file.
    pub async fn publish(&mut self, epoch: u64) -> PathBuf {
        let rows = rows(&self.pools);
        let tree = RewardsTree::from_rows(address::program_id(), epoch, rows.clone()).unwrap();
        let path = self.folder.path().join(format!("tree-epoch-{epoch}.json"));
        write_tree_file(&tree, &path).unwrap();
        let (roots, depths) = (vec![tree.root()], vec![tree.depth().into()]);
        let totals = tree.totals();
        assert_eq!((totals.rewards, totals.usdc), (EPOCH_REWARDS, EPOCH_USDC));
        self.create_record(epoch, roots, depths, totals.rewards, totals.usdc).await;
        self.published.extend(rows.into_iter().map(|row| (epoch, row)));
        path
    }

    /// Publishes the next epoch without roots.
    pub async fn publish_empty(&self, epoch: u64) {
        self.create_record(epoch, vec![], vec![], 0, 0).await;
    }

    async fn create_record(&self, epoch: u64, roots: Vec<[u8; 32]>, depths: Vec<u16>, rewards: u64, usdc: u64) {
        let (payer, authority) = (&self.network.roles.payer, &self.network.roles.reward_authority);
        let mark = ix::mark_epoch_as_finalizing(authority.pubkey(), epoch);
        let accounts = ix::create_reward_record_accounts(payer.pubkey(), authority.pubkey(), epoch);
        let args = args::CreateRewardRecord { roots, depths, total_rewards: rewards, total_usdc: usdc };
        let create = ix::create_reward_record(accounts, args);
        self.direct().send(&[mark, create], &[payer, authority], &send_options()).await.unwrap();
    }

    pub fn source(&self) -> TreeSource {
        TreeSource::Folder(self.folder.path().to_owned())
    }

    pub fn payer(&self) -> Keypair {
        self.network.roles.payer.insecure_clone()
    }

    /// Every pool has got exactly what the trees pay it, once, and the records are empty.
    pub async fn assert_paid_exactly(&self, last_epoch: u64) {
        let connection = self.direct();
        let pools = connection.pools_at(&self.pools).await.unwrap();
        for (address, pool) in self.pools.iter().zip(pools) {
            let pool = pool.unwrap();
            let rows: Vec<_> = self.published.iter().filter(|(_, row)| row.pool == *address).collect();
            let reward: u64 = rows.iter().map(|(_, row)| row.reward).sum();
            let usdc: u64 = rows.iter().map(|(_, row)| row.usdc).sum();
            assert_eq!(pool.total_staked_amount - STAKED + pool.reward_commission, reward, "tokens of {address}");
            assert_eq!(pool.delegator_usdc + pool.usdc_commission, usdc, "USDC of {address}");
            assert_eq!((pool.reward_last_claimed_epoch, pool.skipped_epochs.get()), (last_epoch, 0), "{address}");
        }
        let epochs: std::collections::BTreeSet<u64> = self.published.iter().map(|(epoch, _)| *epoch).collect();
        for epoch in epochs {
            let record = connection.reward_record(epoch).await.unwrap().unwrap();
            let rest = (record.remaining_rewards, record.remaining_usdc);
            assert_eq!((rest, record.accrued_leaves), ((0, 0), self.pools.len() as u64), "epoch {epoch}");
        }
    }
}

/// Shares of the epoch's totals that grow with the place, the last one getting the rest.
fn rows(pools: &[Pubkey]) -> Vec<RewardRow> {
    let weights = (pools.len() * (pools.len() + 1) / 2) as u64;
    let row = |(place, pool): (usize, &Pubkey)| {
        let weight = place as u64 + 1;
        RewardRow { pool: *pool, reward: EPOCH_REWARDS / weights * weight, usdc: EPOCH_USDC / weights * weight }
    };
    let mut rows: Vec<RewardRow> = pools.iter().enumerate().map(row).collect();
    let (rewards, usdc) = rows.iter().fold((0, 0), |sum, row| (sum.0 + row.reward, sum.1 + row.usdc));
    let last = rows.last_mut().unwrap();
    last.reward += EPOCH_REWARDS - rewards;
    last.usdc += EPOCH_USDC - usdc;
    rows
}

/// A connection that does not wait long.
pub fn connection(url: &str) -> Connection {
    let pace = Pace {
        poll: Duration::from_millis(40),
        rebroadcast: Duration::from_millis(300),
        backoff: Duration::from_millis(20),
        ..Pace::default()
    };
    Connection::new(url, CommitmentConfig::confirmed()).with_pace(pace)
}

fn send_options() -> SendOptions {
    SendOptions { priority_fee: PriorityFee::None, ..SendOptions::default() }
}

/// Options of a keeper that does not wait long.
pub fn options() -> Options {
    Options {
        transactions_per_second: NonZeroU32::new(200).unwrap(),
        in_flight: NonZeroUsize::new(16).unwrap(),
        send: send_options(),
        idle_pause: Duration::from_millis(100),
        progress: false,
        ..Options::default()
    }
}
