//! What all requests share: the catalog, the trees in memory, the counters.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{
        atomic::{AtomicBool, Ordering},
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
    },
};

use super::{
    cache::TreeCache,
    catalog::{read, stamp, Catalog, Entry, Stamp, TreeEntry},
    metrics::Metrics,
    options::ServeOptions,
    refusal::Refusal,
};
use crate::tree::RewardsTree;
use crate::tree_file::tree_files;

/// Whether the folder could be looked through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Folder {
    /// Not yet.
    Unread,
    /// The last time it could.
    Read,
    /// The last time it could not, and why.
    Failed(String),
}

/// What all requests share.
pub(super) struct Service {
    pub(super) options: ServeOptions,
    pub(super) metrics: Metrics,
    folder: PathBuf,
    state: RwLock<(Folder, Arc<Catalog>)>,
    cache: Mutex<TreeCache>,
    /// One file is read at a time: this bounds the memory, and two requests for a tree read it once.
    reading: tokio::sync::Mutex<()>,
    stopping: AtomicBool,
}

impl Service {
    pub(super) fn new(folder: PathBuf, options: ServeOptions) -> prometheus::Result<Self> {
        Ok(Self {
            options,
            metrics: Metrics::new()?,
            folder,
            state: RwLock::new((Folder::Unread, Arc::default())),
            cache: Mutex::new(TreeCache::new(options.cached_leaves)),
            reading: tokio::sync::Mutex::new(()),
            stopping: AtomicBool::new(false),
        })
    }

    /// Whether the folder could be looked through, and what was found in it.
    pub(super) fn state(&self) -> (Folder, Arc<Catalog>) {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets a scan that is going on end after the file that it reads.
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Looks through the folder, and reads the files that are new or changed. Blocks.
    pub(super) fn scan(&self) {
        let old = self.state().1;
        let (folder, catalog) = match self.scan_files(&old) {
            Ok(None) => return,
            Ok(Some(files)) => (Folder::Read, Arc::new(Catalog::new(files))),
            Err(error) => {
                tracing::error!(folder = ?self.folder, %error, "the folder could not be read; serving what is known");
                (Folder::Failed(format!("the folder could not be read: {error}")), old)
            }
        };
        let gauge = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let newest = catalog.epochs.keys().next_back().copied().unwrap_or_default();
        self.metrics.bad_files.set(gauge(catalog.bad_files().count()));
        self.metrics.tree_files.set(gauge(catalog.epochs.values().map(Vec::len).sum()));
        self.metrics.newest_epoch.set(i64::try_from(newest).unwrap_or(i64::MAX));
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = (folder, catalog);
    }

    /// `None` if the service is stopping.
    fn scan_files(&self, old: &Catalog) -> io::Result<Option<BTreeMap<PathBuf, Entry>>> {
        let mut files = BTreeMap::new();
        for path in tree_files(&self.folder)? {
            if self.stopping.load(Ordering::Relaxed) {
                return Ok(None);
            }
            // A file that is gone since the folder was listed is none.
            let Some(stamp) = stamp(&path) else { continue };
            let entry = match old.known(&path, stamp) {
                Some(known) => known.clone(),
                None => self.examine(&path, stamp),
            };
            files.insert(path, entry);
        }
        Ok(Some(files))
    }

    fn examine(&self, path: &Path, stamp: Stamp) -> Entry {
        let _reading = self.reading.blocking_lock();
        match read(path, &self.options) {
            Ok((entry, tree)) => {
                tracing::info!(file = ?path, epoch = entry.epoch, leaves = tree.rows().len(), "tree file found");
                self.keep(Arc::new(tree));
                Entry::Good(Box::new(entry))
            }
            Err((seen, reason)) => {
                tracing::warn!(file = ?path, %reason, "bad tree file, not served");
                Entry::Bad { stamp: seen.unwrap_or(stamp), reason }
            }
        }
    }

    /// The tree of a file, from memory or read anew.
    pub(super) async fn tree(self: &Arc<Self>, entry: &TreeEntry) -> Result<Arc<RewardsTree>, Refusal> {
        if let Some(tree) = self.cache().get(&entry.root) {
            self.metrics.cache_hits.inc();
            return Ok(tree);
        }
        let _reading = self.reading.lock().await;
        // Another request may have read it meanwhile.
        if let Some(tree) = self.cache().get(&entry.root) {
            self.metrics.cache_hits.inc();
            return Ok(tree);
        }
        self.metrics.cache_misses.inc();
        let (path, options) = (entry.path.clone(), self.options);
        let result = tokio::task::spawn_blocking(move || read(&path, &options)).await.map_err(Refusal::internal)?;
        let changed = || {
            let text = format!("the tree file of epoch {} is changing: try again in a moment", entry.epoch);
            Refusal::unavailable(text)
        };
        let (found, tree) = result.map_err(|_| changed())?;
        if found.root != entry.root {
            return Err(changed());
        }
        let tree = Arc::new(tree);
        self.keep(tree.clone());
        Ok(tree)
    }

    fn keep(&self, tree: Arc<RewardsTree>) {
        let mut cache = self.cache();
        cache.insert(tree);
        self.metrics.cached_leaves.set(i64::try_from(cache.leaves()).unwrap_or(i64::MAX));
    }

    fn cache(&self) -> MutexGuard<'_, TreeCache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
