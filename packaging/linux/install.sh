#!/bin/sh
# Installs Gateway Companion for you alone, without administrator rights. Run it again to upgrade.
# Nothing that is there is touched before the new copy is whole and has been seen to run.
set -eu
umask go-w

die() {
	printf '%s\n' "$@" >&2
	exit 1
}

# What a menu entry needs in front of some letters: first for the word in quotes, then for the line.
quoted() {
	printf '%s' "$1" | sed -e 's/[\\"`$]/\\&/g' -e 's/%/%%/g' -e 's/\\/\\\\/g'
}

# For the replacing side of sed, with | between the two sides.
literal() {
	printf '%s' "$1" | sed -e 's/[\\&|]/\\&/g'
}

runs() {
	for process in /proc/[0-9]*; do
		case $(readlink "$process/exe" 2>/dev/null) in
		"$1/Gateway Companion"* | "$1/gateway-companion"*) return 0 ;;
		esac
	done
	return 1
}

CDPATH=''
here=$(cd -- "$(dirname -- "$0")" && pwd -P)
[ -d "$here/program" ] || die 'This belongs into the folder that it was unpacked with: the program is not beside it.'
[ "$(uname -s) $(uname -m)" = 'Linux x86_64' ] || die 'This copy is for Linux on a 64-bit Intel or AMD processor.'
if [ "$(id -u)" = 0 ] && [ -n "${SUDO_USER:-}" ]; then
	die 'It is installed for one person: run it as yourself, without sudo.'
fi
case ${HOME:-} in
/*) ;;
*) die 'HOME names no folder, so there is no place to install to.' ;;
esac
case $HOME in
*'
'*) die 'The name of your home folder has a line break in it, which menus cannot cope with.' ;;
esac

lib=$HOME/.local/lib
bin=$HOME/.local/bin
target=$lib/gateway-companion
case ${XDG_DATA_HOME:-} in
/*) share=$XDG_DATA_HOME ;;
*) share=$HOME/.local/share ;;
esac

if [ -e "$target" ] && [ ! -e "$target/gateway-credential" ]; then
	die "There is something else at $target. Move it away, then run this again."
fi

# Leftovers of a run that was killed: the earlier program goes back to its place, halves go.
if [ -e "$target.earlier" ]; then
	if [ -e "$target" ]; then rm -rf -- "$target.earlier"; else mv -- "$target.earlier" "$target"; fi
fi
for half in "$target".new.*; do
	if [ -d "$half" ] && ! kill -0 "${half##*.}" 2>/dev/null; then rm -rf -- "$half"; fi
done

earlier=''
[ ! -e "$target" ] || earlier=yes
new=$target.new.$$
trap 'rm -rf -- "$new"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p -- "$lib" "$bin" "$share"
rm -rf -- "$new"
cp -RP -- "$here/program" "$new" || die 'It could not be copied. What was there is unchanged.'
cp -- "$here/uninstall.sh" "$new/uninstall.sh"
if ! said=$("$new/gateway-companion" --version 2>&1); then
	die 'It does not run on this computer. What was there is unchanged.' "$said"
fi

open=''
if runs "$target"; then
	open=yes
	left=$("$target/gateway-companion" quit 2>&1) || die "$left" 'What was there is unchanged.'
fi
trap '' HUP INT TERM # from here on it is a moment, and half of it would be no program at all
if [ -n "$earlier" ]; then mv -- "$target" "$target.earlier"; fi
mv -- "$new" "$target"
trap - HUP INT TERM
rm -rf -- "$target.earlier"

entry=$share/applications/gateway-companion.desktop
mkdir -p -- "$share/applications"
word=$(literal "$(quoted "$target")")
path=$(literal "$(printf '%s' "$target" | sed 's/\\/\\\\/g')")
sed -e "/^Exec=/s|/usr/lib/gateway-companion|$word|" -e "/^TryExec=/s|/usr/lib/gateway-companion|$path|" \
	"$here/share/applications/gateway-companion.desktop" >"$entry.new"
mv -- "$entry.new" "$entry"
for part in icons metainfo man; do
	if [ -d "$here/share/$part" ]; then cp -RP -- "$here/share/$part" "$share/"; fi
done
if [ -e "$share/icons/hicolor/icon-theme.cache" ] && command -v gtk-update-icon-cache >/dev/null; then
	gtk-update-icon-cache -qtf "$share/icons/hicolor" 2>/dev/null || : # desktops find it without a cache too
fi

link=$bin/gateway-companion
if [ -e "$link" ] && [ "$(readlink -- "$link" || :)" != "$target/gateway-companion" ]; then
	link=''
else
	ln -sf -- "$target/gateway-companion" "$link"
fi

if [ -n "$earlier" ]; then echo "Upgraded: $said"; else echo "Installed: $said"; fi
cat <<END
  program      $target
  in the menu  $entry
END
if [ -n "$link" ]; then
	echo "  command      $link"
	case :${PATH:-}: in
	*:"$bin":*) ;;
	*) echo "               $bin is not on your PATH; many systems add it when you log in again." ;;
	esac
else
	echo "  command      none, as there is another $bin/gateway-companion"
fi
echo "  to remove    $target/uninstall.sh"
if [ -n "$open" ]; then
	echo
	echo 'Its window was closed for that. Open it again from the menu.'
fi

# What Qt needs of the system, and this system lacks. One plugin is for GNOME's look only, and may lack what it needs.
files='' packages=''
if command -v ldd >/dev/null; then
	missing=$(find "$target/_internal" -name '*.so*' -type f ! -name libqgtk3.so -exec ldd {} + 2>/dev/null |
		sed -n 's/^[[:space:]]*\([^[:space:]]*\) => not found$/\1/p' | sort -u)
	for file in $missing; do
		files="$files '$file()(64bit)'"
		packages="$packages $(sed -n "s/^$file //p" "$here/needs.txt")"
	done
fi
font=$(find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$share/fonts" \
	\( -name '*.[ot]tf' -o -name '*.ttc' \) -print 2>/dev/null | head -n 1)
if [ -n "$files" ] || [ -z "$font" ]; then
	echo
	echo 'Before its window can open, this system needs a little more. Ask whoever looks after this computer to type:'
	if command -v apt-get >/dev/null; then
		[ -n "$font" ] || packages="$packages fonts-dejavu-core"
		# shellcheck disable=SC2086 # several words
		echo "  sudo apt-get install $(printf '%s\n' $packages | sort -u | tr '\n' ' ' | sed 's/ $//')"
	else
		[ -n "$font" ] || files="$files dejavu-sans-fonts"
		tool=''
		for name in dnf zypper; do
			if [ -z "$tool" ] && command -v "$name" >/dev/null; then tool=$name; fi
		done
		if [ -n "$tool" ]; then
			echo "  sudo $tool install$files"
		else
			echo "  (install what has these files)$files" | sed "s/()(64bit)//g; s/'//g"
		fi
	fi
fi
