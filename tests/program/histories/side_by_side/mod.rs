//! One history on both sides: every operation is done to the model and to the program, and both must agree.

pub mod actors;
pub mod comparison;
pub mod events;
pub mod instructions;
pub mod refusals;

use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::AnchorDeserialize;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::StakeReturn;
use inference_staking_client::state::StakingRecordView;
use inference_staking_localnet::invariants::{transitions, NetworkState};
use inference_staking_localnet::{wallet, EmbeddedChain, Executed, Network, Refused};
use inference_staking_model::{Actor, Broken, Operation, RecordId, RecordView, Rule, World};
use litesvm::LiteSVM;
use solana_keypair::Keypair;

use crate::random::coverage;
use crate::side_by_side::actors::Actors;
use crate::side_by_side::instructions::Builder;
use crate::side_by_side::refusals::error_of;

/// Number of the program's first own error.
const FIRST_ERROR: u32 = 6000;

/// The program on its chain, the model, and what was done so far.
pub struct Trial {
    /// The chain.
    pub network: Network<EmbeddedChain>,
    /// The model.
    pub world: World,
    /// The wallets.
    pub actors: Actors,
    /// Operations that both sides did.
    pub history: Vec<Operation>,
    /// Whether an unstake was refused for a lock, so that the history depends on its locks.
    pub a_lock_refused: bool,
}

/// A copy of both sides to come back to.
pub struct Saved {
    svm: LiteSVM,
    world: World,
    history: Vec<Operation>,
}

impl Trial {
    /// Does the operation on both sides. Returns whether it was done.
    ///
    /// # Panics
    /// If program and model disagree, or an invariant is broken.
    pub fn perform(&mut self, operation: &Operation) -> bool {
        let before = self.network.state().unwrap();
        let mut world = self.world.clone();
        let predicted = world.apply(operation);
        coverage::note(operation, &predicted);
        let Some((instruction, signers)) = self.builder().build(operation) else {
            return self.pass_time(operation, world);
        };
        let executed = self.send(instruction, &signers);
        match (&predicted, &executed) {
            (Ok(()), Ok(_)) => self.world = world,
            (Ok(()), Err(refused)) => panic!("the model allows {operation:?}, the program does not: {refused}"),
            (Err(broken), Ok(_)) => panic!("the program allows {operation:?}, the model does not: {broken:?}"),
            (Err(broken), Err(refused)) => assert_refused_for(operation, broken, refused),
        }
        self.a_lock_refused |= predicted.is_err_and(|broken| broken.0.contains(&Rule::SharesUnlocked));
        self.assert_transition(operation, &before);
        self.assert_same();
        if let (Operation::Stake { record, .. }, Ok(executed)) = (operation, &executed) {
            self.assert_stake_returned(*record, &before, executed);
        }
        if let Ok(executed) = &executed {
            self.assert_events(&before, executed);
            self.history.push(operation.clone());
        }
        executed.is_ok()
    }

    fn pass_time(&mut self, operation: &Operation, world: World) -> bool {
        self.network.pass_time(world.now - self.world.now);
        self.world = world;
        self.history.push(operation.clone());
        true
    }

    /// Sends with the signatures of these wallets; `send` checks all invariants of a state.
    pub fn send(&mut self, instruction: Instruction, signers: &[Actor]) -> Result<Executed, Refused> {
        let mint_authority = wallet("mint authority");
        let funding = instruction.program_id == anchor_spl::token::ID && signers.is_empty();
        let mut keys: Vec<&Keypair> = signers.iter().map(|actor| self.actors.wallet(*actor)).collect();
        if funding {
            keys.push(&mint_authority);
        }
        self.network.send(&[instruction], &keys)
    }

    /// Instructions for the world as it is.
    pub fn builder(&self) -> Builder<'_> {
        Builder { actors: &self.actors, mints: self.network.mints, world: &self.world }
    }

    /// 15.2, 15.5, 15.6 for every operation, 15.7 for halts, 15.8 for slashes.
    fn assert_transition(&mut self, operation: &Operation, before: &NetworkState) {
        let after = self.network.state().unwrap();
        transitions::assert_transition_invariants(before, &after);
        match operation {
            Operation::SetHalt { .. } | Operation::UpdateOverview { .. } => {
                transitions::assert_halt_changes_no_balance(before, &after);
            }
            Operation::Slash { .. } => transitions::assert_slash_spares_delegators(before, &after),
            _ => {}
        }
    }

    /// A deposit pays exactly for the shares it gets, and is told so.
    fn assert_stake_returned(&self, id: RecordId, before: &NetworkState, executed: &Executed) {
        let returned = StakeReturn::try_from_slice(&executed.return_data).unwrap();
        let address = self.actors.pool(id.pool);
        let old = before.pools.iter().find(|pool| pool.address == address).unwrap().pool;
        let new = &self.world.pools[&id.pool];
        assert_eq!(returned.cost, new.staked - old.total_staked_amount);
        assert_eq!(returned.shares, new.shares - old.total_shares);
    }

    /// Asks the program about a record and holds the answer against the model's.
    pub fn query(&mut self, id: RecordId) {
        let instruction = ix::query_staking_record(self.actors.record(id));
        let executed = self.send(instruction, &[]).unwrap();
        let view = StakingRecordView::try_from_slice(&executed.return_data).unwrap();
        let answered = RecordView {
            token_value: view.token_value,
            claimable_usdc: view.claimable_usdc,
            locked_shares: view.locked_shares,
            rank: view.rank,
            matured_unstake: view.matured_unstake,
            pending_unstake: view.pending_unstake,
        };
        assert_eq!(Ok(answered), self.world.view(id));
    }

    /// A copy of both sides.
    pub fn save(&mut self) -> Saved {
        Saved { svm: self.network.chain.svm().clone(), world: self.world.clone(), history: self.history.clone() }
    }

    /// Back to the copy.
    pub fn restore(&mut self, saved: Saved) {
        *self.network.chain.svm() = saved.svm;
        self.world = saved.world;
        self.history = saved.history;
    }
}

/// Refused, and if the model knows of one broken rule only, with exactly its error.
fn assert_refused_for(operation: &Operation, broken: &Broken, refused: &Refused) {
    assert_no_panic(refused);
    let expected: Option<Vec<u32>> =
        broken.0.iter().map(|rule| error_of(*rule).map(|error| FIRST_ERROR + error as u32)).collect();
    let Some(expected) = expected else { return };
    let code = refused.custom_code();
    let is_expected = code.is_some_and(|code| expected.contains(&code));
    assert!(is_expected, "{operation:?} breaks {broken:?}, but was refused with {refused}");
}

/// The program refuses in its own words: it neither panics nor runs out of anything.
pub fn assert_no_panic(refused: &Refused) {
    let log = refused.logs.join("\n");
    assert!(!log.contains("panicked") && !log.contains("failed to complete"), "{refused}");
}
