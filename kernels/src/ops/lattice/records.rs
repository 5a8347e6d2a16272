//! What is told of a block that the surface passes through, and what comes back of all.

/// The slot of a block that is not there: outside.
pub const NO_SLOT: u32 = u32::MAX;

/// Blocks around a block whose edges its cells use: the eighth's begin beyond them.
const AROUND: usize = 7;

/// The crossed lattice edges that begin in a block, and the number of the first one's vertex.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Crossings {
    /// Vertices are numbered axis after axis, in the order of their edges' samples.
    pub first_vertex: u32,
    /// An axis each: the samples whose edge along it is crossed.
    pub edges: [u64; 3],
}

impl Crossings {
    /// Crossed edges.
    pub fn count(&self) -> u32 {
        self.edges.iter().map(|edges| edges.count_ones()).sum()
    }

    /// The vertex on the crossed edge that begins at sample `bit` and runs along `axis`.
    pub fn vertex(&self, axis: usize, bit: usize) -> u32 {
        debug_assert!(self.edges[axis] >> bit & 1 == 1, "only crossed edges have a vertex");
        let before: u32 = self.edges[..axis].iter().map(|edges| edges.count_ones()).sum();
        self.first_vertex + before + (self.edges[axis] & ((1 << bit) - 1)).count_ones()
    }
}

/// A block whose cells the surface passes through. Of two blocks an axis, the block and the next, the `x + 2 y + 4 z`-th.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurfaceBlock {
    /// Their slots, or [`NO_SLOT`].
    pub slots: [u32; 8],
    /// The lattice's place of the block's first sample.
    pub origin: [u32; 3],
    /// Their crossed edges.
    pub around: [Crossings; AROUND],
}

/// A lattice's axis and edges.
#[derive(Debug, Clone, PartialEq)]
pub struct Geometry {
    /// The coordinates of samples along any axis, world units.
    pub coordinates: Vec<f32>,
    /// The same, exact, for vertices along an axis: two parts, the second what the first was rounded by.
    pub exact: Vec<[f32; 2]>,
    /// From a sample to the next, world units.
    pub step: f32,
    /// Half the side of the cube that the field spans, world units.
    pub half_extent: f32,
    /// The least fraction of an edge between a vertex and the edge's ends.
    pub least: f32,
}

/// A surface with its vertices' normals and colours.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SurfaceMesh {
    /// `[vertices]`, world units.
    pub positions: Vec<[f32; 3]>,
    /// `[vertices]`, of length 1, outward.
    pub normals: Vec<[f32; 3]>,
    /// `[vertices]`, 0..=1.
    pub colors: Vec<[f32; 3]>,
    /// `[faces]`, counter-clockwise seen from outside.
    pub faces: Vec<[u32; 3]>,
}

impl SurfaceBlock {
    /// As kernels read it: see `surface.wgsl`.
    pub(super) fn words(&self) -> [u32; 64] {
        let mut words = [0; 64];
        words[..8].copy_from_slice(&self.slots);
        words[8..11].copy_from_slice(&self.origin);
        for (words, crossings) in words[12..].as_chunks_mut::<7>().0.iter_mut().zip(&self.around) {
            words[0] = crossings.first_vertex;
            for (words, mask) in words[1..].as_chunks_mut::<2>().0.iter_mut().zip(crossings.edges) {
                *words = [mask as u32, (mask >> 32) as u32];
            }
        }
        words
    }

    /// The vertices that the block's faces may use: from, and up to.
    pub(super) fn vertices(&self) -> (u32, u32) {
        let used = self.around.iter().filter(|crossings| crossings.count() > 0);
        used.fold((u32::MAX, 0), |(from, to), crossings| {
            (from.min(crossings.first_vertex), to.max(crossings.first_vertex + crossings.count()))
        })
    }
}
