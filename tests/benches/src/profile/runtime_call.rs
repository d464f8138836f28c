//! What calls into the runtime cost, compute units, beyond the instruction that calls.

use super::logs::Logged;
use super::trace::Call;

/// The search for an address.
pub const SEARCH: &str = "sol_try_find_program_address";
/// Making an address, or one try of a search.
pub const ADDRESS_TRY: u64 = 1_500;
/// A cross-program invocation, without the called program.
const INVOKE: u64 = 946;
/// What a program built into the runtime costs.
const BUILTIN: u64 = 150;
const BYTES_PER_UNIT: u64 = 250;

/// Where a phase ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    Clock,
    Hash,
    Invoke,
    Event,
}

/// The cut that a call makes; none inside a phase.
pub fn cut(call: &Call) -> Option<Cut> {
    match call.name.as_str() {
        "sol_get_clock_sysvar" | "sol_get_sysvar" => Some(Cut::Clock),
        "sol_keccak256" => Some(Cut::Hash),
        "sol_invoke_signed_rust" | "sol_invoke_signed_c" => Some(Cut::Invoke),
        "sol_log_data" => Some(Cut::Event),
        _ => None,
    }
}

/// Units of the call, and of the program it called.
pub fn cost(call: &Call, logged: &mut Logged) -> (u64, u64) {
    let [_, second, third, fourth, _] = call.arguments;
    let units = match call.name.as_str() {
        // 100 and the size of the clock.
        "sol_get_clock_sysvar" => 140,
        "sol_get_rent_sysvar" => 117,
        "sol_get_sysvar" => 100 + (fourth / BYTES_PER_UNIT).max(10),
        "sol_memcpy_" | "sol_memmove_" | "sol_memcmp_" | "sol_memset_" => (third / BYTES_PER_UNIT).max(10),
        // One slice is a leaf of 89 bytes, two are a node's of 32 each.
        "sol_keccak256" => 85 + if second == 1 { 89 / 2 } else { second * 16 },
        "sol_log_data" => 100 + 100 * second + logged.events.pop_front().unwrap_or(0),
        "sol_log_" => second.max(100),
        "sol_log_64_" | "sol_log_pubkey" | "sol_log_compute_units_" => 100,
        "sol_set_return_data" => 100 + second / BYTES_PER_UNIT,
        "sol_get_return_data" => 100,
        // Of a search only the first try: how many followed is not in the registers.
        "sol_create_program_address" | SEARCH => ADDRESS_TRY,
        "sol_invoke_signed_rust" | "sol_invoke_signed_c" => {
            return (INVOKE, logged.called.pop_front().flatten().unwrap_or(BUILTIN))
        }
        _ => 0,
    };
    (units, 0)
}
