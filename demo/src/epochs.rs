//! One epoch: entry closes, the record is published, and the pools accrue.

use anyhow::Result;
use inference_staking_client::{args, instruction as ix, StakingError};
use inference_staking_rewards::RewardsTree;
use solana_signer::Signer;

use crate::acts::Actor;
use crate::amount::{grouped, units};
use crate::epoch_rewards::{leaf_proof, EpochRewards};
use crate::stage::{ExpectedRecord, Stage, CHALLENGE_PERIOD};

/// Somebody whose attempts must be refused: the first delegator of the first pool.
pub const PRESUMPTUOUS: Actor = Actor { pool: 0, member: 1 };

impl Stage {
    /// Closes entry into the pools.
    pub fn finalize(&mut self, epoch: u64) -> Result<()> {
        let authority = self.network.reward_authority.insecure_clone();
        let instruction = ix::mark_epoch_as_finalizing(authority.pubkey(), epoch);
        self.send("mark_epoch_as_finalizing", instruction, &[&authority])?;
        let wallet = self.wallet(PRESUMPTUOUS);
        let stake = self.stake_instruction(PRESUMPTUOUS, 1_000_000)?;
        self.attempt("stake while an epoch is finalizing", stake, &[&wallet], StakingError::EpochFinalizing)
    }

    /// Publishes an epoch's record, waits for the challenge period, and accrues every pool on stage.
    pub fn pay(&mut self, rewards: &EpochRewards, tree: &RewardsTree) -> Result<()> {
        self.fund_vaults(rewards.total)?;
        self.publish(rewards, tree)?;
        let proofs: Vec<_> = self.cast.iter().map(|pool| leaf_proof(tree, &pool.address)).collect::<Result<_>>()?;
        let epoch = rewards.epoch;
        let early = self.accrue_instruction(0, epoch, proofs[0].clone());
        self.attempt("accrue during the challenge period", early, &[], StakingError::RecordNotClaimable)?;
        self.network.pass_time(CHALLENGE_PERIOD);

        let mut forged = proofs[0].clone();
        forged.reward += 1;
        let forged = self.accrue_instruction(0, epoch, forged);
        self.attempt("accrue one unit more than the leaf says", forged, &[], StakingError::ProofMismatch)?;
        for (pool, proof) in proofs.iter().enumerate() {
            self.accrue(pool, rewards, proof.clone())?;
        }
        let again = self.accrue_instruction(0, epoch, proofs[0].clone());
        self.attempt("accrue the same leaf twice", again, &[], StakingError::EpochAlreadyAccrued)?;
        self.narrator.say(&format!(
            "        Epoch {epoch}: a record with one root for {} leaves (depth {}) commits {} tokens and {} USDC.
        \
             {} pools accrue with proofs from the tree file.",
            grouped(rewards.rows.len() as u128),
            tree.depth(),
            units(rewards.total.reward),
            units(rewards.total.usdc),
            self.cast.len(),
        ));
        Ok(())
    }

    fn publish(&mut self, rewards: &EpochRewards, tree: &RewardsTree) -> Result<()> {
        let epoch = rewards.epoch;
        let authority = self.network.reward_authority.insecure_clone();
        let record = |total_rewards: u128| -> Result<_> {
            let (total_rewards, total_usdc) = (u64::try_from(total_rewards)?, u64::try_from(rewards.total.usdc)?);
            let args = args::CreateRewardRecord {
                roots: vec![tree.root()],
                depths: vec![u16::from(tree.depth())],
                total_rewards,
                total_usdc,
            };
            let payer = self.network.payer.pubkey();
            let accounts = ix::create_reward_record_accounts(payer, authority.pubkey(), epoch);
            Ok(ix::create_reward_record(accounts, args))
        };
        let (too_little, right) = (record(rewards.total.reward - 1)?, record(rewards.total.reward)?);
        let what = "publish one unit less than the schedule issues";
        self.attempt(what, too_little, &[&authority], StakingError::RewardsNotEmission)?;
        self.send("create_reward_record", right, &[&authority])?;
        self.vaults.liability.reward += rewards.total.reward;
        self.vaults.liability.usdc += rewards.total.usdc;
        self.records.push(ExpectedRecord {
            total: rewards.total,
            remaining: rewards.total,
            accrued_leaves: 0,
            root: tree.root(),
            depth: tree.depth(),
        });
        self.check_network()
    }
}
