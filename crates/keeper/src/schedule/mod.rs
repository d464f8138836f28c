//! Scheduling, without any network: which pool can pass which epoch now, in which transactions, and what cannot and
//! why; and in which transactions ripe stake is activated.

mod activation;
mod all_pools;
mod parcel;
mod queue;
mod reason;
mod step;

pub use activation::{pack_activations, Activation, ActivationBatch, ActivationWaves};
pub use all_pools::Schedule;
pub use parcel::{pack, Parcel, ParcelPool};
pub use queue::{queue_of, PoolQueue};
pub use reason::{Left, NotActivated, Reason};
pub use step::{Bypass, Step};
