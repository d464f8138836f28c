//! The whole loop once, with numbers worked out by hand: two delegators and an operator, one epoch of tokens and USDC,
//! everybody leaves.

use inference_staking_localnet::network::DAY;

use crate::chain::start;

#[test]
fn one_epoch_from_stake_to_the_last_claim() {
    inference_staking_test_kit::one_epoch::play(&mut start(), 7 * DAY);
}
