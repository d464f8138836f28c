//! One coordinate system.

use plotters::coord::types::RangedCoordf64;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::dashes::Pixel;
use super::draw::{Canvas, Fault};
use super::names;
use crate::figure::{Panel, Stroke};

const TITLE: f64 = 16.0;
const AXIS: f64 = 14.0;
const TICK: f64 = 13.0;
const WORDS: f64 = 13.0;

type Plane<B> = DrawingArea<B, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

pub(super) fn draw<B: DrawingBackend>(
    canvas: &Canvas<B>,
    area: &DrawingArea<B, Shift>,
    panel: &Panel,
) -> Result<(), Fault<B>> {
    let (x_ends, y_ends) = ends(panel);
    let px = |units: f64| u32::try_from(canvas.px(units)).unwrap_or_default();
    let mut builder = ChartBuilder::on(area);
    builder
        .margin_top(px(12.0))
        .margin_left(px(8.0))
        .margin_bottom(px(8.0))
        .margin_right(names::width(canvas, panel)?)
        .x_label_area_size(px(54.0))
        .y_label_area_size(px(78.0));
    if !panel.title.is_empty() {
        builder.caption(&panel.title, canvas.style(TITLE));
    }
    let mut chart = builder.build_cartesian_2d(x_ends.0..x_ends.1, y_ends.0..y_ends.1)?;
    let number = |value: &f64| tick(*value);
    chart
        .configure_mesh()
        .x_desc(&panel.x.label)
        .y_desc(&panel.y.label)
        .axis_desc_style(canvas.style(AXIS))
        .label_style(canvas.style(TICK))
        .x_label_formatter(&number)
        .y_label_formatter(&number)
        .light_line_style(TRANSPARENT)
        .bold_line_style(RGBColor(226, 226, 226).stroke_width(px(1.0)))
        .axis_style(BLACK.stroke_width(px(1.0)))
        .set_all_tick_mark_size(px(5.0))
        .draw()?;
    contents(canvas, chart.plotting_area(), panel)
}

fn contents<B: DrawingBackend>(canvas: &Canvas<B>, plane: &Plane<B>, panel: &Panel) -> Result<(), Fault<B>> {
    let at = |x: f64, y: f64| place(plane, x, y);
    for band in &panel.bands {
        let low: Vec<_> = band.points.iter().map(|(x, low, _)| at(*x, *low)).collect();
        let high: Vec<_> = band.points.iter().map(|(x, _, high)| at(*x, *high)).collect();
        canvas.surface(&low, &high)?;
    }
    let (_, y_ends) = (plane.get_x_range(), plane.get_y_range());
    for mark in &panel.marks {
        let (top, bottom) = (at(mark.x, y_ends.end), at(mark.x, y_ends.start));
        canvas.line(&[top, bottom], Stroke::Dashed)?;
        let x_range = plane.get_x_range();
        let is_on_the_right = mark.x > x_range.start.midpoint(x_range.end);
        let (gap, side) = if is_on_the_right { (-6.0, HPos::Right) } else { (6.0, HPos::Left) };
        canvas.text(&mark.name, WORDS, (top.0 + gap * canvas.scale, top.1 + 4.0 * canvas.scale), (side, VPos::Top))?;
    }
    for line in &panel.lines {
        let points: Vec<_> = line.points.iter().map(|(x, y)| at(*x, *y)).collect();
        canvas.line(&points, line.stroke)?;
    }
    for dot in &panel.dots {
        let (x, y) = at(dot.at.0, dot.at.1);
        canvas.dot((x, y))?;
        let beside = (x - 9.0 * canvas.scale, y - 3.0 * canvas.scale);
        canvas.text(&dot.name, WORDS, beside, (HPos::Right, VPos::Bottom))?;
    }
    names::draw(canvas, plane, panel)
}

/// Where a point of the axes is, in pixels of the picture.
pub(super) fn place<B: DrawingBackend>(plane: &Plane<B>, x: f64, y: f64) -> Pixel {
    let (x, y) = plane.map_coordinate(&(x, y));
    (f64::from(x), f64::from(y))
}

/// Ends of both axes.
fn ends(panel: &Panel) -> ((f64, f64), (f64, f64)) {
    let series = panel.series();
    let points = || series.iter().flat_map(|(_, points)| points).copied().chain(panel.dots.iter().map(|dot| dot.at));
    let x = panel.x.ends.unwrap_or_else(|| span(points().map(|(x, _)| x)));
    let y = panel.y.ends.unwrap_or_else(|| with_room(span(points().map(|(_, y)| y)), !panel.marks.is_empty()));
    (x, y)
}

/// Smallest and largest, and never the same.
fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let finite = values.filter(|value| value.is_finite());
    let (low, high) =
        finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    match (low.is_finite(), high > low) {
        (false, _) => (0.0, 1.0),
        (true, true) => (low, high),
        (true, false) => (low - low.abs().max(1.0) * 0.1, high + high.abs().max(1.0) * 0.1),
    }
}

/// Room above and below, more above for words; from 0 on if that is near.
fn with_room((low, high): (f64, f64), has_words: bool) -> (f64, f64) {
    let room = (high - low) * 0.05;
    let above = if has_words { 2.5 * room } else { room };
    let low_end = if low >= 0.0 && low < 0.5 * high { 0.0 } else { low - room };
    let high_end = if high <= 0.0 && high > 0.5 * low && !has_words { 0.0 } else { high + above };
    (low_end, high_end)
}

/// A number of an axis, without the noise of its last bits.
fn tick(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}
