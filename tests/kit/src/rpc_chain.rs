//! A node behind JSON-RPC as the chain: a validator, whose accounts and clock nobody can set.

use std::time::{Duration, Instant};

use anchor_lang::prelude::Pubkey;
use base64::prelude::{Engine as _, BASE64_STANDARD};
use inference_staking_localnet::chain::transaction_bytes;
use inference_staking_localnet::{Chain, Executed, Refused};
use solana_account::Account;
use solana_commitment_config::CommitmentConfig;
use solana_hash::Hash;
use solana_rpc_client::rpc_client::RpcClient;
use solana_transaction::Transaction;

/// The clock sysvar, whose bytes 32 to 40 are the Unix time.
const CLOCK: Pubkey = Pubkey::from_str_const("SysvarC1ock11111111111111111111111111111111");
/// Longest that `set_time` waits for the node's clock, seconds.
const PATIENCE: i64 = 60;
/// A validator that is busy makes blocks and seconds late, but not later than this.
const LONGEST_WAIT: Duration = Duration::from_secs(180);

/// A connection, confirmed.
pub struct RpcChain {
    rpc: RpcClient,
    blockhash: Hash,
}

impl RpcChain {
    /// Connects to the node at this URL; nothing is sent yet.
    pub fn connect(url: &str) -> Self {
        let rpc = RpcClient::new_with_commitment(url.to_owned(), CommitmentConfig::confirmed());
        Self { rpc, blockhash: Hash::default() }
    }
}

impl Chain for RpcChain {
    fn account(&mut self, address: &Pubkey) -> Option<Account> {
        self.rpc.get_account_with_commitment(address, CommitmentConfig::confirmed()).unwrap().value
    }

    fn set_account(&mut self, address: &Pubkey, _account: Account) {
        panic!("account {address} of a validator changes by transactions alone");
    }

    fn fresh_blockhash(&mut self) -> Hash {
        let end = Instant::now() + LONGEST_WAIT;
        while Instant::now() < end {
            let latest = self.rpc.get_latest_blockhash().unwrap();
            if latest != self.blockhash {
                self.blockhash = latest;
                return latest;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the validator has made no block for {LONGEST_WAIT:?}");
    }

    /// Simulated first: that gives the logs, and the refusal as the program said it.
    fn execute(&mut self, transaction: Transaction) -> Result<Executed, Refused> {
        let simulated = self.rpc.simulate_transaction(&transaction).unwrap().value;
        let logs = simulated.logs.unwrap_or_default();
        if let Some(error) = simulated.err {
            return Err(Refused { error: error.into(), logs });
        }
        self.rpc.send_and_confirm_transaction(&transaction).unwrap();
        let returned = simulated.return_data.map(|returned| BASE64_STANDARD.decode(returned.data.0).unwrap());
        Ok(Executed {
            compute_units: simulated.units_consumed.unwrap_or(0),
            logs,
            return_data: returned.unwrap_or_default(),
            transaction_bytes: transaction_bytes(&transaction),
            ..Executed::default()
        })
    }

    fn now(&mut self) -> i64 {
        let data = self.account(&CLOCK).unwrap().data;
        i64::from_le_bytes(data[32..40].try_into().unwrap())
    }

    /// Waits until the clock says so.
    fn set_time(&mut self, unix_timestamp: i64) {
        let left = unix_timestamp - self.now();
        assert!(left <= PATIENCE, "the clock of a validator cannot be set: it reaches that time in {left} s");
        let end = Instant::now() + LONGEST_WAIT;
        while self.now() < unix_timestamp {
            assert!(Instant::now() < end, "the validator's clock has not reached {unix_timestamp} in {LONGEST_WAIT:?}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}
