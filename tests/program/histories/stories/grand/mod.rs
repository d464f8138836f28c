//! Six pools, their operators and twelve delegators: an epoch in which they come, twelve more, and what is left of them 129
//! epochs later.

mod first_epochs;
mod last_epochs;
mod leaving;
mod middle_epochs;
mod six_pools;

#[test]
fn six_pools_and_their_holders_from_the_first_stake_to_the_last_unit() {
    let mut stage = six_pools::opening();
    first_epochs::play(&mut stage);
    middle_epochs::play(&mut stage);
    last_epochs::play(&mut stage);
    leaving::play(&mut stage);
}
