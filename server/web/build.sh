#!/usr/bin/env bash
# Makes dist/ from the sources: the same bytes from the same lock file.
set -euo pipefail
cd "$(dirname "$0")"
npm ci --no-audit --no-fund --loglevel=error
npm run --silent check
npm run --silent build
