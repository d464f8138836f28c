//! Every instruction of the IDL with its largest arguments, beside two compute-budget instructions: each is sent and
//! fits a transaction of 1,232 bytes, takes no unknown writable account, and leaves no pool with a broken invariant.

mod administration;
mod batches;
mod epochs;
pub mod measured;
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

#[test]
fn every_instruction_with_its_largest_arguments_fits_a_transaction() {
    let mut measured = Measured::start();
    send_every_instruction(&mut measured);
    measured.print();
    measured.assert_all_fit();
}
