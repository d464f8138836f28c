//! What the instructions cost, and what was refused.

use crate::amount::grouped;
use crate::costs::{target, Range};
use crate::demo::Demo;
use crate::output::table;

const HEADER: [&str; 8] = ["Instruction", "Sent", "CU min", "CU max", "Target", "Within", "Bytes min", "Bytes max"];

pub fn print(demo: &Demo) {
    let rows = demo.costs.all().map(|(name, cost)| {
        let Range { min, max } = cost.compute_units;
        let bytes = cost.transaction_bytes;
        let target = target(name);
        let within = target.map(|units| if max <= units { "yes" } else { "no" });
        let cells = [min, max].map(|units| grouped(units.into()));
        let mut row = vec![name.to_string(), grouped(cost.count.into())];
        row.extend(cells);
        row.push(target.map_or("-".into(), |units| grouped(units.into())));
        row.push(within.unwrap_or("-").into());
        row.extend([bytes.min, bytes.max].map(|bytes| grouped(bytes.into())));
        row
    });
    let title = "Compute units (CU) of each instruction in this run, beside the target of SPEC 17, and the size of \
                 its\ntransaction, of at most 1,232 bytes.";
    demo.output.table(title, &table(&HEADER, 1, rows));
}

/// Every rule once, with how often it held.
pub fn print_refusals(demo: &Demo) {
    let mut rows: Vec<(&str, String, u32)> = Vec::new();
    for refusal in &demo.refusals {
        match rows.iter_mut().find(|(what, ..)| *what == refusal.what) {
            Some((.., times)) => *times += 1,
            None => rows.push((refusal.what, refusal.error.name(), 1)),
        }
    }
    let rows = rows.into_iter().map(|(what, error, times)| vec![what.into(), error, times.to_string()]);
    let title = "Attempts that had to fail, and the error that the program gave for them.";
    demo.output.table(title, &table(&["Attempt", "Error", "Times"], 2, rows));
}
