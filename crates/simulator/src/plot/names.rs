//! Names of lines and ranges, right of the plane, each behind a piece of its line.

use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::dashes::Pixel;
use super::draw::{Canvas, Fault};
use super::panel::place;
use crate::figure::{Labels, Panel, Stroke};

const NAME: f64 = 13.0;
const LINE: f64 = 19.0;
/// Length of the piece in front of a name.
const SAMPLE: f64 = 40.0;
const GAP: f64 = 6.0;

type Plane<B> = DrawingArea<B, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// A name, how what it names is drawn (`None` for a range), and where that ends; a range at its upper end, away from the lines in it.
struct Name<'p> {
    text: &'p str,
    stroke: Option<Stroke>,
    end: Option<(f64, f64)>,
}

fn names(panel: &Panel) -> Vec<Name<'_>> {
    let bands = panel.bands.iter().map(|band| {
        let end = band.points.last().map(|(x, _, high)| (*x, *high));
        Name { text: &band.name, stroke: None, end }
    });
    let lines = panel.lines.iter().map(|line| Name {
        text: &line.name,
        stroke: Some(line.stroke),
        end: line.points.last().copied(),
    });
    bands.chain(lines).collect()
}

/// Pixels that the names need.
pub(super) fn width<B: DrawingBackend>(canvas: &Canvas<B>, panel: &Panel) -> Result<u32, Fault<B>> {
    let mut widest = 0.0f64;
    for name in names(panel) {
        widest = widest.max(canvas.width(name.text, NAME)?);
    }
    Ok(u32::try_from(super::draw::pixel(widest + (SAMPLE + 3.0 * GAP + 8.0) * canvas.scale)).unwrap_or_default())
}

pub(super) fn draw<B: DrawingBackend>(canvas: &Canvas<B>, plane: &Plane<B>, panel: &Panel) -> Result<(), Fault<B>> {
    let (xs, ys) = plane.get_pixel_range();
    let (right, top, bottom) = (f64::from(xs.end), f64::from(ys.start), f64::from(ys.end));
    let names = names(panel);
    let line = LINE * canvas.scale;
    let wanted: Vec<f64> = names
        .iter()
        .enumerate()
        .map(|(number, name)| match (panel.labels, name.end) {
            (Labels::AtEnds, Some((x, y))) => place(plane, x, y).1,
            (Labels::AtEnds, None) => bottom,
            (Labels::Listed, _) => top + (number as f64 + 0.5) * line,
        })
        .collect();
    for (name, (wanted, y)) in names.iter().zip(wanted.iter().zip(spread(&wanted, line, bottom))) {
        let start = right + GAP * canvas.scale;
        let from = if panel.labels == Labels::AtEnds { *wanted } else { y };
        sample(canvas, name, (start, from), (start + SAMPLE * canvas.scale, y))?;
        let text = (start + (SAMPLE + GAP) * canvas.scale, y);
        canvas.text(name.text, NAME, text, (HPos::Left, VPos::Center))?;
    }
    Ok(())
}

/// A piece of the line, from its end to the name.
fn sample<B: DrawingBackend>(canvas: &Canvas<B>, name: &Name, from: Pixel, to: Pixel) -> Result<(), Fault<B>> {
    match name.stroke {
        _ if name.end.is_none() => Ok(()),
        Some(stroke) => canvas.line(&[from, to], stroke),
        None => {
            let half = 5.0 * canvas.scale;
            let edge = |y: f64| [(from.0, y), (to.0, y)];
            canvas.surface(&edge(to.1 + half), &edge(to.1 - half))
        }
    }
}

/// Places near the wanted ones, at least a line apart and none below the bottom, in the order of the wanted ones.
fn spread(wanted: &[f64], line: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|one, other| wanted.get(*one).partial_cmp(&wanted.get(*other)).unwrap_or(std::cmp::Ordering::Equal));
    let mut places: Vec<(usize, f64)> = Vec::new();
    for number in order {
        let above = places.last().map_or(f64::NEG_INFINITY, |(_, above)| above + line);
        places.push((number, wanted.get(number).copied().unwrap_or(bottom).max(above)));
    }
    let mut below = bottom + line;
    for (_, place) in places.iter_mut().rev() {
        *place = place.min(below - line);
        below = *place;
    }
    places.sort_by_key(|(number, _)| *number);
    places.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_lines_that_end_together_stand_below_each_other() {
        assert_eq!(spread(&[50.0, 50.0, 10.0], 20.0, 200.0), [50.0, 70.0, 10.0]);
        // At the bottom they go up.
        assert_eq!(spread(&[100.0, 95.0, 40.0], 20.0, 100.0), [100.0, 80.0, 40.0]);
    }
}
