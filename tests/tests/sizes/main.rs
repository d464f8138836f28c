//! Every instruction of the IDL with its largest arguments, beside two compute-budget instructions, fits a transaction of
//! 1,232 bytes: each is sent and measured.

mod administration;
mod batches;
mod epochs;
mod measured;
mod pools;
mod records;

use measured::Measured;

#[test]
fn every_instruction_with_its_largest_arguments_fits_a_transaction() {
    let mut measured = Measured::start();
    administration::create_overview_and_hand_it_over(&mut measured);
    let mut pool = pools::create(&mut measured);
    administration::update_overview(&mut measured);
    records::create_and_stake(&mut measured, &mut pool);
    records::lock_and_query(&mut measured, &pool);
    pools::update_and_hand_over(&mut measured, &mut pool);
    epochs::commit_and_accrue(&mut measured, &pool);
    records::leave(&mut measured, &pool);
    pools::withdraw_and_slash(&mut measured, &pool);
    pools::close_and_sweep(&mut measured, &pool);
    epochs::reclaim(&mut measured);
    measured.print();
    measured.assert_all_of_the_idl_fit();
}
