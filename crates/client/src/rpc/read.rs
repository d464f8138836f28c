//! Reading the program's accounts.

use std::collections::HashSet;
use std::mem::offset_of;

use anchor_lang::prelude::{Clock, Pubkey};
use anchor_lang::solana_program::sysvar::SysvarId;
use anchor_lang::{system_program, Discriminator};
use inference_staking::state::{OperatorPool, PoolOverview, RewardRecord, StakingRecord};
use solana_account_decoder_client_types::{UiAccount, UiAccountEncoding};
use solana_rpc_client_api::config::{RpcAccountInfoConfig, RpcProgramAccountsConfig};
use solana_rpc_client_api::filter::{Memcmp, RpcFilterType};
use solana_rpc_client_api::request::RpcRequest;

use super::connection::Connection;
use super::failure::{incomplete, whole, ReadError, RpcFailure};
use crate::account::{decode, DecodeError};
use crate::address;

/// Most accounts that a node returns to one `getMultipleAccounts`.
const ACCOUNTS_PER_REQUEST: usize = 100;
/// Where the Clock sysvar holds the Unix time.
const CLOCK_UNIX_TIME: std::ops::Range<usize> = 32..40;
/// Bytes in front of an account's fields.
const DISCRIMINATOR_BYTES: usize = 8;
const POOL_ADMIN_OFFSET: usize = DISCRIMINATOR_BYTES + offset_of!(OperatorPool, admin);
const POOL_PENDING_ADMIN_OFFSET: usize = DISCRIMINATOR_BYTES + offset_of!(OperatorPool, pending_admin);
const RECORD_OWNER_OFFSET: usize = DISCRIMINATOR_BYTES + offset_of!(StakingRecord, owner);
const RECORD_POOL_OFFSET: usize = DISCRIMINATOR_BYTES + offset_of!(StakingRecord, operator_pool);
const RECORD_HAS_ACTIVATING_OFFSET: usize = DISCRIMINATOR_BYTES + offset_of!(StakingRecord, has_activating);

/// An account's data, the program that owns it, and whether it is a program itself.
pub(super) struct Raw {
    pub(super) data: Vec<u8>,
    pub(super) owner: Pubkey,
    pub(super) executable: bool,
}

/// An account type and its name for people.
trait Named: bytemuck::Pod + Discriminator {
    const WHAT: &'static str;
}

impl Named for PoolOverview {
    const WHAT: &'static str = "pool overview";
}
impl Named for OperatorPool {
    const WHAT: &'static str = "operator pool";
}
impl Named for StakingRecord {
    const WHAT: &'static str = "staking record";
}
impl Named for RewardRecord {
    const WHAT: &'static str = "reward record";
}

impl Connection {
    /// The chain's time, Unix seconds, from the Clock sysvar.
    pub async fn now(&self) -> Result<i64, ReadError> {
        let address = Clock::id();
        let what = "clock";
        let raw = self.raw(&address).await?.ok_or(ReadError::NotFound { what, address })?;
        let bytes = raw.data.get(CLOCK_UNIX_TIME).and_then(|bytes| bytes.try_into().ok());
        Ok(i64::from_le_bytes(bytes.ok_or(ReadError::NoClock)?))
    }

    /// The singleton.
    pub async fn overview(&self) -> Result<PoolOverview, ReadError> {
        self.required(&address::pool_overview()).await
    }

    /// A pool.
    pub async fn pool(&self, address: &Pubkey) -> Result<OperatorPool, ReadError> {
        self.required(address).await
    }

    /// A staking record.
    pub async fn staking_record(&self, address: &Pubkey) -> Result<StakingRecord, ReadError> {
        self.required(address).await
    }

    /// A staking record, or `None` if there is none at the address.
    pub async fn staking_record_if_any(&self, address: &Pubkey) -> Result<Option<StakingRecord>, ReadError> {
        self.optional(address).await
    }

    /// The reward record of an epoch, or `None` if it has none (yet, or any more).
    pub async fn reward_record(&self, epoch: u64) -> Result<Option<RewardRecord>, ReadError> {
        self.optional(&address::reward_record(epoch)).await
    }

    /// The reward records of several epochs, in the same order.
    pub async fn reward_records(&self, epochs: &[u64]) -> Result<Vec<Option<RewardRecord>>, ReadError> {
        let addresses: Vec<_> = epochs.iter().map(|epoch| address::reward_record(*epoch)).collect();
        self.typed(&addresses).await
    }

    /// All pools. The singleton counts them, and no pool is ever closed: a list with fewer is a fault of the node, which is asked
    /// again.
    ///
    /// # Errors
    /// `Rpc` also if the node goes on leaving pools out.
    pub async fn pools(&self) -> Result<Vec<(Pubkey, OperatorPool)>, ReadError> {
        // Read before the list, so that a pool that is created meanwhile is in it and not in the count.
        let overview: Option<PoolOverview> = self.optional(&address::pool_overview()).await?;
        let counted =
            usize::try_from(overview.map_or(0, |overview| overview.operator_pool_count)).unwrap_or(usize::MAX);
        let mut failures = 0_u32;
        loop {
            let pools = self.all(None).await?;
            failures = failures.saturating_add(1);
            if pools.len() >= counted {
                return Ok(pools);
            }
            if failures >= self.pace().read_attempts {
                let failure = incomplete(RpcRequest::GetProgramAccounts, counted, pools.len());
                return Err(RpcFailure::from(failure).into());
            }
            tokio::time::sleep(self.pace().pause(failures)).await;
        }
    }

    /// The pools of an admin.
    pub async fn pools_of_admin(&self, admin: &Pubkey) -> Result<Vec<(Pubkey, OperatorPool)>, ReadError> {
        self.all(Some((POOL_ADMIN_OFFSET, admin.as_ref()))).await
    }

    /// The pools that a key was proposed as admin of.
    pub async fn pools_offered_to(&self, key: &Pubkey) -> Result<Vec<(Pubkey, OperatorPool)>, ReadError> {
        self.all(Some((POOL_PENDING_ADMIN_OFFSET, key.as_ref()))).await
    }

    /// The pools at these addresses, in the same order.
    pub async fn pools_at(&self, addresses: &[Pubkey]) -> Result<Vec<Option<OperatorPool>>, ReadError> {
        self.typed(addresses).await
    }

    /// The staking records at these addresses, in the same order.
    pub async fn staking_records_at(&self, addresses: &[Pubkey]) -> Result<Vec<Option<StakingRecord>>, ReadError> {
        self.typed(addresses).await
    }

    /// All staking records of an owner.
    pub async fn records_of_owner(&self, owner: &Pubkey) -> Result<Vec<(Pubkey, StakingRecord)>, ReadError> {
        self.all(Some((RECORD_OWNER_OFFSET, owner.as_ref()))).await
    }

    /// All staking records of a pool.
    pub async fn records_of_pool(&self, pool: &Pubkey) -> Result<Vec<(Pubkey, StakingRecord)>, ReadError> {
        self.all(Some((RECORD_POOL_OFFSET, pool.as_ref()))).await
    }

    /// All staking records with activating stake that buys a share, of all pools.
    pub async fn records_with_activating(&self) -> Result<Vec<(Pubkey, StakingRecord)>, ReadError> {
        self.all(Some((RECORD_HAS_ACTIVATING_OFFSET, &[1]))).await
    }

    async fn required<T: Named>(&self, address: &Pubkey) -> Result<T, ReadError> {
        let found = self.optional(address).await?;
        found.ok_or(ReadError::NotFound { what: T::WHAT, address: *address })
    }

    async fn optional<T: Named>(&self, address: &Pubkey) -> Result<Option<T>, ReadError> {
        self.raw(address).await?.map(|raw| typed(address, &raw)).transpose()
    }

    async fn typed<T: Named>(&self, addresses: &[Pubkey]) -> Result<Vec<Option<T>>, ReadError> {
        let raw = self.raw_all(addresses).await?;
        let pairs = addresses.iter().zip(raw);
        pairs.map(|(address, raw)| raw.map(|raw| typed(address, &raw)).transpose()).collect()
    }

    /// Whether there is an account at each of the addresses.
    pub(super) async fn exist(&self, addresses: &[Pubkey]) -> Result<Vec<bool>, RpcFailure> {
        let mut found = Vec::with_capacity(addresses.len());
        for chunk in addresses.chunks(ACCOUNTS_PER_REQUEST) {
            found.extend(self.shown(chunk).await?.iter().map(Option::is_some));
        }
        Ok(found)
    }

    /// What one request shows of accounts, in the same order. An answer of another length would be about other accounts: it is
    /// no answer.
    async fn shown(&self, addresses: &[Pubkey]) -> Result<Vec<Option<UiAccount>>, RpcFailure> {
        self.retried(|rpc| async move {
            let answer = rpc.get_multiple_ui_accounts_with_config(addresses, self.in_base64()).await?;
            whole(RpcRequest::GetMultipleAccounts, addresses.len(), answer.value)
        })
        .await
    }

    /// Whether the account is there and is that of a program: no wallet, then.
    ///
    /// # Errors
    /// `Rpc`.
    pub async fn is_account_of_program(&self, address: &Pubkey) -> Result<bool, ReadError> {
        let account = self.raw(address).await?;
        Ok(account.is_some_and(|account| account.owner != system_program::ID))
    }

    /// An account of whatever program: whose it is, and its data. `None` if there is none.
    ///
    /// # Errors
    /// `Rpc`.
    pub async fn owner_and_data(&self, address: &Pubkey) -> Result<Option<(Pubkey, Vec<u8>)>, ReadError> {
        Ok(self.raw(address).await?.map(|raw| (raw.owner, raw.data)))
    }

    pub(super) async fn raw(&self, address: &Pubkey) -> Result<Option<Raw>, ReadError> {
        Ok(self.raw_all(&[*address]).await?.pop().flatten())
    }

    pub(super) async fn raw_all(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Raw>>, ReadError> {
        let mut found = Vec::with_capacity(addresses.len());
        for chunk in addresses.chunks(ACCOUNTS_PER_REQUEST) {
            for (address, account) in chunk.iter().zip(self.shown(chunk).await?) {
                found.push(account.map(|account| binary(address, &account)).transpose()?);
            }
        }
        Ok(found)
    }

    async fn all<T: Named>(&self, with: Option<(usize, &[u8])>) -> Result<Vec<(Pubkey, T)>, ReadError> {
        let size = 8u64.saturating_add(size_of::<T>() as u64);
        let mut filters =
            vec![RpcFilterType::DataSize(size), RpcFilterType::Memcmp(Memcmp::new_base58_encoded(0, T::DISCRIMINATOR))];
        let with = with.map(|(offset, bytes)| Memcmp::new_base58_encoded(offset, bytes));
        filters.extend(with.map(RpcFilterType::Memcmp));
        let accounts = self
            .retried(|rpc| {
                let filters = Some(filters.clone());
                let config =
                    RpcProgramAccountsConfig { filters, account_config: self.in_base64(), ..Default::default() };
                async move { rpc.get_program_ui_accounts_with_config(&address::program_id(), config).await }
            })
            .await?;
        // A node that joins several answers may name an account twice.
        let mut seen = HashSet::with_capacity(accounts.len());
        let accounts = accounts.iter().filter(|(address, _)| seen.insert(*address));
        accounts.map(|(address, account)| Ok((*address, typed(address, &binary(address, account)?)?))).collect()
    }

    pub(super) fn in_base64(&self) -> RpcAccountInfoConfig {
        RpcAccountInfoConfig {
            encoding: Some(UiAccountEncoding::Base64),
            commitment: Some(self.commitment()),
            ..RpcAccountInfoConfig::default()
        }
    }
}

pub(super) fn binary(address: &Pubkey, account: &UiAccount) -> Result<Raw, ReadError> {
    let unreadable = ReadError::Decode { what: "account in base64", address: *address, error: DecodeError::TooShort };
    let account = account.to_account().ok_or(unreadable)?;
    Ok(Raw { data: account.data, owner: account.owner, executable: account.executable })
}

fn typed<T: Named>(address: &Pubkey, raw: &Raw) -> Result<T, ReadError> {
    if raw.owner != address::program_id() {
        return Err(ReadError::WrongOwner { what: T::WHAT, address: *address, owner: raw.owner });
    }
    decode(&raw.data).map_err(|error| ReadError::Decode { what: T::WHAT, address: *address, error })
}
