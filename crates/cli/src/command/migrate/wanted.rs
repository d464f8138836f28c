//! What a file says of a deployment, and what has to change for it.

use anchor_lang::prelude::Pubkey;
use bytemuck::Zeroable;
use inference_staking_client::instruction::Mints;
use inference_staking_client::instructions::{
    CreatePoolOverviewArgs, UpdatePoolOverviewArgs, UpdatePoolOverviewAuthoritiesArgs,
};
use inference_staking_client::intent::SlashingDestinations;
use inference_staking_client::state::{
    AuthorityList, EmissionSchedule, NewPoolOverview, PoolOverview, PoolOverviewParameters,
};
use inference_staking_client::{address, Refusal};

use super::super::admin_changes::AdminChanges;

/// What a file says of a deployment.
pub struct Wanted {
    /// The two mints.
    pub mints: Mints,
    /// Token accounts that slashes go to.
    pub slashing: SlashingDestinations<Pubkey>,
    /// Lists, parameters, schedule, and the network's kind.
    pub network: CreatePoolOverviewArgs,
    /// Who is to be the program admin.
    pub program_admin: Pubkey,
    /// What says so, with its verb: "the file says".
    pub said_by: &'static str,
}

impl Wanted {
    /// Checks what the program would check of a new singleton, bounds and lists and the schedule, by its own rules.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn require_creatable(&self, decimals: u8, usdc_decimals: u8) -> Result<(), Refusal> {
        PoolOverview::zeroed().initialize(&NewPoolOverview {
            program_admin: self.program_admin,
            stake_mint: self.mints.stake,
            stake_decimals: decimals,
            usdc_mint: self.mints.usdc,
            usdc_decimals,
            reward_vault: address::reward_vault(),
            usdc_vault: address::usdc_vault(),
            slashing_token_destination: self.slashing.tokens,
            slashing_usdc_destination: self.slashing.usdc,
            reward_authorities: &self.network.reward_authorities,
            halt_authorities: &self.network.halt_authorities,
            slashing_authorities: &self.network.slashing_authorities,
            is_test_network: self.network.is_test_network,
            parameters: &self.network.parameters,
            emission: &self.network.emission,
            bump: 0,
        })
    }

    /// What the program admin has to change of a deployment. What is fixed for ever is left out.
    ///
    /// # Errors
    /// If the schedule is none that the program takes.
    pub fn admin_changes(&self, now: &PoolOverview) -> Result<AdminChanges, Refusal> {
        let network = &self.network;
        let emission = EmissionSchedule::new(&network.emission)?.schedule() != now.emission.schedule();
        let list = |now: &AuthorityList, then: &[Pubkey]| (!holds_the_same(now, then)).then(|| then.to_vec());
        Ok(AdminChanges {
            parameters: UpdatePoolOverviewArgs {
                emission: emission.then(|| network.emission.clone()),
                ..between(&now.parameters(), &network.parameters)
            },
            slashing: SlashingDestinations {
                tokens: changed(&now.slashing_token_destination, &self.slashing.tokens),
                usdc: changed(&now.slashing_usdc_destination, &self.slashing.usdc),
            },
            authorities: UpdatePoolOverviewAuthoritiesArgs {
                reward_authorities: list(&now.reward_authorities, &network.reward_authorities),
                halt_authorities: list(&now.halt_authorities, &network.halt_authorities),
                slashing_authorities: list(&now.slashing_authorities, &network.slashing_authorities),
                pending_program_admin: changed(&now.pending_program_admin, &self.pending_program_admin(now)),
            },
        })
    }

    /// Who is to be proposed as program admin: nobody, once who is wanted has taken over.
    fn pending_program_admin(&self, now: &PoolOverview) -> Pubkey {
        match self.program_admin == now.program_admin {
            true => Pubkey::default(),
            false => self.program_admin,
        }
    }
}

/// Whether a list has these keys; their order means nothing.
pub fn holds_the_same(list: &AuthorityList, keys: &[Pubkey]) -> bool {
    let sorted = |keys: &[Pubkey]| {
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        keys
    };
    let in_use: Vec<Pubkey> = list.keys.into_iter().filter(|key| *key != Pubkey::default()).collect();
    sorted(&in_use) == sorted(keys)
}

fn changed<T: Clone + PartialEq>(now: &T, then: &T) -> Option<T> {
    (now != then).then(|| then.clone())
}

/// The parameters that differ.
fn between(now: &PoolOverviewParameters, then: &PoolOverviewParameters) -> UpdatePoolOverviewArgs {
    UpdatePoolOverviewArgs {
        pool_creation_allowed: changed(&now.pool_creation_allowed, &then.pool_creation_allowed),
        registration_fee: changed(&now.registration_fee, &then.registration_fee),
        registration_fee_wallet: changed(&now.registration_fee_wallet, &then.registration_fee_wallet),
        min_operator_token_stake: changed(&now.min_operator_token_stake, &then.min_operator_token_stake),
        delegator_unstake_delay: changed(&now.delegator_unstake_delay, &then.delegator_unstake_delay),
        operator_unstake_delay: changed(&now.operator_unstake_delay, &then.operator_unstake_delay),
        slashing_delay: changed(&now.slashing_delay, &then.slashing_delay),
        challenge_period: changed(&now.challenge_period, &then.challenge_period),
        bypass_delay: changed(&now.bypass_delay, &then.bypass_delay),
        min_epoch_length: changed(&now.min_epoch_length, &then.min_epoch_length),
        max_commission_bps: changed(&now.max_commission_bps, &then.max_commission_bps),
        commission_notice_epochs: changed(&now.commission_notice_epochs, &then.commission_notice_epochs),
        ..Default::default()
    }
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_all_that_is_changed() {
        let now = PoolOverview::zeroed().parameters();
        // Every parameter has another value; the compiler asks for one that is new.
        let then = PoolOverviewParameters {
            pool_creation_allowed: true,
            registration_fee: 1,
            registration_fee_wallet: Pubkey::new_from_array([2; 32]),
            min_operator_token_stake: 3,
            delegator_unstake_delay: 4,
            operator_unstake_delay: 5,
            slashing_delay: 6,
            challenge_period: 7,
            bypass_delay: 8,
            min_epoch_length: 9,
            max_commission_bps: 10,
            commission_notice_epochs: 11,
        };
        assert_eq!(between(&now, &then).applied_to(now.clone()), then);
        let one = PoolOverviewParameters { bypass_delay: 8, ..now.clone() };
        let only = UpdatePoolOverviewArgs { bypass_delay: Some(8), ..Default::default() };
        assert_eq!(between(&now, &one), only);
    }

    #[test]
    fn the_order_of_a_list_means_nothing_and_a_key_that_stands_twice_does() {
        let [a, b] = [1, 2].map(|byte| Pubkey::new_from_array([byte; 32]));
        let list = AuthorityList::new(&[a, b]).unwrap();
        assert!(holds_the_same(&list, &[b, a]));
        for other in [&[a][..], &[a, a], &[a, b, b], &[]] {
            assert!(!holds_the_same(&list, other), "{other:?}");
        }
    }
}
