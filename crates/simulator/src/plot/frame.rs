//! The whole picture: title, panels, and below them where the numbers come from.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::draw::{Canvas, Fault};
use super::panel;
use crate::figure::Figure;

const TITLE: f64 = 24.0;
const SOURCE: f64 = 12.0;
const SOURCE_LINE: f64 = 17.0;
const EDGE: f64 = 24.0;

pub(super) fn draw<B: DrawingBackend>(
    root: &DrawingArea<B, Shift>,
    figure: &Figure,
    source: &str,
    scale: f64,
) -> Result<(), Fault<B>> {
    root.fill(&WHITE)?;
    let canvas = Canvas { area: root, scale };
    let (width, height) = root.dim_in_pixel();
    let (width, height) = (f64::from(width), f64::from(height));
    let edge = EDGE * scale;
    canvas.text(&figure.title, TITLE, (edge, edge * 0.6), (HPos::Left, VPos::Top))?;
    let lines = wrapped(&canvas, source, width - 2.0 * edge)?;
    let below = (lines.len() as f64 * SOURCE_LINE + 14.0) * scale;
    let middle = root.margin(canvas.px(52.0), super::draw::pixel(below), canvas.px(12.0), canvas.px(12.0));
    let grid = if figure.panels.len() > 1 { (2, 2) } else { (1, 1) };
    for (area, panel) in middle.split_evenly(grid).iter().zip(&figure.panels) {
        panel::draw(&canvas, area, panel)?;
    }
    for (place, line) in lines.iter().enumerate() {
        let y = height - below + (place as f64 * SOURCE_LINE + 4.0) * scale;
        canvas.text(line, SOURCE, (edge, y), (HPos::Left, VPos::Top))?;
    }
    Ok(())
}

/// The text in lines of at most so many pixels, broken between words. Lines that it has stay apart.
fn wrapped<B: DrawingBackend>(canvas: &Canvas<B>, text: &str, width: f64) -> Result<Vec<String>, Fault<B>> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if !line.is_empty() && canvas.width(&longer, SOURCE)? > width {
                lines.push(std::mem::replace(&mut line, word.to_owned()));
            } else {
                line = longer;
            }
        }
        lines.push(line);
    }
    Ok(lines)
}
