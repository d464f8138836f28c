//! Links of a document to other files and to headings.

use super::markdown::Page;
use super::tree::{folder_of, resolved, Tree};

pub fn faults(page: &Page, file: &str, tree: &Tree) -> Vec<(usize, String)> {
    let broken = page.links.iter().filter(|link| !leads_somewhere(&link.text, page, file, tree));
    broken.map(|link| (link.line, format!("the link leads nowhere: {}", link.text))).collect()
}

fn leads_somewhere(target: &str, page: &Page, file: &str, tree: &Tree) -> bool {
    if target.contains("://") || target.starts_with("mailto:") {
        return true;
    }
    let (path, anchor) = target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    let has = |page: &Page, anchor: &str| page.anchors.iter().any(|known| known == anchor);
    if path.is_empty() {
        return anchor.is_some_and(|anchor| has(page, anchor));
    }
    let Some(path) = resolved(folder_of(file), path) else { return false };
    match anchor {
        None => tree.has(&path),
        Some(anchor) => tree.text(&path).is_some_and(|text| has(&Page::parse(text), anchor)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_folders_and_headings_are_looked_up() {
        let text = "# Here\n[a](#here) [b](other.md) [c](other.md#there) [d](../crates) [e](https://example.org/x) \
            [f](#gone) [g](gone.md) [h](other.md#here) [i](../../above) [j](other.md)";
        let tree = Tree::of(&[("docs/page.md", text), ("docs/other.md", "## There\n"), ("crates/lib.rs", "")]);
        let found = faults(&Page::parse(text), "docs/page.md", &tree);
        let found: Vec<String> = found.into_iter().map(|(_, fault)| fault).collect();
        let expected = ["#gone", "gone.md", "other.md#here", "../../above"];
        assert_eq!(found, expected.map(|target| format!("the link leads nowhere: {target}")));
    }
}
