#!/bin/sh
# Takes back what after-install.sh put on PATH, and nothing else.
set -e
for name in slipway docker; do
  case "$(readlink "/usr/bin/$name")" in
    /opt/*/resources/bin/"$name") rm -f "/usr/bin/$name" ;;
  esac
done
