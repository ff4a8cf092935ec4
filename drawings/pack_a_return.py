"""Draw the film of `docs/guides/pack-a-return.md`: six drawn steps of four seconds, without sound.

Run `.venv/bin/python drawings/pack_a_return.py` from the repository. Needs Chromium and ffmpeg with libx264. Writes
`pack-a-return.mp4` and its first picture `pack-a-return-film.svg` into `docs/guides/img`. The words are no part of
the pictures: they are the captions (`pack-a-return.en.vtt` …), one cue for each step.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent.parent / "docs" / "guides" / "img"
WIDTH, HEIGHT = 960, 540
FRAMES_PER_SECOND = 10
SECONDS_A_STEP = 4
BACKGROUND, TEAL, ORANGE, GREY = "#f7f5f0", "#0f8a80", "#d0661f", "#7c8491"


def part(time: float, start: float, end: float) -> float:
    """How much of the stretch from `start` to `end` is over at `time`, slow at both ends; all from 0 to 1."""
    share = min(max((time - start) / (end - start), 0.0), 1.0)
    return share * share * (3 - 2 * share)


def placed(shape: str, x: float, y: float, *, scale: float = 1, turn: float = 0, seen: float = 1) -> str:
    """The shape moved to x, y (pixels), turned by degrees, and `seen` from 0 (not at all) to 1."""
    at = f"translate({x:.1f} {y:.1f}) rotate({turn:.1f}) scale({scale:.3f})"
    return f'<g transform="{at}" opacity="{seen:.2f}">{shape}</g>'


def line(path: str, colour: str, *, fill: str = "none", width: int = 7, drawn: float = 1) -> str:
    """A line along the path, of which the share `drawn` can be seen."""
    dash = "" if drawn >= 1 else f' pathLength="100" stroke-dasharray="{100 * drawn:.1f} 200"'
    return f'<path d="{path}" stroke="{colour}" fill="{fill}" stroke-width="{width}"{dash}/>'


LAMP = line("M-64 -30L-38 -118H38L64 -30Z", TEAL, fill=BACKGROUND) + line(
    "M0 -30V66M-52 86C-52 70 -26 66 0 66S52 70 52 86Z", TEAL
)
BULB = line("M-18 0A26 26 0 1 1 18 0L14 20H-14Z", ORANGE, fill="#fff6dc", width=6)
TAG = line("M-34 -22H18L38 0L18 22H-34ZM20 0H20.5", ORANGE, fill=BACKGROUND)
MANUAL = line("M-36 -46H36V46H-36Z", GREY, fill="#fff") + line("M-18 -22H18M-18 0H18M-18 22H6", GREY, width=5)
PLUG = line("M-30 -26H20V26H-30ZM20 -12H44M20 12H44M-30 0C-60 0 -60 36 -92 36", GREY, fill=BACKGROUND)
CUSHION = line("M-26 0A26 26 0 1 1 26 0A26 26 0 1 1 -26 0M-10 -10C-6 -16 4 -16 8 -12", ORANGE, fill="#fff6ee", width=5)
OPEN_BOX = line("M-150 -60H150V120H-150Z", GREY)
FLAPS = line("M-150 -60L-206 -124M150 -60L206 -124", GREY)
LABEL = line("M-80 -42H80V42H-80Z", TEAL, fill="#fff", width=6) + line(
    "M-58 -20V20M-42 -20V20M-30 -20V20M-14 -20V20M-4 -20V20M18 -14H58M18 14H44", TEAL, width=6
)
OLD_LABEL = line("M-44 -24H44V24H-44Z", GREY, fill="#fff", width=5) + line("M-26 -8H26M-26 8H8", GREY, width=5)
CLOSED_BOX = line("M-160 -110H160V120H-160Z", GREY, fill="#efe6d8") + line("M-46 -110V-64H46V-110", ORANGE)
CAMERA = line("M-66 -34H-32L-20 -54H20L32 -34H66V44H-66ZM-24 4A24 24 0 1 1 24 4A24 24 0 1 1 -24 4", TEAL, fill="#fff")
RECEIPT = line("M-40 -58H40V58L27 46L13 58L0 46L-13 58L-27 46L-40 58Z", GREY, fill="#fff") + line(
    "M-20 -30H20M-20 -8H20", GREY, width=5
)


def tick(drawn: float) -> str:
    return line("M-16 0L-4 13L20 -14", TEAL, width=9, drawn=drawn) if drawn > 0 else ""


def collect(time: float) -> str:
    """Lamp, tag, manual and plug come together; a camera looks at them."""
    near, flash = part(time, 0.05, 0.5), part(time, 0.68, 0.76) - part(time, 0.78, 0.9)
    return (
        placed(LAMP, 480, 230)
        + placed(BULB, 600 + 220 * (1 - near), 280, seen=near)
        + placed(TAG, 360 - 200 * (1 - near), 160, turn=-14, seen=near)
        + placed(MANUAL, 340 - 220 * (1 - near), 280, seen=near)
        + placed(PLUG, 740 + 200 * (1 - near), 150, seen=near)
        + placed(CAMERA, 820, 330 + 120 * (1 - part(time, 0.5, 0.66)), scale=0.9, seen=part(time, 0.5, 0.62))
        + (line("M250 60H780V350H250Z", ORANGE, width=10) if flash > 0.3 else "")
    )


def wrap(time: float) -> str:
    """The bulb goes out and is wrapped alone; paper fills the shade, then goes round the lamp."""
    out, paper, around = part(time, 0.05, 0.3), part(time, 0.3, 0.5), part(time, 0.5, 0.9)
    winding = "".join(
        line(f"M-76 {y}C-30 {y + 26} 30 {y + 26} 76 {y - 8}", ORANGE, width=8, drawn=part(around, at / 7, (at + 2) / 7))
        for at, y in enumerate((-112, -78, -44, -10, 24, 58))
        if around > at / 7
    )
    return (
        placed(LAMP, 400, 240)
        + placed(BULB, 400 + 260 * out, 235 + 20 * out)
        + placed(
            line("M-52 -40C-20 -70 20 -10 52 -42M-40 -64C-10 -90 20 -40 40 -66", ORANGE, width=5, drawn=paper),
            400,
            240,
            seen=paper,
        )
        + placed(
            line("M-44 -20C-20 -54 30 -54 46 -14C54 20 20 44 -10 40C-44 34 -54 6 -30 -8", ORANGE, drawn=paper),
            660,
            250,
            seen=paper,
        )
        + placed(winding, 400, 240)
    )


def fill(time: float) -> str:
    """The wrapped lamp goes into the box; cushions fill what is left, and nothing moves when the box is shaken."""
    down = part(time, 0.0, 0.3)
    shake = 8 * (
        part(time, 0.74, 0.78) - 2 * part(time, 0.8, 0.84) + 2 * part(time, 0.86, 0.9) - part(time, 0.92, 0.96)
    )
    cushions = "".join(
        placed(CUSHION, x, y - 260 * (1 - part(time, start, start + 0.12)), seen=part(time, start, start + 0.05))
        for x, y, start in (
            (-116, 86, 0.3),
            (116, 86, 0.34),
            (-116, 28, 0.4),
            (116, 28, 0.44),
            (-116, -26, 0.5),
            (116, -26, 0.54),
            (-70, -60, 0.58),
            (70, -60, 0.6),
            (0, -76, 0.64),
        )
    )
    lamp = placed(
        LAMP + line("M-76 -60C-30 -34 30 -34 76 -68M-70 -4C-30 22 30 22 70 -12", ORANGE),
        0,
        30 - 200 * (1 - down),
        scale=0.82,
    )
    return placed(lamp + cushions + OPEN_BOX + FLAPS, 480 + shake, 250)


def tape(time: float) -> str:
    """The lid is closed; tape runs along the middle, then along both edges, twice at the bottom."""
    box = line("M-170 -50L0 -120L170 -50V90L0 160L-170 90Z", GREY, fill="#efe6d8")
    box += line("M-170 -50L0 20L170 -50M0 20V160", GREY)
    strips = (
        ("M-85 -85L85 -15V50", 0.05, 0.35),
        ("M-170 -50L0 20", 0.35, 0.5),
        ("M170 -50L0 20", 0.5, 0.65),
        ("M0 160L-170 90", 0.65, 0.78),
        ("M0 148L-170 78", 0.78, 0.9),
    )
    drawn = "".join(
        line(way, ORANGE, width=13, drawn=part(time, start, end)) for way, start, end in strips if time > start
    )
    return placed(box + drawn, 480, 220)


def label(time: float) -> str:
    """The old label is crossed out; the new one goes on the biggest side."""
    crossed, on = part(time, 0.1, 0.35), part(time, 0.4, 0.7)
    cross = line("M-52 -32L52 32M52 -32L-52 32", ORANGE, width=8, drawn=crossed) if crossed > 0 else ""
    new = placed(
        LABEL, 480 + 300 * (1 - on), 232 - 60 * (1 - on), turn=14 * (1 - on), scale=1.15, seen=part(time, 0.36, 0.45)
    )
    return (
        placed(CLOSED_BOX, 480, 230)
        + placed(OLD_LABEL + cross, 380, 312, scale=0.9)
        + new
        + placed(tick(part(time, 0.74, 0.9)), 700, 130, scale=1.8)
    )


def hand_over(time: float) -> str:
    """A photo of the closed parcel; the parcel goes away and the receipt stays."""
    flash, away = part(time, 0.18, 0.22) - part(time, 0.24, 0.34), part(time, 0.42, 0.72)
    parcel = CLOSED_BOX + placed(LABEL, 0, 2, scale=1.15)
    return (
        placed(parcel, 420 + 420 * away, 230, scale=0.9, seen=1 - 0.9 * away)
        + placed(CAMERA, 780, 330, seen=1 - part(time, 0.34, 0.44))
        + (line("M236 96H604V366H236Z", ORANGE, width=10) if flash > 0.2 else "")
        + placed(RECEIPT, 420, 230 + 80 * (1 - part(time, 0.62, 0.8)), scale=1.5, seen=part(time, 0.62, 0.75))
        + placed(tick(part(time, 0.8, 0.92)), 530, 180, scale=1.8)
    )


STEPS: tuple[Callable[[float], str], ...] = (collect, wrap, fill, tape, label, hand_over)


def picture(step: int, time: float) -> str:
    """One picture of the film: the drawing, and which of the steps it is."""
    dots = "".join(
        f'<circle cx="{480 + 34 * (at - 2.5):.0f}" cy="34" r="9" fill="{TEAL if at == step else "#cfd4d2"}"/>'
        for at in range(len(STEPS))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'fill="none" stroke-linecap="round" stroke-linejoin="round">'
        f'<path fill="{BACKGROUND}" d="M0 0H{WIDTH}V{HEIGHT}H0Z"/>'
        f"{dots}{placed(STEPS[step](time), 0, 30)}</svg>\n"
    )


def pictures() -> Iterator[str]:
    frames = FRAMES_PER_SECOND * SECONDS_A_STEP
    for step in range(len(STEPS)):
        for frame in range(frames):
            yield picture(step, frame / (frames - 1))


def write_film(path: Path) -> None:
    reading = f"ffmpeg -loglevel error -y -f image2pipe -framerate {FRAMES_PER_SECOND} -c:v png -i -"
    coding = "-c:v libx264 -preset veryslow -tune animation -crf 28 -pix_fmt yuv420p -movflags +faststart"
    with (
        sync_playwright() as playwright,
        subprocess.Popen([*reading.split(), *coding.split(), str(path)], stdin=subprocess.PIPE) as film,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content('<body style="margin:0">')
        assert film.stdin is not None
        for drawing in pictures():
            page.evaluate("drawing => { document.body.innerHTML = drawing }", drawing)
            film.stdin.write(page.screenshot())
        browser.close()
        film.stdin.close()
    if film.returncode:
        raise SystemExit(f"ffmpeg ended with {film.returncode}")


if __name__ == "__main__":
    write_film(FOLDER / "pack-a-return.mp4")
    (FOLDER / "pack-a-return-film.svg").write_text(picture(2, 1.0), encoding="utf-8")
