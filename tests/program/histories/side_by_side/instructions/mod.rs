//! The instruction that does what an operation of the model says.

use anchor_lang::solana_program::instruction::Instruction;
use anchor_spl::token::spl_token::instruction::transfer_checked;
use inference_staking_client::address::{pool_overview, program_id, reward_vault, usdc_vault};
use inference_staking_client::args;
use inference_staking_client::instruction::{
    self as ix, BatchPool, FeeAccounts, LeafProof, Mints, NewDestination, SlashOf,
};
use inference_staking_client::instructions::{
    BatchLeaf, CreateOperatorPoolArgs, UpdatePoolOverviewArgs, UpdatePoolOverviewAuthoritiesArgs,
};
use inference_staking_localnet::{tokens, wallet};
use inference_staking_merkle::{Leaf as LeafToHash, MerkleTree};
use inference_staking_model::{
    Actor, Holder, Leaf, Mint, Operation as O, OperatorRecords, OverviewChange, PoolSettings, ProofFlaw, Root, World,
};
use solana_signer::Signer;

use crate::side_by_side::actors::{pool_name, pool_uri, Actors};

/// Of both mints.
pub const DECIMALS: u8 = 6;

mod arguments;
mod of_pools;
mod of_records;

pub use arguments::{parameters_args, schedule_args};

/// What building instructions needs to know.
pub struct Builder<'a> {
    /// The wallets.
    pub actors: &'a Actors,
    /// The mints.
    pub mints: Mints,
    /// The world before the operation.
    pub world: &'a World,
}

impl Builder<'_> {
    /// The instruction, and the wallet that signs besides the payer. None for the passing of time.
    pub fn build(&self, operation: &O) -> Option<(Instruction, Vec<Actor>)> {
        let key = |actor: &Actor| self.actors.key(*actor);
        let pool = |creator: &Actor| self.actors.pool(*creator);
        Some(match operation {
            O::PassTime { .. } => return None,
            O::Fund { mint, amount } => (self.fund(*mint, *amount), vec![]),
            O::Donate { by, mint, to, amount } => (self.donate(*by, *mint, *to, *amount), vec![*by]),
            O::UpdateOverview { by, change } => (self.update_overview(*by, change), vec![*by]),
            O::UpdateAuthorities { by, change } => {
                let keys = |keys: &Option<Vec<Option<Actor>>>| {
                    keys.as_ref().map(|keys| keys.iter().map(|key| self.actors.key_or_zero(*key)).collect())
                };
                let args = UpdatePoolOverviewAuthoritiesArgs {
                    reward_authorities: keys(&change.reward),
                    halt_authorities: keys(&change.halt),
                    slashing_authorities: keys(&change.slashing),
                    pending_program_admin: change.pending_admin.map(|key| self.actors.key_or_zero(key)),
                };
                (ix::update_pool_overview_authorities(key(by), args), vec![*by])
            }
            O::AcceptProgramAdmin { by } => (ix::accept_program_admin(key(by)), vec![*by]),
            O::WithdrawRewardSurplus { by, to } => {
                let to = self.actors.token_account(*to, Mint::Stake);
                let accounts = ix::withdraw_reward_surplus_accounts(key(by), to, self.mints.stake);
                (ix::withdraw_reward_surplus(accounts), vec![*by])
            }
            O::Mark { by, epoch } => (ix::mark_epoch_as_finalizing(key(by), *epoch), vec![*by]),
            O::CreateRewardRecord { by, roots, depths_given, rewards, usdc } => {
                (self.create_reward_record(*by, roots, *depths_given, *rewards, *usdc), vec![*by])
            }
            O::Revoke { by, epoch } => (ix::revoke_reward_record(key(by), *epoch, self.payer()), vec![*by]),
            O::Reclaim { epoch } => (ix::reclaim_expired_reward_record(*epoch, self.payer()), vec![]),
            O::Accrue { epoch, root, leaf, flaw } => (self.accrue(*epoch, *root, leaf, *flaw), vec![]),
            O::AccrueBatch { epoch, root, leaves, flaw, operator_records } => {
                (self.accrue_batch(*epoch, *root, leaves, *flaw, *operator_records), vec![])
            }
            O::Bypass { pool: creator, epoch } => (ix::accrue_reward_emergency_bypass(pool(creator), *epoch), vec![]),
            O::SetHalt { by, pool: creator, halted } => {
                (ix::set_halt_status(key(by), pool(creator), *halted), vec![*by])
            }
            O::Slash { by, pool, shares, activating, unstaking, confiscate } => {
                let args = args::SlashStake {
                    shares: *shares,
                    activating_amount: *activating,
                    unstaking_amount: *unstaking,
                    confiscate_commission: *confiscate,
                };
                (self.slash(*by, *pool, args), vec![*by])
            }
            O::CreatePool { by, settings } => (self.create_pool(*by, settings), vec![*by]),
            operation => return self.build_of_pool(operation).or_else(|| self.build_of_record(operation)),
        })
    }

    fn payer(&self) -> anchor_lang::prelude::Pubkey {
        self.actors.key(self.world.payer)
    }

    fn mint(&self, mint: Mint) -> anchor_lang::prelude::Pubkey {
        match mint {
            Mint::Stake => self.mints.stake,
            Mint::Usdc => self.mints.usdc,
        }
    }

    fn fund(&self, mint: Mint, amount: u64) -> Instruction {
        let vault = if mint == Mint::Stake { reward_vault() } else { usdc_vault() };
        tokens::mint_to(&self.mint(mint), &vault, &wallet("mint authority").pubkey(), amount)
    }

    fn donate(&self, by: Actor, mint: Mint, to: Holder, amount: u64) -> Instruction {
        let from = self.actors.token_account(Holder::Wallet(by), mint);
        let to = self.actors.token_account(to, mint);
        let token_program = anchor_spl::token::ID;
        transfer_checked(&token_program, &from, &self.mint(mint), &to, &self.actors.key(by), &[], amount, DECIMALS)
            .unwrap()
    }

    fn update_overview(&self, by: Actor, change: &OverviewChange) -> Instruction {
        let parameters = parameters_args(&change.parameters, self.actors);
        let args = UpdatePoolOverviewArgs {
            pool_creation_allowed: Some(parameters.pool_creation_allowed),
            registration_fee: Some(parameters.registration_fee),
            registration_fee_wallet: Some(parameters.registration_fee_wallet),
            min_operator_token_stake: Some(parameters.min_operator_token_stake),
            delegator_unstake_delay: Some(parameters.delegator_unstake_delay),
            operator_unstake_delay: Some(parameters.operator_unstake_delay),
            slashing_delay: Some(parameters.slashing_delay),
            challenge_period: Some(parameters.challenge_period),
            bypass_delay: Some(parameters.bypass_delay),
            min_epoch_length: Some(parameters.min_epoch_length),
            max_commission_bps: Some(parameters.max_commission_bps),
            commission_notice_epochs: Some(parameters.commission_notice_epochs),
            staking_halted: change.staking_halted,
            accrual_halted: change.accrual_halted,
            withdrawals_halted: change.withdrawals_halted,
            emission: change.schedule.as_ref().map(schedule_args),
        };
        let destination = |holder: Option<Holder>, mint| {
            let new = |holder| NewDestination {
                token_account: self.actors.token_account(holder, mint),
                owner: match holder {
                    Holder::Wallet(actor) => self.actors.key(actor),
                    Holder::PoolVault(pool) => self.actors.pool(pool),
                    Holder::GlobalVault => pool_overview(),
                },
            };
            holder.map(new)
        };
        let accounts = ix::update_pool_overview_accounts(
            self.actors.key(by),
            destination(change.token_destination, Mint::Stake),
            destination(change.usdc_destination, Mint::Usdc),
        );
        ix::build(accounts, args::UpdatePoolOverview { args })
    }

    fn create_reward_record(
        &self,
        by: Actor,
        roots: &[Root],
        depths_given: usize,
        rewards: u64,
        usdc: u64,
    ) -> Instruction {
        let epoch = self.world.overview.completed_epoch + 1;
        let hashes = roots.iter().map(|root| self.tree(root, epoch).map_or([0; 32], |tree| tree.root()));
        let depths = roots.iter().map(|root| root.depth).chain(std::iter::repeat(0));
        let args = args::CreateRewardRecord {
            roots: hashes.collect(),
            depths: depths.take(depths_given).collect(),
            total_rewards: rewards,
            total_usdc: usdc,
        };
        let accounts = ix::create_reward_record_accounts(self.payer(), self.actors.key(by), epoch);
        ix::create_reward_record(accounts, args)
    }

    /// The tree of a root's leaves; none for the zero root.
    pub fn tree(&self, root: &Root, epoch: u64) -> Option<MerkleTree> {
        let program_id = program_id().to_bytes();
        let hashes = root.leaves.iter().map(|leaf| {
            let pool = self.actors.pool(leaf.pool).to_bytes();
            LeafToHash { program_id: &program_id, epoch, pool: &pool, reward: leaf.reward, usdc: leaf.usdc }.hash()
        });
        MerkleTree::from_leaves(hashes.collect()).ok()
    }

    fn tree_of(&self, epoch: u64, root: u8) -> Option<MerkleTree> {
        self.tree(self.world.reward_records.get(&epoch)?.roots.get(usize::from(root))?, epoch)
    }

    fn accrue(&self, epoch: u64, root_index: u8, leaf: &Leaf, flaw: ProofFlaw) -> Instruction {
        let tree = self.tree_of(epoch, root_index);
        // An index beyond the tree gets the proof of another leaf, which is as long.
        let proof = tree.and_then(|tree| tree.proof(leaf.index).or_else(|| tree.proof(0))).unwrap_or_default();
        let record = self.operator_record(leaf.pool);
        let accounts = ix::accrue_reward_accounts(self.actors.pool(leaf.pool), epoch, record);
        let Leaf { index: leaf_index, reward, usdc, .. } = *leaf;
        ix::accrue_reward(accounts, LeafProof { root_index, leaf_index, reward, usdc, proof: flawed(proof, flaw) })
    }

    fn accrue_batch(
        &self,
        epoch: u64,
        root: u8,
        leaves: &[Leaf],
        flaw: ProofFlaw,
        operator_records: OperatorRecords,
    ) -> Instruction {
        let indices: Vec<u32> = leaves.iter().map(|leaf| leaf.index).collect();
        let proof = self.tree_of(epoch, root).and_then(|tree| tree.multiproof(&indices).ok()).unwrap_or_default();
        let pools: Vec<BatchPool> = leaves.iter().map(|leaf| self.batch_pool(leaf, operator_records)).collect();
        ix::accrue_rewards(epoch, root, &pools, flawed(proof, flaw))
    }

    fn batch_pool(&self, leaf: &Leaf, operator_records: OperatorRecords) -> BatchPool {
        let with_operator_record = match operator_records {
            OperatorRecords::Needed => self.world.pools.get(&leaf.pool).is_some_and(|pool| pool.stakes_commission()),
            OperatorRecords::All => true,
            OperatorRecords::None => false,
        };
        BatchPool {
            operator_pool: self.actors.pool(leaf.pool),
            operator_staking_record: self.operator_record(leaf.pool),
            leaf: BatchLeaf { leaf_index: leaf.index, reward: leaf.reward, usdc: leaf.usdc, with_operator_record },
        }
    }

    fn slash(&self, by: Actor, pool: Actor, args: args::SlashStake) -> Instruction {
        let overview = &self.world.overview;
        let slash = SlashOf {
            operator_pool: self.actors.pool(pool),
            operator_staking_record: self.operator_record(pool),
            slashing_token_destination: self.actors.token_account(overview.token_destination, Mint::Stake),
            slashing_usdc_destination: self.actors.token_account(overview.usdc_destination, Mint::Usdc),
        };
        let accounts = ix::slash_stake_accounts(self.actors.key(by), slash, self.mints, args.confiscate_commission);
        ix::slash_stake(accounts, args)
    }

    /// The operator's record; of a pool that does not exist, the one it would have.
    pub fn operator_record(&self, pool: Actor) -> anchor_lang::prelude::Pubkey {
        let record = self.world.operator_record(pool);
        self.actors.record_address(record.unwrap_or(inference_staking_model::RecordId { pool, owner: pool }))
    }

    fn create_pool(&self, by: Actor, settings: &PoolSettings) -> Instruction {
        let parameters = &self.world.overview.parameters;
        let wallet = parameters.registration_fee_wallet.filter(|_| parameters.registration_fee > 0);
        let account = |actor: Actor| self.actors.token_account(Holder::Wallet(actor), Mint::Stake);
        let fee = wallet.map(|wallet| FeeAccounts { source: account(self.world.payer), destination: account(wallet) });
        let accounts = ix::create_operator_pool_accounts(self.payer(), self.actors.key(by), self.mints.stake, fee);
        let args = CreateOperatorPoolArgs {
            name: pool_name(settings.name),
            metadata_uri: pool_uri(settings.metadata_uri),
            reward_commission_bps: settings.reward_bps,
            usdc_commission_bps: settings.usdc_bps,
            auto_stake: settings.auto_stake,
            delegation_allowed: settings.delegation_allowed,
        };
        ix::create_operator_pool(accounts, args, settings.max_registration_fee)
    }
}

fn flawed(mut proof: Vec<[u8; 32]>, flaw: ProofFlaw) -> Vec<[u8; 32]> {
    match flaw {
        ProofFlaw::None => {}
        ProofFlaw::TooShort => drop(proof.pop()),
        ProofFlaw::TooLong => proof.push([7; 32]),
        ProofFlaw::WrongNode => proof.iter_mut().take(1).for_each(|node| node[0] ^= 1),
    }
    proof
}
