"""Where the project lives: the one place that names its page, for About, the installers and the release."""

PAGE = "https://github.com/gateway-companion/gateway-companion"
RELEASES = f"{PAGE}/releases"
