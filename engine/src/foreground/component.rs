//! Connected components of a mask: specks of object and pinholes in it are removed.

/// Drops object components (eight-connected) smaller than `least_share` of the largest, then fills background components
/// (four-connected) of at most `largest_pinhole` pixels that do not touch the border.
pub fn clean(mask: &mut [bool], width: usize, least_share: f32, largest_pinhole: usize) {
    let objects = components(mask, width, true);
    let largest = objects.iter().map(|part| part.pixels.len()).max().unwrap_or(0);
    for part in objects.iter().filter(|part| (part.pixels.len() as f32) < least_share * largest as f32) {
        part.pixels.iter().for_each(|&at| mask[at as usize] = false);
    }
    for part in components(mask, width, false) {
        if part.pixels.len() <= largest_pinhole && !part.touches_border {
            part.pixels.iter().for_each(|&at| mask[at as usize] = true);
        }
    }
}

/// Pixels of one kind that hang together.
pub struct Component {
    pub pixels: Vec<u32>,
    touches_border: bool,
}

/// Components of the pixels equal to `kind`: objects connect across corners, the background between them does not.
pub fn components(mask: &[bool], width: usize, kind: bool) -> Vec<Component> {
    let height = mask.len() / width;
    let mut seen = vec![false; mask.len()];
    let mut found = Vec::new();
    for start in 0..mask.len() {
        if seen[start] || mask[start] != kind {
            continue;
        }
        seen[start] = true;
        let mut part = Component { pixels: vec![start as u32], touches_border: false };
        let mut next = 0;
        while let Some(&at) = part.pixels.get(next) {
            next += 1;
            let (x, y) = (at as usize % width, at as usize / width);
            part.touches_border |= x == 0 || y == 0 || x + 1 == width || y + 1 == height;
            for near_y in y.saturating_sub(1)..(y + 2).min(height) {
                for near_x in x.saturating_sub(1)..(x + 2).min(width) {
                    let near = near_y * width + near_x;
                    if (kind || near_x == x || near_y == y) && !seen[near] && mask[near] == kind {
                        seen[near] = true;
                        part.pixels.push(near as u32);
                    }
                }
            }
        }
        found.push(part);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(rows: &[&str]) -> Vec<bool> {
        rows.iter().flat_map(|row| row.bytes().map(|b| b == b'#')).collect()
    }

    #[test]
    fn specks_go_pinholes_close_and_holes_stay() {
        let mut given = mask(&[
            "#.........", //
            "..#######.",
            "..#.###.#.",
            "..#####.#.",
            "..#.....#.",
            "..#######.",
            "..........",
        ]);
        clean(&mut given, 10, 0.1, 2);
        let wanted = mask(&[
            "..........", //
            "..#######.",
            "..#####.#.",
            "..#####.#.",
            "..#.....#.",
            "..#######.",
            "..........",
        ]);
        assert_eq!(given, wanted);
    }
}
