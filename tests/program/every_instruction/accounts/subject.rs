//! An instruction that is bent in one place.

use anchor_lang::prelude::{AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::address::program_id;
use inference_staking_localnet::{Chain, Executed, Refused};
use inference_staking_test_kit::compute_budget::compute_budget;
use inference_staking_test_kit::idl::InstructionAccount;
use inference_staking_test_kit::TestNetwork;
use solana_account::Account;
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::answer::Answer;
use super::place::Bend;
use super::substitutes::{another, look_alikes, of_other_types, stranger};

/// An instruction that goes through as it stands.
pub struct Subject<'a> {
    /// Where it goes through.
    pub network: &'a mut TestNetwork,
    /// In the IDL.
    pub name: &'a str,
    /// The instruction.
    pub instruction: &'a Instruction,
    /// Its signers.
    pub signers: &'a [&'a Keypair],
}

impl Subject<'_> {
    /// Sends `bent`, and puts everything back.
    fn outcome(&mut self, bent: Instruction, signers: &[&Keypair]) -> Result<Executed, Refused> {
        let saved = self.network.chain.svm().clone();
        let before = self.own_accounts();
        let [limit, price] = compute_budget();
        let result = self.network.send(&[limit, price, bent], signers);
        let changed = self.own_accounts() != before;
        assert!(result.is_ok() || !changed, "a refused {} changed an account", self.name);
        *self.network.chain.svm() = saved;
        result
    }

    fn own_accounts(&mut self) -> Vec<Option<Account>> {
        self.instruction.accounts.iter().map(|meta| self.network.chain.account(&meta.pubkey)).collect()
    }

    /// The instruction as its client builds it goes through, with no account that signs or is writable without need.
    pub fn assert_goes_through(&mut self, described: &[InstructionAccount]) {
        for (described, meta) in described.iter().zip(&self.instruction.accounts) {
            let is_given = meta.pubkey != program_id();
            let asked = (described.is_signer && is_given, described.is_writable && is_given);
            assert_eq!((meta.is_signer, meta.is_writable), asked, "{} of {}", described.name, self.name);
        }
        let result = self.outcome(self.instruction.clone(), self.signers);
        result.unwrap_or_else(|refused| panic!("{} does not go through: {refused}", self.name));
    }

    /// What comes of it if the account at `place` is bent is `expected`.
    pub fn assert_bent(&mut self, place: usize, bend: Bend, expected: Answer) {
        let meta = self.instruction.accounts[place].clone();
        let others = match bend {
            Bend::Unsigned => return self.assert_without(place, AccountMeta { is_signer: false, ..meta }, expected),
            Bend::ReadOnly => return self.assert_without(place, AccountMeta { is_writable: false, ..meta }, expected),
            Bend::Another => another(self.network, &meta).into_iter().collect(),
            Bend::OtherType => of_other_types(self.network, self.instruction, &meta.pubkey),
            Bend::LookAlike => look_alikes(self.network, &meta.pubkey),
        };
        assert!(!others.is_empty(), "nothing to put into the place");
        others.into_iter().for_each(|other| self.assert_replaced(place, other, expected));
    }

    fn assert_without(&mut self, place: usize, less: AccountMeta, expected: Answer) {
        let mut bent = self.instruction.clone();
        let signs_no_more = bent.accounts[place].is_signer && !less.is_signer;
        let needed = |signer: &&&Keypair| !(signs_no_more && signer.pubkey() == less.pubkey);
        let signers: Vec<&Keypair> = self.signers.iter().filter(needed).copied().collect();
        bent.accounts[place] = less.clone();
        expected.assert_is(self.outcome(bent, &signers));
    }

    fn assert_replaced(&mut self, place: usize, other: Pubkey, expected: Answer) {
        let mut bent = self.instruction.clone();
        let own = std::mem::replace(&mut bent.accounts[place].pubkey, other);
        let stranger = stranger();
        let in_its_place = |signer: &&Keypair| signer.pubkey() == own;
        let signers: Vec<&Keypair> =
            self.signers.iter().map(|signer| if in_its_place(signer) { &stranger } else { *signer }).collect();
        expected.assert_is(self.outcome(bent, &signers));
    }
}
