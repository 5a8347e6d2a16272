//! The single-channel image that the image operations share.

/// A row-major `[height, width]` image of `T`, top row first.
#[derive(Debug, Clone, PartialEq)]
pub struct Image<T> {
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `[height * width]` values.
    pub data: Vec<T>,
}

impl<T> Image<T> {
    /// An image of `data`, row by row.
    ///
    /// # Panics
    /// When `data` has not `width * height` values.
    pub fn new(width: usize, height: usize, data: Vec<T>) -> Self {
        assert_eq!(data.len(), width * height, "an image of {width} x {height}");
        Image { width, height, data }
    }

    /// An image whose pixel in column `x`, row `y` is `f(x, y)`.
    pub fn from_fn(width: usize, height: usize, f: impl Fn(usize, usize) -> T) -> Self {
        let mut data = Vec::with_capacity(width * height);
        for y in 0..height {
            data.extend((0..width).map(|x| f(x, y)));
        }
        Image { width, height, data }
    }

    /// An image of the same size, pixel by pixel.
    pub fn map<U>(&self, f: impl Fn(&T) -> U) -> Image<U> {
        Image { width: self.width, height: self.height, data: self.data.iter().map(f).collect() }
    }

    /// The pixel in column `x`, row `y`, or `None` outside the image.
    pub fn get(&self, x: isize, y: isize) -> Option<&T> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        (x < self.width && y < self.height).then(|| &self.data[y * self.width + x])
    }
}

/// A pixel that interpolates: a sample and its channels.
pub trait Pixel: Copy {
    /// `self * (1 - t) + other * t`.
    fn lerp(self, other: Self, t: f32) -> Self;
}

impl Pixel for f32 {
    fn lerp(self, other: f32, t: f32) -> f32 {
        self + (other - self) * t
    }
}

impl<const C: usize> Pixel for [f32; C] {
    fn lerp(self, other: Self, t: f32) -> Self {
        std::array::from_fn(|c| self[c] + (other[c] - self[c]) * t)
    }
}

impl<T: Pixel> Image<T> {
    /// The bilinear sample at `(x, y)` in pixels, pixel centres at halves, clamped at the border.
    pub fn bilinear(&self, x: f32, y: f32) -> T {
        let split = |v: f32, size: usize| {
            let v = (v - 0.5).clamp(0.0, (size - 1) as f32);
            let low = (v as usize).min(size.saturating_sub(2));
            (low, (low + 1).min(size - 1), v - low as f32)
        };
        let (x0, x1, tx) = split(x, self.width);
        let (y0, y1, ty) = split(y, self.height);
        let row = |y: usize| self.data[y * self.width + x0].lerp(self.data[y * self.width + x1], tx);
        row(y0).lerp(row(y1), ty)
    }
}
