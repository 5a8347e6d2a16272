//! The object is told from its background in every example photo, against the exact mask the studio gives.

use benches::photos::{self, Mask};
use engine::{
    foreground::{CutOptions, cut_out},
    image::{Photo, decode},
};

fn cut(photo: Photo, what: &str) -> Mask {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let cut = cut_out(photo, &CutOptions::default()).unwrap_or_else(|e| panic!("{what}: {e}"));
    Mask { width, height, coverage: cut.rgba.iter().map(|p| f32::from(p[3]) / 255.0).collect() }
}

#[test]
fn studio_photos_with_soft_shadows_are_cut_cleanly() {
    let mut short = Vec::new();
    for name in photos::NAMES {
        let file = photos::photo_file(name);
        let bytes = photos::read(&file).unwrap_or_else(|e| panic!("{file}: {e}"));
        let overlap =
            cut(decode(&bytes).expect("the photo decodes"), &file).intersection_over_union(&photos::mask(name));
        println!("{file}: IoU {overlap:.4}");
        if overlap < 0.97 {
            short.push((file, overlap));
        }
    }
    assert!(short.is_empty(), "cut below 0.97: {short:?}");
}

#[test]
fn a_plain_backdrop_without_shadow_is_cut_almost_exactly() {
    for name in photos::NAMES {
        let bytes = photos::read(&photos::cutout_file(name)).expect("the cut-out is in the repository");
        let cutout = decode(&bytes).expect("the cut-out decodes");
        for paper in [[252_u8, 252, 252], [128, 130, 133], [40, 60, 120]] {
            let mut photo = cutout.clone();
            for pixel in &mut photo.rgba {
                let alpha = f32::from(pixel[3]) / 255.0;
                for (channel, paper) in pixel.iter_mut().zip(paper) {
                    *channel = (f32::from(*channel) * alpha + f32::from(paper) * (1.0 - alpha)).round() as u8;
                }
                pixel[3] = 255;
            }
            let overlap = cut(photo, name).intersection_over_union(&photos::mask(name));
            println!("{name} on {paper:?}: IoU {overlap:.4}");
            assert!(overlap >= 0.98, "{name} on {paper:?}: IoU {overlap:.4}");
        }
    }
}

#[test]
fn an_alpha_channel_is_the_mask_itself() {
    let bytes = photos::read(&photos::cutout_file("chair")).expect("the cut-out is in the repository");
    let cutout = decode(&bytes).expect("the cut-out decodes");
    let cut = cut_out(cutout.clone(), &CutOptions::default()).expect("the alpha channel shows the chair");
    let alphas = |photo: &Photo| photo.rgba.iter().map(|p| p[3]).collect::<Vec<_>>();
    assert!(alphas(&cut) == alphas(&cutout));
}
