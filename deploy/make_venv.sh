#!/bin/sh
# Build the virtual environment in the folder named by the first word, with a Python that is new enough.
set -eu
folder=$1

find_python() {
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  echo 'Lắng Nghe needs Python 3.11 or newer, and none was found.' >&2
  return 1
}

python=$(find_python)

# Debian keeps the parts of Python that build virtual environments in a package of their own.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo 'Installing python3-venv …'
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes python3-venv >/dev/null
  else
    echo 'This Python cannot build virtual environments: install the package python3-venv first.' >&2
    exit 1
  fi
fi

echo "Building $folder with $("$python" --version) …"
"$python" -m venv --clear "$folder"
