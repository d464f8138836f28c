//! Pictures: SVG that can be read, PNG that can be decoded.

use inference_staking_simulator::plot::{png, size, svg};
use inference_staking_simulator::{figures, Figure, Ranges};

use crate::world::{eight_percent, run, tenths};

const SOURCE: &str = "Schedule: 8 % < 9 % & more.\nCommand: inference-staking simulate --staked 60%";

fn all() -> Vec<Figure> {
    figures(&run(eight_percent(1_000_000, true, 10), tenths(1_000_000, 30)), &Ranges::default(), 0).unwrap()
}

#[test]
fn every_svg_says_what_it_shows_on_its_axes_and_where_it_comes_from() {
    let names: Vec<_> = all().iter().map(|figure| figure.name).collect();
    assert_eq!(names.len(), 8);
    for figure in all() {
        let text = svg(&figure, SOURCE).unwrap();
        let document = roxmltree::Document::parse(&text).unwrap();
        let root = document.root_element();
        let (width, height) = size(&figure);
        assert_eq!(
            (root.attribute("width"), root.attribute("height")),
            (Some(&*width.to_string()), Some(&*height.to_string()))
        );
        let texts: Vec<_> = document.descendants().filter(|node| node.has_tag_name("text")).collect();
        let said = |wanted: &str| texts.iter().any(|text| text.text().is_some_and(|text| text.trim() == wanted));
        assert!(said(&figure.title), "{}", figure.name);
        assert!(said("Schedule: 8 % < 9 % & more.") && said("Command: inference-staking simulate --staked 60%"));
        for panel in &figure.panels {
            assert!(said(&panel.x.label) && said(&panel.y.label), "{}", figure.name);
            assert!(panel.x.label.contains('(') && panel.y.label.contains('('), "units in brackets: {}", panel.y.label);
            let names = panel.lines.iter().map(|line| &line.name).chain(panel.bands.iter().map(|band| &band.name));
            for name in names {
                assert!(said(name), "{}: {name}", figure.name);
            }
        }
        // Nothing is written outside.
        for text in texts {
            let place = |name: &str| text.attribute(name).unwrap().parse::<f64>().unwrap();
            assert!((0.0..f64::from(width)).contains(&place("x")) && (0.0..f64::from(height)).contains(&place("y")));
        }
        // Lines are told apart without colours: black and greys only.
        for node in document.descendants() {
            for colour in
                ["stroke", "fill"].iter().filter_map(|name| node.attribute(*name)).filter(|c| c.starts_with('#'))
            {
                assert!(colour[1..3] == colour[3..5] && colour[3..5] == colour[5..7], "{colour}");
            }
        }
    }
}

#[test]
fn every_png_has_its_size_letters_and_lines() {
    for figure in all() {
        let encoded = png(&figure, SOURCE).unwrap();
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(encoded)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let (width, height) = size(&figure);
        assert_eq!((info.width, info.height), (2 * width, 2 * height));
        let dark = |rows: std::ops::Range<u32>| {
            let row = info.line_size;
            let pixels = &pixels[rows.start as usize * row..rows.end as usize * row];
            pixels.iter().filter(|value| **value < 100).count()
        };
        // Title, plane, and the lines below.
        assert!(
            dark(0..100) > 500 && dark(200..height) > 5_000 && dark(2 * height - 90..2 * height) > 500,
            "{}",
            figure.name
        );
        // No edge is touched: nothing is cut off.
        let is_white = |x: usize, y: usize| pixels[y * info.line_size + 3 * x..][..3] == [255; 3];
        let (width, height) = (info.width as usize, info.height as usize);
        assert!((0..height).all(|y| is_white(0, y) && is_white(width - 1, y)), "{}", figure.name);
        assert!((0..width).all(|x| is_white(x, 0) && is_white(x, height - 1)), "{}", figure.name);
    }
}

#[test]
fn lines_of_a_panel_differ_in_their_dashes() {
    for figure in all() {
        for panel in &figure.panels {
            for (place, line) in panel.lines.iter().enumerate() {
                assert!(panel.lines[..place].iter().all(|other| other.stroke != line.stroke), "{}", figure.name);
            }
        }
    }
}
