//! What is done to a pool as a whole: by its admin, by halt and slashing authorities, by anyone.

use inference_staking_client::args;
use inference_staking_client::instruction::{self as ix, RecordOf, SlashOf};
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_localnet::{Chain, Executed, Refused};
use solana_signer::Signer;

use crate::world::usdc_account;
use crate::{Staker, TestNetwork};

/// What an attempt led to.
pub type Outcome = Result<Executed, Refused>;

/// Anyone lets the operator's pool pass `epoch` without a proof.
pub fn bypass<C: Chain>(network: &mut TestNetwork<C>, operator: &Staker, epoch: u64) -> Outcome {
    network.send(&[ix::accrue_reward_emergency_bypass(operator.record.operator_pool, epoch)], &[])
}

/// The operator closes its pool.
pub fn close_pool<C: Chain>(network: &mut TestNetwork<C>, operator: &Staker) -> Outcome {
    close_pool_by(network, operator, operator)
}

/// Somebody closes the operator's pool.
pub fn close_pool_by<C: Chain>(network: &mut TestNetwork<C>, by: &Staker, operator: &Staker) -> Outcome {
    let operator_record = network.pool_of(operator).operator_staking_record;
    let close = ix::close_operator_pool(by.key(), operator.record.operator_pool, operator_record);
    network.send(&[close], &[&by.wallet])
}

/// Anyone moves what is uncollected into the vault of the staker's pool.
pub fn collect<C: Chain>(network: &mut TestNetwork<C>, staker: &Staker) -> Outcome {
    let collect = ix::collect_pool_rewards(staker.record.operator_pool, network.mints.stake);
    network.send(&[collect], &[])
}

/// Anyone moves what the vault of the staker's pool holds too much into the reward vault.
pub fn sweep_surplus<C: Chain>(network: &mut TestNetwork<C>, staker: &Staker) -> Outcome {
    let sweep = ix::sweep_pool_vault_surplus(staker.record.operator_pool, network.mints.stake);
    network.send(&[sweep], &[])
}

/// The operator of a closed pool sweeps its USDC dust.
pub fn sweep<C: Chain>(network: &mut TestNetwork<C>, operator: &Staker) -> Outcome {
    let (pool, mints) = (operator.record.operator_pool, network.mints);
    let destination = usdc_account(network, operator);
    let accounts = ix::sweep_closed_pool_usdc_dust_accounts(operator.key(), pool, destination, mints);
    network.send(&[ix::sweep_closed_pool_usdc_dust(accounts)], &[&operator.wallet])
}

/// The operator makes another owner's record the one of the operator; that owner agrees.
pub fn rotate<C: Chain>(network: &mut TestNetwork<C>, operator: &Staker, new: &Staker) -> Outcome {
    let pool = operator.record.operator_pool;
    let old = network.pool_of(operator).operator_staking_record;
    let accounts = ix::change_operator_staking_record_accounts(operator.key(), pool, old, new.key());
    network.send(&[ix::change_operator_staking_record(accounts)], &[&operator.wallet, &new.wallet])
}

/// The staker turns the ticket at `place` back into activating stake.
pub fn cancel_unstake<C: Chain>(network: &mut TestNetwork<C>, staker: &Staker, place: u8) -> Outcome {
    network.send(&[ix::cancel_unstake(staker.record, place)], &[&staker.wallet])
}

/// The operator schedules one or both commissions, bps.
pub fn schedule_commissions<C: Chain>(
    network: &mut TestNetwork<C>,
    operator: &Staker,
    reward_commission_bps: Option<u16>,
    usdc_commission_bps: Option<u16>,
) -> Outcome {
    let args = UpdateOperatorPoolArgs { reward_commission_bps, usdc_commission_bps, ..Default::default() };
    let update = ix::update_operator_pool(operator.key(), operator.record.operator_pool, args);
    network.send(&[update], &[&operator.wallet])
}

/// The operator stakes its token commission from now on, or leaves it owed.
pub fn set_auto_stake<C: Chain>(network: &mut TestNetwork<C>, operator: &Staker, auto_stake: bool) {
    let args = UpdateOperatorPoolArgs { auto_stake: Some(auto_stake), ..Default::default() };
    let update = ix::update_operator_pool(operator.key(), operator.record.operator_pool, args);
    network.send(&[update], &[&operator.wallet]).unwrap();
}

/// A halt authority halts the operator's pool, or resumes it.
pub fn set_halt<C: Chain>(network: &mut TestNetwork<C>, operator: &Staker, halted: bool) {
    let authority = network.halt_authority.insecure_clone();
    let halt = ix::set_halt_status(authority.pubkey(), operator.record.operator_pool, halted);
    network.send(&[halt], &[&authority]).unwrap();
}

/// A slash of this record, which it names as the operator's, to the stored destinations.
pub fn slash_of<C: Chain>(network: &mut TestNetwork<C>, of: RecordOf) -> SlashOf {
    let overview = network.overview().unwrap();
    SlashOf {
        operator_pool: of.operator_pool,
        operator_staking_record: of.address(),
        slashing_token_destination: overview.slashing_token_destination,
        slashing_usdc_destination: overview.slashing_usdc_destination,
    }
}

/// A slashing authority takes from the record, which it names as the operator's.
pub fn slash<C: Chain>(network: &mut TestNetwork<C>, of: RecordOf, what: args::SlashStake) -> Outcome {
    let authority = network.slashing_authority.insecure_clone();
    let slash = slash_of(network, of);
    let accounts = ix::slash_stake_accounts(authority.pubkey(), slash, network.mints, what.confiscate_commission);
    network.send(&[ix::slash_stake(accounts, what)], &[&authority])
}
