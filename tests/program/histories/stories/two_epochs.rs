//! The whole loop once, with numbers worked out by hand: the story that a validator plays too.

use inference_staking_test_kit::two_epochs;

use crate::chain::start;

#[test]
fn two_epochs_from_the_first_stake_to_the_last_claim() {
    two_epochs::play(&mut start(), &mut two_epochs::with_own_proof);
}
