//! Each instruction of the program, in a file or folder of its name: what it does, what it refuses, what its accounts must be.

mod operator_pool;
mod staking_record;
