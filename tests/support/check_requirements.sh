#!/bin/sh
# Compile the requirements beside the committed ones and compare. The words handed in are the compiler's command.
# The committed pins are kept where they still fit, so that a newer release elsewhere changes nothing.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

compile() {
  cp requirements.txt requirements-dev.txt "$folder"
  "$@" pyproject.toml --output-file "$folder/requirements.txt" >/dev/null &&
    "$@" pyproject.toml --group dev --constraints requirements.txt \
      --output-file "$folder/requirements-dev.txt" >/dev/null
}

unchanged() {
  for name in requirements.txt requirements-dev.txt; do
    diff "$name" "$folder/$name" || return 1
  done
}

# What was fetched before answers without the network; only when that is not enough is the index asked.
if compile "$@" --offline 2>/dev/null && unchanged >/dev/null; then exit 0; fi
compile "$@"
if ! unchanged; then
  echo 'The compiled requirements are out of date: run `make requirements`.' >&2
  exit 1
fi
