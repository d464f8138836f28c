//! What pool admins do, and what halt and slashing authorities do to them.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::{address, args};
use inference_staking_test_kit::pools;
use solana_signer::Signer;

use super::{Outcome, Stage};
use crate::stories::ledger::Slash;

impl Stage {
    #[track_caller]
    pub fn announce_reward_rate(&mut self, pool: usize, bps: u16) {
        self.update(pool, UpdateOperatorPoolArgs { reward_commission_bps: Some(bps), ..Default::default() });
        self.ledger.announce_reward_rate(pool, bps);
        self.assert_agreement();
    }

    #[track_caller]
    pub fn announce_usdc_rate(&mut self, pool: usize, bps: u16) {
        self.update(pool, UpdateOperatorPoolArgs { usdc_commission_bps: Some(bps), ..Default::default() });
        self.ledger.announce_usdc_rate(pool, bps);
        self.assert_agreement();
    }

    #[track_caller]
    pub fn set_auto_stake(&mut self, pool: usize, on: bool) {
        self.update(pool, UpdateOperatorPoolArgs { auto_stake: Some(on), ..Default::default() });
        self.ledger.pools[pool].auto_stake = on;
    }

    #[track_caller]
    fn update(&mut self, pool: usize, args: UpdateOperatorPoolArgs) {
        let operator = self.operator_of(pool).wallet.insecure_clone();
        let account = address::operator_pool(&operator.pubkey());
        self.network.send(&[ix::update_operator_pool(operator.pubkey(), account, args)], &[&operator]).unwrap();
    }

    #[track_caller]
    pub fn close_pool(&mut self, pool: usize) {
        let operator = self.operator_of(pool).wallet.insecure_clone();
        let account = address::operator_pool(&operator.pubkey());
        self.network.send(&[ix::close_operator_pool(operator.pubkey(), account)], &[&operator]).unwrap();
        self.ledger.pools[pool].closed_at = Some(self.ledger.current_epoch());
        self.assert_agreement();
    }

    #[track_caller]
    pub fn set_halted(&mut self, pool: usize, halted: bool) {
        let authority = self.network.halt_authority.insecure_clone();
        let account = self.operator_of(pool).record.operator_pool;
        self.network.send(&[ix::set_halt_status(authority.pubkey(), account, halted)], &[&authority]).unwrap();
        self.assert_agreement();
    }

    #[track_caller]
    pub fn slash(&mut self, pool: usize, slash: Slash) {
        self.try_to_slash(pool, slash).unwrap();
        self.ledger.slash(pool, slash);
        self.assert_agreement();
    }

    /// What a slash leads to, without the ledger.
    pub fn try_to_slash(&mut self, pool: usize, slash: Slash) -> Outcome {
        let record = self.operator_of(pool).record;
        let args = args::SlashStake {
            shares: u64::try_from(slash.shares).unwrap(),
            unstaking_amount: u64::try_from(slash.unstaking).unwrap(),
            confiscate_commission: slash.confiscate,
        };
        pools::slash(&mut self.network, record, args)
    }

    /// Withdraws what is owed of the two commissions.
    #[track_caller]
    pub fn withdraw_commissions(&mut self, pool: usize) {
        let operator = self.operator_of(pool).wallet.insecure_clone();
        let (admin, mints) = (operator.pubkey(), self.network.mints);
        let account = address::operator_pool(&admin);
        let [tokens, usdc] = self.wallet_accounts(&admin);
        let book = &self.ledger.pools[pool];
        let mut owed = Vec::new();
        if book.reward_commission > 0 {
            let accounts = ix::withdraw_operator_reward_commission_accounts(admin, account, tokens, mints);
            owed.push(ix::withdraw_operator_reward_commission(accounts));
        }
        if book.usdc_commission > 0 {
            let accounts = ix::withdraw_operator_usdc_commission_accounts(admin, account, usdc, mints);
            owed.push(ix::withdraw_operator_usdc_commission(accounts));
        }
        self.network.send(&owed, &[&operator]).unwrap();
        self.ledger.withdraw_commissions(pool);
        self.assert_agreement();
    }

    #[track_caller]
    pub fn sweep(&mut self, pool: usize) {
        let operator = self.operator_of(pool).wallet.insecure_clone();
        let (admin, account, mints) =
            (operator.pubkey(), address::operator_pool(&operator.pubkey()), self.network.mints);
        let [_, usdc] = self.wallet_accounts(&admin);
        let accounts = ix::sweep_closed_pool_usdc_dust_accounts(admin, account, usdc, mints);
        self.network.send(&[ix::sweep_closed_pool_usdc_dust(accounts)], &[&operator]).unwrap();
        self.ledger.sweep(pool);
        self.assert_agreement();
    }

    /// Token accounts of a wallet: stake tokens and USDC.
    fn wallet_accounts(&self, owner: &Pubkey) -> [Pubkey; 2] {
        let mints = self.network.mints;
        [mints.stake, mints.usdc].map(|mint| address::owner_token_account(owner, &mint))
    }
}
