#!/bin/sh
# What the tests need of the system and cannot get from PyPI or npm: a Chromium, Dovecot as an IMAP server to read answers from, and
# calendar programs that read feeds: libical, sabre/vobject, and vdirsyncer with khal (30 megabytes in all).
# Installed when that is possible, else refused in a sentence.
set -eu

has() {
    for name in "$@"; do
        if command -v "$name" >/dev/null 2>&1 || [ -x "/usr/sbin/$name" ]; then return 0; fi
    done
    return 1
}

missing=""
has chromium chromium-browser google-chrome || missing="$missing chromium"
has dovecot || missing="$missing dovecot-imapd"
has faketime || missing="$missing faketime"
has khal || missing="$missing khal"
has vdirsyncer || missing="$missing vdirsyncer"
/usr/bin/python3 -c "from gi.repository import ICalGLib" 2>/dev/null || missing="$missing python3-gi gir1.2-ical-3.0"
has php && [ -e /usr/share/php/Sabre/VObject/autoload.php ] || missing="$missing php-cli php-sabre-vobject"
if [ -z "$missing" ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "==> Installing for the tests:$missing"
    # shellcheck disable=SC2086  # several packages
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    exit 0
fi
case "$missing" in
*chromium*)
    echo "The browser tests need Chromium. Install it (for example: sudo apt-get install$missing) and run “make test” again." >&2
    exit 1
    ;;
esac
echo "Some tests are left out without these (sudo apt-get install$missing)." >&2
