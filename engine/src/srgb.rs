//! The transfer function of sRGB (IEC 61966-2-1), a channel at a time.

/// An sRGB channel, 0..=1, as linear light.
pub fn linear_from_srgb(channel: f32) -> f32 {
    if channel <= 0.040_45 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
}

/// Linear light, 0..=1, as an sRGB channel.
pub fn srgb_from_linear(light: f32) -> f32 {
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_undoes_the_other_and_the_known_point_fits() {
        for byte in 0..=255_u8 {
            let channel = f32::from(byte) / 255.0;
            let back = srgb_from_linear(linear_from_srgb(channel)) * 255.0;
            assert!((back - f32::from(byte)).abs() < 0.01, "{byte} came back as {back}");
        }
        // Half of white's light is the channel 188.
        assert_eq!((srgb_from_linear(0.5) * 255.0).round(), 188.0);
    }
}
