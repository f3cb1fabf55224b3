"""What macOS is told of the program (Info.plist), and where the files for it are: used by `build.spec` and the release.

From Apple's documentation; what nobody has seen on a Mac yet is in packaging/not-verified.md.
"""

from __future__ import annotations

from pathlib import Path

from app import __version__

NAME = "Gateway Companion"
IDENTIFIER = "org.gatewaycompanion.GatewayCompanion"
ICON = "build/icons/gateway-companion.icns"
MINIMUM_SYSTEM = "14.4"
"""What the libraries of Qt 6.12 themselves say (LC_BUILD_VERSION); Qt's documentation says the same."""

INFO: dict[str, str | bool | list[str]] = {
    "CFBundleDisplayName": NAME,
    "CFBundleName": NAME,
    "CFBundleExecutable": NAME,
    "CFBundleIdentifier": IDENTIFIER,
    "CFBundleShortVersionString": __version__,
    "CFBundleVersion": __version__,
    "CFBundleDevelopmentRegion": "en",
    "CFBundleLocalizations": ["en"],
    "LSApplicationCategoryType": "public.app-category.utilities",
    "LSMinimumSystemVersion": MINIMUM_SYSTEM,
    # PyInstaller takes this from the last program, which is one for the terminal.
    "LSBackgroundOnly": False,
    "NSAppleEventsUsageDescription": (
        "Gateway Companion asks Claude Desktop to close, so that new settings take effect. You are asked first."
    ),
    "NSHighResolutionCapable": True,
    "NSHumanReadableCopyright": "Gateway Companion contributors, MIT licence",
    # On a Mac with two graphics chips: the one that takes less power.
    "NSSupportsAutomaticGraphicsSwitching": True,
}

ENTITLEMENTS = Path(__file__).with_name("entitlements.plist")
