"""How places and their police units are called and coded."""


def full_name_of(level_label: str, name: str) -> str:
    """ "ấp", "Bình Mỹ A" -> "Ấp Bình Mỹ A"; a name that begins with its kind stays as it is."""
    if not level_label or name.casefold().startswith(f"{level_label.casefold()} "):
        return name
    return f"{level_label[0].upper()}{level_label[1:]} {name}"


def unit_title_of(full_name: str) -> str:
    """ "Xã Phương Trà" -> "Công an xã Phương Trà", as units write their own name."""
    return f"Công an {in_a_sentence(full_name)}"


def paper_mark_of(level_label: str) -> str:
    """ "xã" -> "CAX", "thị trấn" -> "CATT": how police units shorten their name on papers."""
    return f"CA{''.join(word[0] for word in level_label.split()).upper()}"


def in_a_sentence(full_name: str) -> str:
    """ "Xã Phương Trà" -> "xã Phương Trà", after other words."""
    return f"{full_name[:1].lower()}{full_name[1:]}"


def with_old_commune(hamlet: str, commune: str) -> str:
    """ "Ấp 3", "Xã Ba Sao" -> "Ấp 3 (xã Ba Sao cũ)", where a merged unit has two of that name."""
    return f"{hamlet} ({in_a_sentence(commune)} cũ)"


def hamlet_code(commune_code: str, number: int) -> str:
    """A hamlet's key includes its commune's, because "ấp 1" repeats across communes."""
    return f"{commune_code}-{number:02d}"


def locality_of(full_name: str, name: str) -> str:
    """What stands before the day on a paper: "Phương Trà", but "Phường 1"."""
    return full_name if any(char.isdigit() for char in name) else name
