//! Dashes: lines that are told apart without colours.

use crate::figure::Stroke;

/// A point in pixels.
pub(super) type Pixel = (f64, f64);

/// Lengths of dashes and gaps in turn, in units of the picture; nothing for a line without gaps.
pub(super) fn pattern(stroke: Stroke) -> &'static [f64] {
    match stroke {
        Stroke::Solid | Stroke::Thin => &[],
        Stroke::Dashed => &[10.0, 6.0],
        Stroke::Dotted => &[2.5, 4.0],
        Stroke::DashDotted => &[12.0, 4.0, 2.5, 4.0],
        Stroke::LongDashed => &[24.0, 7.0],
    }
}

/// The pieces of a line that are drawn.
pub(super) fn dashed(line: &[Pixel], pattern: &[f64], scale: f64) -> Vec<Vec<Pixel>> {
    if pattern.is_empty() {
        return vec![line.to_vec()];
    }
    let mut lengths = pattern.iter().map(|length| length * scale).cycle();
    let mut left = lengths.next().unwrap_or(f64::INFINITY);
    let mut is_drawn = true;
    let mut pieces = Vec::new();
    let mut piece: Vec<Pixel> = line.first().copied().into_iter().collect();
    for (mut from, to) in line.iter().copied().zip(line.iter().copied().skip(1)) {
        loop {
            let length = (to.0 - from.0).hypot(to.1 - from.1);
            if length <= left {
                left -= length;
                piece.push(to);
                break;
            }
            let part = left / length;
            from = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
            piece.push(from);
            let ended = std::mem::replace(&mut piece, vec![from]);
            if is_drawn {
                pieces.push(ended);
            }
            is_drawn = !is_drawn;
            left = lengths.next().unwrap_or(f64::INFINITY);
        }
    }
    if is_drawn {
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_go_round_corners_and_gaps_are_left_out() {
        // 10 to the right, then 10 down, in dashes of 6 and gaps of 2: 0-6, 8-14, 16-20.
        let line = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)];
        let pieces = dashed(&line, &[6.0, 2.0], 1.0);
        assert_eq!(
            pieces,
            vec![
                vec![(0.0, 0.0), (6.0, 0.0)],
                vec![(8.0, 0.0), (10.0, 0.0), (10.0, 4.0)],
                vec![(10.0, 6.0), (10.0, 10.0)]
            ]
        );
        assert_eq!(dashed(&line, &[], 1.0), vec![line.to_vec()]);
        assert!(dashed(&[], &[6.0, 2.0], 1.0).iter().all(Vec::is_empty));
    }
}
