"""Claude Desktop on macOS: an application bundle, settings in the Library folder, policy in managed preferences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.domain.documents import Root
from app.domain.facts import Installation, ManagedSource
from app.platforms.base import ProcessTable, Runner
from app.platforms.desktop import Desktop
from app.platforms.managed import locking
from app.platforms.preseed_file import NAME, PreseedFile, read
from app.platforms.recognition import Places

_BUNDLE_ID = "com.anthropic.claudefordesktop"


class MacOS(Desktop):
    """`preferences` is where a device management puts its settings, `applications` where programs are for everybody.

    `prepared`: where what is prepared for us lies, which must belong to `owner`.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        runner: Runner,
        table: ProcessTable,
        *,
        preferences: Path = Path("/Library/Managed Preferences"),
        applications: Path = Path("/Applications"),
        prepared: Path = Path("/Library/Application Support/Gateway Companion"),
        owner: int = 0,
    ) -> None:
        super().__init__(environment, runner, table)
        self._preferences = preferences
        self._applications = applications
        self._prepared = prepared
        self._owner = owner

    def managed(self) -> ManagedSource | None:
        """The first of the two files that sets anything decides, the person's own one before the computer's."""
        name = f"{_BUNDLE_ID}.plist"
        for path in (self._preferences / self._user / name, self._preferences / name):
            try:
                keys, status = _plist(path), path.stat()
            except (FileNotFoundError, NotADirectoryError):
                continue
            except (OSError, ValueError):
                return ManagedSource(str(path), (), readable=False)
            if keys:
                return locking(str(path), keys, file=status)
        return None

    def preseed(self) -> PreseedFile | None:
        return read(self._prepared / NAME, self._owner)

    def _own_roots(self) -> tuple[Root, ...]:
        library = self._home / "Library"
        support = library / "Application Support"
        log = library / "Logs" / "Claude-3p" / "main.log"
        return (Root(gateway=support / "Claude-3p", normal=support / "Claude", log=log),)

    def _installed(self) -> Installation | None:
        for bundle in self._bundles():
            return Installation(bundle, version=None, launch=("open", "-b", _BUNDLE_ID))
        return None

    def _installed_version(self, installation: Installation) -> str | None:
        version = _bundle_info(Path(installation.program)).get("CFBundleShortVersionString")
        return version if isinstance(version, str) else None

    def _places(self, installation: Installation) -> Places:
        """Every copy of the bundle, for `open` chooses by itself which one it starts."""
        program = Path(installation.program)
        return Places(frozenset({program}), frozenset({program, *self._bundles()}))

    def _quit(self, pids: Sequence[int]) -> None:
        if pids:
            self._runner.run(("osascript", "-e", f'tell application id "{_BUNDLE_ID}" to quit'), timeout=10)

    @property
    def _home(self) -> Path:
        return self._folder("HOME", Path.home())

    @property
    def _user(self) -> str:
        import getpass

        return self._environment.get("USER") or getpass.getuser()

    def _bundles(self) -> list[Path]:
        """The installed copies, links resolved. A web page kept as an app can be called Claude.app too."""
        candidates = (folder / "Claude.app" for folder in (self._applications, self._home / "Applications"))
        return [path.resolve() for path in candidates if _bundle_info(path).get("CFBundleIdentifier") == _BUNDLE_ID]


def _bundle_info(bundle: Path) -> dict[str, object]:
    """What the bundle says of itself; nothing where it is none."""
    try:
        return _plist(bundle / "Contents" / "Info.plist")
    except (OSError, ValueError):
        return {}


def _plist(path: Path) -> dict[str, object]:
    """A property list, binary or XML. ValueError where it is damaged."""
    import plistlib
    from xml.parsers.expat import ExpatError

    try:
        with path.open("rb") as file:
            document = plistlib.load(file)
    except ExpatError as error:
        raise ValueError("not a property list") from error
    match document:
        case dict():
            return document
        case _:
            raise ValueError("not a dictionary")
