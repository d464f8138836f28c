//! The four accounts: their layouts, their rules and their invariants. No CPI, no accounts structs.

mod accrual;
mod authority_list;
mod commission_change;
mod emission_schedule;
mod global_vault;
mod lock_changes;
mod operator_pool;
mod pod_u128;
mod pool_overview;
mod pool_overview_parameters;
mod record_view;
mod reward_record;
mod slash;
mod staking_record;
mod stored;
mod text;

pub use accrual::*;
pub use authority_list::*;
pub use emission_schedule::*;
pub use global_vault::*;
pub use operator_pool::*;
pub use pod_u128::*;
pub use pool_overview::*;
pub use pool_overview_parameters::*;
pub use record_view::*;
pub use reward_record::*;
pub use slash::*;
pub use staking_record::*;
pub use stored::*;
pub use text::*;

/// Fails the build when an account's size or a field's offset (both with the 8-byte discriminator) is not the pinned one.
macro_rules! assert_layout {
    ($account:ty, $size:expr, $($field:ident: $offset:expr),+ $(,)?) => {
        #[allow(clippy::arithmetic_side_effects, reason = "evaluated by the compiler")]
        const _: () = {
            assert!(8 + core::mem::size_of::<$account>() == $size);
            assert!(core::mem::align_of::<$account>() <= 8);
            $(assert!(8 + core::mem::offset_of!($account, $field) == $offset);)+
        };
    };
}
pub(crate) use assert_layout;
