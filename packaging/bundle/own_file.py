"""Runs first in a frozen program on Linux: its modules come from the file it was started from, also after an upgrade.

PyInstaller reads each module when it is first wanted, by the program's path. During an upgrade another version comes to lie
there, with everything at other places, and the open window could not open its next dialog.
"""

import pyimod02_importers  # type: ignore[import-not-found]  # only there in a frozen program

pyimod02_importers.pyz_archive._filename = "/proc/self/exe"  # noqa: SLF001 - the kernel keeps that file while it runs
