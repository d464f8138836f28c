//! Attacks through roots, trees and proofs.

mod bad_root_by_stolen_key;
mod buried_records;
mod empty_records_at_once;
mod epoch_without_roots;
mod forged_proofs;
mod leaves_above_totals;
mod pool_left_out;
mod replayed_proofs;
mod withheld_proofs;
