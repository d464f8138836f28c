//! The wallets of a course of events: numbers in the model, keys on the chain.

use std::ops::Range;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_client::constants::{METADATA_URI_BYTES, NAME_BYTES};
use inference_staking_client::instruction::{Mints, RecordOf};
use inference_staking_client::text::zero_padded;
use inference_staking_localnet::wallet;
use inference_staking_model::{Actor, Holder, Mint, RecordId};
use solana_keypair::Keypair;
use solana_signer::Signer;

/// The text that a pool's name of this number stands for.
pub fn pool_name(number: u16) -> [u8; NAME_BYTES] {
    zero_padded(&format!("pool {number}")).unwrap()
}

/// The text that a metadata URI of this number stands for.
pub fn pool_uri(number: u16) -> [u8; METADATA_URI_BYTES] {
    zero_padded(&format!("https://example.com/{number}.json")).unwrap()
}

/// The number in a text, which is that text again.
fn number_in(text: &[u8]) -> u16 {
    let digits: String = text.iter().map(|byte| char::from(*byte)).filter(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

/// The number of a pool's name.
///
/// # Panics
/// If it is not one of ours.
pub fn name_number(name: &[u8; NAME_BYTES]) -> u16 {
    let number = number_in(name);
    assert_eq!(*name, pool_name(number));
    number
}

/// The number of a metadata URI.
///
/// # Panics
/// If it is not one of ours.
pub fn uri_number(uri: &[u8; METADATA_URI_BYTES]) -> u16 {
    let number = number_in(uri);
    assert_eq!(*uri, pool_uri(number));
    number
}

/// Keys of all wallets, and the addresses that follow from them.
#[derive(Default)]
pub struct Actors {
    wallets: Vec<Keypair>,
    keys: Vec<Pubkey>,
    token_accounts: Vec<[Pubkey; 2]>,
    pools: Vec<Pubkey>,
    pool_vaults: Vec<Pubkey>,
    records: Vec<Vec<Pubkey>>,
    global_vaults: [Pubkey; 2],
}

impl Actors {
    /// These wallets on a network with these mints, by number in this order.
    pub fn new(mints: &Mints, names: &[&str]) -> Self {
        let mut actors = Self { global_vaults: [address::reward_vault(), address::usdc_vault()], ..Self::default() };
        for name in names {
            actors.add(mints, name);
        }
        actors
    }

    /// One more wallet; returns its number.
    pub fn add(&mut self, mints: &Mints, name: &str) -> Actor {
        let wallet = wallet(name);
        let key = wallet.pubkey();
        let pool = address::operator_pool(&key);
        for (pool, records) in self.pools.iter().zip(&mut self.records) {
            records.push(address::staking_record(pool, &key));
        }
        self.wallets.push(wallet);
        self.keys.push(key);
        self.token_accounts.push([mints.stake, mints.usdc].map(|mint| address::owner_token_account(&key, &mint)));
        self.pools.push(pool);
        self.pool_vaults.push(address::pool_vault(&pool));
        self.records.push(self.keys.iter().map(|owner| address::staking_record(&pool, owner)).collect());
        self.all().end - 1
    }

    /// All of them.
    pub fn all(&self) -> Range<Actor> {
        0..u8::try_from(self.keys.len()).unwrap()
    }

    /// The wallet itself.
    pub fn wallet(&self, actor: Actor) -> &Keypair {
        &self.wallets[usize::from(actor)]
    }

    /// Its key.
    pub fn key(&self, actor: Actor) -> Pubkey {
        self.keys[usize::from(actor)]
    }

    /// Its key, or the zero key.
    pub fn key_or_zero(&self, actor: Option<Actor>) -> Pubkey {
        actor.map_or_else(Pubkey::default, |actor| self.key(actor))
    }

    /// The wallet of a key; none for the zero key.
    pub fn actor(&self, key: &Pubkey) -> Option<Actor> {
        let place = self.keys.iter().position(|known| known == key);
        assert!(place.is_some() || *key == Pubkey::default(), "unknown key {key}");
        place.map(|place| u8::try_from(place).unwrap())
    }

    /// The pool that the wallet created or would create.
    pub fn pool(&self, creator: Actor) -> Pubkey {
        self.pools[usize::from(creator)]
    }

    /// The record by pool and owner key, as the client names it.
    pub fn record(&self, record: RecordId) -> RecordOf {
        RecordOf { operator_pool: self.pool(record.pool), owner: self.key(record.owner) }
    }

    /// A record's address.
    pub fn record_address(&self, record: RecordId) -> Pubkey {
        self.records[usize::from(record.pool)][usize::from(record.owner)]
    }

    /// A token account.
    pub fn token_account(&self, holder: Holder, mint: Mint) -> Pubkey {
        let place = usize::from(mint == Mint::Usdc);
        match holder {
            Holder::Wallet(actor) => self.token_accounts[usize::from(actor)][place],
            Holder::PoolVault(pool) => self.pool_vaults[usize::from(pool)],
            Holder::GlobalVault => self.global_vaults[place],
        }
    }

    /// Whose token account this is.
    pub fn holder(&self, account: &Pubkey, mint: Mint) -> Holder {
        let holders = self.all().map(Holder::Wallet).chain([Holder::GlobalVault]);
        let mut found = holders.filter(|holder| self.token_account(*holder, mint) == *account);
        found.next().unwrap_or_else(|| panic!("unknown token account {account}"))
    }
}
