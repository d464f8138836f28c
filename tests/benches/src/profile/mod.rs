//! Where an instruction's compute units go: its trace, cut into phases at the calls into the runtime.

mod logs;
mod phases;
mod probe;
mod runtime_call;
mod trace;
mod traceable;

pub use phases::Profile;
pub use trace::Tracer;
