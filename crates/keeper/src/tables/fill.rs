//! What goes into which table, without any network.

use std::collections::{BTreeMap, HashMap};

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_client::rpc::{LookupTable, MAX_LOOKUP_TABLE_ADDRESSES};
use inference_staking_client::state::OperatorPool;

/// Addresses of a table besides the pool overview, which every table begins with.
const CAPACITY: usize = MAX_LOOKUP_TABLE_ADDRESSES - 1;

/// The addresses that accruals write, in the order of the pools, which is that of the leaves: neighbours share a table.
/// Closed pools have few accruals before them and need none.
pub fn wanted(pools: &BTreeMap<Pubkey, OperatorPool>) -> Vec<Pubkey> {
    let open = pools.iter().filter(|(_, pool)| !pool.is_closed());
    let keys = |(address, pool): (&Pubkey, &OperatorPool)| {
        [Some(*address), (pool.auto_stake != 0).then_some(pool.operator_staking_record)]
    };
    open.flat_map(keys).flatten().collect()
}

/// What is missing, and where it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filling {
    /// Additions to tables that there are.
    pub additions: Vec<Placed>,
    /// Tables to make, each with its addresses. The first of them is the pool overview.
    pub new_tables: Vec<Vec<Pubkey>>,
}

/// Addresses that go into one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The table.
    pub table: Pubkey,
    /// At most what there is room for.
    pub addresses: Vec<Pubkey>,
}

impl Filling {
    /// Whether nothing is missing.
    pub fn is_empty(&self) -> bool {
        self.additions.is_empty() && self.new_tables.is_empty()
    }
}

/// Places what stands in no table: with its neighbours while there is room, then wherever there is room, then in new tables.
pub fn fill(wanted: &[Pubkey], tables: &[LookupTable]) -> Filling {
    let mut shelves = Shelves::of(tables);
    let mut runs = missing_runs(wanted, &shelves);
    // A run belongs to what stands before it: a table that was not filled to its end goes on there.
    for run in &mut runs {
        shelves.place(run.before, &mut run.addresses);
    }
    for run in &mut runs {
        shelves.place(run.after, &mut run.addresses);
    }
    let mut rest: Vec<Pubkey> = runs.into_iter().flat_map(|run| run.addresses).collect();
    for shelf in 0..tables.len() {
        shelves.place(Some(shelf), &mut rest);
    }
    let with_overview = |part: &[Pubkey]| [&[address::pool_overview()], part].concat();
    let new_tables = rest.chunks(CAPACITY).map(with_overview).collect();
    let placed = tables.iter().zip(shelves.placed).filter(|(_, addresses)| !addresses.is_empty());
    let additions = placed.map(|(table, addresses)| Placed { table: table.address, addresses }).collect();
    Filling { additions, new_tables }
}

/// Tables with what is placed in them.
struct Shelves {
    holders: HashMap<Pubkey, usize>,
    room: Vec<usize>,
    placed: Vec<Vec<Pubkey>>,
}

/// Neighbours that stand in no table, and the tables of what stands beside them.
struct Run {
    before: Option<usize>,
    after: Option<usize>,
    addresses: Vec<Pubkey>,
}

impl Shelves {
    fn of(tables: &[LookupTable]) -> Self {
        let active = || tables.iter().enumerate().filter(|(_, table)| table.deactivated_at.is_none());
        Self {
            holders: active().flat_map(|(shelf, table)| table.addresses.iter().map(move |key| (*key, shelf))).collect(),
            room: tables.iter().map(LookupTable::room).collect(),
            placed: vec![Vec::new(); tables.len()],
        }
    }

    /// Moves as many of the first addresses as there is room for.
    fn place(&mut self, shelf: Option<usize>, addresses: &mut Vec<Pubkey>) {
        let Some(shelf) = shelf else { return };
        let (Some(room), Some(placed)) = (self.room.get_mut(shelf), self.placed.get_mut(shelf)) else { return };
        let taken = addresses.len().min(*room);
        *room = room.saturating_sub(taken);
        placed.extend(addresses.drain(..taken));
    }
}

fn missing_runs(wanted: &[Pubkey], shelves: &Shelves) -> Vec<Run> {
    let (mut runs, mut open, mut before) = (Vec::new(), Vec::new(), None);
    for key in wanted {
        let Some(holder) = shelves.holders.get(key).copied() else {
            open.push(*key);
            continue;
        };
        if !open.is_empty() {
            runs.push(Run { before, after: Some(holder), addresses: std::mem::take(&mut open) });
        }
        before = Some(holder);
    }
    if !open.is_empty() {
        runs.push(Run { before, after: None, addresses: open });
    }
    runs
}
