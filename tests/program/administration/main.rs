//! What the program admin and the halt authorities do: parameters, destinations, halts, the schedule, authority lists, the
//! hand-over of the admin, halted pools, and what each halt stops (SPEC sections 7, 8, 11 and 12).

mod admin_only;
mod authority_lists;
mod destinations;
mod emission_effect;
mod emission_lowering;
mod emission_window;
mod halt_matrix;
mod halt_row;
mod halted_pool;
mod parameter_bounds;
mod parameters;
mod program_admin;
mod unknown_accounts;
mod withdrawal_halt;
mod world;
