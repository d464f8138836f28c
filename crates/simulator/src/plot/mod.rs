//! Figures as pictures: SVG, and PNG with letters of its own, so that no font has to be installed.

mod dashes;
mod draw;
mod frame;
mod names;
mod panel;

use plotters::prelude::{BitMapBackend, DrawingBackend, IntoDrawingArea, SVGBackend};
use plotters::style::{register_font, FontStyle};
use thiserror::Error;

use crate::figure::Figure;

/// Pixels of a PNG for each unit of the SVG.
const PNG_SCALE: u32 = 2;

/// Why there is no picture.
#[derive(Debug, Error)]
pub enum PlotError {
    /// The letters cannot be read.
    #[error("the letters of the pictures cannot be read")]
    Font,
    /// It cannot be drawn.
    #[error("the picture cannot be drawn: {0}")]
    Drawing(String),
    /// It cannot be written as PNG.
    #[error("the picture cannot be written as PNG: {0}")]
    Encoding(#[from] png::EncodingError),
}

/// Width and height in units of the SVG.
pub fn size(figure: &Figure) -> (u32, u32) {
    match figure.panels.len() {
        0 | 1 => (1200, 760),
        _ => (1500, 1040),
    }
}

/// The figure as SVG, with `source` below it: where its numbers come from.
///
/// # Errors
/// `Font`, `Drawing`.
pub fn svg(figure: &Figure, source: &str) -> Result<String, PlotError> {
    let mut text = String::new();
    draw_on(SVGBackend::with_string(&mut text, size(figure)), figure, source, 1)?;
    Ok(text)
}

/// The figure as PNG, twice as many pixels wide and high as the SVG has units.
///
/// # Errors
/// `Font`, `Drawing`, `Encoding`.
pub fn png(figure: &Figure, source: &str) -> Result<Vec<u8>, PlotError> {
    let (width, height) = size(figure);
    let (width, height) = (width.saturating_mul(PNG_SCALE), height.saturating_mul(PNG_SCALE));
    let bytes = u64::from(width).saturating_mul(u64::from(height)).saturating_mul(3);
    let mut pixels = vec![0; usize::try_from(bytes).unwrap_or_default()];
    draw_on(BitMapBackend::with_buffer(&mut pixels, (width, height)), figure, source, PNG_SCALE)?;
    let mut encoded = Vec::new();
    let mut encoder = png::Encoder::new(&mut encoded, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(encoded)
}

fn draw_on<B: DrawingBackend>(backend: B, figure: &Figure, source: &str, scale: u32) -> Result<(), PlotError> {
    register_font(draw::FONT, FontStyle::Normal, dejavu::sans::regular()).map_err(|_| PlotError::Font)?;
    let root = backend.into_drawing_area();
    let drawn = frame::draw(&root, figure, source, f64::from(scale)).and_then(|()| root.present());
    drawn.map_err(|error| PlotError::Drawing(error.to_string()))
}
