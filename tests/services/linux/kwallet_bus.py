"""A session bus on which the real KWallet is started when somebody asks for it, as on KDE's desktop but without a screen."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from jeepney import DBusAddress, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

NAME = "org.kde.kwalletd5"
WALLET = "kdewallet"
_PLACE = DBusAddress("/modules/kwalletd5", bus_name=NAME, interface="org.kde.KWallet")
_CONFIGURATION = """<busconfig><type>session</type><listen>{address}</listen><servicedir>{folder}/services</servicedir>
<policy context="default"><allow send_destination="*"/><allow eavesdrop="false"/><allow own="*"/></policy></busconfig>
"""
_SERVICE = f"[D-BUS Service]\nName={NAME}\nExec=/usr/bin/kwalletd5\n"


@dataclass(frozen=True, slots=True)
class KWalletBus:
    """`environment`: what finds it."""

    folder: Path
    environment: dict[str, str]

    def ask(self, method: str, signature: str | None = None, *body: object) -> object:
        """Asks KWallet as any other program would."""
        with open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
            reply = connection.send_and_get_reply(new_method_call(_PLACE, method, signature, body), timeout=20)
            return next(iter(unwrap_msg(reply)), None)

    def pid(self) -> int | None:
        """Of the running KWallet."""
        with open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
            reply = connection.send_and_get_reply(message_bus.NameHasOwner(NAME), timeout=20)
            if not unwrap_msg(reply)[0]:
                return None
            return int(
                unwrap_msg(connection.send_and_get_reply(message_bus.GetConnectionUnixProcessID(NAME), timeout=20))[0]
            )

    def log_in(self) -> None:
        """Opens the wallet, and makes it at the first time, as KDE does by the password with which a person logs in."""
        self.ask("pamOpen", "sayi", WALLET, b"A" * 56, 0)
        assert self.ask("isOpen", "s", WALLET)

    def log_out(self) -> None:
        """Whatever was written is on the disk, and no KWallet is running."""
        self.ask("closeAllWallets")
        self.end()

    def shut(self) -> None:
        self.ask("close", "sb", WALLET, True)
        assert not self.ask("isOpen", "s", WALLET)

    def configure(self, text: str) -> None:
        """KWallet's settings file, which it reads again."""
        (self.folder / "config" / "kwalletrc").write_text(text)
        self.ask("reconfigure")

    def end(self) -> None:
        pid = self.pid()
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
            psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=20)


@contextmanager
def kwallet_bus(folder: Path, settings: str) -> Iterator[KWalletBus]:
    """`settings`: KWallet's own at its first start."""
    address = f"unix:path={folder}/bus"
    (folder / "services").mkdir()
    (folder / "config").mkdir()
    (folder / "services" / f"{NAME}.service").write_text(_SERVICE)
    (folder / "config" / "kwalletrc").write_text(settings)
    (folder / "bus.conf").write_text(_CONFIGURATION.format(address=address, folder=folder))
    environment = {
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_RUNTIME_DIR": str(folder),
        "DBUS_SESSION_BUS_ADDRESS": address,
    }
    command = ["setpriv", "--pdeathsig=TERM", "dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork"]
    more = {"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}
    with subprocess.Popen(
        [*command, "--print-address"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment | more
    ) as bus:
        assert bus.stdout is not None
        assert bus.stdout.readline(), "dbus-daemon did not start"
        wallet = KWalletBus(folder, environment)
        try:
            yield wallet
            wallet.end()
        finally:
            bus.terminate()
