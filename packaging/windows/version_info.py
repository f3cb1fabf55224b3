"""What Windows shows under "Properties", "Details" and in the Task Manager: used by `build.spec` for each of the programs.

PyInstaller takes it as a text file in the notation of its own classes, so nothing of Windows is needed to write it.
"""

from __future__ import annotations

from pathlib import Path

NAME = "Gateway Companion"
PUBLISHER = "Gateway Companion contributors"
DESCRIPTIONS = {
    "Gateway Companion": "Gateway Companion",
    "gateway-companion": "Gateway Companion, command line",
    "gateway-credential": "Gateway Companion, gives Claude the key",
}
ENGLISH, UNICODE = 0x0409, 1200
WINDOWS, PROGRAM = 0x40004, 1  # VOS_NT_WINDOWS32 and VFT_APP of VS_FIXEDFILEINFO


def version_file(program: str, version: str, folder: Path) -> str:
    """Writes it for one program and gives the path, as `EXE(version=...)` wants it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{program}.version.txt"
    file.write_text(version_info(program, version), "utf-8")
    return str(file)


def version_info(program: str, version: str) -> str:
    numbers = (*(int(number) for number in version.split(".")), 0)
    strings = {
        "CompanyName": PUBLISHER,
        "FileDescription": DESCRIPTIONS[program],
        "FileVersion": version,
        "InternalName": program,
        "LegalCopyright": f"{PUBLISHER}, MIT licence",
        "OriginalFilename": f"{program}.exe",
        "ProductName": NAME,
        "ProductVersion": version,
    }
    table = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in strings.items())
    fixed = f"filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS={WINDOWS:#x}, fileType={PROGRAM}"
    return (
        f"VSVersionInfo(ffi=FixedFileInfo({fixed}), kids=["
        f"StringFileInfo([StringTable('{ENGLISH:04X}{UNICODE:04X}', [{table}])]), "
        f"VarFileInfo([VarStruct('Translation', [{ENGLISH}, {UNICODE}])])])\n"
    )
