//! A real bank as the chain: `solana-program-test` with the built program in its genesis.

use std::time::{Duration, Instant};

use anchor_lang::prelude::Pubkey;
use inference_staking_localnet::chain::transaction_bytes;
use inference_staking_localnet::program::genesis_accounts;
use inference_staking_localnet::{Chain, Executed, Refused};
use solana_account::Account;
use solana_clock::Clock;
use solana_hash::Hash;
use solana_program_test::{BanksClient, ProgramTest, ProgramTestContext};
use solana_transaction::Transaction;
use tokio::runtime::{Builder, Runtime};

/// A bank that is busy makes a blockhash late, but not later than this.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The bank, and the runtime that its server needs.
pub struct BankChain {
    runtime: Runtime,
    context: ProgramTestContext,
}

impl BankChain {
    /// Starts a bank at Unix time `now` with the built program under `upgrade_authority`.
    pub fn start(upgrade_authority: &Pubkey, now: i64) -> Self {
        // The bank logs every step at the debug level unless it is told otherwise.
        std::env::set_var("RUST_LOG", "error");
        // One thread: the bank's clock task must not run while a slot is being warped.
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let mut test = ProgramTest::default();
        test.prefer_bpf(true);
        for (address, account) in genesis_accounts(upgrade_authority).unwrap() {
            test.add_genesis_account(address, account);
        }
        let context = runtime.block_on(test.start_with_context());
        let mut chain = Self { runtime, context };
        // A program of the genesis can be called from the second slot on.
        chain.context.warp_to_slot(2).unwrap();
        chain.set_time(now);
        chain
    }

    fn client(&self) -> BanksClient {
        self.context.banks_client.clone()
    }
}

impl Chain for BankChain {
    fn account(&mut self, address: &Pubkey) -> Option<Account> {
        self.runtime.block_on(self.client().get_account(*address)).unwrap()
    }

    fn set_account(&mut self, address: &Pubkey, account: Account) {
        self.context.set_account(address, &account.into());
    }

    fn fresh_blockhash(&mut self) -> Hash {
        let last = self.context.last_blockhash;
        let client = self.client();
        self.context.last_blockhash = self.runtime.block_on(async move {
            let end = Instant::now() + LONGEST_WAIT;
            while Instant::now() < end {
                let latest = client.get_latest_blockhash().await.unwrap();
                if latest != last {
                    return latest;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            panic!("the bank has had no other blockhash for {LONGEST_WAIT:?}");
        });
        self.context.last_blockhash
    }

    fn execute(&mut self, transaction: Transaction) -> Result<Executed, Refused> {
        let transaction_bytes = transaction_bytes(&transaction);
        let client = self.client();
        let processed = self.runtime.block_on(client.process_transaction_with_metadata(transaction)).unwrap();
        let metadata = processed.metadata;
        let logs = metadata.as_ref().map_or_else(Vec::new, |metadata| metadata.log_messages.clone());
        match (processed.result, metadata) {
            (Ok(()), Some(metadata)) => Ok(Executed {
                compute_units: metadata.compute_units_consumed,
                logs,
                return_data: metadata.return_data.map_or_else(Vec::new, |returned| returned.data),
                transaction_bytes,
                ..Executed::default()
            }),
            (Ok(()), None) => panic!("the bank gave no metadata of a transaction it executed"),
            (Err(error), _) => Err(Refused { error, logs }),
        }
    }

    fn now(&mut self) -> i64 {
        self.runtime.block_on(self.client().get_sysvar::<Clock>()).unwrap().unix_timestamp
    }

    fn set_time(&mut self, unix_timestamp: i64) {
        let clock = self.runtime.block_on(self.client().get_sysvar::<Clock>()).unwrap();
        self.context.set_sysvar(&Clock { unix_timestamp, ..clock });
    }
}
