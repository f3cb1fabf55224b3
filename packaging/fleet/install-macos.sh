#!/bin/sh
# Installs Gateway Companion for everybody on this Mac, and what is prepared for it, each only if it is given:
#   sudo sh install-macos.sh [Gateway-Companion-*.dmg] [preseed.json]
# The profile for Claude Desktop (*.mobileconfig) is handed out by device management: macOS takes none from a script.
set -eu

app="Gateway Companion.app"
prepared="/Library/Application Support/Gateway Companion"

if [ "$(id -u)" -ne 0 ]; then
	echo "This needs the administrator: sudo sh $0 $*" >&2
	exit 2
fi

install_from() {
	mounted=$(mktemp -d)
	hdiutil attach -quiet -nobrowse -readonly -mountpoint "$mounted" "$1"
	trap 'hdiutil detach -quiet "$mounted"; rmdir "$mounted"' EXIT
	# beside the old one first, so that there is always a whole one
	rm -rf "/Applications/.$app.new"
	ditto "$mounted/$app" "/Applications/.$app.new"
	rm -rf "/Applications/$app"
	mv "/Applications/.$app.new" "/Applications/$app"
	echo "/Applications/$app"
}

for file in "$@"; do
	if [ ! -f "$file" ]; then
		echo "There is no file $file." >&2
		exit 2
	fi
done
for file in "$@"; do
	case ${file##*/} in
	*.dmg) install_from "$file" ;;
	*preseed*.json)
		install -d -o root -g wheel -m 0755 "$prepared"
		install -o root -g wheel -m 0644 "$file" "$prepared/preseed.json"
		echo "$prepared/preseed.json"
		;;
	*)
		echo "What $file is for is not known." >&2
		exit 2
		;;
	esac
done
