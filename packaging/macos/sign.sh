#!/bin/bash
# Signs the program or its disk image with a Developer ID, on a Mac:
#
#     packaging/macos/sign.sh "dist/Gateway Companion.app"
#     packaging/macos/sign.sh dist/Gateway-Companion-0.1.0-arm64.dmg
#
# From the environment: MACOS_CERTIFICATE (the .p12 file, in base64) and MACOS_CERTIFICATE_PASSWORD. They go into a
# keychain of this run's own, which is removed at its end; nothing of them is printed. Without them nothing is signed.
set -euo pipefail

readonly target=${1:?"say what to sign"}
if [[ -z ${MACOS_CERTIFICATE:-} ]]; then
    echo "Not signed, as MACOS_CERTIFICATE is not set: $target"
    exit 0
fi
: "${MACOS_CERTIFICATE_PASSWORD:?"is missing"}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here
readonly identifier=org.gatewaycompanion.GatewayCompanion

umask 077
folder=$(mktemp -d)
readonly folder keychain=$folder/signing.keychain-db
known=()
while IFS= read -r line; do
    line=${line#*\"}
    known+=("${line%\"*}")
done < <(security list-keychains -d user)

clean_up() {
    # An empty array counts as unset for the bash that macOS has.
    security list-keychains -d user -s ${known[@]+"${known[@]}"} || true
    security delete-keychain "$keychain" || true
    rm -rf "$folder"
}
trap clean_up EXIT

make_keychain() {
    local password
    password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
    printf '%s' "$MACOS_CERTIFICATE" | base64 --decode >"$folder/certificate.p12"
    security create-keychain -p "$password" "$keychain"
    security set-keychain-settings -lut 3600 "$keychain"
    security unlock-keychain -p "$password" "$keychain"
    security import "$folder/certificate.p12" -k "$keychain" -f pkcs12 -P "$MACOS_CERTIFICATE_PASSWORD" \
        -T /usr/bin/codesign >/dev/null
    # Without this a window would ask whether codesign may use the key.
    security set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain" >/dev/null
    security list-keychains -d user -s "$keychain" ${known[@]+"${known[@]}"}
}

# The identity by its digest: the name could be there twice.
identity() {
    security find-identity -v -p codesigning "$keychain" | awk '/Developer ID Application/ && !seen++ { print $2 }'
}

sign() {
    codesign --force --timestamp --keychain "$keychain" --sign "$signer" "$@"
}

is_program() {
    case $(od -An -N4 -tx1 "$1" | tr -d ' \n') in
        cffaedfe | cafebabe | cafebabf) return 0 ;;
        *) return 1 ;;
    esac
}

# From the inside out, as each signature covers those within it; `--deep` would give all of them the entitlements.
sign_app() {
    local file programs=$1/Contents/MacOS
    # Listed before anything is signed, as codesign writes files of its own beside them.
    find "$1/Contents" -type f ! -path "$programs/*" ! -path '*.framework/*' -print0 >"$folder/files"
    find "$1/Contents" -depth -type d -name '*.framework' -print0 >"$folder/frameworks"
    while IFS= read -r -d '' file; do
        if is_program "$file"; then sign --options runtime "$file"; fi
    done <"$folder/files"
    while IFS= read -r -d '' file; do
        sign --options runtime "$file"
    done <"$folder/frameworks"
    # All three are one program for the keychain: it lets the helper read what the window has kept, without asking.
    sign --options runtime --identifier "$identifier" "$programs/gateway-credential"
    sign --options runtime --identifier "$identifier" --entitlements "$here/entitlements.plist" \
        "$programs/gateway-companion"
    sign --options runtime --identifier "$identifier" --entitlements "$here/entitlements.plist" "$1"
    codesign --verify --deep --strict --verbose=2 "$1"
}

make_keychain
signer=$(identity)
if [[ -z $signer ]]; then
    echo "The certificate is no Developer ID Application certificate." >&2
    exit 1
fi
case $target in
    *.app) sign_app "$target" ;;
    *.dmg)
        sign "$target"
        codesign --verify --strict --verbose=2 "$target"
        ;;
    *)
        echo "$target is neither a program nor a disk image." >&2
        exit 2
        ;;
esac
