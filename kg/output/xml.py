"""Text → text that an XML file can hold."""

from __future__ import annotations

import re

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def speakable(text: str) -> str:
    """The text with each character that XML 1.0 cannot write (form feeds and the like) as U+FFFD."""
    return FORBIDDEN.sub("\ufffd", text)
