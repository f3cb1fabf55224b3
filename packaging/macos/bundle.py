"""What macOS is told of the program, in its Info.plist: used by `build.spec`.

From Apple's documentation; what nobody has seen on a Mac yet is in packaging/not-verified.md.
"""

from __future__ import annotations

NAME = "Gateway Companion"
BUNDLE_ID = "org.gatewaycompanion.GatewayCompanion"
MINIMUM_SYSTEM = "14.4"
"""What the libraries of Qt 6.12 themselves say (LC_BUILD_VERSION); Qt's documentation says the same."""


def info(version: str) -> dict[str, str | bool | list[str]]:
    return {
        "CFBundleDisplayName": NAME,
        "CFBundleName": NAME,
        "CFBundleExecutable": NAME,
        "CFBundleIdentifier": BUNDLE_ID,
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
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
