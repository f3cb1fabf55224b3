#!/bin/bash
# Has Apple look at the signed disk image, and attaches its answer, so that macOS opens the program without a warning:
#
#     packaging/macos/notarise.sh dist/Gateway-Companion-0.1.0-arm64.dmg
#
# From the environment: NOTARY_KEY (the .p8 file of an App Store Connect key, in base64), NOTARY_KEY_ID, NOTARY_ISSUER.
# Without them Apple is not asked.
set -euo pipefail

readonly image=${1:?"say which disk image"}
if [[ -z ${NOTARY_KEY:-} ]]; then
    echo "Not shown to Apple, as NOTARY_KEY is not set: $image"
    exit 0
fi
: "${NOTARY_KEY_ID:?"is missing"}" "${NOTARY_ISSUER:?"is missing"}"

umask 077
folder=$(mktemp -d)
readonly folder
trap 'rm -rf "$folder"' EXIT
printf '%s' "$NOTARY_KEY" | base64 --decode >"$folder/key.p8"
readonly account=(--key "$folder/key.p8" --key-id "$NOTARY_KEY_ID" --issuer "$NOTARY_ISSUER")

# It ends well once Apple has answered, whatever the answer is, so that is looked at.
xcrun notarytool submit "$image" "${account[@]}" --wait --timeout 45m --output-format json >"$folder/answer.json"
answer=$(plutil -extract status raw -o - "$folder/answer.json")
if [[ $answer != Accepted ]]; then
    echo "Apple's answer is: $answer" >&2
    xcrun notarytool log "$(plutil -extract id raw -o - "$folder/answer.json")" "${account[@]}" >&2
    exit 1
fi
xcrun stapler staple "$image"
xcrun stapler validate "$image"
spctl --assess --type open --context context:primary-signature --verbose "$image"
