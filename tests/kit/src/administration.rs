//! What the program admin and the halt authorities send.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::{self as ix, NewDestination};
use inference_staking_client::instructions::{UpdatePoolOverviewArgs, UpdatePoolOverviewAuthoritiesArgs};
use inference_staking_client::state::{NewEmissionSchedule, PoolOverview};
use inference_staking_client::{args, StakingError};
use inference_staking_localnet::{Chain, Executed, NetworkSetup, Refused};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::epochs::EpochTree;
use crate::{assert_refused, PaidLeaf, TestNetwork};

/// Seconds of a day, as parameters count them.
pub const DAY_SECONDS: u64 = 86_400;

/// A network whose epochs may follow each other at once and issue what `emission` says, with funds for `funds` tokens.
pub fn network_issuing(emission: NewEmissionSchedule, funds: u64) -> TestNetwork {
    let mut setup = NetworkSetup::default();
    setup.parameters.min_operator_token_stake = 0;
    setup.parameters.min_epoch_length = 0;
    setup.emission = emission;
    let mut network = TestNetwork::start_with(&setup);
    network.fund_vaults(funds, 0);
    network
}

/// Sends `update_pool_overview` as the program admin.
pub fn update(network: &mut TestNetwork, args: UpdatePoolOverviewArgs) -> Result<Executed, Refused> {
    let admin = network.program_admin.insecure_clone();
    update_as(network, &admin, args)
}

/// Sends `update_pool_overview` as `signer`.
pub fn update_as(
    network: &mut TestNetwork,
    signer: &Keypair,
    args: UpdatePoolOverviewArgs,
) -> Result<Executed, Refused> {
    network.send(&[ix::update_pool_overview(signer.pubkey(), args)], &[signer])
}

/// A slashing destination for an update, with the owner that the account names (the zero key if it is no token account).
pub fn new_destination<C: Chain>(network: &mut TestNetwork<C>, token_account: Pubkey) -> NewDestination {
    let account = network.chain.account(&token_account);
    let owner = account.and_then(|account| account.data.get(32..64).and_then(|owner| Pubkey::try_from(owner).ok()));
    NewDestination { token_account, owner: owner.unwrap_or_default() }
}

/// Sends `update_pool_overview_authorities` as the program admin.
pub fn update_authorities(
    network: &mut TestNetwork,
    args: UpdatePoolOverviewAuthoritiesArgs,
) -> Result<Executed, Refused> {
    let admin = network.program_admin.insecure_clone();
    update_authorities_as(network, &admin, args)
}

/// Sends `update_pool_overview_authorities` as `signer`.
pub fn update_authorities_as(
    network: &mut TestNetwork,
    signer: &Keypair,
    args: UpdatePoolOverviewAuthoritiesArgs,
) -> Result<Executed, Refused> {
    network.send(&[ix::update_pool_overview_authorities(signer.pubkey(), args)], &[signer])
}

/// Halts or resumes a pool as the halt authority.
pub fn set_halted(network: &mut TestNetwork, pool: Pubkey, halted: bool) -> Result<Executed, Refused> {
    let authority = network.halt_authority.insecure_clone();
    set_halted_as(network, &authority, pool, halted)
}

/// Halts or resumes a pool as `signer`.
pub fn set_halted_as(
    network: &mut TestNetwork,
    signer: &Keypair,
    pool: Pubkey,
    halted: bool,
) -> Result<Executed, Refused> {
    network.send(&[ix::set_halt_status(signer.pubkey(), pool, halted)], &[signer])
}

/// Lowers the schedule as the program admin.
pub fn lower(network: &mut TestNetwork, emission: NewEmissionSchedule) -> Result<Executed, Refused> {
    update(network, UpdatePoolOverviewArgs { emission: Some(emission), ..Default::default() })
}

/// Halts or resumes accrual as the program admin.
pub fn set_accrual_halted(network: &mut TestNetwork, halted: bool) {
    update(network, UpdatePoolOverviewArgs { accrual_halted: Some(halted), ..Default::default() }).unwrap();
}

/// Starts or ends a withdrawal halt as the program admin.
pub fn set_withdrawals_halted(network: &mut TestNetwork, halted: bool) -> Result<Executed, Refused> {
    update(network, UpdatePoolOverviewArgs { withdrawals_halted: Some(halted), ..Default::default() })
}

/// Arguments of a record of `epoch` that issues `rewards` to a pool that does not exist.
pub fn totals(epoch: u64, rewards: u64) -> args::CreateRewardRecord {
    let leaf = PaidLeaf { pool: Pubkey::new_from_array([7; 32]), reward: 0, usdc: 0 };
    EpochTree::new(epoch, vec![leaf]).record_args(rewards, 0)
}

/// Marks and publishes epochs from `first` on, each as soon as the record before it is claimable, with the emission given and,
/// as the program agrees to, no other.
pub fn publish_each(network: &mut TestNetwork, first: u64, emissions: &[u64]) {
    for (epoch, emission) in (first..).zip(emissions) {
        network.wait_for_newest_record();
        network.mark(epoch).unwrap();
        assert_refused(network.publish(epoch, totals(epoch, emission + 1)), StakingError::RewardsNotEmission);
        network.publish(epoch, totals(epoch, *emission)).unwrap();
    }
}

/// The singleton.
pub fn overview(network: &mut TestNetwork) -> PoolOverview {
    network.overview().unwrap()
}
