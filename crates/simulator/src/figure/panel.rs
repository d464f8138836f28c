//! What a panel shows: axes, lines, ranges, marks and dots.

/// An axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it measures, with the unit.
    pub label: String,
    /// Its ends, where they do not follow from what is shown.
    pub ends: Option<(f64, f64)>,
}

/// How a line is drawn, so that it is told apart without colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// Without gaps, and thick.
    Solid,
    /// Without gaps.
    Thin,
    /// Long dashes.
    Dashed,
    /// Dots.
    Dotted,
    /// Dashes and dots.
    DashDotted,
    /// Very long dashes.
    LongDashed,
}

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is.
    pub name: String,
    /// Its points, in the units of the axes.
    pub points: Vec<(f64, f64)>,
    /// How it is drawn.
    pub stroke: Stroke,
}

/// A range, shaded.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// What it is.
    pub name: String,
    /// Place, lower and upper end, in the units of the axes.
    pub points: Vec<(f64, f64, f64)>,
}

/// A vertical line at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What is there.
    pub name: String,
    /// Where, in the units of the horizontal axis.
    pub x: f64,
}

/// A point with its own words.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    /// The words.
    pub name: String,
    /// Where, in the units of the axes.
    pub at: (f64, f64),
}

/// Where the names of lines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labels {
    /// Beside their right ends.
    AtEnds,
    /// One below the other, in the order of the lines.
    Listed,
}

/// A coordinate system and what is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// What it shows, if there are several.
    pub title: String,
    /// Horizontal.
    pub x: Axis,
    /// Vertical.
    pub y: Axis,
    /// Behind the lines.
    pub bands: Vec<Band>,
    /// Lines, the later above the earlier.
    pub lines: Vec<Line>,
    /// Places of the horizontal axis.
    pub marks: Vec<Mark>,
    /// Points that are named.
    pub dots: Vec<Dot>,
    /// Where names stand.
    pub labels: Labels,
}

impl Panel {
    /// Empty, with these axes.
    pub(super) fn new(x: &str, y: &str) -> Self {
        let axis = |label: &str| Axis { label: label.to_owned(), ends: None };
        Self {
            title: String::new(),
            x: axis(x),
            y: axis(y),
            bands: Vec::new(),
            lines: Vec::new(),
            marks: Vec::new(),
            dots: Vec::new(),
            labels: Labels::AtEnds,
        }
    }

    /// With one more line.
    pub(super) fn line(mut self, name: impl Into<String>, points: Vec<(f64, f64)>, stroke: Stroke) -> Self {
        self.lines.push(Line { name: name.into(), points, stroke });
        self
    }

    /// Every line by its name; a range as two.
    pub fn series(&self) -> Vec<(String, Vec<(f64, f64)>)> {
        let bands = self.bands.iter().flat_map(|band| {
            let end = |name: &str, of: fn(&(f64, f64, f64)) -> f64| {
                (format!("{}, {name}", band.name), band.points.iter().map(|point| (point.0, of(point))).collect())
            };
            [end("lowest", |point| point.1), end("highest", |point| point.2)]
        });
        let lines = self.lines.iter().map(|line| (line.name.clone(), line.points.clone()));
        bands.chain(lines).collect()
    }
}
