//! The wallets of a history: numbers in the model, keys on the chain.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_client::instruction::{Mints, RecordOf};
use inference_staking_localnet::wallet;
use inference_staking_model::{Actor, Holder, Mint, RecordId, Roles};
use solana_keypair::Keypair;
use solana_signer::Signer;

/// Wallets by number. The first ones create pools and delegate; the rest have the network's roles.
const NAMES: [&str; 15] = [
    "operator 0",
    "operator 1",
    "operator 2",
    "delegator 3",
    "delegator 4",
    "delegator 5",
    "delegator 6",
    "stranger",
    "program admin",
    "reward authority",
    "halt authority",
    "slashing authority",
    "slashing treasury",
    "registration fee",
    "payer",
];

/// Wallets that may create a pool.
pub const OPERATORS: u8 = 3;
/// Wallets that stake: operators and delegators.
pub const STAKERS: u8 = 7;
/// All wallets.
pub const ACTORS: u8 = 15;
/// The wallet that registration fees go to.
pub const FEE_WALLET: Actor = 13;
/// The roles when a history begins.
pub const ROLES: Roles = Roles { program_admin: 8, reward: 9, halt: 10, slashing: 11, treasury: 12, payer: 14 };

/// Keys of all wallets, and the addresses that follow from them.
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
    /// All wallets of a network with these mints.
    pub fn new(mints: &Mints) -> Self {
        let wallets: Vec<Keypair> = NAMES.iter().map(|name| wallet(name)).collect();
        let keys: Vec<Pubkey> = wallets.iter().map(Signer::pubkey).collect();
        let pools: Vec<Pubkey> = keys.iter().map(address::operator_pool).collect();
        let token_accounts =
            keys.iter().map(|key| [mints.stake, mints.usdc].map(|mint| address::owner_token_account(key, &mint)));
        let records = pools.iter().map(|pool| keys.iter().map(|owner| address::staking_record(pool, owner)).collect());
        Self {
            token_accounts: token_accounts.collect(),
            pool_vaults: pools.iter().map(address::pool_vault).collect(),
            records: records.collect(),
            global_vaults: [address::reward_vault(), address::usdc_vault()],
            wallets,
            keys,
            pools,
        }
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
        let holders = (0..ACTORS).map(Holder::Wallet).chain([Holder::GlobalVault]);
        let mut found = holders.filter(|holder| self.token_account(*holder, mint) == *account);
        found.next().unwrap_or_else(|| panic!("unknown token account {account}"))
    }
}
