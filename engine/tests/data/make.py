"""Writes the image fixtures beside this file. Needs Pillow 11 or later (made with 13.0)."""

from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent

# Four quadrants, so that every orientation can be told from every other: red, green / blue, white.
upright = Image.new("RGB", (32, 48), (255, 255, 255))
upright.paste((255, 0, 0), (0, 0, 16, 24))
upright.paste((0, 255, 0), (16, 0, 32, 24))
upright.paste((0, 0, 255), (0, 24, 16, 48))

# How the sensor holds `upright` for each EXIF orientation: the inverse of what a reader must do.
T = Image.Transpose
stored = {
    1: None,
    2: T.FLIP_LEFT_RIGHT,
    3: T.ROTATE_180,
    4: T.FLIP_TOP_BOTTOM,
    5: T.TRANSPOSE,
    6: T.ROTATE_90,
    7: T.TRANSVERSE,
    8: T.ROTATE_270,
}
for orientation, method in stored.items():
    image = upright if method is None else upright.transpose(method)
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(HERE / f"orientation_{orientation}.jpg", quality=90, subsampling=0, exif=exif)

# Inks: cyan, magenta / yellow, black; Pillow writes Adobe's inverted values with an APP14 marker.
cmyk = Image.new("CMYK", (32, 32), (0, 0, 0, 255))
cmyk.paste((255, 0, 0, 0), (0, 0, 16, 16))
cmyk.paste((0, 255, 0, 0), (16, 0, 32, 16))
cmyk.paste((0, 0, 255, 0), (0, 16, 16, 32))
cmyk.save(HERE / "cmyk.jpg", quality=95)

frames = [Image.new("RGBA", (32, 32), colour) for colour in [(200, 30, 20, 255), (20, 30, 200, 255)]]
frames[0].paste((0, 0, 0, 0), (0, 0, 8, 32))
frames[0].save(HERE / "animated.webp", save_all=True, append_images=frames[1:], lossless=True, duration=100)
frames[0].save(HERE / "animated.png", save_all=True, append_images=frames[1:], duration=100)

gradient = Image.new("RGB", (64, 64))
gradient.putdata([(4 * x, 4 * y, 2 * (x + y)) for y in range(64) for x in range(64)])
gradient.save(HERE / "lossy.webp", quality=80)
gradient.save(HERE / "progressive.jpg", quality=80, progressive=True)

palette = Image.new("P", (32, 32), 1)
palette.putpalette([250, 10, 20, 30, 240, 50])
palette.paste(0, (0, 0, 16, 32))
palette.save(HERE / "palette.png", transparency=1)

upright.save(HERE / "upright.gif")
upright.save(HERE / "upright.bmp")
