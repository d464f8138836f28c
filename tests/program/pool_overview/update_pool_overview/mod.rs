//! `update_pool_overview`: parameters, destinations, halts and the emission schedule.

mod accrual_halt;
mod destinations;
mod emission_effect;
mod emission_lowering;
mod emission_window;
mod parameter_bounds;
mod parameters;
mod real_money_bounds;
mod withdrawal_halt;
