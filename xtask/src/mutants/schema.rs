//! Several mutants in one program, a mutant schema: a build takes longer than most tests that notice a mutant.
//!
//! Each changed function has its body twice and asks for the number of the mutant that is wanted, which stands in the
//! built program and is written over there.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{bail, Context, Result};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::list::PROGRAM;
use super::mutant::Mutant;

/// A build of so many takes little longer than one of a single mutant, and fails no more often than is worth while.
const MOST: usize = 40;

/// Stands before the number in the built program.
const MARK: &[u8] = b"THE WANTED MUTANT IS NUMBER ";

/// What the program asks, in its root. A value that went through `black_box` is read when the program runs.
const QUESTION: &str = r#"
mod mutant {
    static WANTED: [u8; 30] = *b"THE WANTED MUTANT IS NUMBER \0\0";
    #[inline(never)]
    pub fn is(number: u16) -> bool {
        let [.., low, high] = *core::hint::black_box(&WANTED);
        u16::from_le_bytes([low, high]) == number
    }
}
"#;

/// Mutants of which no two change the same function, numbered from 1 in this order.
pub struct Schema<'a> {
    pub mutants: Vec<&'a Mutant>,
    /// Functions that they change: file and body. `None` for a place in no function, or in one that the compiler
    /// evaluates: such a mutant is alone.
    bodies: Vec<Option<(String, Range<usize>)>>,
}

impl<'a> Schema<'a> {
    /// As few as it takes for all mutants, those that stand near each other in the same one.
    pub fn all_of(root: &Path, mutants: &[&'a Mutant]) -> Result<Vec<Self>> {
        let mut schemas: Vec<Self> = Vec::new();
        let mut bodies_of_files = BTreeMap::new();
        for mutant in mutants {
            if !bodies_of_files.contains_key(&mutant.file) {
                let bodies = bodies_in(&mutant.text(root)?).with_context(|| format!("cannot parse {}", mutant.file))?;
                bodies_of_files.insert(mutant.file.clone(), bodies);
            }
            let place = mutant.range(&mutant.text(root)?)?;
            let around = |body: &&Range<usize>| body.start <= place.start && place.end <= body.end;
            let body = bodies_of_files[&mutant.file].iter().find(around);
            let body = body.map(|body| (mutant.file.clone(), body.clone()));
            let has_room = |schema: &&mut Self| schema.has_room_for(body.as_ref());
            match schemas.iter_mut().find(has_room) {
                Some(schema) => {
                    schema.mutants.push(mutant);
                    schema.bodies.push(body);
                }
                None => schemas.push(Self { mutants: vec![mutant], bodies: vec![body] }),
            }
        }
        Ok(schemas)
    }

    fn has_room_for(&self, body: Option<&(String, Range<usize>)>) -> bool {
        let is_free = |body| self.bodies.iter().all(|other| other.as_ref().is_some_and(|other| other != body));
        self.mutants.len() < MOST && body.is_some_and(is_free)
    }

    /// Two halves, for one that cannot be built and does not say why.
    pub fn split(&self) -> [Self; 2] {
        let (first, second) = self.mutants.split_at(self.mutants.len() / 2);
        let (of_first, of_second) = self.bodies.split_at(first.len());
        [(first, of_first), (second, of_second)]
            .map(|(mutants, bodies)| Self { mutants: mutants.to_vec(), bodies: bodies.to_vec() })
    }

    /// The same without some.
    pub fn without(&self, gone: &[&Mutant]) -> Self {
        let both = self.mutants.iter().zip(&self.bodies).filter(|(mutant, _)| !gone.contains(mutant));
        let (mutants, bodies) = both.map(|(mutant, body)| (*mutant, body.clone())).unzip();
        Self { mutants, bodies }
    }

    /// The changed files, by their path from the root.
    pub fn files(&self, root: &Path) -> Result<BTreeMap<String, Changed>> {
        let mut bodies: BTreeMap<&str, Vec<(&Range<usize>, usize)>> = BTreeMap::new();
        for (number, body) in self.bodies.iter().enumerate() {
            let (file, body) = body.as_ref().context("a mutant outside of functions is not alone")?;
            bodies.entry(file).or_default().push((body, number));
        }
        let mut files = BTreeMap::new();
        for (file, mut bodies) in bodies {
            bodies.sort_by_key(|(body, _)| body.start);
            let original = self.mutants[bodies[0].1].text(root)?;
            files.insert(file.to_owned(), self.changed(&original, &bodies)?);
        }
        let lib = format!("{PROGRAM}/lib.rs");
        let text = fs::read_to_string(root.join(&lib)).with_context(|| format!("cannot read {lib}"))?;
        files.insert(lib, Changed { text: text + QUESTION, lines: Vec::new() });
        Ok(files)
    }

    fn changed(&self, original: &str, bodies: &[(&Range<usize>, usize)]) -> Result<Changed> {
        let (mut text, mut lines, mut end) = (String::new(), Vec::new(), 0);
        for (body, number) in bodies {
            let mutant = self.mutants[*number];
            let place = mutant.range(original)?;
            text += &original[end..body.start];
            text += &format!("\nif crate::mutant::is({}) {{\n", number + 1);
            let first = text.lines().count() + 1;
            text += &original[body.start..place.start];
            text += &mutant.replacement;
            text += &original[place.end..body.end];
            lines.push((first..text.lines().count() + 1, *number));
            text += "\n} else {\n";
            text += &original[body.start..body.end];
            text += "\n}\n";
            end = body.end;
        }
        text += &original[end..];
        Ok(Changed { text, lines })
    }

    /// The mutants that a compiler's errors stand in.
    pub fn blamed(&self, files: &BTreeMap<String, Changed>, errors: &str) -> Vec<&'a Mutant> {
        let mut numbers: Vec<_> = places_of_errors(errors)
            .filter_map(|(file, line)| files.get(file)?.lines.iter().find(|(lines, _)| lines.contains(&line)))
            .map(|(_, number)| *number)
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(|number| self.mutants[number]).collect()
    }
}

/// A file with a schema's changes.
pub struct Changed {
    pub text: String,
    /// The lines of changed bodies, and the mutant's place in the schema.
    lines: Vec<(Range<usize>, usize)>,
}

/// Writes the wanted mutant's number, or 0 for none, into a built program.
pub fn choose(program: &mut [u8], number: u16) -> Result<()> {
    let mut places = (0..program.len()).filter(|place| program[*place..].starts_with(MARK));
    let (Some(place), None) = (places.next(), places.next()) else { bail!("the built program has not one mark") };
    let number_at = place + MARK.len();
    program.get_mut(number_at..number_at + 2).context("the mark is cut off")?.copy_from_slice(&number.to_le_bytes());
    Ok(())
}

/// Where a compiler says that its errors are, and not its warnings.
fn places_of_errors(errors: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut is_error = false;
    errors.lines().filter_map(move |line| {
        if !line.starts_with(' ') {
            is_error = line.starts_with("error");
        }
        let (file, place) = line.trim_start().strip_prefix("--> ").filter(|_| is_error)?.split_once(':')?;
        Some((file, place.split(':').next()?.parse().ok()?))
    })
}

/// What stands between the braces of each function that runs on the chain, but of none inside another.
fn bodies_in(text: &str) -> Result<Vec<Range<usize>>> {
    struct Bodies(Vec<Range<usize>>);
    impl Bodies {
        fn add(&mut self, signature: &syn::Signature, body: &syn::Block) {
            let Range { start, end } = body.span().byte_range();
            if signature.constness.is_none() {
                self.0.push(start + 1..end - 1);
            }
        }
    }
    impl Visit<'_> for Bodies {
        fn visit_item_fn(&mut self, function: &syn::ItemFn) {
            self.add(&function.sig, &function.block);
        }
        fn visit_impl_item_fn(&mut self, function: &syn::ImplItemFn) {
            self.add(&function.sig, &function.block);
        }
        fn visit_trait_item_fn(&mut self, function: &syn::TraitItemFn) {
            if let Some(body) = &function.default {
                self.add(&function.sig, body);
            }
        }
        fn visit_item_mod(&mut self, module: &syn::ItemMod) {
            if !module.attrs.iter().any(|attribute| attribute.path().is_ident("cfg")) {
                visit::visit_item_mod(self, module);
            }
        }
    }
    let mut bodies = Bodies(Vec::new());
    bodies.visit_file(&syn::parse_file(text)?);
    Ok(bodies.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str =
        "const A: u8 = 1;\nfn ß() -> u8 {\n    1 + 2\n}\nimpl B {\n    const fn c() { 1 }\n    fn d() { 3 }\n}\n\
                          #[cfg(test)]\nmod tests {\n    fn e() {}\n}\n";

    /// A checkout with [`SOURCE`] as its file `f`, removed afterwards.
    struct Checkout(std::path::PathBuf);

    impl Checkout {
        fn new(name: &str) -> Self {
            let root = std::env::temp_dir().join(format!("xtask-schema-{}-{name}", std::process::id()));
            fs::create_dir_all(root.join(PROGRAM)).unwrap();
            fs::write(root.join(PROGRAM).join("lib.rs"), "// root\n").unwrap();
            fs::write(root.join("f"), SOURCE).unwrap();
            Self(root)
        }
    }

    impl Drop for Checkout {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn mutant(start: (usize, usize), length: usize, replacement: &str) -> Mutant {
        Mutant {
            file: "f".to_owned(),
            name: format!("f: {replacement}"),
            start,
            end: (start.0, start.1 + length),
            replacement: replacement.to_owned(),
        }
    }

    #[test]
    fn functions_that_run_on_the_chain_are_found_by_their_bytes() {
        let bodies: Vec<_> = bodies_in(SOURCE).unwrap().into_iter().map(|body| &SOURCE[body]).collect();
        assert_eq!(bodies, ["\n    1 + 2\n", " 3 "]);
        assert!(bodies_in("fn {").is_err());
    }

    #[test]
    fn no_two_mutants_of_a_function_stand_together_and_none_outside_of_functions() {
        let checkout = Checkout::new("together");
        let all = [
            mutant((1, 15), 1, "2"),
            mutant((3, 7), 1, "-"),
            mutant((3, 7), 1, "*"),
            mutant((6, 20), 1, "0"),
            mutant((7, 14), 1, "4"),
        ];
        let schemas = Schema::all_of(&checkout.0, &all.iter().collect::<Vec<_>>()).unwrap();
        let names: Vec<Vec<_>> = schemas
            .iter()
            .map(|schema| schema.mutants.iter().map(|mutant| mutant.replacement.as_str()).collect())
            .collect();
        assert_eq!(names, [vec!["2"], vec!["-", "4"], vec!["*"], vec!["0"]]);
        assert!(schemas[0].files(&checkout.0).is_err());
        let [first, second] = schemas[1].split();
        assert_eq!([first.mutants, second.mutants], [[&all[1]], [&all[4]]]);
        assert_eq!(schemas[1].without(&[&all[1]]).mutants, [&all[4]]);
    }

    #[test]
    fn a_changed_function_asks_for_its_number_and_errors_in_it_blame_the_mutant() {
        let checkout = Checkout::new("asks");
        let all = [mutant((3, 7), 1, "-"), mutant((7, 14), 1, "4")];
        let [schema] = &Schema::all_of(&checkout.0, &[&all[0], &all[1]]).unwrap()[..] else { panic!("not one") };
        let files = schema.files(&checkout.0).unwrap();
        let text = &files["f"].text;
        assert!(text.contains("if crate::mutant::is(1) {\n\n    1 - 2\n\n} else {\n\n    1 + 2\n\n}\n}"), "{text}");
        assert!(text.contains("if crate::mutant::is(2) {\n 4 \n} else {\n 3 \n}\n}"), "{text}");
        assert_eq!(files["programs/inference-staking/src/lib.rs"].text, format!("// root\n{QUESTION}"));

        let line = |part: &str| text.lines().position(|line| line.contains(part)).unwrap() + 1;
        let error = |line: usize| format!("error[E0308]: types\n  --> f:{line}:4\n   |\n");
        let warning = format!("warning: unused\n --> f:{}:1\n", line("1 - 2"));
        assert_eq!(schema.blamed(&files, &(warning + &error(line(" 4 ")))), [&all[1]]);
        assert_eq!(schema.blamed(&files, &error(line("1 - 2"))), [&all[0]]);
        assert!(schema.blamed(&files, &error(line("1 + 2"))).is_empty());
    }

    #[test]
    fn the_number_is_written_after_the_one_mark() {
        let mut program = [b"ELF", MARK, b"\0\0, and more"].concat();
        choose(&mut program, 258).unwrap();
        assert_eq!(program, [b"ELF", MARK, b"\x02\x01, and more"].concat());
        assert!(choose(&mut [MARK, b"\0\0", MARK, b"\0\0"].concat(), 1).is_err());
        assert!(choose(&mut MARK.to_vec(), 1).is_err() && choose(&mut [], 1).is_err());
        assert!(QUESTION.contains(std::str::from_utf8(MARK).unwrap()));
    }
}
