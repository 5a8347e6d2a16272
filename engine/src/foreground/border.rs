//! The image border, where the background is expected.

/// Indices of the pixels within `thickness` of the border of a `width` x `height` image, in row-major order.
pub fn strip(width: usize, height: usize, thickness: usize) -> Vec<u32> {
    let inner = |at: usize, size: usize| at >= thickness && at + thickness < size;
    (0..width * height)
        .filter(|&at| !(inner(at % width, width) && inner(at / width, height)))
        .map(|at| at as u32)
        .collect()
}

/// The strip's thickness for an image of this size: 3 % of its shorter side, at least 2 pixels.
pub fn thickness(width: usize, height: usize) -> usize {
    (width.min(height) * 3 / 100).max(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strip_is_a_frame() {
        assert_eq!(strip(4, 3, 1), [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]);
        assert_eq!(strip(20, 30, 2).len(), 20 * 30 - 16 * 26);
    }
}
