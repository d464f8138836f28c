//! A network's life in which every instruction of the IDL is sent at least once, with its largest arguments and beside two
//! compute-budget instructions, and goes through. Whatever holds for every instruction is tried on the way.

mod administration;
mod batches;
mod epochs;
pub mod measured;
mod pool;
mod pools;
mod records;

use measured::Measured;

/// One network's life in which every instruction is sent at least once, and goes through.
pub fn send_every_instruction(measured: &mut Measured) {
    administration::create_overview_and_hand_it_over(measured);
    let mut pool = pools::create(measured);
    administration::update_overview(measured);
    records::create_and_stake(measured, &mut pool);
    records::lock_and_query(measured, &pool);
    pools::update_and_hand_over(measured, &mut pool);
    epochs::commit_and_accrue(measured, &pool);
    records::leave(measured, &pool);
    pools::withdraw_and_slash(measured, &pool);
    pools::close_and_sweep(measured, &pool);
    epochs::reclaim(measured);
    measured.assert_all_of_the_idl_were_sent();
}
