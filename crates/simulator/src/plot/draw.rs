//! What pictures are made of: text and lines, in pixels of the whole picture.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::dashes::{dashed, pattern, Pixel};
use crate::figure::Stroke;

/// Whatever has no serifs, in an SVG; in a PNG the letters that are registered by this name.
pub(super) const FONT: &str = "sans-serif";

/// A fault in drawing.
pub(super) type Fault<B> = DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>;

/// The picture, and pixels for each of its units.
pub(super) struct Canvas<'a, B: DrawingBackend> {
    pub area: &'a DrawingArea<B, Shift>,
    pub scale: f64,
}

/// The nearest pixel.
#[allow(clippy::cast_possible_truncation, reason = "a float becomes the nearest integer, or the last one of its type")]
pub(super) fn pixel(place: f64) -> i32 {
    place.round() as i32
}

fn pixels(point: Pixel) -> (i32, i32) {
    (pixel(point.0), pixel(point.1))
}

impl<B: DrawingBackend> Canvas<'_, B> {
    /// So many units in pixels.
    pub fn px(&self, units: f64) -> i32 {
        pixel(units * self.scale)
    }

    /// Black letters of this height, in units.
    pub fn style(&self, height: f64) -> TextStyle<'static> {
        (FONT, height * self.scale).into_font().color(&BLACK)
    }

    /// Width of a text, in pixels.
    pub fn width(&self, text: &str, height: f64) -> Result<f64, Fault<B>> {
        let (width, _) = self.area.estimate_text_size(text, &self.style(height))?;
        Ok(f64::from(width))
    }

    /// Text at a place in pixels.
    pub fn text(&self, text: &str, height: f64, at: Pixel, anchor: (HPos, VPos)) -> Result<(), Fault<B>> {
        let style = self.style(height).pos(Pos::new(anchor.0, anchor.1));
        self.area.draw_text(text, &style, pixels(at))
    }

    /// A line through places in pixels.
    pub fn line(&self, points: &[Pixel], stroke: Stroke) -> Result<(), Fault<B>> {
        let width = match stroke {
            Stroke::Solid => 2.6,
            Stroke::Thin => 1.2,
            _ => 1.8,
        };
        for piece in dashed(points, pattern(stroke), self.scale).into_iter().filter(|piece| piece.len() > 1) {
            let width = u32::try_from(self.px(width)).unwrap_or(1).max(1);
            let path: Vec<_> = piece.into_iter().map(pixels).collect();
            self.area.draw(&PathElement::new(path, BLACK.stroke_width(width)))?;
        }
        Ok(())
    }

    /// A grey surface with a thin border above and below.
    pub fn surface(&self, low: &[Pixel], high: &[Pixel]) -> Result<(), Fault<B>> {
        let outline: Vec<_> = high.iter().chain(low.iter().rev()).copied().map(pixels).collect();
        self.area.draw(&Polygon::new(outline, RGBColor(222, 222, 222).filled()))?;
        for border in [low, high] {
            let path: Vec<_> = border.iter().copied().map(pixels).collect();
            self.area.draw(&PathElement::new(path, RGBColor(150, 150, 150).stroke_width(1)))?;
        }
        Ok(())
    }

    /// A filled circle.
    pub fn dot(&self, at: Pixel) -> Result<(), Fault<B>> {
        self.area.draw(&Circle::new(pixels(at), self.px(4.0), BLACK.filled()))
    }
}
