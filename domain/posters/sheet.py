"""What is printed on one poster, as plain values."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from domain.posters.qr import scan_address


@dataclass(frozen=True)
class PosterSheet:
    """One A4 poster. Names come from data and may be long; nothing here is looked up again."""

    unit_name: str
    """The unit that listens: "Công an xã Phương Trà"."""
    place_line: str
    """Under the unit's name: "lắng nghe bà con Ấp 3"."""
    code: str
    serial: str
    """The number in the unit's own series, as printed: "0147"."""
    public_url: str
    """Where this deployment is reached: "https://langnghe.example"."""
    spot: str
    printed_on: date
    duty_phone: str | None = None
    """A number an officer has dialled and dated; without one only 113 is printed."""
    demo: bool = False

    @property
    def host(self) -> str:
        """What a real page's address starts with, port included."""
        return urlsplit(self.public_url).netloc.lower()

    @property
    def address(self) -> str:
        """What a person types who cannot scan: no scheme, the code in capitals."""
        path = urlsplit(self.public_url).path.rstrip("/")
        return f"{self.host}{path}/q/{self.code}"

    @property
    def scan_url(self) -> str:
        """What the QR code opens."""
        return scan_address(self.public_url, self.code)
