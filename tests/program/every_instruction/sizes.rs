//! SPEC 18: every instruction fits a transaction of 1,232 bytes.

use super::life::measured::Measured;
use super::life::send_every_instruction;

#[test]
fn every_instruction_with_its_largest_arguments_fits_a_transaction() {
    let mut measured = Measured::start();
    send_every_instruction(&mut measured);
    measured.print();
    measured.assert_all_fit();
}
