#!/bin/sh
# Removes what install.sh has put into your home; your settings, what an undo needs and your key stay.
#
#   uninstall.sh                 asks first where Claude Desktop still counts on it
#   uninstall.sh --undo          puts Claude Desktop back as it was, without asking, then removes
#   uninstall.sh --keep-setup    removes it all the same
set -eu

case ${HOME:-} in
/*) ;;
*) echo 'HOME names no folder, so nothing can be found.' >&2 && exit 1 ;;
esac
target=$HOME/.local/lib/gateway-companion
bin=$HOME/.local/bin
case ${XDG_DATA_HOME:-} in
/*) share=$XDG_DATA_HOME ;;
*) share=$HOME/.local/share ;;
esac
case ${XDG_CONFIG_HOME:-} in
/*) config=$XDG_CONFIG_HOME ;;
*) config=$HOME/.config ;;
esac
launcher=$share/gateway-companion/bin/gateway-credential
profile=$config/Claude-3p/configLibrary/9d1f6a1e-5c0b-4b7e-8a43-2f7c6e0d94b5.json

wish=''
case ${1:-} in
'') ;;
--undo | --keep-setup) wish=$1 ;;
*) sed -n '2,6s/^# \{0,1\}//p' "$0" && exit 2 ;;
esac

if [ "$wish" != --keep-setup ] && { [ -e "$launcher" ] || [ -e "$profile" ]; }; then
	if [ -f "$profile" ] && ! grep -qs '"inferenceCredentialHelper"' "$profile"; then
		echo 'Claude Desktop still uses OpenRouter with its own copy of the key. Only Gateway Companion can put it back.'
	else
		echo 'Claude Desktop still gets its key through Gateway Companion. Without it, Claude Desktop cannot be used.'
	fi
	if [ -z "$wish" ] && [ -t 0 ]; then
		printf 'Put Claude Desktop back as it was first? [Y/n] '
		read -r answer || answer=n
		case $answer in
		'' | [Yy]*) wish=--ask ;;
		*) wish=--keep-setup ;;
		esac
	fi
	case $wish in
	--undo) set -- undo --yes ;;
	--ask) set -- undo ;;
	--keep-setup) set -- ;;
	*)
		echo 'Nothing was removed. Type again with --undo to put Claude Desktop back as it was first, or with --keep-setup.'
		exit 3
		;;
	esac
	if [ $# -gt 0 ] && ! "$target/gateway-companion" "$@"; then
		echo 'Nothing was removed, as Claude Desktop is not back as it was. With --keep-setup it is removed all the same.'
		exit 3
	fi
fi

for process in /proc/[0-9]*; do
	case $(readlink "$process/exe" 2>/dev/null) in
	"$target/Gateway Companion" | "$target/gateway-companion")
		if ! said=$("$target/gateway-companion" quit 2>&1); then
			printf '%s\n' "$said" 'Nothing was removed.'
			exit 3
		fi
		break
		;;
	esac
done

login=$config/autostart/gateway-companion.desktop
if grep -qsF "$target" "$login"; then rm -f -- "$login"; fi
if [ "$(readlink -- "$bin/gateway-companion" || :)" = "$target/gateway-companion" ]; then
	rm -f -- "$bin/gateway-companion"
fi
if grep -qsF "$target" "$share/applications/gateway-companion.desktop"; then
	rm -f -- "$share/applications/gateway-companion.desktop"
fi
rm -f -- "$share/metainfo/org.gatewaycompanion.GatewayCompanion.metainfo.xml" \
	"$share/man/man1/gateway-companion.1.gz" "$share/man/man1/gateway-credential.1.gz" \
	"$share"/icons/hicolor/*/apps/gateway-companion.png "$share/icons/hicolor/scalable/apps/gateway-companion.svg"
# Folders that are empty now were made for this, or nobody misses them.
for folder in "$share"/icons/hicolor/*/apps "$share"/icons/hicolor/* "$share/icons/hicolor" "$share/icons" \
	"$share/metainfo" "$share/man/man1" "$share/man" "$share/applications"; do
	rmdir -- "$folder" 2>/dev/null || :
done
if [ -e "$share/icons/hicolor/icon-theme.cache" ] && command -v gtk-update-icon-cache >/dev/null; then
	gtk-update-icon-cache -qtf "$share/icons/hicolor" 2>/dev/null || :
fi
rm -rf -- "$target" "$target.earlier" "$target".new.*
rmdir -- "$bin" "$HOME/.local/lib" 2>/dev/null || :

echo 'Gateway Companion is removed.'
if [ -e "$share/gateway-companion" ]; then
	echo "Kept: $share/gateway-companion, with what an undo needs. Your key stays in the keychain."
fi
if [ -e "$launcher" ]; then
	echo 'Claude Desktop is told so when it asks for the key. Install Gateway Companion again to use it, or to undo its setup.'
fi
