"""Pictures as phones send them."""

from io import BytesIO

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo

SECRET = b"Ann's phone"
PLACE = (30.0, 15.0, 7.5)


def phone_photo(*, turned: int = 6, size: tuple[int, int] = (40, 20), form: str = "JPEG") -> bytes:
    """Left half red, right half blue as the sensor saw it, with all a phone writes beside it."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[Base.Orientation], exif[Base.Make] = turned, SECRET.decode()
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = PLACE
    text = PngInfo()
    text.add_text("Comment", SECRET.decode())
    more = {"comment": SECRET, "quality": 95} if form == "JPEG" else {"pnginfo": text}
    return written(picture, form, exif=exif, **more)


def written(picture: Image.Image, form: str = "PNG", **more) -> bytes:
    file = BytesIO()
    picture.save(file, form, **more)
    return file.getvalue()


def png(colour: str = "red") -> bytes:
    """The smallest picture, without anything beside it."""
    return written(Image.new("RGB", (2, 2), colour))


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture
