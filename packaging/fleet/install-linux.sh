#!/bin/sh
# Installs Gateway Companion for everybody on this computer, and what goes with it, each only if it is given:
#   sudo sh install-linux.sh [gateway-companion_*.deb] [preseed.json] [managed-settings.json]
# For an image that is being made, DESTDIR names its root; then a package is installed by whoever makes it.
set -eu

destination=${DESTDIR:-}
if [ -z "$destination" ] && [ "$(id -u)" -ne 0 ]; then
	echo "This needs the administrator: sudo sh $0 $*" >&2
	exit 2
fi

# Everybody may read it and nobody else may write it, or it is not trusted.
put() {
	install -d -m 0755 "$destination$2"
	install -m 0644 "$1" "$destination$2/$3"
	echo "$destination$2/$3"
}

for file in "$@"; do
	if [ ! -f "$file" ]; then
		echo "There is no file $file." >&2
		exit 2
	fi
done
for file in "$@"; do
	case ${file##*/} in
	*.deb)
		path=$(cd "$(dirname "$file")" && pwd)/$(basename "$file")
		DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$path"
		;;
	*preseed*.json) put "$file" /etc/gateway-companion preseed.json ;;
	*managed*.json) put "$file" /etc/claude-desktop managed-settings.json ;;
	*)
		echo "What $file is for is not known: its name has neither preseed nor managed in it." >&2
		exit 2
		;;
	esac
done
