//! What a pool's admin does: `update_operator_pool`, the hand-over to another admin, the change of the operator's record,
//! commissions, closing and the sweep (SPEC sections 6 to 9 and 15).

mod admin_hand_over;
mod closed_and_halted;
mod closing;
mod commission_maximum;
mod commission_schedule;
mod commission_story;
mod commission_withdrawal;
mod family_accounts;
mod payout_accounts;
mod record_rotation;
mod record_rotation_bounds;
mod settings;
mod sweep;
mod world;
