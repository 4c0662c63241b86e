"""What the commands of FIRENETs print, as cells."""

SMALL = ("--sample", "hadamard:14x16")
ASSUMED = ("--assume-rho", "1/2", "--assume-gamma", "3/2", "--source", "a lecture")


def narrow(found):
    assert all(len(line) <= 80 for line in found.lines), found.out
    return found


def cells(found, label):
    """Return the cells of the table's row that begins with the label."""
    rows = [line.split("  ") for line in found.lines if line[2:].startswith(label + "  ")]
    return [cell.strip() for cell in rows[-1][2:] if cell.strip()]


def table(found, first):
    """Return the rows below the header that begins with a word, as lists of cells."""
    start = next(k for k, line in enumerate(found.lines) if line.strip().startswith(first))
    rows = []
    for line in found.lines[start + 2 :]:
        if not line.strip():
            break
        rows.append(line.split())
    return rows
