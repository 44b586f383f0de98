#!/bin/sh
# Puts the commands on PATH after a deb was installed; a docker client that is there already stays.
set -e
bin='/opt/${sanitizedProductName}/resources/bin'
ln -sf "$bin/slipway" /usr/bin/slipway
[ -e /usr/bin/docker ] || ln -s "$bin/docker" /usr/bin/docker
