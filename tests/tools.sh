#!/bin/sh
# What the tests need of the system and cannot get from PyPI or npm: a Chromium. Installed when that is possible, else refused in a sentence.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "==> Installing Chromium for the browser tests"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
    exit 0
fi
echo "The browser tests need Chromium. Install it (for example: sudo apt-get install chromium) and run “make test” again." >&2
exit 1
