//! Binary segmentation as a minimum cut: colour evidence a pixel, and the cost of cutting between neighbours.
//!
//! Boykov & Jolly, "Interactive graph cuts for optimal boundary & region segmentation of objects in N-D images", ICCV
//! 2001; refined coarse to fine in a band about the contour as in Lombaert et al., "A multilevel banded graph cuts
//! method for fast image segmentation", ICCV 2005.

use rayon::prelude::*;

use super::{
    contrast::{Contrast, LATER_NEIGHBOURS},
    max_flow::{Link, min_cut},
};
use crate::image::Photo;

/// What a unit of contour without an edge costs, in the units of the evidence.
const SMOOTHNESS: f32 = 3.0;
/// Capacity units of the evidence's unit.
const CAPACITY_UNITS: f32 = 1024.0;

/// What is known of a pixel before the cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Part of the object.
    Object,
    /// Part of the background.
    Background,
    /// To be decided.
    Open,
}

/// What the pixels of a row contribute to the graph.
#[derive(Default)]
struct Row {
    links: Vec<Link>,
    /// Nodes beside a pixel that is known, and what cutting them from it costs, as terminal capacity.
    ends: Vec<(u32, i32)>,
}

/// Decides the open `cells` of `level`: `log_odds` of a pixel is its evidence for the object. Returns the object.
pub fn cut(level: &Photo, cells: &[Cell], log_odds: impl Fn(usize) -> f32 + Sync, contrast: &Contrast) -> Vec<bool> {
    let (width, height) = (level.width as usize, level.height as usize);
    let mut node_of = vec![u32::MAX; cells.len()];
    let mut open: Vec<u32> = Vec::new();
    for (at, _) in cells.iter().enumerate().filter(|(_, cell)| **cell == Cell::Open) {
        node_of[at] = open.len() as u32;
        open.push(at as u32);
    }
    let mut terminal: Vec<i32> =
        open.par_iter().map(|&at| (log_odds(at as usize) * CAPACITY_UNITS).round() as i32).collect();
    let rows: Vec<Row> = (0..height)
        .into_par_iter()
        .map(|y| {
            let mut row = Row::default();
            for x in 0..width {
                let at = y * width + x;
                for step in LATER_NEIGHBOURS {
                    let (near_x, near_y) = (x as isize + step.0, y as isize + step.1);
                    if near_x < 0 || near_x >= width as isize || near_y >= height as isize {
                        continue;
                    }
                    let near = near_y as usize * width + near_x as usize;
                    if cells[at] != Cell::Open && cells[near] != Cell::Open {
                        continue;
                    }
                    let cost = SMOOTHNESS * CAPACITY_UNITS * contrast.cut_cost(level, x, y, step);
                    let capacity = cost.round() as i32;
                    match (cells[at], cells[near]) {
                        (Cell::Open, Cell::Open) => row.links.push(Link { a: node_of[at], b: node_of[near], capacity }),
                        (Cell::Open, fixed) => row.ends.push((node_of[at], toward(fixed, capacity))),
                        (fixed, _) => row.ends.push((node_of[near], toward(fixed, capacity))),
                    }
                }
            }
            row
        })
        .collect();
    for &(node, capacity) in rows.iter().flat_map(|row| &row.ends) {
        terminal[node as usize] += capacity;
    }
    let mut links = Vec::with_capacity(rows.iter().map(|row| row.links.len()).sum());
    rows.into_iter().for_each(|row| links.extend(row.links));
    let decided = min_cut(&terminal, &links);
    cells
        .iter()
        .zip(&node_of)
        .map(|(cell, &node)| match cell {
            Cell::Object => true,
            Cell::Background => false,
            Cell::Open => decided[node as usize],
        })
        .collect()
}

fn toward(fixed: Cell, capacity: i32) -> i32 {
    if fixed == Cell::Object { capacity } else { -capacity }
}

/// The cells of a level twice as fine as `mask`: open within four fine pixels of the mask's contour.
pub fn band(mask: &[bool], coarse: (u32, u32), fine: (u32, u32)) -> Vec<Cell> {
    const REACH: usize = 2;
    let (width, height) = (coarse.0 as usize, coarse.1 as usize);
    // Whether a window holds both kinds, by rows and then by columns.
    let mixed = |window: &mut dyn Iterator<Item = (bool, bool)>| {
        window.fold((false, false), |(object, background), (o, b)| (object | o, background | b))
    };
    let by_rows: Vec<(bool, bool)> = (0..mask.len())
        .into_par_iter()
        .map(|at| {
            let (x, row) = (at % width, at - at % width);
            mixed(&mut (x.saturating_sub(REACH)..(x + REACH + 1).min(width)).map(|x| (mask[row + x], !mask[row + x])))
        })
        .collect();
    let cells: Vec<Cell> = (0..mask.len())
        .into_par_iter()
        .map(|at| {
            let (x, y) = (at % width, at / width);
            match mixed(&mut (y.saturating_sub(REACH)..(y + REACH + 1).min(height)).map(|y| by_rows[y * width + x])) {
                (true, true) => Cell::Open,
                (true, false) => Cell::Object,
                _ => Cell::Background,
            }
        })
        .collect();
    (0..fine.0 as usize * fine.1 as usize)
        .into_par_iter()
        .map(|at| {
            let (x, y) = (at % fine.0 as usize, at / fine.0 as usize);
            cells[y / 2 * width + x / 2]
        })
        .collect()
}

/// The share of the contour of `mask` that lies on edges, 0 to 1; 0 without a contour.
pub fn contour_on_edges(level: &Photo, mask: &[bool], contrast: &Contrast) -> f32 {
    let (width, height) = (level.width as usize, level.height as usize);
    let rows: Vec<(u32, u32)> = (0..height)
        .into_par_iter()
        .map(|y| {
            let (mut links, mut on_edges) = (0, 0);
            for x in 0..width {
                for step in &LATER_NEIGHBOURS[..2] {
                    let (near_x, near_y) = (x + step.0 as usize, y + step.1 as usize);
                    if near_x < width && near_y < height && mask[y * width + x] != mask[near_y * width + near_x] {
                        links += 1;
                        on_edges += u32::from(contrast.cut_cost(level, x, y, *step) < 0.5);
                    }
                }
            }
            (links, on_edges)
        })
        .collect();
    let links: u32 = rows.iter().map(|row| row.0).sum();
    let on_edges: u32 = rows.iter().map(|row| row.1).sum();
    on_edges as f32 / links.max(1) as f32
}
