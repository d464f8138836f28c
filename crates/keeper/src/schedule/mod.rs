//! Scheduling, without any network: which pool can pass which epoch now, in which transactions, and what cannot and why.

mod all_pools;
mod parcel;
mod queue;
mod reason;
mod step;

pub use all_pools::Schedule;
pub use parcel::{pack, Parcel, ParcelPool};
pub use queue::{queue_of, PoolQueue};
pub use reason::{Left, Reason};
pub use step::{Bypass, Step};
