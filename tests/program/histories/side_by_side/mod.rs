//! One history on both sides: every operation is done to the model and to the program, and both must agree.

mod activations;
pub mod actors;
pub mod comparison;
pub mod events;
pub mod instructions;
pub mod refusals;

use std::collections::BTreeMap;

use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction as ix;
use inference_staking_localnet::invariants::{transitions, NetworkState};
use inference_staking_localnet::network::START_TIME;
use inference_staking_localnet::{wallet, Executed, NetworkSetup, Refused};
use inference_staking_model::{Actor, Broken, Operation, Parameters, Roles, Rule, Schedule, World};
use solana_keypair::Keypair;

use crate::chain::TestNetwork;
use actors::Actors;
use instructions::{parameters_args, schedule_args, Builder};
use refusals::error_of;

/// Number of the program's first own error.
const FIRST_ERROR: u32 = 6000;

/// The program on its chain, the model, and what was done so far.
pub struct Trial {
    /// The chain.
    pub network: TestNetwork,
    /// The model.
    pub world: World,
    /// The wallets.
    pub actors: Actors,
    /// Operations that both sides did.
    pub history: Vec<Operation>,
    /// Operations that were tried one by one, and how many of the history came before each that was refused.
    pub refused: Vec<(usize, Operation, Broken)>,
    /// What was completed when a pool skipped an epoch that it could still be paid for.
    pub skipped_at: BTreeMap<(Actor, u64), u64>,
    /// Whether an unstake was refused for a lock, so that the history depends on its locks.
    pub a_lock_refused: bool,
    /// Is told each operation, the world before it, and what the model says of it.
    pub listener: fn(&World, &Operation, &Result<(), Broken>),
}

impl Trial {
    /// Creates the singleton on a chain with mints and wallets, and the model of it.
    pub fn start(
        mut network: TestNetwork,
        actors: Actors,
        roles: Roles,
        parameters: Parameters,
        schedule: Schedule,
        is_test_network: bool,
    ) -> Self {
        let setup = NetworkSetup {
            is_test_network,
            parameters: parameters_args(&parameters, &actors),
            emission: schedule_args(&schedule),
        };
        let admin = network.program_admin.insecure_clone();
        let accounts = network.create_pool_overview_accounts().unwrap();
        network.send(&[ix::create_pool_overview(accounts, setup.overview_args())], &[&admin]).unwrap();
        let world = World::new(START_TIME, roles, parameters, schedule, is_test_network);
        Self {
            network,
            world,
            actors,
            history: Vec::new(),
            refused: Vec::new(),
            skipped_at: BTreeMap::new(),
            a_lock_refused: false,
            listener: |_, _, _| {},
        }
    }

    /// Does the operation on both sides. Returns what it led to; `None` for the passing of time.
    ///
    /// # Errors
    /// If both sides refuse.
    ///
    /// # Panics
    /// If program and model disagree, or an invariant is broken.
    pub fn perform(&mut self, operation: &Operation) -> Result<Option<Executed>, Refused> {
        let before = self.network.state().unwrap();
        let mut world = self.world.clone();
        let predicted = world.apply(operation);
        (self.listener)(&self.world, operation, &predicted);
        let Some((instruction, signers)) = self.builder().build(operation) else {
            self.pass_time(operation, world);
            return Ok(None);
        };
        let executed = self.send(instruction, &signers);
        let world_before = self.world.clone();
        match (&predicted, &executed) {
            (Ok(()), Ok(_)) => self.world = world,
            (Ok(()), Err(refused)) => panic!("the model allows {operation:?}, the program does not: {refused}"),
            (Err(broken), Ok(_)) => panic!("the program allows {operation:?}, the model does not: {broken:?}"),
            (Err(broken), Err(refused)) => assert_refused_for(operation, broken, refused),
        }
        if let Err(broken) = predicted {
            self.a_lock_refused |= broken.0.contains(&Rule::SharesUnlocked);
            self.refused.push((self.history.len(), operation.clone(), broken));
        }
        self.assert_transition(operation, &before);
        self.assert_same();
        let executed = executed?;
        self.assert_activation(operation, &world_before, &executed);
        self.assert_events(&before, &executed);
        self.note_done(operation);
        Ok(Some(executed))
    }

    fn pass_time(&mut self, operation: &Operation, world: World) {
        self.network.pass_time(world.now - self.world.now);
        self.world = world;
        self.note_done(operation);
    }

    /// Does those operations that the model knows to go through, and compares at the end only.
    ///
    /// # Panics
    /// If the program refuses one, or both sides differ in the end.
    pub fn perform_many(&mut self, operations: &[Operation]) {
        for operation in operations {
            let mut world = self.world.clone();
            if world.apply(operation).is_err() {
                continue;
            }
            match self.builder().build(operation) {
                Some((instruction, signers)) => drop(self.send(instruction, &signers).unwrap()),
                None => self.network.pass_time(world.now - self.world.now),
            }
            self.world = world;
            self.note_done(operation);
        }
        self.assert_same();
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

    /// SPEC 15.2, 15.5, 15.6 for every operation, 15.7 for halts, 15.8 for slashes.
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
